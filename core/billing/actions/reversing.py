"""Take a payment back whole: the check bounced, the bank recalled it. Rows are added; none is changed or removed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func
from sqlalchemy.orm import Session

from core.billing.actions.counting import counted_invoices, hold, hold_payment, take_back
from core.billing.model import Payment, PaymentKind, PaymentState
from core.billing.queries.payable import left_of
from core.desk.actions.tasks import open_task
from core.desk.model import TaskPriority
from core.errors import FieldRefused, Refused
from core.events.actions import Actor, Place, record
from core.money import dollars

REVERSED = "payment.reversed"
LONGEST_REASON = 300


def reverse_payment(
    session: Session, payment_id: int, *, on: date, reason: str, actor: Actor
) -> Payment:
    """The row that takes it back. Its invoices are owed again, and paid jobs are invoiced again.

    Refuses a payment that did not succeed or was reversed before, one of which something was given back, no reason.
    """
    why = reason.strip()
    if not why or len(why) > LONGEST_REASON:
        raise FieldRefused("reason", f"Say why, in at most {LONGEST_REASON} characters.")
    held = hold(session, counted_invoices(session, payment_id))
    payment = hold_payment(session, payment_id)
    if payment.kind is not PaymentKind.PAYMENT or payment.state is not PaymentState.SUCCEEDED:
        raise Refused(f"Payment {payment.id} is {payment.state}: there is nothing to reverse.")
    day = take_back(session, payment, held, on=on, reason=why, actor=actor)
    if left_of(session, [payment.id])[payment.id] != payment.amount_cents:
        raise Refused("Part of this payment was given back already: it cannot be reversed whole.")
    taken = _written(session, payment, day, why, actor)
    payment.state = PaymentState.REVERSED
    session.flush()
    _note(session, payment, why, actor)
    # What was written down for a day to come never came: a slip of ours, and no word for the payer.
    if payment.received_on <= on:
        _ask_to_speak(session, payment, why)
    return taken


def _written(session: Session, payment: Payment, day: date, why: str, actor: Actor) -> Payment:
    taken = Payment(
        kind=PaymentKind.REVERSAL,
        payer_id=payment.payer_id,
        method=payment.method,
        state=PaymentState.SUCCEEDED,
        received_on=day,
        amount_cents=payment.amount_cents,
        check_number=payment.check_number,
        returns_id=payment.id,
        note=why,
        settled_at=func.clock_timestamp(),
        taken_by=actor.name,
    )
    session.add(taken)
    session.flush()
    return taken


def _note(session: Session, payment: Payment, why: str, actor: Actor) -> None:
    record(
        session,
        REVERSED,
        subject=("payment", payment.id),
        actor=actor,
        place=Place(customer_id=payment.payer_id),
        before={"state": PaymentState.SUCCEEDED},
        after={"state": payment.state, "cents": payment.amount_cents, "reason": why},
    )


def _ask_to_speak(session: Session, payment: Payment, why: str) -> None:
    open_task(
        session,
        title=f"Payment of {dollars(payment.amount_cents)} was reversed: speak with the payer",
        details=why,
        priority=TaskPriority.HIGH,
        subject=("payment", payment.id),
        place=Place(customer_id=payment.payer_id),
        once_key=f"payment:{payment.id}:reversed",
    )
