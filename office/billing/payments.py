"""Money that came: the list, one payment with what it counts towards, and what can still become of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import uuid4

from flask import render_template
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.billing.actions.counting import standing_allocations
from core.billing.model import Allocation, Invoice, Payment, PaymentMethod, PaymentState
from core.billing.queries import payment_list
from core.billing.queries.payable import left_of, payables_of
from core.billing.queries.payment_history import happenings_of_payment
from core.billing.queries.payment_list import PaymentFilter, PaymentRow
from core.billing.suggesting import suggest
from core.blobs import Blob, read_blob
from core.desk.permissions import Permission
from core.errors import NotFound
from core.money import bare_amount
from office.access import needs
from office.billing.asking import day_said, today
from office.billing.collect_form import seen_of
from office.billing.rooms import is_served
from office.billing.saying import PAYMENT_PILLS
from office.door import PAGE_SIZE, choice_asked, reading, row_asked, words_asked
from office.files import SHOWN
from office.forms import Form
from office.payment_words import METHODS, method_words
from office.spreadsheets import csv_file
from office.timeline import lines

MOST_LINES = 40
MOST_TO_APPLY = 50
HEADS = ("Payment", "Kind", "Payer", "How", "Check", "State", "Received", "Amount", "Not used")
STATES = tuple((state.value, PAYMENT_PILLS[state][0]) for state in PaymentState)


@needs(Permission.BILLING_READ)
def payments() -> str:
    """One part of the list, the last written first."""
    asked = _asked()
    with reading() as session:
        rows = payment_list.payment_list(
            session, asked, limit=PAGE_SIZE + 1, below=row_asked("below")
        )
    return render_template(
        "office/billing/payments.html",
        asked=asked,
        args=_args(asked),
        rows=rows[:PAGE_SIZE],
        more=len(rows) > PAGE_SIZE,
        begun=row_asked("below"),
        methods=tuple((value, words.capitalize()) for value, words in METHODS.items()),
        states=STATES,
        pills=PAYMENT_PILLS,
        method_words=method_words,
        day_said=day_said,
    )


@needs(Permission.BILLING_READ)
def payments_file() -> Response:
    """All that the filter finds, as CSV."""
    asked = _asked()

    def told(session: Session) -> Iterator[Sequence[str | int | None]]:
        yield HEADS
        for row in payment_list.payment_lines(session, asked):
            yield _cells(row)

    return csv_file("payments", told)


@needs(Permission.BILLING_READ)
def payment(payment_id: int) -> str:
    """One payment, refund or reversal."""
    return show_payment(payment_id, Form())


@needs(Permission.BILLING_READ)
def check_image(payment_id: int) -> Response:
    """The photo of the check."""
    with reading() as session:
        row = found_payment(session, payment_id)
        if row.check_image_id is None:
            raise NotFound("photo of payment", payment_id)
        kind = session.get_one(Blob, row.check_image_id).content_type
        content = read_blob(session, row.check_image_id)
    is_shown = kind in SHOWN
    answer = Response(content, mimetype=kind if is_shown else "application/octet-stream")
    how = "inline" if is_shown else "attachment"
    answer.headers["Content-Disposition"] = f'{how}; filename="check-{payment_id}"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def show_payment(payment_id: int, form: Form) -> str:
    """The page, with whatever a refused form held."""
    with reading() as session:
        row = found_payment(session, payment_id)
        left = left_of(session, [row.id])[row.id]
        payables = payables_of(session, row.payer_id, most=MOST_TO_APPLY) if left else []
        shares = {
            each.invoice_id: each.cents for each in suggest(left, (e.item for e in payables)).shares
        }
        return render_template(
            "office/billing/payment.html",
            payment=row,
            form=form.over(
                key=uuid4().hex,
                seen=seen_of(payables),
                refund=bare_amount(left),
                **{f"pay-{id_}": bare_amount(cents) for id_, cents in shares.items()},
            ),
            left=left,
            payables=payables,
            standing=_standing(session, row),
            ahead=_ahead(session, row),
            today=today(),
            back=_back(session, row),
            pill_of=PAYMENT_PILLS,
            method_words=method_words,
            lines=lines(session, happenings_of_payment(session, row.id))[:MOST_LINES],
            day_said=day_said,
            is_served=is_served,
        )


def found_payment(session: Session, payment_id: int) -> Payment:
    """The row; NotFound where there is none."""
    found = session.get(Payment, payment_id)
    if found is None:
        raise NotFound("payment", payment_id)
    return found


def _standing(session: Session, row: Payment) -> list[tuple[Invoice, int]]:
    """Each invoice it counts towards now, and the cents."""
    ids = session.scalars(
        select(Allocation.invoice_id).where(Allocation.payment_id == row.id).distinct()
    ).all()
    sums: dict[int, int] = {}
    for each in standing_allocations(session, row.id, ids):
        sums[each.invoice_id] = sums.get(each.invoice_id, 0) + each.amount_cents
    return [(session.get_one(Invoice, id_), cents) for id_, cents in sorted(sums.items())]


def _ahead(session: Session, row: Payment) -> dict[int, date]:
    """Invoices it counts towards only from a day still to come, and that day."""
    rows = session.execute(
        select(Allocation.invoice_id, func.max(Allocation.effective_on))
        .where(Allocation.payment_id == row.id, Allocation.effective_on > today())
        .group_by(Allocation.invoice_id)
        .having(func.sum(Allocation.amount_cents) > 0)
    )
    return {row[0]: row[1] for row in rows}


def _back(session: Session, row: Payment) -> Sequence[Payment]:
    return session.scalars(
        select(Payment).where(Payment.returns_id == row.id).order_by(Payment.id)
    ).all()


def _asked() -> PaymentFilter:
    return PaymentFilter(
        words_asked(), choice_asked("method", PaymentMethod), choice_asked("state", PaymentState)
    )


def _args(asked: PaymentFilter) -> dict[str, str]:
    told = {"q": asked.words, "method": asked.method, "state": asked.state}
    return {name: str(value) for name, value in told.items() if value}


def _cells(row: PaymentRow) -> Sequence[str | int | None]:
    return (
        row.id,
        row.kind.value,
        row.payer,
        row.method.value,
        row.check_number,
        row.state.value,
        row.received_on.isoformat(),
        bare_amount(row.amount_cents),
        bare_amount(row.left_cents),
    )
