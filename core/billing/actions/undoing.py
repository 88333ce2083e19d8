"""Take a credit back: off an invoice, or whole, with its other half where it is of a correcting pair.

Rows are added and documents marked void; nothing issued is edited.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.billing.actions.days import refuse_future
from core.billing.actions.job_status import follow_jobs
from core.billing.actions.locking import lock_documents
from core.billing.actions.plan_state import follow_plans
from core.billing.actions.recording import record_for
from core.billing.actions.voiding import first_void_day, make_void, refuse_held
from core.billing.model import Allocation, Invoice, InvoiceKind, InvoiceStatus, Payment
from core.billing.queries.balances import HELD_BACK, balances_of, earliest_day
from core.billing.queries.credit_uses import partner_of, standing_uses, used_for
from core.billing.refusals import NotIssued, name_of
from core.errors import FieldRefused, NotFound, Refused
from core.events.actions import Actor
from core.money import dollars

TAKEN_OFF = "credit.taken_off"
LONGEST_REASON = 300


def take_credit_off(
    session: Session, note_id: int, invoice_id: int, *, on: date, reason: str, actor: Actor
) -> date:
    """Count a credit note towards an invoice no longer; the day of it, never before what was counted already.

    The invoice is owed again and the credit is its customer's to use. Refuses no reason, a day to come, and an
    invoice that the note is not counted towards.
    """
    _refuse(session, on, reason)
    note, invoice = _held(session, [note_id, invoice_id], first=note_id)
    if note.kind is not InvoiceKind.CREDIT_NOTE:
        raise Refused(f"{name_of(note)} is no credit note.")
    uses = standing_uses(session, note.id, [invoice.id])
    if not uses:
        raise Refused(f"{name_of(note)} is not counted towards {name_of(invoice).lower()}.")
    day = _day(session, [note.id, invoice.id], on)
    _take_off(session, note, [invoice], uses, on=day, reason=reason, actor=actor)
    follow_jobs(session, [invoice.job_id], actor=actor)
    return day


def undo_credit(
    session: Session, document_id: int, *, on: date, reason: str, actor: Actor
) -> list[Invoice]:
    """Take a credit note off every invoice and make it void; of a correcting pair both halves, on one day.

    What it credited can be credited anew. Refuses any other document, no reason, what is posted to the books or paid
    out, and a charge on which there is money or which was corrected since. Returns what is void now.
    """
    _refuse(session, on, reason)
    note, charge = _halves(session, document_id)
    wanted = used_for(session, note.id)
    ids = [note.id, *([charge.id] if charge else []), *wanted]
    note, *others = _held(session, ids, first=note.id)
    if charge is not None:
        refuse_held(session, charge)
    uses = standing_uses(session, note.id, wanted)
    if {each.id for each in standing_uses(session, note.id)} != {each.id for each in uses}:
        raise Refused(f"{name_of(note)} was counted elsewhere just now: look again.")
    _refuse_paid_out(session, note)
    gone = [each for each in (note, charge) if each is not None]
    day = max(_day(session, ids, on), first_void_day(session, [each.id for each in gone]))
    used = [each for each in others if each.id in set(wanted)]
    _take_off(session, note, used, uses, on=day, reason=reason, actor=actor)
    for each in gone:
        refuse_held(session, each)
        make_void(session, each, on=day, reason=reason, actor=actor)
    follow_jobs(session, [each.job_id for each in (note, *others)], actor=actor)
    return gone


def _refuse(session: Session, on: date, reason: str) -> None:
    refuse_future(session, on, "on")
    if not reason.strip():
        raise FieldRefused("reason", "Say why; it stays on record.")


def _halves(session: Session, document_id: int) -> tuple[Invoice, Invoice | None]:
    """The credit note, and the charge that was written with it."""
    document = session.get(Invoice, document_id)
    if document is None:
        raise NotFound("invoice", document_id)
    partner = partner_of(session, document)
    if document.kind is InvoiceKind.CREDIT_NOTE:
        return document, partner
    if partner is None:
        raise Refused(f"{name_of(document)} is no credit note and no half of a pair.")
    return partner, document


def _held(session: Session, ids: Collection[int], *, first: int) -> list[Invoice]:
    """The documents locked in the order everybody locks in, then the credit note first. Refuses a void note."""
    rows = lock_documents(session, ids)
    rows.sort(key=lambda row: row.id != first)
    if rows[0].status is not InvoiceStatus.ISSUED:
        raise NotIssued(rows[0])
    return rows


def _day(session: Session, ids: Sequence[int], on: date) -> date:
    """Nothing is taken back before what was counted: each day's balance stays what it was."""
    return max(on, earliest_day(session, ids) or on)


def _refuse_paid_out(session: Session, note: Invoice) -> None:
    paid_out = select(Payment.id).where(
        Payment.returns_credit_id == note.id, Payment.state.in_(HELD_BACK)
    )
    if session.scalar(paid_out.limit(1)) is not None:
        raise Refused(f"A part of {name_of(note).lower()} was paid out; it stands.")


def _take_off(
    session: Session,
    note: Invoice,
    invoices: Sequence[Invoice],
    uses: Sequence[Allocation],
    *,
    on: date,
    reason: str,
    actor: Actor,
) -> None:
    """Mirror each allocation, and say so on its invoice; plans that were kept run again."""
    why = reason.strip()[:LONGEST_REASON]
    session.add_all(
        Allocation(
            credit_note_id=note.id,
            invoice_id=each.invoice_id,
            amount_cents=-each.amount_cents,
            effective_on=on,
            reverses_id=each.id,
            reason=why,
        )
        for each in uses
    )
    session.flush()
    taken: dict[int, int] = {}
    for each in uses:
        taken[each.invoice_id] = taken.get(each.invoice_id, 0) + each.amount_cents
    for invoice in (note, *invoices):
        # The database has written it down as the rows came.
        session.expire(invoice, ["settled_on"])
    for invoice in invoices:
        if invoice.id in taken:
            after = {"number": note.number, "amount": dollars(taken[invoice.id]), "reason": why}
            record_for(session, TAKEN_OFF, invoice, actor=actor, after={**after})
    if taken:
        follow_plans(session, balances_of(session, taken))
