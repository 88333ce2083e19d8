"""Hear what the card processor says, ask it when it says nothing, and have it give money back.

Every wish carries a key, so that one whose answer was lost may be repeated without doing it twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from sqlalchemy import func
from sqlalchemy.orm import Session

from core.billing.actions.cards import (
    CardWord,
    decline_card,
    dispute_card,
    fail_card,
    pending_page,
    settle_card,
)
from core.billing.actions.refunding import (
    fail_refund,
    refund_failure_told,
    refund_told,
    settle_refund,
)
from core.billing.model import Payment, PaymentState
from core.clock import database_now, local
from core.desk.actions.tasks import open_task
from core.desk.model import TaskPriority
from core.messaging.model import Envelope
from core.outbox import Kind
from core.outbox.actions import Promise, promise
from gateways.port import (
    Checkout,
    CheckoutState,
    EventKind,
    GatewayEvent,
    Impossible,
    PaymentGateway,
    Refunded,
    RefundWanted,
    Unreadable,
)
from workers.doing import Handler, number, one_by_one
from workers.handlers.interpret import raw_envelope
from workers.runtime import Runtime

ASKED_AGAIN_AFTER = timedelta(minutes=30)
# Stripe closes a page after a day; a payment whose page was never noted is given up then too.
PAGE_LIVES = timedelta(hours=25)
# Stripe forgets a key after a day: from then on repeating a refund might make a second one.
KEY_LIVES = timedelta(hours=23)


class GatewayTrouble(Exception):
    """The processor could not be asked, or did not answer: the entry is tried again later."""


def _record_card(session: Session, runtime: Runtime, entry: Promise) -> None:
    """Safe to run twice: each word of the processor is safe to repeat. What cannot be read becomes a task."""
    envelope = session.get_one(Envelope, number(entry, "envelope_id"))
    try:
        event = _gateway(runtime).translate(raw_envelope(session, envelope).content)
    except Unreadable as trouble:
        event = None
        open_task(
            session,
            title="A card processor's notice could not be read",
            details=f"Envelope {envelope.id}: {trouble}",
            subject=("envelope", envelope.id),
            once_key=f"unreadable:{envelope.id}",
        )
    if event is not None:
        _HEARD[event.kind](session, event, _today(session, runtime))
    envelope.read_at = func.clock_timestamp()


def _check_card(session: Session, runtime: Runtime, entry: Promise) -> None:
    """Safe to run twice: it only asks, and what it hears is safe to repeat. For notices that never came."""
    payment = session.get_one(Payment, number(entry, "payment_id"))
    page = pending_page(session, payment.id)
    if page is not None:
        _heed(session, _found(runtime, page), _today(session, runtime))
    elif payment.created_at + PAGE_LIVES < database_now(session):
        fail_card(
            session, CardWord(payment.amount_cents, payment.idempotency_key or "", code="expired")
        )
    session.refresh(payment)
    if payment.state is PaymentState.PENDING:
        promise(
            session,
            Kind.CHECK_CARD,
            {"payment_id": payment.id},
            run_at=database_now(session) + ASKED_AGAIN_AFTER,
            rank=3,
        )


def _refund_card(session: Session, runtime: Runtime, entry: Promise) -> None:
    """Safe to run twice: the refund's key makes it one at the processor, as long as the processor remembers keys."""
    refund = session.get_one(Payment, number(entry, "refund_id"))
    if refund.state is not PaymentState.PENDING:
        return
    if refund.created_at + KEY_LIVES < database_now(session):
        _leave_to_staff(session, refund)
        return
    answer = _gateway(runtime).refund(_wanted(session, refund))
    match answer:
        case Refunded(is_settled=True):
            settle_refund(session, refund.id, answer.id)
        case Refunded():
            refund.processor_reference = answer.id
        case Impossible():
            fail_refund(session, refund.id, answer.code or "refused")
        case _:
            raise GatewayTrouble(type(answer).__name__)


def _wanted(session: Session, refund: Payment) -> RefundWanted:
    paid = session.get_one(Payment, refund.returns_id)
    if paid.processor_reference is None or refund.idempotency_key is None:
        raise GatewayTrouble("The payment has no number at the processor.")
    return RefundWanted(
        payment_ref=paid.processor_reference,
        reference=refund.idempotency_key,
        idempotency_key=refund.idempotency_key,
        amount_cents=refund.amount_cents,
    )


def _leave_to_staff(session: Session, refund: Payment) -> None:
    open_task(
        session,
        title="Nobody knows whether a refund to a card was made",
        details="It was tried for a day without an answer. Look at the processor's own pages.",
        priority=TaskPriority.HIGH,
        subject=("payment", refund.id),
        once_key=f"payment:{refund.id}:refund_unknown",
    )


def _found(runtime: Runtime, page: str) -> Checkout:
    answer = _gateway(runtime).find_checkout(page)
    if not isinstance(answer, Checkout):
        raise GatewayTrouble(type(answer).__name__)
    return answer


def _heed(session: Session, page: Checkout, on: date) -> None:
    word = CardWord(page.amount_cents, page.reference, page.id, page.payment_ref, "expired")
    if page.state is CheckoutState.PAID:
        settle_card(session, word, on=on)
    elif page.state is CheckoutState.EXPIRED:
        fail_card(session, word)


def _gateway(runtime: Runtime) -> PaymentGateway:
    gateway = runtime.open_gateway()
    if gateway is None:
        raise GatewayTrouble("No card processor is set up.")
    return gateway


def _today(session: Session, runtime: Runtime) -> date:
    return local(database_now(session), runtime.settings.company_timezone).date()


def _word(event: GatewayEvent) -> CardWord:
    return CardWord(
        event.amount_cents, event.reference, event.checkout_id, event.payment_ref, event.code
    )


def _paid(session: Session, event: GatewayEvent, on: date) -> None:
    settle_card(session, _word(event), on=on)


def _declined(session: Session, event: GatewayEvent, _on: date) -> None:
    decline_card(session, _word(event))


def _failed(session: Session, event: GatewayEvent, _on: date) -> None:
    fail_card(session, _word(event))


def _disputed(session: Session, event: GatewayEvent, _on: date) -> None:
    dispute_card(session, _word(event))


def _refunded(session: Session, event: GatewayEvent, on: date) -> None:
    refund_told(session, _word(event), event.refund_id, on=on)


def _refund_failed(session: Session, event: GatewayEvent, _on: date) -> None:
    refund_failure_told(session, _word(event), event.refund_id)


_HEARD: Mapping[EventKind, Callable[[Session, GatewayEvent, date], None]] = {
    EventKind.PAID: _paid,
    EventKind.DECLINED: _declined,
    EventKind.FAILED: _failed,
    EventKind.REFUNDED: _refunded,
    EventKind.REFUND_FAILED: _refund_failed,
    EventKind.DISPUTED: _disputed,
}

record_card: Handler = one_by_one(_record_card)
check_card: Handler = one_by_one(_check_card)
refund_card: Handler = one_by_one(_refund_card)
