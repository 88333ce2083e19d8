"""The emulated bank: pages, payments and refunds. It never gives back more than was paid."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Mapping

from sandbox.cards.notices import Notices
from sandbox.cards.records import (
    Json,
    Page,
    PageState,
    Refund,
    intent_json,
    page_json,
    refund_json,
)
from sandbox.cards.settings import CardSettings
from sandbox.carrier.shelf import Shelf

MOST_PAGES = 50_000
SMALLEST_AMOUNT = 50

Fields = Mapping[str, str]


class Said(Exception):
    """A refusal in Stripe's form."""

    def __init__(self, status: int, type_: str, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.body: Json = {"error": {"type": type_, "code": code, "message": message}}


def invalid(code: str, message: str, status: int = 400) -> Said:
    """The commonest refusal."""
    return Said(status, "invalid_request_error", code, message)


class Bank:
    """Everything remembered. Safe to share between threads."""

    def __init__(self, settings: CardSettings) -> None:
        self._settings = settings
        self._lock = threading.RLock()
        self._pages: Shelf[Page] = Shelf(MOST_PAGES)
        self._refunds: Shelf[Refund] = Shelf(MOST_PAGES)
        self._answers: Shelf[tuple[str, Json]] = Shelf(MOST_PAGES)
        self.notices = Notices(settings)

    def once(self, key: str, wish: str, act: Callable[[], Json]) -> Json:
        """The answer the key had before, for the same wish. Source: Stripe, "Idempotent requests"."""
        with self._lock:
            known = self._answers.get(key) if key else None
            if known is None:
                known = (wish, act())
                if key:
                    self._answers.put(key, known)
            if known[0] != wish:
                raise Said(400, "idempotency_error", "", "Keys may only be used with one wish.")
            return known[1]

    def open_page(self, fields: Fields) -> Json:
        """A new page to pay on."""
        amount = _amount(fields)
        page = Page(
            id=f"cs_test_{secrets.token_hex(12)}",
            amount=amount,
            currency=fields.get("line_items[0][price_data][currency]", "usd"),
            description=fields.get("line_items[0][price_data][product_data][name]", ""),
            reference=fields.get("client_reference_id", ""),
            return_url=_needed(fields, "success_url"),
            metadata=_metadata(fields, "metadata"),
            created=int(time.time()),
        )
        return self._keep(page)

    def page(self, id_: str) -> Page:
        """The page of this id. Raises Said, 404."""
        page = self._pages.get(id_)
        if page is None:
            raise invalid("resource_missing", f"No such checkout.session: '{id_}'", 404)
        return page

    def page_as_json(self, id_: str) -> Json:
        """The same, as the interface shows it."""
        return page_json(self.page(id_), self._settings.public_url)

    def expire(self, id_: str) -> Json:
        """Close an unpaid page."""
        with self._lock:
            page = self._open(id_)
            shown = self._keep(page.changed(state=PageState.EXPIRED))
        self.notices.tell("checkout.session.expired", shown)
        return shown

    def pay(self, id_: str) -> Page:
        """The payer's card is good."""
        with self._lock:
            page = self._open(id_).changed(state=PageState.COMPLETE, intent=self._intent(id_))
            shown = self._keep(page)
        self.notices.tell("checkout.session.completed", shown)
        return page

    def decline(self, id_: str, why: str) -> Page:
        """The payer's card is refused; the page stays open. why: a decline code of Stripe's."""
        with self._lock:
            page = self._open(id_).changed(intent=self._intent(id_))
            self._keep(page)
        self.notices.tell("payment_intent.payment_failed", intent_json(page, decline=why))
        return page

    def refund(self, fields: Fields) -> Json:
        """Give back money of a payment."""
        intent = _needed(fields, "payment_intent")
        with self._lock:
            page = self._paid(intent)
            left = page.amount - sum(each.amount for each in self._refunds.newest(intent))
            amount = _number(fields.get("amount", str(left)))
            if not 0 < amount <= left:
                code = "" if left else "charge_already_refunded"
                raise invalid(code, "Refund amount is greater than unrefunded amount on charge.")
            id_, now = f"re_{secrets.token_hex(12)}", int(time.time())
            made = Refund(id_, intent, amount, now, _metadata(fields, "metadata"))
            self._refunds.put(id_, made, (intent,))
        self.notices.tell("refund.created", refund_json(made))
        return refund_json(made)

    def dispute(self, id_: str) -> None:
        """The payer asks the bank for all of it back."""
        page = self.page(id_)
        subject: Json = {
            "id": f"dp_{secrets.token_hex(12)}",
            "object": "dispute",
            "amount": page.amount,
            "payment_intent": page.intent,
            "reason": "fraudulent",
        }
        self.notices.tell("charge.dispute.created", subject)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._pages.clear()
            self._refunds.clear()
            self._answers.clear()
        self.notices.clear()

    def _keep(self, page: Page) -> Json:
        self._pages.put(page.id, page)
        return page_json(page, self._settings.public_url)

    def _open(self, id_: str) -> Page:
        page = self.page(id_)
        if page.state is not PageState.OPEN:
            raise invalid("", f"This Checkout Session is not open: {page.state}.")
        return page

    def _intent(self, id_: str) -> str:
        return self.page(id_).intent or f"pi_{secrets.token_hex(12)}"

    def _paid(self, intent: str) -> Page:
        for page in self._pages.newest():
            if page.intent == intent and page.state is PageState.COMPLETE:
                return page
        raise invalid("resource_missing", f"No such payment_intent: '{intent}'", 404)


def _amount(fields: Fields) -> int:
    amount = _number(_needed(fields, "line_items[0][price_data][unit_amount]"))
    total = amount * _number(fields.get("line_items[0][quantity]", "1"))
    if total < SMALLEST_AMOUNT:
        raise invalid("amount_too_small", "The total amount due must be at least 50 cents.")
    return total


def _needed(fields: Fields, name: str) -> str:
    value = fields.get(name, "")
    if not value:
        raise invalid("parameter_missing", f"Missing required param: {name}.")
    return value


def _number(value: str) -> int:
    if not value.isdecimal() or len(value) > len("99999999"):
        raise invalid("parameter_invalid_integer", f"Invalid integer: {value[:20]}")
    return int(value)


def _metadata(fields: Fields, name: str) -> dict[str, str]:
    start = f"{name}["
    return {
        key.removeprefix(start).removesuffix("]"): value
        for key, value in fields.items()
        if key.startswith(start)
    }
