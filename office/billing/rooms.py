"""The rooms of billing as a bar of links. A room whose page is not served is not linked."""

from __future__ import annotations

from flask import current_app, url_for

from core.desk.permissions import Permission
from office.access import i_may
from office.door import NAME

_ROOMS = (
    ("invoices", "Invoices"),
    ("receivables", "Receivables"),
    ("payments", "Payments"),
    ("batches", "Batches"),
    ("pricebook", "Pricebook"),
)

Link = tuple[str, str, bool]


def billing_rooms(here: str) -> tuple[Link, ...]:
    """Address, words, and whether it is where the person is. here: the endpoint of a room."""
    if not i_may(Permission.BILLING_READ):
        return ()
    return tuple(
        (url_for(f"{NAME}.{endpoint}"), words, endpoint == here)
        for endpoint, words in _ROOMS
        if is_served(endpoint)
    )


def may_collect() -> bool:
    """Whether this person may take payments, and there is a page to do so."""
    return i_may(Permission.PAYMENTS_TAKE) and is_served("collect_payment")


def is_served(endpoint: str) -> bool:
    """Whether the office has a page of this name."""
    return f"{NAME}.{endpoint}" in current_app.view_functions
