"""The list of invoices: by where they stand, searched, part after part, and as a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from flask import render_template, request
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from core.billing.queries import invoice_list
from core.billing.queries.invoice_list import InvoiceFilter, InvoiceRow, Mark, Shown
from core.desk.permissions import Permission
from core.directory.model import Customer
from core.money import bare_amount
from office.access import needs
from office.billing.asking import day_said, today
from office.billing.saying import name_said, review_pill, standing_pill
from office.door import LARGEST_ROW, PAGE_SIZE, choice_asked, reading, row_asked, words_asked
from office.spreadsheets import csv_file

SHOWN_WORDS = {
    Shown.ALL: "All",
    Shown.DRAFT: "Drafts",
    Shown.REVIEW: "To review",
    Shown.OPEN: "Open",
    Shown.OVERDUE: "Overdue",
    Shown.PAID: "Paid",
    Shown.VOID: "Void",
}
HEADS = (
    "Number",
    "Kind",
    "Status",
    "Review",
    "Bill to",
    "Job",
    "Property",
    "Issued",
    "Due",
    "Total",
    "Balance",
)


@needs(Permission.BILLING_READ)
def invoices() -> str:
    """One part of the list."""
    asked = _asked()
    with reading() as session:
        rows = invoice_list.invoice_list(session, asked, limit=PAGE_SIZE + 1, after=_after())
        whose = session.get(Customer, asked.customer_id) if asked.customer_id else None
        shown = rows[:PAGE_SIZE]
        return render_template(
            "office/billing/invoices.html",
            asked=asked,
            rows=shown,
            next=_mark(asked, shown[-1]) if len(rows) > PAGE_SIZE else "",
            begun=request.args.get("after", ""),
            args=_args(asked),
            whose=whose.display_name if whose else "",
            shown_words=SHOWN_WORDS,
            days_late=lambda row: _days_late(row, asked.on),
            name_said=name_said,
            standing_pill=standing_pill,
            review_pill=review_pill,
            day_said=day_said,
        )


@needs(Permission.BILLING_READ)
def invoices_file() -> Response:
    """All that the filter finds, as CSV."""
    asked = _asked()

    def lines(session: Session) -> Iterator[Sequence[str | int | None]]:
        yield HEADS
        for row in invoice_list.invoice_lines(session, asked):
            yield _cells(row)

    return csv_file("invoices", lines)


def _asked() -> InvoiceFilter:
    shown = choice_asked("shown", Shown)
    words = words_asked()
    return InvoiceFilter(shown or Shown.ALL, today(), words, row_asked("customer"))


def _args(asked: InvoiceFilter) -> dict[str, str | int]:
    """What links ask that ask the same of another part."""
    told: dict[str, str | int | None] = {"q": asked.words, "customer": asked.customer_id}
    return {name: value for name, value in told.items() if value}


def _after() -> Mark | None:
    """Where the part begins: `17`, or `2026-03-02.17` in a list by due day; 400 for anything else."""
    asked = request.args.get("after", "")
    if not asked:
        return None
    day, _, row = asked.rpartition(".")
    if not (row.isascii() and row.isdigit()) or int(row[:20]) > LARGEST_ROW:
        raise BadRequest("There is no such part of this list.")
    try:
        return Mark(int(row[:20]), date.fromisoformat(day) if day else None)
    except ValueError as error:
        raise BadRequest("There is no such part of this list.") from error


def _mark(asked: InvoiceFilter, row: InvoiceRow) -> str:
    mark = invoice_list.mark_of(asked.shown, row)
    return f"{mark.due_on}.{mark.id}" if mark.due_on else str(mark.id)


def _days_late(row: InvoiceRow, on: date) -> int:
    return max((on - row.due_on).days, 0) if row.due_on and row.balance_cents else 0


def _cells(row: InvoiceRow) -> Sequence[str | int | None]:
    return (
        row.number,
        row.kind.value,
        row.status.value,
        row.review.value,
        row.bill_to,
        row.job_number,
        row.place,
        row.issue_on.isoformat() if row.issue_on else None,
        row.due_on.isoformat() if row.due_on else None,
        bare_amount(row.total_cents),
        bare_amount(row.balance_cents),
    )
