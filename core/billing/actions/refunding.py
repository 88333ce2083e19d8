"""Give money back out of what is not counted towards an invoice. Never above what was paid, never twice for one key."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.billing.actions.cards import CardWord, refuse_unless_card
from core.billing.actions.counting import hold_payment
from core.billing.actions.days import refuse_dated_ahead, refuse_future
from core.billing.model import Payment, PaymentKind, PaymentMethod, PaymentState
from core.billing.queries.last_days import last_movement
from core.billing.queries.payable import left_of
from core.billing.receiving import LONGEST_KEY, SameKeyOtherPayment
from core.desk.actions.tasks import open_task
from core.desk.model import TaskPriority
from core.errors import FieldRefused, Refused
from core.events.actions import FIXLINE, Actor, Place, record
from core.money import dollars
from core.outbox import Kind
from core.outbox.actions import promise

REFUNDED, REFUND_BEGUN, REFUND_FAILED = (
    "payment.refunded",
    "payment.refund_begun",
    "payment.refund_failed",
)


@dataclass(frozen=True)
class NewRefund:
    """So much of one payment back to its payer. key: made with the form, the same however often it is sent."""

    payment_id: int
    cents: int
    on: date
    reason: str
    key: str

    @property
    def body_hash(self) -> str:
        """Of what makes it this refund and no other."""
        return hashlib.sha256(
            json.dumps(["refund", self.payment_id, self.cents]).encode()
        ).hexdigest()


def refund_payment(session: Session, new: NewRefund, *, actor: Actor) -> Payment:
    """Give back what is left of a payment. To a card it is pending until the processor has answered.

    What is counted towards invoices must be taken off them first. The same key returns the refund it made; with
    another body SameKeyOtherPayment.
    """
    _check(new)
    payment = hold_payment(session, new.payment_id)
    known = session.scalar(select(Payment).where(Payment.idempotency_key == new.key))
    if known is not None:
        return _known(known, new)
    refuse_future(session, new.on, "on")
    refuse_dated_ahead(session, payment)
    left = left_of(session, [payment.id])[payment.id]
    if new.cents > left:
        raise FieldRefused("amount", f"At most {dollars(left)} of this payment can be given back.")
    refund = _write(session, payment, new, actor)
    if refund.state is PaymentState.PENDING:
        refuse_unless_card(payment)
        key = f"refund_card:{refund.id}"
        promise(session, Kind.REFUND_CARD, {"refund_id": refund.id}, dedupe_key=key, rank=3)
        _record(session, REFUND_BEGUN, refund, actor)
    else:
        _record(session, REFUNDED, refund, actor)
    return refund


def settle_refund(session: Session, refund_id: int, processor_reference: str) -> Payment:
    """The processor has given it back. Safe to repeat.

    One that had failed may find its money used meanwhile: then the books stay as they are, and staff get a task.
    """
    refund = hold_payment(session, refund_id)
    if refund.state not in {PaymentState.PENDING, PaymentState.FAILED}:
        return refund
    try:
        with session.begin_nested():
            refund.state = PaymentState.SUCCEEDED
            refund.failure = ""
            refund.processor_reference = processor_reference
            refund.settled_at = func.clock_timestamp()
            session.flush()
    except IntegrityError:
        session.refresh(refund)
        _task(session, refund, "A refund that had failed arrived after all", "its money was used")
        return refund
    _record(session, REFUNDED, refund, FIXLINE)
    return refund


def fail_refund(session: Session, refund_id: int, code: str) -> Payment:
    """The processor refuses: the money is the payer's credit again, and staff give it back another way."""
    refund = hold_payment(session, refund_id)
    if refund.state is PaymentState.PENDING:
        refund.state = PaymentState.FAILED
        refund.failure = code[:300]
        session.flush()
        _record(session, REFUND_FAILED, refund, FIXLINE)
    if refund.state is not PaymentState.REVERSED:
        _task(session, refund, "A refund to a card did not arrive", code)
    return refund


