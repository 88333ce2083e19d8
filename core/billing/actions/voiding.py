"""Void an issued document nothing was paid on. Its number stays taken; it counts for nothing from that day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.billing.actions.correcting import refuse_too_early
from core.billing.actions.job_status import follow_jobs
from core.billing.actions.locking import lock_document
from core.billing.actions.recording import record_for
from core.billing.model import Allocation, BatchState, Invoice, InvoiceKind, InvoiceStatus
from core.billing.refusals import NotIssued, Posted, name_of
from core.errors import FieldRefused, Refused
from core.events.actions import Actor


def void(session: Session, invoice_id: int, *, on: date, reason: str, actor: Actor) -> Invoice:
    """Take an issued document back whole.

    Refuses a draft, one with money counted towards it, one credited, one half of a correcting pair, one in a posted
    batch, no reason, or a day before something happened to it. A job whose documents are all void is completed again.
    """
    if not reason.strip():
        raise FieldRefused("reason", "Say why; it stays on record.")
    invoice = lock_document(session, invoice_id)
    if invoice.status is not InvoiceStatus.ISSUED:
        raise NotIssued(invoice)
    if invoice.batch is not None and invoice.batch.state is not BatchState.OPEN:
        raise Posted(invoice)
    _refuse_used(session, invoice, on)
    invoice.status, invoice.voided_on = InvoiceStatus.VOID, on
    session.flush()
    session.refresh(invoice, ["settled_on"])
    record_for(
        session,
        "invoice.voided",
        invoice,
        actor=actor,
        before={"status": InvoiceStatus.ISSUED},
        after={"status": InvoiceStatus.VOID, "reason": reason.strip()[:300]},
    )
    follow_jobs(session, [invoice.job_id], actor=actor)
    return invoice


def _refuse_used(session: Session, invoice: Invoice, on: date) -> None:
    """Nothing may hang on it, and nothing may have happened to it after that day."""
    counted = session.scalar(
        select(func.sum(Allocation.amount_cents)).where(
            (Allocation.invoice_id == invoice.id) | (Allocation.credit_note_id == invoice.id)
        )
    )
    if counted:
        raise Refused(f"{name_of(invoice)} has money on it; take that off first.")
    if invoice.kind is not InvoiceKind.INVOICE and invoice.split_group is not None:
        raise Refused(f"{name_of(invoice)} is half of a correcting pair; correct it with another.")
    corrected = session.scalar(
        select(Invoice)
        .where(Invoice.corrects_id == invoice.id, Invoice.status == InvoiceStatus.ISSUED)
        .limit(1)
    )
    if corrected is not None:
        raise Refused(f"{name_of(invoice)} was corrected by {name_of(corrected).lower()}.")
    refuse_too_early(session, [invoice.id], on)
