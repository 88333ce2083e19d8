"""Translates Stripe's events. Reads known fields only; the rest of an event means nothing to us."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TypeAlias

from gateways.port import EventKind, GatewayEvent, Unreadable

LONGEST_ID = 255
LONGEST_CODE = 100
LARGEST_CENTS = 99_999_999_999

Fields: TypeAlias = Mapping[str, object]
Reader: TypeAlias = Callable[[str, Fields], GatewayEvent | None]


def translate(content: bytes) -> GatewayEvent | None:
    """One event in the trade's words; None for a type we do not follow. Raises Unreadable."""
    event = _object(content)
    reader = _READERS.get(_text(event, "type"))
    if reader is None:
        return None
    subject = _inner(_inner(event, "data"), "object")
    return reader(_needed(event, "id"), subject)


def event_id(content: bytes) -> str | None:
    """The event's own id, by which a repeat is known; None where it cannot be read."""
    try:
        return _needed(_object(content), "id")
    except Unreadable:
        return None


def _page_confirmed(id_: str, page: Fields) -> GatewayEvent | None:
    """A bank debit is confirmed long before it is paid: its own event tells."""
    return _paid(id_, page) if _text(page, "payment_status") == "paid" else None


def _paid(id_: str, page: Fields) -> GatewayEvent:
    return _of_page(id_, page, EventKind.PAID, "")


def _failed(id_: str, page: Fields) -> GatewayEvent:
    return _of_page(id_, page, EventKind.FAILED, "bank_refused")


def _expired(id_: str, page: Fields) -> GatewayEvent:
    return _of_page(id_, page, EventKind.FAILED, "expired")


def _of_page(id_: str, page: Fields, kind: EventKind, code: str) -> GatewayEvent:
    return GatewayEvent(
        id=id_,
        kind=kind,
        amount_cents=_cents(page, "amount_total"),
        reference=_text(page, "client_reference_id"),
        checkout_id=_needed(page, "id"),
        payment_ref=_text(page, "payment_intent"),
        code=code,
    )


def _declined(id_: str, intent: Fields) -> GatewayEvent:
    error = _inner(intent, "last_payment_error")
    return GatewayEvent(
        id=id_,
        kind=EventKind.DECLINED,
        amount_cents=_cents(intent, "amount"),
        reference=_text(_inner(intent, "metadata"), "reference"),
        payment_ref=_needed(intent, "id"),
        code=_text(error, "decline_code") or _text(error, "code") or "declined",
    )


def _refund(id_: str, refund: Fields) -> GatewayEvent | None:
    kind = _REFUND_STATES.get(_text(refund, "status"))
    if kind is None:
        return None
    return GatewayEvent(
        id=id_,
        kind=kind,
        amount_cents=_cents(refund, "amount"),
        reference=_text(_inner(refund, "metadata"), "reference"),
        payment_ref=_needed(refund, "payment_intent"),
        refund_id=_needed(refund, "id"),
        code=_text(refund, "failure_reason"),
    )


def _disputed(id_: str, dispute: Fields) -> GatewayEvent:
    return GatewayEvent(
        id=id_,
        kind=EventKind.DISPUTED,
        amount_cents=_cents(dispute, "amount"),
        payment_ref=_needed(dispute, "payment_intent"),
        code=_text(dispute, "reason"),
    )


_REFUND_STATES: Mapping[str, EventKind] = {
    "succeeded": EventKind.REFUNDED,
    "failed": EventKind.REFUND_FAILED,
    "canceled": EventKind.REFUND_FAILED,
}
_READERS: Mapping[str, Reader] = {
    "checkout.session.completed": _page_confirmed,
    "checkout.session.async_payment_succeeded": _paid,
    "checkout.session.async_payment_failed": _failed,
    "checkout.session.expired": _expired,
    "payment_intent.payment_failed": _declined,
    "refund.created": _refund,
    "refund.updated": _refund,
    "refund.failed": _refund,
    "charge.dispute.created": _disputed,
}


def _object(content: bytes) -> Fields:
    try:
        read: object = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Unreadable("The notice is no JSON.") from error
    if not isinstance(read, dict):
        raise Unreadable("The notice is no JSON object.")
    return read


def _inner(fields: Fields, name: str) -> Fields:
    value = fields.get(name)
    return value if isinstance(value, dict) else {}


def _text(fields: Fields, name: str) -> str:
    value = fields.get(name)
    return value.replace("\0", "")[:LONGEST_CODE] if isinstance(value, str) else ""


def _needed(fields: Fields, name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value or len(value) > LONGEST_ID or "\0" in value:
        raise Unreadable(f"The notice carries no {name}.")
    return value


def _cents(fields: Fields, name: str) -> int:
    value = fields.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST_CENTS:
        raise Unreadable(f"The notice carries no {name}.")
    return value
