"""A job's documents, and the jobs that wait for one."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload

from core.billing.model import Invoice, InvoiceStatus
from core.jobs.lifecycle import Category
from core.jobs.model import Job, JobStatus

PAGE = 100


def documents_of_job(session: Session, job_id: int) -> Sequence[Invoice]:
    """Every document of a job in the order they were written, void ones too (inventory 109)."""
    return session.scalars(
        select(Invoice)
        .where(Invoice.job_id == job_id)
        .options(joinedload(Invoice.bill_to))
        .order_by(Invoice.id)
    ).all()


def jobs_to_invoice(session: Session, *, after_id: int = 0, most: int = PAGE) -> Sequence[Job]:
    """Completed jobs without a draft or an issued document, oldest first, a page at a time (inventory 104, 105)."""
    # Asked for beforehand, so that the planner knows how few jobs stand in them.
    completed = session.scalars(
        select(JobStatus.id).where(JobStatus.category == Category.COMPLETED)
    ).all()
    standing = exists().where(Invoice.job_id == Job.id, Invoice.status != InvoiceStatus.VOID)
    return session.scalars(
        select(Job)
        .where(Job.status_id.in_(completed), Job.id > after_id, ~standing)
        .options(joinedload(Job.customer), joinedload(Job.property))
        .order_by(Job.id)
        .limit(most)
    ).all()
