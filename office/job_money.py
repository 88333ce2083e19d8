"""A job's money on its page: its documents, what is owed on each, and what came in."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.billing.lines import document_sums
from core.billing.model import Invoice, InvoiceKind, InvoiceStatus
from core.billing.queries.balances import balances_of
from core.billing.queries.of_job import documents_of_job
from core.desk.permissions import Permission
from core.jobs.lifecycle import Category
from core.jobs.model import Job
from office.access import i_may
from office.billing.asking import today
from office.billing.saying import Pill, name_said, standing_pill


@dataclass(frozen=True)
class Document:
    """One of the job's documents."""

    invoice_id: int
    name: str
    bill_to: str
    stands: Pill
    total_cents: int
    balance_cents: int


@dataclass(frozen=True)
class JobMoney:
    """charged_cents: all that stands issued, credits taken off. can_invoice: whether a first draft can be made."""

    documents: tuple[Document, ...]
    charged_cents: int
    owed_cents: int
    can_invoice: bool

    @property
    def paid_cents(self) -> int:
        """What was paid, or credited and never asked for again."""
        return self.charged_cents - self.owed_cents


def money_of_job(session: Session, job_id: int) -> JobMoney | None:
    """All of it; None for whoever may not see money."""
    if not i_may(Permission.BILLING_READ):
        return None
    rows = documents_of_job(session, job_id)
    owed = balances_of(session, [row.id for row in rows])
    issued = [row for row in rows if row.status is InvoiceStatus.ISSUED]
    standing = [row for row in rows if row.status is not InvoiceStatus.VOID]
    job = session.get_one(Job, job_id)
    return JobMoney(
        documents=tuple(_document(row, owed[row.id]) for row in rows),
        charged_cents=sum(row.total_cents for row in issued),
        owed_cents=sum(owed.values()),
        can_invoice=not standing and Category(job.status.category) is Category.COMPLETED,
    )


def _document(row: Invoice, owed_cents: int) -> Document:
    late = max((today() - row.due_on).days, 0) if row.due_on and owed_cents else 0
    is_draft = row.status is InvoiceStatus.DRAFT
    total = document_sums(row.lines).total_cents if is_draft else row.total_cents
    return Document(
        invoice_id=row.id,
        name=f"Draft {row.id}" if is_draft else name_said(row),
        bill_to=row.bill_to_name or row.bill_to.display_name,
        stands=standing_pill(row, owed_cents, overdue=late),
        total_cents=total,
        balance_cents=0 if row.kind is InvoiceKind.CREDIT_NOTE else owed_cents,
    )
