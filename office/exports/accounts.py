"""One customer's account as files: the lines of a statement, and the traces of "I paid that"."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.billing.model import StatementKind
from core.billing.papers.statement import said
from core.billing.queries.claims import (
    FoundDocument,
    FoundPayment,
    documents_near,
    looked_for,
    payments_like,
)
from core.billing.queries.statement import Activity, OpenItems, activity, open_items
from core.desk.permissions import Permission
from core.directory.model import Customer
from core.errors import NotFound
from core.language import Language
from core.money import bare_amount
from office.access import needs
from office.billing.asking import Period, period_asked
from office.billing.paid import STATE_PILLS
from office.door import choice_asked, reading, row_asked, words_asked
from office.exports.parts import Line
from office.payment_words import method_words
from office.spreadsheets import csv_file
from office.words import spelled


@needs(Permission.BILLING_READ)
def statement_file(customer_id: int) -> Response:
    """What moved an account between two days, or what is open at the end of one."""
    kind = choice_asked("kind", StatementKind) or StatementKind.ACTIVITY
    period = period_asked()
    with reading() as session:
        customer = session.get(Customer, customer_id)
        if customer is None:
            raise NotFound("customer", customer_id)
        number = customer.number
        # More than a statement takes is refused here: once a file is begun, it could only break off.
        lines = _statement(session, customer_id, kind, period)
    return csv_file(f"customer-{number}-statement", lambda _: lines)


@needs(Permission.BILLING_READ)
def paid_payments_file() -> Response:
    """Payments that fit what the customer says."""
    words, customer_id = words_asked(), row_asked("customer")

    def lines(session: Session) -> Iterator[Line]:
        yield (
            "Payment", "Kind", "Received", "From", "How", "Check", "State", "Counted towards", "Amount", "Not used",
        )  # fmt: skip
        yield from map(_payment, payments_like(session, looked_for(session, words, customer_id)))

    return csv_file("payments-found", lines)


@needs(Permission.BILLING_READ)
def paid_documents_file() -> Response:
    """Invoices and jobs around what the customer says."""
    words, customer_id = words_asked(), row_asked("customer")

    def lines(session: Session) -> Iterator[Line]:
        yield (
            "Invoice", "Kind", "Status", "Issued", "Job", "Billed to", "Place", "Total", "Still owed",
        )  # fmt: skip
        yield from map(_document, documents_near(session, looked_for(session, words, customer_id)))

    return csv_file("invoices-found", lines)


def _statement(
    session: Session, customer_id: int, kind: StatementKind, period: Period
) -> Iterator[Line]:
    if kind is StatementKind.ACTIVITY:
        return _moved(activity(session, customer_id, period.from_on, period.to_on), period)
    return _open(open_items(session, customer_id, period.to_on))


def _moved(moved: Activity, period: Period) -> Iterator[Line]:
    yield ("Date", "What", "Place", "Amount", "Balance")
    yield (period.from_on, "Opening balance", None, None, bare_amount(moved.opening_cents))
    for each in moved.movements:
        what, amount = said(each, Language.ENGLISH), bare_amount(each.cents)
        yield (each.on, what, each.place, amount, bare_amount(each.after_cents))


def _open(found: OpenItems) -> Iterator[Line]:
    yield ("Date", "What", "Place", "Due", "Original", "Open")
    for each in found.items:
        amounts = bare_amount(each.whole_cents), bare_amount(each.left_cents)
        yield (each.on, said(each, Language.ENGLISH), each.place, each.due_on, *amounts)


def _payment(found: FoundPayment) -> Line:
    row = found.payment
    counted = ", ".join(
        f"invoice {each.number}: {bare_amount(each.cents)}" for each in found.counted
    )
    return (
        row.id, row.kind, row.received_on, row.payer.display_name, method_words(row.method), row.check_number,
        STATE_PILLS[row.state][0], counted, bare_amount(row.amount_cents), bare_amount(found.left_cents),
    )  # fmt: skip


def _document(found: FoundDocument) -> Line:
    row = found.invoice
    return (
        row.number, spelled(row.kind), spelled(row.status), found.issue_on, row.job.number if row.job else None,
        row.bill_to_name, row.property.address if row.property else None, bare_amount(row.total_cents),
        bare_amount(found.balance_cents),
    )  # fmt: skip
