"""Read the members of a posted batch as postings, in one order whatever happened since. Nothing is held whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Protocol, assert_never

from sqlalchemy import func, select, union
from sqlalchemy.orm import Session, aliased

from core.billing.books import DEPOSITS, INCOME, Accounts
from core.billing.export.posting import Posting, PostingKind, Split
from core.billing.model import (
    AccountPurpose,
    Allocation,
    BookName,
    Invoice,
    InvoiceKind,
    InvoiceLine,
    ItemKind,
    Payment,
    PaymentKind,
    PaymentMethod,
)
from core.errors import Refused

# Rows the database hands over at a time.
AT_ONCE = 2_000
# As QuickBooks' own list of payment methods has them.
METHODS: dict[PaymentMethod, str] = {
    PaymentMethod.CARD: "Credit Card",
    PaymentMethod.CHECK: "Check",
    PaymentMethod.CASH: "Cash",
    PaymentMethod.ACH: "E-Check",
    PaymentMethod.FINANCING: "Financing",
}
_DOCUMENTS: dict[InvoiceKind, PostingKind] = {
    InvoiceKind.INVOICE: PostingKind.INVOICE,
    InvoiceKind.ADJUSTMENT: PostingKind.INVOICE,
    InvoiceKind.CREDIT_NOTE: PostingKind.CREDIT_NOTE,
}


class _Charged(Protocol):
    """A line of a document, with the document's own facts beside it."""

    number: int
    kind: InvoiceKind
    issue_on: date
    due_on: date
    po_number: str
    business_unit_id: int | None
    tax_cents: int
    total_cents: int
    customer: str
    line_kind: ItemKind
    words: str
    net_cents: int


def postings_of(session: Session, batch_id: int, accounts: Accounts) -> Iterator[Posting]:
    """Documents by number, money by day, applications by the order they were made."""
    yield from _documents(session, batch_id, accounts)
    yield from _payments(session, batch_id, accounts)
    yield from _applications(session, batch_id, accounts)


def customers_of(session: Session, batch_id: int) -> Iterator[str]:
    """What the books call the customers of the batch's documents and money, by name."""
    concerned = union(
        select(Invoice.bill_to_id).where(Invoice.batch_id == batch_id),
        select(Payment.payer_id).where(Payment.batch_id == batch_id),
    )
    wanted = (
        select(BookName.name)
        .where(BookName.customer_id.in_(concerned))
        .order_by(BookName.name.collate("C"))
    )
    yield from session.scalars(wanted.execution_options(yield_per=AT_ONCE))


def _documents(session: Session, batch_id: int, accounts: Accounts) -> Iterator[Posting]:
    wanted = (
        select(
            Invoice.id,
            Invoice.number,
            Invoice.kind,
            Invoice.issue_on,
            Invoice.due_on,
            Invoice.po_number,
            Invoice.business_unit_id,
            Invoice.tax_cents,
            Invoice.total_cents,
            BookName.name.label("customer"),
            InvoiceLine.kind.label("line_kind"),
            InvoiceLine.words,
            InvoiceLine.net_cents,
        )
        .join(BookName, BookName.customer_id == Invoice.bill_to_id)
        .join(InvoiceLine, InvoiceLine.invoice_id == Invoice.id)
        .where(Invoice.batch_id == batch_id)
        .order_by(Invoice.number, InvoiceLine.position, InvoiceLine.id)
        .execution_options(yield_per=AT_ONCE)
    )
    for _, lines in groupby(session.execute(wanted), key=lambda row: row.id):
        yield _document(list(lines), accounts)


def _document(rows: Sequence[_Charged], accounts: Accounts) -> Posting:
    """One document from its lines: what is owed, the income of each line, and the tax of all."""
    head = rows[0]
    splits = [
        Split(
            _account(accounts, INCOME[row.line_kind], head.business_unit_id),
            -row.net_cents,
            row.words,
        )
        for row in rows
    ]
    if head.tax_cents:
        tax = _account(accounts, AccountPurpose.SALES_TAX)
        splits.append(Split(tax, -head.tax_cents, "Sales tax", is_tax=True))
    owed = _account(accounts, AccountPurpose.RECEIVABLE)
    return Posting(
        kind=_DOCUMENTS[head.kind],
        document=str(head.number),
        on=head.issue_on,
        customer=head.customer,
        first=Split(owed, head.total_cents, _document_words(head.kind, head.number)),
        splits=splits,
        due_on=head.due_on,
        po_number=head.po_number,
    )


