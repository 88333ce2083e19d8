"""Credit what was issued: a credit note mirrors the charge to the cent, and counts towards it where still owed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from core.billing.actions.correcting import (
    Correction,
    correction_of,
    issue_correction,
    lock_creditable,
    refuse_too_early,
    rests_of,
    settle_with,
    take_from,
)
from core.billing.actions.job_status import follow_jobs
from core.billing.actions.locking import lock_documents
from core.billing.actions.plan_state import follow_plans
from core.billing.actions.recording import record_for
from core.billing.ledger import Part
from core.billing.model import Allocation, Invoice, InvoiceKind, InvoiceLine, InvoiceStatus
from core.billing.queries.balances import balances_of, credit_left
from core.billing.refusals import name_of
from core.errors import FieldRefused, Refused
from core.events.actions import Actor
from core.money import dollars


def credit_whole(session: Session, invoice_id: int, why: Correction, *, actor: Actor) -> Invoice:
    """A credit note over all of an issued invoice that was not credited yet."""
    invoice = lock_creditable(session, invoice_id, why)
    return _credit(session, invoice, rests_of(session, invoice), why, actor=actor)


def credit_part(
    session: Session, invoice_id: int, net_cents: int, why: Correction, *, actor: Actor
) -> Invoice:
    """A credit note over an amount before tax, spread over the lines; its tax goes with it.

    Refuses nothing, and more than is left to credit.
    """
    invoice = lock_creditable(session, invoice_id, why)
    parts = take_from(rests_of(session, invoice), net_cents)
    return _credit(session, invoice, parts, why, actor=actor)


def apply_credit(
    session: Session,
    credit_note_id: int,
    shares: Sequence[tuple[int, int]],
    *,
    on: date,
    actor: Actor,
) -> list[Allocation]:
    """Count a credit note towards invoices of its customer: (invoice id, cents) each.

    Refuses more than is left of it, or than is owed on an invoice, and another customer's invoice.
    """
    wanted = dict(shares)
    documents = {each.id: each for each in lock_documents(session, [credit_note_id, *wanted])}
    credit = documents[credit_note_id]
    _refuse_shares(session, credit, wanted, documents)
    refuse_too_early(session, documents, on)
    rows = [
        Allocation(
            credit_note_id=credit_note_id,
            invoice_id=invoice_id,
            amount_cents=cents,
            effective_on=on,
        )
        for invoice_id, cents in sorted(wanted.items())
    ]
    session.add_all(rows)
    session.flush()
    for row in rows:
        _record_applied(session, credit, documents[row.invoice_id], row, actor=actor)
    follow_plans(session, balances_of(session, wanted))
    follow_jobs(session, [each.job_id for each in documents.values()], actor=actor)
    return rows


def _credit(
    session: Session,
    invoice: Invoice,
    parts: Sequence[tuple[InvoiceLine, Part]],
    why: Correction,
    *,
    actor: Actor,
) -> Invoice:
    if not parts:
        raise Refused(f"{name_of(invoice)} is credited whole already.")
    note = correction_of(invoice, InvoiceKind.CREDIT_NOTE, parts, why)
    issue_correction(session, note, on=why.on, actor=actor)
    settle_with(session, note, invoice, why)
    after = {"number": note.number, "amount": dollars(-note.total_cents), "reason": why.reason}
    record_for(session, "invoice.credited", invoice, actor=actor, after={**after})
    follow_jobs(session, [invoice.job_id], actor=actor)
    return note


def _refuse_shares(
    session: Session, credit: Invoice, wanted: dict[int, int], documents: dict[int, Invoice]
) -> None:
    owed = balances_of(session, wanted)
    left = credit_left(session, [credit.id])[credit.id]
    if credit.kind is not InvoiceKind.CREDIT_NOTE or credit.status is not InvoiceStatus.ISSUED:
        raise Refused(f"{name_of(credit)} is no issued credit note.")
    if any(documents[each].bill_to_id != credit.bill_to_id for each in wanted):
        raise Refused(f"{name_of(credit)} belongs to {credit.bill_to_name} alone.")
    for invoice_id, cents in wanted.items():
        if not 0 < cents <= owed[invoice_id]:
            name = name_of(documents[invoice_id])
            raise FieldRefused("amount", f"{name} is owed {dollars(owed[invoice_id])}.")
    if sum(wanted.values()) > left:
        raise FieldRefused("amount", f"{name_of(credit)} has {dollars(left)} left.")


def _record_applied(
    session: Session, credit: Invoice, invoice: Invoice, row: Allocation, *, actor: Actor
) -> None:
    after = {"number": credit.number, "amount": dollars(row.amount_cents)}
    record_for(session, "credit.applied", invoice, actor=actor, after={**after})
