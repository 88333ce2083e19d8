"""Every address of this room: words of the company: templates, reminders, digests and notices to a whole building."""

from __future__ import annotations

from office.door import Route

PAGES: tuple[Route, ...] = ()

CHANGES: tuple[Route, ...] = ()