def _payments(session: Session, batch_id: int, accounts: Accounts) -> Iterator[Posting]:
    wanted = (
        select(
            Payment.id,
            Payment.kind,
            Payment.method,
            Payment.received_on,
            Payment.amount_cents,
            Payment.check_number,
            Payment.returns_id,
            BookName.name.label("customer"),
        )
        .join(BookName, BookName.customer_id == Payment.payer_id)
        .where(Payment.batch_id == batch_id)
        .order_by(Payment.received_on, Payment.id)
        .execution_options(yield_per=AT_ONCE)
    )
    for row in session.execute(wanted):
        owed = _account(accounts, AccountPurpose.RECEIVABLE)
        kind = _posting_kind(row.kind)
        cents = row.amount_cents if kind is PostingKind.PAYMENT else -row.amount_cents
        yield Posting(
            kind=kind,
            document=row.check_number or f"P{row.id}",
            on=row.received_on,
            customer=row.customer,
            first=Split(
                _account(accounts, DEPOSITS[row.method]), cents, _money_words(kind, row.id)
            ),
            splits=[Split(owed, -cents, _money_words(kind, row.id), customer=row.customer)],
            method=METHODS[row.method],
            applies_to=f"P{row.returns_id}" if row.returns_id else "",
        )


def _applications(session: Session, batch_id: int, accounts: Accounts) -> Iterator[Posting]:
    charged, credit = aliased(Invoice), aliased(Invoice)
    whose, source = aliased(BookName), aliased(BookName)
    wanted = (
        select(
            Allocation.id,
            Allocation.effective_on,
            Allocation.amount_cents,
            Allocation.payment_id,
            charged.number,
            credit.number.label("credit_number"),
            whose.name.label("customer"),
            source.name.label("payer"),
        )
        .join(charged, charged.id == Allocation.invoice_id)
        .outerjoin(credit, credit.id == Allocation.credit_note_id)
        .outerjoin(Payment, Payment.id == Allocation.payment_id)
        .join(whose, whose.customer_id == charged.bill_to_id)
        .join(
            source,
            source.customer_id == func.coalesce(Payment.payer_id, credit.bill_to_id),
        )
        .where(Allocation.batch_id == batch_id)
        .order_by(Allocation.id)
        .execution_options(yield_per=AT_ONCE)
    )
    for row in session.execute(wanted):
        owed = _account(accounts, AccountPurpose.RECEIVABLE)
        by = f"P{row.payment_id}" if row.payment_id else str(row.credit_number)
        memo = f"{by} counted towards {row.number}"
        yield Posting(
            kind=PostingKind.APPLICATION,
            document=by,
            on=row.effective_on,
            customer=row.payer,
            first=Split(owed, row.amount_cents, memo),
            splits=[Split(owed, -row.amount_cents, memo, customer=row.customer)],
            applies_to=str(row.number),
        )


def _account(accounts: Accounts, purpose: AccountPurpose, unit_id: int | None = None) -> str:
    name = accounts.of(purpose, unit_id)
    if name is None:
        raise Refused(f"The batch was posted without an account for {purpose}.")
    return name


def _posting_kind(kind: PaymentKind) -> PostingKind:
    match kind:
        case PaymentKind.PAYMENT:
            return PostingKind.PAYMENT
        case PaymentKind.REFUND:
            return PostingKind.REFUND
        case PaymentKind.REVERSAL:
            return PostingKind.REVERSAL
        case _:
            assert_never(kind)


def _document_words(kind: InvoiceKind, number: int) -> str:
    return f"{'Credit note' if kind is InvoiceKind.CREDIT_NOTE else 'Invoice'} {number}"


def _money_words(kind: PostingKind, payment_id: int) -> str:
    return f"{kind.value.capitalize()} P{payment_id}"
