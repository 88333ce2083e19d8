"""What the emulated bank remembers, and its JSON as Stripe words it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

Json = dict[str, object]


class PageState(StrEnum):
    """Stripe's own words for a checkout session's status."""

    OPEN = "open"
    COMPLETE = "complete"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Page:
    """A checkout session. intent: the id of its payment, empty until somebody has tried a card."""

    id: str
    amount: int
    currency: str
    description: str
    reference: str
    return_url: str
    metadata: Mapping[str, str]
    created: int
    state: PageState = PageState.OPEN
    intent: str = ""

    def changed(self, *, state: PageState | None = None, intent: str | None = None) -> Page:
        """The same page a step later."""
        return replace(self, state=state or self.state, intent=intent or self.intent)


@dataclass(frozen=True)
class Refund:
    """Money given back of one payment."""

    id: str
    intent: str
    amount: int
    created: int
    metadata: Mapping[str, str] = field(default_factory=dict)


def page_json(page: Page, public_url: str) -> Json:
    """A checkout session object. Source: Stripe's API reference, "The Checkout Session object"."""
    is_paid = page.state is PageState.COMPLETE
    return {
        "id": page.id,
        "object": "checkout.session",
        "amount_subtotal": page.amount,
        "amount_total": page.amount,
        "client_reference_id": page.reference or None,
        "created": page.created,
        "currency": page.currency,
        "livemode": False,
        "metadata": dict(page.metadata),
        "mode": "payment",
        "payment_intent": page.intent or None,
        "payment_status": "paid" if is_paid else "unpaid",
        "status": page.state.value,
        "success_url": page.return_url,
        "url": f"{public_url}/cards/pay/{page.id}" if page.state is PageState.OPEN else None,
    }


def intent_json(page: Page, *, decline: str = "") -> Json:
    """The payment intent behind a page. decline: why the last card was refused."""
    error = {"code": "card_declined", "decline_code": decline, "type": "card_error"}
    is_paid = page.state is PageState.COMPLETE
    return {
        "id": page.intent,
        "object": "payment_intent",
        "amount": page.amount,
        "amount_received": page.amount if is_paid else 0,
        "currency": page.currency,
        "description": page.description,
        "last_payment_error": error if decline else None,
        "livemode": False,
        "metadata": dict(page.metadata),
        "status": "succeeded" if is_paid else "requires_payment_method",
    }


def refund_json(refund: Refund) -> Json:
    """A refund object; in this bank every refund succeeds at once."""
    return {
        "id": refund.id,
        "object": "refund",
        "amount": refund.amount,
        "created": refund.created,
        "currency": "usd",
        "metadata": dict(refund.metadata),
        "payment_intent": refund.intent,
        "status": "succeeded",
    }