def refund_told(session: Session, word: CardWord, refund_id: str, *, on: date) -> Payment | None:
    """The processor tells of a refund: one of ours, or one that somebody made on the processor's own pages.

    The latter is written down when the payment has that much left; otherwise, or for a payment nobody here knows,
    staff get a task and None is returned. Safe to repeat.
    """
    ours = _ours(session, word, refund_id)
    if ours is not None:
        return settle_refund(session, ours.id, refund_id)
    payment = session.scalar(
        select(Payment).where(
            Payment.processor_reference == word.payment_ref, Payment.kind == PaymentKind.PAYMENT
        )
    )
    if payment is None:
        _stray(session, word, refund_id, "A refund of a card payment that nobody here knows")
        return None
    payment = hold_payment(session, payment.id)
    if left_of(session, [payment.id])[payment.id] < word.amount_cents:
        _stray(session, word, refund_id, "A refund made at the processor does not fit the books")
        return None
    made = NewRefund(
        payment.id, word.amount_cents, on, "Made at the processor", f"told:{refund_id}"
    )
    return settle_refund(session, _write(session, payment, made, FIXLINE).id, refund_id)


def refund_failure_told(session: Session, word: CardWord, refund_id: str) -> None:
    """The processor tells that a refund came back."""
    ours = _ours(session, word, refund_id)
    if ours is not None:
        fail_refund(session, ours.id, word.code or "refused by the bank")


def _check(new: NewRefund) -> None:
    if new.cents <= 0:
        raise FieldRefused("amount", "Enter an amount above zero.")
    if not new.reason.strip():
        raise FieldRefused("reason", "Say why, for whoever reads it later.")
    if not 0 < len(new.key) <= LONGEST_KEY:
        raise FieldRefused("key", "Open the form anew and try again.")


def _known(known: Payment, new: NewRefund) -> Payment:
    if known.body_hash != new.body_hash:
        raise SameKeyOtherPayment(known.id)
    return known


def _write(session: Session, payment: Payment, new: NewRefund, actor: Actor) -> Payment:
    if payment.kind is not PaymentKind.PAYMENT or payment.state is not PaymentState.SUCCEEDED:
        raise Refused(f"Payment {payment.id} is {payment.state}: there is nothing to give back.")
    is_card = payment.method is PaymentMethod.CARD
    refund: Payment | None = session.scalar(
        insert(Payment)
        .values(
            kind=PaymentKind.REFUND,
            payer_id=payment.payer_id,
            method=payment.method,
            state=PaymentState.PENDING if is_card else PaymentState.SUCCEEDED,
            received_on=_day(session, payment, new.on),
            amount_cents=new.cents,
            processor=payment.processor,
            idempotency_key=new.key,
            body_hash=new.body_hash,
            returns_id=payment.id,
            note=new.reason.strip(),
            settled_at=None if is_card else func.clock_timestamp(),
            taken_by=actor.name,
        )
        .on_conflict_do_nothing(index_elements=["idempotency_key"])
        .returning(Payment)
    )
    if refund is None:
        raise Refused("This key belongs to another payment. Open the form anew and try again.")
    return refund


def _day(session: Session, payment: Payment, on: date) -> date:
    """Not before the last movement of the payment, so that no day of the past changes."""
    return max(on, payment.received_on, last_movement(session, payment.id))


def _ours(session: Session, word: CardWord, refund_id: str) -> Payment | None:
    known = [Payment.processor_reference == refund_id]
    if word.reference:
        known.append(Payment.idempotency_key == word.reference)
    return session.scalar(
        select(Payment).where(or_(*known), Payment.kind == PaymentKind.REFUND).limit(1)
    )


def _stray(session: Session, word: CardWord, refund_id: str, title: str) -> None:
    open_task(
        session,
        title=title,
        details=f"{dollars(word.amount_cents)}, refund {refund_id} of payment {word.payment_ref}.",
        priority=TaskPriority.HIGH,
        once_key=f"refund:{refund_id}",
    )


def _task(session: Session, refund: Payment, title: str, code: str) -> None:
    open_task(
        session,
        title=title,
        details=f"{dollars(refund.amount_cents)}: {code}. Give it back another way.",
        priority=TaskPriority.HIGH,
        subject=("payment", refund.id),
        place=Place(customer_id=refund.payer_id),
        once_key=f"payment:{refund.id}:{title}"[:200],
    )


def _record(session: Session, kind: str, refund: Payment, actor: Actor) -> None:
    record(
        session,
        kind,
        subject=("payment", refund.id),
        actor=actor,
        place=Place(customer_id=refund.payer_id),
        after={
            "cents": refund.amount_cents,
            "method": refund.method,
            "state": refund.state,
            "reason": refund.note,
            "of_payment": refund.returns_id,
        },
    )
