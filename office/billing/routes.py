"""Every address of this room: invoices, payments, receivables and batches."""

from __future__ import annotations

from office.door import Route

PAGES: tuple[Route, ...] = ()

CHANGES: tuple[Route, ...] = ()
