"""Every address of this room: estimates, equipment, photos and the workflow of jobs."""

from __future__ import annotations

from office.door import Route

PAGES: tuple[Route, ...] = ()

CHANGES: tuple[Route, ...] = ()
