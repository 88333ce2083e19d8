"""Every address of this room: a colleague’s own day, tasks and second factor."""

from __future__ import annotations

from office.door import Route

PAGES: tuple[Route, ...] = ()

CHANGES: tuple[Route, ...] = ()
