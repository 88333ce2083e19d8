"""Void an issued document nothing was paid on. Its number stays taken; it counts for nothing from that day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.billing.actions.days import refuse_future
from core.billing.actions.job_status import follow_jobs
from core.billing.actions.locking import lock_document
from core.billing.actions.recording import record_for
from core.billing.model import Allocation, BatchState, Invoice, InvoiceKind, InvoiceStatus
from core.billing.queries.balances import earliest_day
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
    refuse_held(session, invoice)
    if invoice.kind is not InvoiceKind.INVOICE and invoice.split_group is not None:
        raise Refused(f"{name_of(invoice)} is half of a correcting pair; undo both together.")
    refuse_future(session, on, "on")
    earliest = first_void_day(session, [invoice.id])
    if on < earliest:
        raise FieldRefused("on", f"Choose {earliest} or a later day.")
    make_void(session, invoice, on=on, reason=reason, actor=actor)
    follow_jobs(session, [invoice.job_id], actor=actor)
    return invoice


def refuse_held(session: Session, invoice: Invoice) -> None:
    """Raise what keeps a held document from being void: its state, its batch, money on it, what corrected it."""
    if invoice.status is not InvoiceStatus.ISSUED:
        raise NotIssued(invoice)
    if invoice.batch is not None and invoice.batch.state is not BatchState.OPEN:
        raise Posted(invoice)
    _refuse_used(session, invoice)


def first_void_day(session: Session, document_ids: Collection[int]) -> date:
    """The first day on which all of them may be void: the database takes none before anything was counted there."""
    return earliest_day(session, document_ids) or date.min


def make_void(session: Session, invoice: Invoice, *, on: date, reason: str, actor: Actor) -> None:
    """Mark a held document void from a day on, recorded with why. The database refuses one with money on it."""
    invoice.status, invoice.voided_on = InvoiceStatus.VOID, on
    session.flush()
    session.refresh(invoice, ["settled_on"])
    record_for(
        session,
        "invoice.voided",
        invoice,
        actor=actor,
        before={"status": InvoiceStatus.ISSUED},
        after={
            "status": InvoiceStatus.VOID,
            "reason": reason.strip()[:300],
            "kind": invoice.kind,
            "number": invoice.number,
        },
    )


def _refuse_used(session: Session, invoice: Invoice) -> None:
    """Nothing may hang on it."""
    counted = session.scalar(
        select(func.sum(Allocation.amount_cents)).where(
            (Allocation.invoice_id == invoice.id) | (Allocation.credit_note_id == invoice.id)
        )
    )
    if counted:
        raise Refused(f"{name_of(invoice)} has money on it; take that off first.")
    corrected = session.scalar(
        select(Invoice)
        .where(Invoice.corrects_id == invoice.id, Invoice.status == InvoiceStatus.ISSUED)
        .limit(1)
    )
    if corrected is not None:
        name = name_of(corrected)
        raise Refused(f"{name_of(invoice)} was corrected by {name.lower()}; undo that first.")
