"""The way back from a credit: off one invoice, or void with the charge it was written with. Each says why."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.billing.actions.undoing import take_credit_off, undo_credit
from core.desk.permissions import Permission
from core.errors import FieldRefused
from office.access import actor, needs
from office.billing.acting import Answer
from office.billing.asking import today
from office.billing.correcting import LONGEST_REASON
from office.billing.invoices import change_invoice_once
from office.forms import Form


@needs(Permission.BILLING_ISSUE)
def take_note_off(invoice_id: int, target_id: int) -> Answer:
    """Count a credit note towards one invoice no longer."""

    def act(session: Session, form: Form) -> None:
        why = _reason(form, "off_reason")
        if form.is_good:
            take_credit_off(session, invoice_id, target_id, on=today(), reason=why, actor=actor())

    return change_invoice_once(invoice_id, act)


@needs(Permission.BILLING_ISSUE)
def undo_correction(invoice_id: int) -> Answer:
    """Make a credit note void, with the other half of its pair where it has one."""

    def act(session: Session, form: Form) -> None:
        why = _reason(form, "undo_reason")
        if form.is_good:
            try:
                undo_credit(session, invoice_id, on=today(), reason=why, actor=actor())
            except FieldRefused as refusal:
                raise FieldRefused("undo_reason", refusal.message) from refusal

    return change_invoice_once(invoice_id, act)


def _reason(form: Form, name: str) -> str:
    return form.needed_text(name, "Say why; it stays on record.", most=LONGEST_REASON)
