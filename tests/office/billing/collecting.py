"""The form that collects payments, opened and sent, and a card processor that always has a page."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select
from werkzeug.test import TestResponse

from core.billing.model import Payment
from core.db import Database
from gateways.port import Checkout, CheckoutState, CheckoutWanted
from tests.office.billing.books import fields_of
from tests.office.desk import Browser


class FakeGateway:
    """A card processor that always has a page."""

    name = "fake"

    def __init__(self) -> None:
        self.wishes: list[CheckoutWanted] = []
        self.pages: dict[str, Checkout] = {}

    def open_checkout(self, wanted: CheckoutWanted) -> Checkout:
        self.wishes.append(wanted)
        page = Checkout(
            f"page-{wanted.reference}",
            "https://cards.example/pay",
            CheckoutState.OPEN,
            wanted.reference,
            wanted.amount_cents,
        )
        return self.pages.setdefault(page.id, page)

    def find_checkout(self, checkout_id: str) -> Checkout:
        return self.pages[checkout_id]

    def expire(self, checkout_id: str) -> None:
        self.pages[checkout_id] = replace(self.pages[checkout_id], state=CheckoutState.EXPIRED)


def opened(desk: Browser, payer_id: int) -> dict[str, str]:
    """The form as it stands on the page."""
    fields = fields_of(desk.text("/billing/collect", payer=payer_id))
    return {name: value for name, value in fields.items() if name not in {"q", "csrf_token"}}


def record(desk: Browser, fields: dict[str, str], **changed: object) -> TestResponse:
    sent = {**fields, "method": "check", "check_number": "1204", "do": "record", **changed}
    return desk.send("/billing/collect", seen_on="/billing/collect?payer=1", **sent)


def payments(database: Database) -> list[Payment]:
    with database.reading() as session:
        return list(session.scalars(select(Payment).order_by(Payment.id)))
