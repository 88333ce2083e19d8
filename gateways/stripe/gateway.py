"""Cards by Stripe's SDK. Every trouble becomes an answer; nothing is asked twice from here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import stripe
from stripe.checkout import Session as Page
from stripe.params.checkout import SessionCreateParams
from urllib3.exceptions import HTTPError

from core.config import Settings
from gateways.port import (
    Checkout,
    CheckoutState,
    CheckoutWanted,
    GatewayEvent,
    Impossible,
    Refunded,
    RefundWanted,
    Trouble,
    Unknown,
)
from gateways.stripe import notices
from gateways.stripe.http import Patience, PooledHttpClient
from gateways.stripe.outcomes import of_broken_line, of_error

CURRENCY = "usd"
LONGEST_DESCRIPTION = 250

Answer = TypeVar("Answer")

_GONE_REFUNDS = frozenset({"failed", "canceled"})


class StripeGateway:
    """The card gateway. Safe to share between threads."""

    name = "stripe"

    def __init__(self, settings: Settings, *, patience: Patience | None = None) -> None:
        """Connects to nothing yet. patience: shorter waits, for tests. ValueError without a secret key."""
        if not settings.fixline_stripe_secret_key:
            raise ValueError("FIXLINE_STRIPE_SECRET_KEY is not set.")
        base = settings.fixline_stripe_api_base
        self._client = stripe.StripeClient(
            settings.fixline_stripe_secret_key,
            http_client=PooledHttpClient(patience or Patience()),
            max_network_retries=0,
            base_addresses={"api": base} if base else {},
        )

    def open_checkout(self, wanted: CheckoutWanted) -> Checkout | Trouble:
        """Have a page made; the same idempotency key brings the same page for 24 hours."""
        return _asked(
            lambda: _checkout(
                self._client.v1.checkout.sessions.create(
                    _page_wanted(wanted), {"idempotency_key": wanted.idempotency_key}
                )
            )
        )

    def find_checkout(self, checkout_id: str) -> Checkout | Trouble:
        """What has become of a page."""
        return _asked(lambda: _checkout(self._client.v1.checkout.sessions.retrieve(checkout_id)))

    def close_checkout(self, checkout_id: str) -> Checkout | Trouble:
        """Have an unpaid page closed. Impossible where it has been paid or closed already."""
        return _asked(lambda: _checkout(self._client.v1.checkout.sessions.expire(checkout_id)))

    def refund(self, wanted: RefundWanted) -> Refunded | Trouble:
        """Give money back. Impossible above what is left of the payment, or where the bank refuses."""
        return _asked(lambda: self._refunded(wanted))

    def translate(self, content: bytes) -> GatewayEvent | None:
        """Read a verified event. Raises Unreadable."""
        return notices.translate(content)

    def _refunded(self, wanted: RefundWanted) -> Refunded | Trouble:
        made = self._client.v1.refunds.create(
            {
                "payment_intent": wanted.payment_ref,
                "amount": wanted.amount_cents,
                "metadata": {"reference": wanted.reference},
            },
            {"idempotency_key": wanted.idempotency_key},
        )
        if made.status in _GONE_REFUNDS:
            return Impossible(made.failure_reason or str(made.status), "The refund was refused.")
        return Refunded(_known(made.id), made.amount, is_settled=made.status == "succeeded")


def _page_wanted(wanted: CheckoutWanted) -> SessionCreateParams:
    told = {"reference": wanted.reference}
    words = wanted.description[:LONGEST_DESCRIPTION]
    page: SessionCreateParams = {
        "mode": "payment",
        "client_reference_id": wanted.reference,
        "success_url": wanted.return_url,
        "cancel_url": wanted.return_url,
        "metadata": told,
        "payment_intent_data": {"metadata": told, "description": words},
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": CURRENCY,
                    "unit_amount": wanted.amount_cents,
                    "product_data": {"name": words},
                },
            }
        ],
    }
    if wanted.payer_email:
        page["customer_email"] = wanted.payer_email
    return page


def _asked(ask: Callable[[], Answer | Trouble]) -> Answer | Trouble:
    try:
        return ask()
    except stripe.StripeError as error:
        return of_error(error)
    except HTTPError as error:
        return of_broken_line(error)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        return Unknown(f"Unreadable answer: {type(error).__name__}")


def _checkout(page: Page) -> Checkout:
    intent = page.payment_intent
    return Checkout(
        id=_known(page.id),
        url=page.url or "",
        state=_state(page),
        reference=page.client_reference_id or "",
        amount_cents=int(page.amount_total or 0),
        payment_ref=intent if isinstance(intent, str) else intent.id if intent else "",
    )


def _state(page: Page) -> CheckoutState:
    if page.payment_status == "paid":
        return CheckoutState.PAID
    if page.status == "complete":
        return CheckoutState.PENDING
    return CheckoutState.EXPIRED if page.status == "expired" else CheckoutState.OPEN


def _known(id_: object) -> str:
    if not isinstance(id_, str) or not id_:
        raise TypeError("An answer without an id.")
    return id_
