"""The list of money that came in and went out, newest first, part after part."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select, union
from sqlalchemy.orm import Session, joinedload

from core.billing.model import Payment, PaymentKind, PaymentMethod, PaymentState
from core.billing.queries.payable import left_of
from core.directory.queries.search import matching_customer_ids
from core.money import cents_of

MOST_CUSTOMERS = 500
LINES_AT_ONCE = 200


@dataclass(frozen=True)
class PaymentFilter:
    """What is looked for. words: a check number, an amount, or a part of the payer's name."""

    words: str = ""
    method: PaymentMethod | None = None
    state: PaymentState | None = None


@dataclass(frozen=True)
class PaymentRow:
    """One entry. left_cents: what no invoice has used."""

    id: int
    kind: PaymentKind
    payer: str
    method: PaymentMethod
    check_number: str
    state: PaymentState
    received_on: date
    amount_cents: int
    left_cents: int


def payment_list(
    session: Session, asked: PaymentFilter, *, limit: int, below: int | None = None
) -> list[PaymentRow]:
    """Payments, refunds and reversals that fit, the last written first."""
    wanted = _wanted(asked)
    if below is not None:
        wanted.append(Payment.id < below)
    rows = session.scalars(
        select(Payment)
        .where(*wanted)
        .options(joinedload(Payment.payer))
        .order_by(Payment.id.desc())
        .limit(limit)
    ).all()
    left = left_of(session, [row.id for row in rows])
    return [_row(row, left.get(row.id, 0)) for row in rows]


def payment_lines(session: Session, asked: PaymentFilter) -> Iterator[PaymentRow]:
    """All that fit, a part at a time."""
    below: int | None = None
    while True:
        part = payment_list(session, asked, limit=LINES_AT_ONCE, below=below)
        yield from part
        if len(part) < LINES_AT_ONCE:
            return
        below = part[-1].id


def _wanted(asked: PaymentFilter) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if asked.method is not None:
        wanted.append(Payment.method == asked.method)
    if asked.state is not None:
        wanted.append(Payment.state == asked.state)
    if asked.words.strip():
        wanted.append(_fits(asked.words.strip()))
    return wanted


def _fits(words: str) -> ColumnElement[bool]:
    """Each trace finds by an index of its own; alternatives in one condition would read every payment."""
    check = words.removeprefix("#").strip()
    ways = [select(Payment.id).where(Payment.check_number == check, Payment.check_number != "")]
    # Words that are no amount are looked for as a number or a name alone.
    with suppress(ValueError):
        ways.append(select(Payment.id).where(Payment.amount_cents == cents_of(words)))
    ids = matching_customer_ids(words, limit=MOST_CUSTOMERS)
    if ids is not None:
        ways.append(select(Payment.id).where(Payment.payer_id.in_(ids)))
    return Payment.id.in_(union(*ways))


def _row(row: Payment, left_cents: int) -> PaymentRow:
    return PaymentRow(
        id=row.id,
        kind=PaymentKind(row.kind),
        payer=row.payer.display_name,
        method=PaymentMethod(row.method),
        check_number=row.check_number,
        state=PaymentState(row.state),
        received_on=row.received_on,
        amount_cents=row.amount_cents,
        left_cents=left_cents,
    )
