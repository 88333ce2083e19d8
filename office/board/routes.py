"""Every address of this room: the dispatch board."""

from __future__ import annotations

from office.door import Route

PAGES: tuple[Route, ...] = ()

CHANGES: tuple[Route, ...] = ()
