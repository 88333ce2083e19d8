"""Every address of this room: lists brought in and out, tags, certificates and merging of customers."""

from __future__ import annotations

from office.door import Route

PAGES: tuple[Route, ...] = ()

CHANGES: tuple[Route, ...] = ()
