"""What somebody who enters a payment is asked first: it may be right, and is more often a slip of the hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ARRAY, Text, cast, func, select
from sqlalchemy.orm import Session

from core.billing.model import (
    Allocation,
    Batch,
    BatchState,
    Invoice,
    InvoiceKind,
    InvoiceStatus,
    Payment,
    PaymentKind,
    PaymentMethod,
    PaymentState,
)
from core.billing.receiving import NewPayment
from core.errors import Refused
from core.money import dollars

LONG_AGO = timedelta(days=90)
# Below this nobody is asked for paying ahead; above it, when it is more than as much again as is owed.
ODD_SURPLUS_CENTS = 50_000
_STANDS = (PaymentState.PENDING, PaymentState.SUCCEEDED)


@dataclass(frozen=True)
class Question:
    """One thing to be sure of. token: what a confirmation names, so that it holds for nothing else."""

    token: str
    words: str


class Doubtful(Refused):
    """A payment that is recorded once somebody has said that it is meant so. Nothing was written."""

    def __init__(self, questions: tuple[Question, ...]) -> None:
        super().__init__(" ".join(each.words for each in questions))
        self.questions = questions


def questions_about(session: Session, new: NewPayment, *, today: date) -> tuple[Question, ...]:
    """What there is to ask, worst first; nothing for an ordinary payment. today: the company's day."""
    is_card = new.method is PaymentMethod.CARD
    asked = [_same_check(session, new), _far_above(session, new)]
    if is_card or new.parts:
        asked.insert(0, _card_under_way(session, new))
    if not is_card:
        asked += [_posted(session, new), _long_ago(new, today)]
    return tuple(each for each in asked if each is not None)


def cards_under_way(session: Session, new: NewPayment) -> Iterator[Payment]:
    """Payments by card that have not come to an end: for one of the same invoices, or for none by the same payer."""
    asked = select(Payment).where(
        Payment.state == PaymentState.PENDING,
        Payment.kind == PaymentKind.PAYMENT,
        Payment.method == PaymentMethod.CARD,
    )
    if new.parts:
        ids = cast([str(part.invoice_id) for part in new.parts], ARRAY(Text))
        asked = asked.where(func.jsonb_exists_any(Payment.intended, ids))
    else:
        asked = asked.where(Payment.payer_id == new.payer_id, Payment.intended == {})
    yield from session.scalars(asked.order_by(Payment.id.desc()))


def is_same(payment: Payment, new: NewPayment) -> bool:
    """Whether a payment that is under way is this very one: the same payer, amount and invoices."""
    wanted = {str(part.invoice_id): part.cents for part in new.parts}
    told = (payment.payer_id, payment.amount_cents, payment.intended)
    return told == (new.payer_id, new.amount_cents, wanted)


def _card_under_way(session: Session, new: NewPayment) -> Question | None:
    found = next(cards_under_way(session, new), None)
    if found is None:
        return None
    return Question(
        f"card:{found.id}",
        f"A card payment of {dollars(found.amount_cents)} is under way already: payment {found.id}."
        " Should its page be paid too, the money comes twice. Go on anyway?",
    )


def _same_check(session: Session, new: NewPayment) -> Question | None:
    number = new.check_number.strip()
    if new.method is not PaymentMethod.CHECK or not number:
        return None
    found = session.scalars(
        select(Payment)
        .where(
            Payment.payer_id == new.payer_id,
            Payment.kind == PaymentKind.PAYMENT,
            Payment.state.in_(_STANDS),
            func.lower(Payment.check_number) == number.lower(),
        )
        .order_by(Payment.amount_cents != new.amount_cents, Payment.id.desc())
        .limit(1)
    ).first()
    if found is None:
        return None
    return Question(
        f"check:{found.id}",
        f"Check {found.check_number} of this payer was entered before: payment {found.id}"
        f" of {dollars(found.amount_cents)}, received {_said(found.received_on)}, taken by {found.taken_by}."
        " Enter it anyway?",
    )


def _far_above(session: Session, new: NewPayment) -> Question | None:
    """Of what others owe, only what is being paid now counts."""
    others = {part.invoice_id: part.cents for part in new.parts}
    own = _owed_by(session, new.payer_id)
    owed = sum(own.values()) + sum(cents for id_, cents in others.items() if id_ not in own)
    if new.amount_cents - owed <= max(owed, ODD_SURPLUS_CENTS):
        return None
    return Question(
        f"above:{new.amount_cents}",
        f"{dollars(new.amount_cents)} is far more than the {dollars(owed)} owed. Is that the amount received?",
    )


def _owed_by(session: Session, payer_id: int) -> dict[int, int]:
    """Cents owed on each invoice billed to the payer."""
    counted = (
        select(func.coalesce(func.sum(Allocation.amount_cents), 0))
        .where(Allocation.invoice_id == Invoice.id)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Invoice.id, Invoice.total_cents - counted).where(
            Invoice.bill_to_id == payer_id,
            Invoice.status == InvoiceStatus.ISSUED,
            Invoice.settled_on.is_(None),
            Invoice.kind != InvoiceKind.CREDIT_NOTE,
        )
    )
    return {id_: int(cents) for id_, cents in rows}


def _posted(session: Session, new: NewPayment) -> Question | None:
    batch = session.scalars(
        select(Batch)
        .where(
            Batch.state != BatchState.OPEN,
            Batch.from_on <= new.received_on,
            Batch.to_on >= new.received_on,
        )
        .order_by(Batch.id.desc())
        .limit(1)
    ).first()
    if batch is None:
        return None
    return Question(
        f"posted:{new.received_on}",
        f"{_said(new.received_on)} lies in days that are posted to the books: batch {batch.id},"
        f" {_said(batch.from_on)} to {_said(batch.to_on)}. It would go to a later batch, and statements of those days"
        " would tell less. Is that the day it came?",
    )


def _long_ago(new: NewPayment, today: date) -> Question | None:
    if today - new.received_on <= LONG_AGO:
        return None
    return Question(
        f"ago:{new.received_on}",
        f"{_said(new.received_on)} is {(today - new.received_on).days:,} days ago. Is that the day it came?",
    )


def _said(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
