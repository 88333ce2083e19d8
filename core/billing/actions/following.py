"""Drafts follow who pays: when a job's or a place's payer changes, drafts without a choice by hand change with it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from core.billing.actions.drafting import payers_of
from core.billing.actions.editing import rebill
from core.billing.actions.locking import lock_documents
from core.billing.bill_to import BillToSource, bill_to
from core.billing.model import Invoice, InvoiceStatus
from core.events.actions import Actor

# More drafts of one place than a company ever has open; the rest follow when they are issued.
MOST_DRAFTS = 5_000


def follow_payer_of_job(session: Session, job_id: int, *, on: date, actor: Actor) -> list[Invoice]:
    """Bill the drafts of a job to whoever pays for it now (inventory 37, 38). Returns those that changed."""
    return _follow(session, Invoice.job_id == job_id, on=on, actor=actor)


def follow_payer_of_property(
    session: Session, property_id: int, *, on: date, actor: Actor
) -> list[Invoice]:
    """Bill the drafts of a place to whoever pays for it now (inventory 37, 38). Returns those that changed.

    The jobs' customers stay, and so do a job's own choice and one made on an invoice.
    """
    return _follow(session, Invoice.property_id == property_id, on=on, actor=actor)


def _follow(
    session: Session, whose: ColumnElement[bool], *, on: date, actor: Actor
) -> list[Invoice]:
    found = session.scalars(
        select(Invoice.id)
        .where(
            whose,
            Invoice.status == InvoiceStatus.DRAFT,
            Invoice.bill_to_source != BillToSource.MANUAL,
            Invoice.job_id.is_not(None),
        )
        .order_by(Invoice.id)
        .limit(MOST_DRAFTS)
    ).all()
    drafts = [each for each in lock_documents(session, found) if each.status is InvoiceStatus.DRAFT]
    return [each for each in drafts if _changed(session, each, on=on, actor=actor)]


def _changed(session: Session, invoice: Invoice, *, on: date, actor: Actor) -> bool:
    """Whether following the rule changed the draft. It does nothing to one whose bill-to stands."""
    if invoice.job is None or invoice.bill_to_source is BillToSource.MANUAL:
        return False
    session.refresh(invoice.job.property, ["financially_responsible_customer_id"])
    wanted = bill_to(payers_of(invoice.job))
    if (invoice.bill_to_id, invoice.bill_to_source) == (wanted.customer_id, wanted.source):
        return False
    rebill(session, invoice, wanted, on=on, actor=actor)
    return True
