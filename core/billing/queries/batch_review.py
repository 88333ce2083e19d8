"""Everything there is to say of a batch before it is posted: its errors, and what somebody should look at first.

A warning refuses nothing (inventory 139).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import ColumnElement, Date, cast, func, select
from sqlalchemy.orm import Session, aliased

from core.billing.books import MemberKind
from core.billing.model import (
    Allocation,
    Batch,
    BatchState,
    Invoice,
    InvoiceStatus,
    Payment,
    PaymentState,
    ReviewStatus,
)
from core.billing.queries.batch_errors import (
    MOST_OF_EACH,
    Finding,
    Rule,
    Weight,
    by_rules,
    documents_that,
    errors_of,
)
from core.billing.queries.batch_members import may_enter, payment_words, within
from core.billing.refusals import name_of
from core.directory.model import Customer, Property
from core.jobs.lifecycle import Category
from core.jobs.model import Job, JobStatus
from core.money import dollars


def review(session: Session, batch: Batch) -> list[Finding]:
    """Errors first, then warnings; of each rule at most MOST_OF_EACH."""
    return [*errors_of(session, batch), *by_rules(WARNINGS, session, batch)]


def _asks_nothing(session: Session, batch: Batch) -> Iterator[Finding]:
    yield from documents_that(
        session,
        batch,
        Invoice.total_cents == 0,
        Weight.WARNING,
        "asks for nothing ($0.00).",
        "Post it all the same, or take it out.",
    )


def _unreviewed(session: Session, batch: Batch) -> Iterator[Finding]:
    count = session.scalar(
        select(func.count())
        .select_from(Invoice)
        .where(
            Invoice.batch_id == batch.id,
            Invoice.status == InvoiceStatus.ISSUED,
            Invoice.review == ReviewStatus.NEEDS_REVIEW,
        )
    )
    if count:
        those = "1 document was" if count == 1 else f"{count} documents were"
        yield Finding(Weight.WARNING, f"{those} not reviewed yet.", "Look at them before you post.")


def _pending(session: Session, batch: Batch) -> Iterator[Finding]:
    rows = session.execute(
        select(Payment, Customer)
        .join(Customer, Customer.id == Payment.payer_id)
        .where(
            Payment.state == PaymentState.PENDING,
            *within(MemberKind.PAYMENT, batch.from_on, batch.to_on),
        )
        .order_by(Payment.id)
        .limit(MOST_OF_EACH)
    )
    for payment, payer in rows:
        yield Finding(
            Weight.WARNING,
            f"{payment_words(payment.kind, payment.method, payment.check_number)} of"
            f" {dollars(payment.amount_cents)} from {payer.display_name} is not settled yet.",
            "Once it is, it goes into a later batch.",
            MemberKind.PAYMENT,
            payment.id,
        )


def _drafts(session: Session, batch: Batch) -> Iterator[Finding]:
    day = cast(func.timezone(Property.time_zone, Job.status_since), Date)
    rows = session.execute(
        select(Invoice, Job.number)
        .join(Job, Job.id == Invoice.job_id)
        .join(JobStatus, JobStatus.id == Job.status_id)
        .join(Property, Property.id == Job.property_id)
        .where(
            Invoice.status == InvoiceStatus.DRAFT,
            JobStatus.category == Category.COMPLETED,
            day >= batch.from_on,
            day <= batch.to_on,
            *_of_unit(batch),
        )
        .order_by(Invoice.id)
        .limit(MOST_OF_EACH)
    )
    for invoice, job_number in rows:
        yield Finding(
            Weight.WARNING,
            f"Job {job_number} is completed, and {name_of(invoice).lower()} of it is not issued.",
            "Issue it, then add it here.",
            MemberKind.INVOICE,
            invoice.id,
        )


def _earlier(session: Session, batch: Batch) -> Iterator[Finding]:
    """What happened before these days and went to no batch."""
    count = session.scalar(
        select(func.count())
        .select_from(Invoice)
        .where(
            *may_enter(MemberKind.INVOICE),
            *within(MemberKind.INVOICE, None, batch.from_on - timedelta(days=1)),
            *_of_unit(batch),
        )
    )
    if count:
        those = "1 earlier document is" if count == 1 else f"{count} earlier documents are"
        yield Finding(
            Weight.WARNING, f"{those} in no batch yet.", "Open a batch for the days before."
        )


def _unknown_sides(session: Session, batch: Batch) -> Iterator[Finding]:
    """Money counted towards a document the books have not seen, nor will with this batch."""
    closed = aliased(Batch)
    rows = (
        select(Allocation, Invoice)
        .join(Invoice, Invoice.id == Allocation.invoice_id)
        .outerjoin(closed, closed.id == Invoice.batch_id)
        .where(
            Allocation.batch_id == batch.id,
            Invoice.batch_id.is_distinct_from(batch.id),
            closed.id.is_(None) | (closed.state == BatchState.OPEN),
        )
    )
    for row, invoice in session.execute(rows.order_by(Allocation.id).limit(MOST_OF_EACH)):
        yield Finding(
            Weight.WARNING,
            f"{dollars(row.amount_cents)} counted towards {name_of(invoice).lower()},"
            " which is in no posted batch.",
            "Add the invoice too, or take this out for later.",
            MemberKind.ALLOCATION,
            row.id,
        )


def _of_unit(batch: Batch) -> tuple[ColumnElement[bool], ...]:
    if batch.business_unit_id is None:
        return ()
    return (Invoice.business_unit_id == batch.business_unit_id,)


WARNINGS: tuple[Rule, ...] = (
    _drafts,
    _pending,
    _asks_nothing,
    _unreviewed,
    _unknown_sides,
    _earlier,
)
