"""What becomes of payments by card, told by the processor in any order and any number of times.

Money that came is never turned away: what no invoice takes stays the payer's credit, with a task for staff.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from core.billing.actions.counting import Held, count, hold, hold_payment
from core.billing.actions.payments import announce, intended_parts, lock_intended
from core.billing.model import Payment, PaymentKind, PaymentMethod, PaymentState
from core.billing.receiving import Part
from core.desk.actions.tasks import open_task
from core.desk.model import TaskPriority
from core.errors import Refused
from core.events.actions import FIXLINE, Place, record
from core.money import dollars

DECLINED, FAILED, DISPUTED = "payment.declined", "payment.failed", "payment.disputed"
PAGE_OPENED = "payment.page_opened"
LONGEST_FAILURE = 300


@dataclass(frozen=True)
class CardWord:
    """What the processor says of one payment. reference: our key; checkout_id, payment_ref: its own ids.

    amount_cents: paid, tried or disputed. code: its word for why. Any but the amount may be empty.
    """

    amount_cents: int
    reference: str = ""
    checkout_id: str = ""
    payment_ref: str = ""
    code: str = ""


def note_page(session: Session, payment_id: int, checkout_id: str) -> Payment:
    """Remember the processor's page of a pending payment; harmless once the payment has been settled."""
    payment = hold_payment(session, payment_id)
    if payment.state is PaymentState.PENDING and payment.processor_reference is None:
        payment.processor_reference = checkout_id
        session.flush()
        _record(session, PAGE_OPENED, payment)
    return payment


def settle_card(session: Session, word: CardWord, *, on: date) -> Payment | None:
    """The card was charged: count it as it was meant. None where nobody here knows the payment.

    Safe to repeat. Invoices that were paid or voided meanwhile get less, and staff a task; never more than is owed.
    """
    found = _found(session, word)
    if found is None:
        _suspend(session, word, "A card payment that nobody here knows")
        return None
    held = hold(session, lock_intended(session, found.id))
    payment = hold_payment(session, found.id)
    if payment.state not in {PaymentState.PENDING, PaymentState.FAILED}:
        return payment
    if payment.amount_cents != word.amount_cents:
        _suspend(session, word, f"Card payment {payment.id} brought another amount")
        return None
    _succeed(session, payment, word, on=on)
    parts = _within(held, intended_parts(payment))
    count(session, payment, held, parts, on=on, actor=FIXLINE)
    announce(session, payment, actor=FIXLINE)
    _tell_what_is_left(session, payment, parts)
    return payment


def decline_card(session: Session, word: CardWord) -> None:
    """One try was refused by the bank: nothing changes but the record; staff can help (inventory 126)."""
    payment = _found(session, word)
    if payment is None or payment.state is not PaymentState.PENDING:
        return
    _record(session, DECLINED, payment, code=word.code)
    _task(
        session, payment, "A card was declined", f"The bank says: {word.code}. Nothing was charged."
    )


def fail_card(session: Session, word: CardWord) -> Payment | None:
    """No money will come of this page. A payment that succeeded already stays as it is. Safe to repeat."""
    found = _found(session, word)
    if found is None:
        return None
    payment = hold_payment(session, found.id)
    if payment.state is PaymentState.PENDING:
        payment.state = PaymentState.FAILED
        payment.failure = word.code[:LONGEST_FAILURE]
        session.flush()
        _record(session, FAILED, payment, code=word.code)
        _task(session, payment, "A payment by card came to nothing", f"Why: {word.code}.")
    return payment


def dispute_card(session: Session, word: CardWord) -> None:
    """The payer asks the bank for the money back: staff decide; the books change when the bank has."""
    payment = _found(session, word)
    if payment is None:
        _suspend(session, word, "A dispute about a card payment that nobody here knows")
        return
    _record(session, DISPUTED, payment, code=word.code)
    details = f"{dollars(word.amount_cents)} of payment {payment.id} are disputed: {word.code}."
    _task(session, payment, "A payment by card is disputed", details)


def pending_page(session: Session, payment_id: int) -> str | None:
    """The page of a payment that is still pending; None when there is nothing to ask about."""
    payment = session.get(Payment, payment_id)
    if payment is None or payment.state is not PaymentState.PENDING:
        return None
    return payment.processor_reference


def _found(session: Session, word: CardWord) -> Payment | None:
    """By our own key, else by the processor's ids. A page that is not the one we opened is not ours."""
    refs = [ref for ref in (word.checkout_id, word.payment_ref) if ref]
    wanted: list[ColumnElement[bool]] = [Payment.processor_reference.in_(refs)]
    if word.reference:
        wanted.append(Payment.idempotency_key == word.reference)
    return session.scalar(
        select(Payment)
        .where(
            or_(*wanted),
            Payment.kind == PaymentKind.PAYMENT,
            Payment.method == PaymentMethod.CARD,
        )
        .order_by(Payment.id)
        .limit(1)
    )


def _succeed(session: Session, payment: Payment, word: CardWord, *, on: date) -> None:
    if payment.state is PaymentState.PENDING:
        payment.received_on = max(on, payment.received_on)
    payment.state = PaymentState.SUCCEEDED
    payment.failure = ""
    payment.settled_at = func.clock_timestamp()
    if word.payment_ref:
        payment.processor_reference = word.payment_ref
    session.flush()
    session.refresh(payment, ["settled_at"])


def _within(held: Mapping[int, Held], parts: list[Part]) -> list[Part]:
    """The parts as far as their invoices still ask for them."""
    possible = [
        Part(part.invoice_id, min(part.cents, held[part.invoice_id].balance_cents))
        for part in parts
        if held[part.invoice_id].takes_money
    ]
    return [part for part in possible if part.cents > 0]


def _tell_what_is_left(session: Session, payment: Payment, parts: list[Part]) -> None:
    meant = sum(part.cents for part in intended_parts(payment))
    short = meant - sum(part.cents for part in parts)
    if short > 0:
        _task(
            session,
            payment,
            "A payment by card found its invoice paid or void",
            f"{dollars(short)} of {dollars(payment.amount_cents)} stay as the payer's credit:"
            " count them towards another invoice, or give them back.",
        )


def _suspend(session: Session, word: CardWord, title: str) -> None:
    open_task(
        session,
        title=title,
        details=f"{dollars(word.amount_cents)}, processor's payment {word.payment_ref or word.checkout_id}.",
        priority=TaskPriority.HIGH,
        once_key=f"card:{word.payment_ref or word.checkout_id}:{title}"[:200],
    )


def _task(session: Session, payment: Payment, title: str, details: str) -> None:
    open_task(
        session,
        title=title,
        details=details,
        subject=("payment", payment.id),
        place=Place(customer_id=payment.payer_id),
        once_key=f"payment:{payment.id}:{title}"[:200],
    )


def _record(session: Session, kind: str, payment: Payment, *, code: str = "") -> None:
    record(
        session,
        kind,
        subject=("payment", payment.id),
        actor=FIXLINE,
        place=Place(customer_id=payment.payer_id),
        after={"cents": payment.amount_cents, "state": payment.state, "code": code},
    )


def refuse_unless_card(payment: Payment) -> str:
    """The processor's id of a settled payment by card. Raises Refused for any other."""
    if payment.method is not PaymentMethod.CARD or payment.processor_reference is None:
        raise Refused(f"Payment {payment.id} was not made by card.")
    return payment.processor_reference
