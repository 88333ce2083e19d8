"""What refuses the posting of a batch, and the accounts it will be written to (inventory 139)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from sqlalchemy import ColumnElement, exists, func, select, union
from sqlalchemy.orm import Session

from core.billing.books import DEPOSITS, INCOME, Accounts, MemberKind, book_name
from core.billing.model import (
    AccountPurpose,
    Batch,
    Invoice,
    InvoiceLine,
    InvoiceStatus,
    Payment,
    ReviewStatus,
)
from core.billing.queries.accounts import accounts_now
from core.billing.queries.batch_members import counts_of
from core.billing.refusals import name_of
from core.directory.model import Customer
from core.jobs.model import BusinessUnit

# Of each rule; a batch with more of one trouble has one trouble.
MOST_OF_EACH = 200

ACCOUNT_WORDS: dict[AccountPurpose, str] = {
    AccountPurpose.RECEIVABLE: "What customers owe (accounts receivable)",
    AccountPurpose.INCOME_SERVICE: "Income from services",
    AccountPurpose.INCOME_MATERIAL: "Income from materials",
    AccountPurpose.INCOME_LABOUR: "Income from labour",
    AccountPurpose.SALES_TAX: "Sales tax payable",
    AccountPurpose.DEPOSIT_CARD: "Deposits by card",
    AccountPurpose.DEPOSIT_CHECK: "Deposits by check",
    AccountPurpose.DEPOSIT_CASH: "Deposits in cash",
    AccountPurpose.DEPOSIT_ACH: "Deposits by bank transfer",
    AccountPurpose.DEPOSIT_FINANCING: "Deposits by financing",
}


class Weight(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong or missing. kind, id: the member or other document it is about; None: the batch.

    remedy: what to do, in words.
    """

    weight: Weight
    words: str
    remedy: str
    kind: MemberKind | None = None
    id: int | None = None


Rule = Callable[[Session, Batch], Iterator[Finding]]


def errors_of(session: Session, batch: Batch) -> list[Finding]:
    """What refuses the posting."""
    return by_rules(ERRORS, session, batch)


def by_rules(rules: Sequence[Rule], session: Session, batch: Batch) -> list[Finding]:
    """What each rule finds, in the order of the rules; of each at most MOST_OF_EACH."""
    return [finding for rule in rules for finding in islice(rule(session, batch), MOST_OF_EACH)]


def used_accounts(session: Session, batch: Batch) -> Accounts:
    """The accounts a batch needs, as they are mapped now: what is frozen with it when it is posted."""
    now = accounts_now(session)
    return Accounts(
        {
            (purpose, unit_id): name
            for purpose, unit_id, _ in _needed(session, batch)
            if (name := now.of(purpose, unit_id)) is not None
        }
    )


def _empty(session: Session, batch: Batch) -> Iterator[Finding]:
    if not any(counts_of(session, batch.id).values()):
        yield Finding(
            Weight.ERROR, "Nothing is in this batch.", "Add documents or payments, or let it go."
        )


def _unmapped(session: Session, batch: Batch) -> Iterator[Finding]:
    accounts = accounts_now(session)
    for purpose, unit_id, unit in _needed(session, batch):
        if accounts.of(purpose, unit_id) is None:
            where = f" of {unit}" if unit else ""
            yield Finding(
                Weight.ERROR,
                f"{ACCOUNT_WORDS[purpose]}{where}: no account of the books is named.",
                "Name it under Accounts.",
            )


def _needed(
    session: Session, batch: Batch
) -> Iterator[tuple[AccountPurpose, int | None, str | None]]:
    """Each account the members will be written to."""
    counts = counts_of(session, batch.id)
    if any(counts.values()):
        yield AccountPurpose.RECEIVABLE, None, None
    sold = session.execute(
        select(InvoiceLine.kind, Invoice.business_unit_id, BusinessUnit.name)
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .outerjoin(BusinessUnit, BusinessUnit.id == Invoice.business_unit_id)
        .where(Invoice.batch_id == batch.id)
        .distinct()
        .order_by(InvoiceLine.kind, BusinessUnit.name)
    )
    for kind, unit_id, unit in sold:
        yield INCOME[kind], unit_id, unit
    if session.scalar(select(exists().where(Invoice.batch_id == batch.id, Invoice.tax_cents != 0))):
        yield AccountPurpose.SALES_TAX, None, None
    methods = select(Payment.method).where(Payment.batch_id == batch.id).distinct()
    for method in session.scalars(methods.order_by(Payment.method)):
        yield DEPOSITS[method], None, None


def _void(session: Session, batch: Batch) -> Iterator[Finding]:
    yield from documents_that(
        session,
        batch,
        Invoice.status == InvoiceStatus.VOID,
        Weight.ERROR,
        "was voided after it entered this batch.",
        "Take it out.",
    )


def _on_hold(session: Session, batch: Batch) -> Iterator[Finding]:
    yield from documents_that(
        session,
        batch,
        Invoice.review == ReviewStatus.ON_HOLD,
        Weight.ERROR,
        "is on hold.",
        "Review it, or take it out for a later batch.",
    )


def _nameless(session: Session, batch: Batch) -> Iterator[Finding]:
    billed = select(Invoice.bill_to_id).where(Invoice.batch_id == batch.id)
    payers = select(Payment.payer_id).where(Payment.batch_id == batch.id)
    # The books take letters, digits and the like; a name of blanks and control characters is none.
    blank = func.coalesce(func.nullif(Customer.company_name, ""), Customer.name).op("!~")(
        "[^[:space:][:cntrl:]]"
    )
    found = select(Customer).where(Customer.id.in_(union(billed, payers)), blank)
    for customer in session.scalars(found.order_by(Customer.id).limit(MOST_OF_EACH)):
        if not book_name(customer.display_name):
            yield Finding(
                Weight.ERROR,
                f"Customer {customer.id} has no name the books could take.",
                "Give the customer a name.",
            )


def documents_that(
    session: Session,
    batch: Batch,
    rule: ColumnElement[bool],
    weight: Weight,
    words: str,
    remedy: str,
) -> Iterator[Finding]:
    """A finding for each document of the batch of which the rule is true."""
    rows = session.scalars(
        select(Invoice)
        .where(Invoice.batch_id == batch.id, rule)
        .order_by(Invoice.number)
        .limit(MOST_OF_EACH)
    )
    for row in rows:
        yield Finding(weight, f"{name_of(row)} {words}", remedy, MemberKind.INVOICE, row.id)


ERRORS: tuple[Rule, ...] = (_empty, _unmapped, _void, _on_hold, _nameless)
