"""Every address of this room: invoices, payments, receivables and batches."""

from __future__ import annotations

from office.billing import batch_routes, desk_routes, owed_routes
from office.door import Route

PAGES: tuple[Route, ...] = (*desk_routes.PAGES, *owed_routes.PAGES, *batch_routes.PAGES)

CHANGES: tuple[Route, ...] = (
    *desk_routes.CHANGES,
    *owed_routes.CHANGES,
    *batch_routes.CHANGES,
)
