"""Paying an invoice from its own page: all that is owed, by card, once however often it is asked."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.billing.actions.counting import hold
from core.billing.actions.own_payments import begin_own_payment
from core.billing.model import Invoice, Payment, PaymentMethod, PaymentState
from core.billing.queries.paid_towards import for_all_owed, own_key
from core.billing.receiving import NewPayment, Part
from core.errors import Refused
from core.events.actions import Actor, ActorType


class NothingOwed(Refused):
    """An invoice that is paid, void or a credit note takes no payment."""

    def __init__(self, number: int | None) -> None:
        super().__init__(f"Nothing is owed on invoice {number}.")


def begin_payment_by_link(
    session: Session, invoice_id: int, *, seen_cents: int, on: date, processor: str
) -> Payment:
    """The pending payment of all that an invoice asks for.

    Asked again, it is the same payment until that one has come to an end, also where a desk began it. seen_cents:
    what the payer's page said was owed; BalanceMoved when that is not so any more. Raises NothingOwed for what is paid
    or void.
    """
    held = hold(session, [invoice_id])[invoice_id]
    invoice, owed = held.invoice, held.balance_cents
    if not held.takes_money or owed <= 0:
        raise NothingOwed(invoice.number)
    begun = _begun(session, invoice, owed)
    if begun is not None and seen_cents == owed:
        return begun
    ended = _ended(session, invoice.bill_to_id, invoice_id)
    new = NewPayment(
        payer_id=invoice.bill_to_id,
        method=PaymentMethod.CARD,
        amount_cents=owed,
        received_on=on,
        key=own_key(invoice_id, f"{owed}:{ended}"),
        parts=(Part(invoice_id, owed, seen_cents),),
    )
    actor = Actor(ActorType.CONTACT, invoice.bill_to_name)
    return begin_own_payment(session, new, processor=processor, actor=actor)


def _begun(session: Session, invoice: Invoice, owed_cents: int) -> Payment | None:
    """The payment by card of exactly this that waits for the payer, whoever opened its page."""
    return session.scalar(
        select(Payment)
        .where(Payment.state == PaymentState.PENDING, for_all_owed(invoice, owed_cents))
        .order_by(Payment.id.desc())
        .limit(1)
    )


def _ended(session: Session, payer_id: int, invoice_id: int) -> int:
    """How many payments begun here have come to an end; the invoice's row is held, so that two askings count alike."""
    counted = session.scalar(
        select(func.count(Payment.id)).where(
            Payment.payer_id == payer_id,
            Payment.state != PaymentState.PENDING,
            Payment.idempotency_key.startswith(own_key(invoice_id), autoescape=True),
        )
    )
    return counted or 0
