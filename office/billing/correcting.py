"""Correct what was issued: void it, credit it, use a credit note. Each says why, and nothing is edited."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from core.billing.actions.correcting import Correction
from core.billing.actions.crediting import apply_credit, credit_part, credit_whole
from core.billing.actions.voiding import void
from core.desk.permissions import Permission
from core.errors import FieldRefused
from core.money import cents_of
from office.access import actor, needs
from office.billing.acting import Answer
from office.billing.asking import FIRST_DAY, LAST_DAY, today
from office.billing.invoices import change_invoice, change_invoice_once
from office.forms import Form

LONGEST_REASON = 300


@needs(Permission.BILLING_ISSUE)
def void_invoice(invoice_id: int) -> Answer:
    """Take it back whole; its number stays taken."""

    def act(session: Session, form: Form) -> None:
        reason = _reason(form, "void_reason")
        if form.is_good:
            try:
                void(session, invoice_id, on=today(), reason=reason, actor=actor())
            except FieldRefused as refusal:
                raise FieldRefused("void_reason", refusal.message) from refusal

    return change_invoice(invoice_id, act)


@needs(Permission.BILLING_ISSUE)
def credit_invoice(invoice_id: int) -> Answer:
    """Write a credit note over all of it, or over an amount before tax; then its page."""

    def act(session: Session, form: Form) -> int | None:
        why = Correction(_reason(form, "reason"), today())
        typed = form.value("amount").strip()
        cents = amount_typed(form, "amount") if typed else 0
        if not form.is_good:
            return None
        if not typed:
            return credit_whole(session, invoice_id, why, actor=actor()).id
        return credit_part(session, invoice_id, cents, why, actor=actor()).id

    return change_invoice_once(invoice_id, act)


@needs(Permission.BILLING_ISSUE)
def use_credit(invoice_id: int) -> Answer:
    """Count a credit note towards one of its customer's invoices, chosen by number."""

    def act(session: Session, form: Form) -> None:
        target = form.needed_row("target", "Choose an invoice.")
        cents = amount_typed(form, "credit_amount")
        if form.is_good:
            try:
                apply_credit(session, invoice_id, [(target, cents)], on=today(), actor=actor())
            except FieldRefused as refusal:
                raise FieldRefused("credit_amount", refusal.message) from refusal

    return change_invoice_once(invoice_id, act)


def amount_typed(form: Form, name: str) -> int:
    """An amount above zero in cents; 0 with an error at the field otherwise."""
    try:
        cents = cents_of(form.value(name))
    except ValueError as wrong:
        form.refuse(name, str(wrong))
        return 0
    if cents <= 0:
        form.refuse(name, "Give an amount above zero.")
    return cents


def day_typed(form: Form, name: str) -> date:
    """A day of the calendar we keep; today with an error at the field otherwise."""
    try:
        day = date.fromisoformat(form.value(name).strip())
    except ValueError:
        day = date.min
    if not FIRST_DAY <= day <= LAST_DAY:
        form.refuse(name, "Give a day, such as 2026-03-14.")
        return today()
    return day


def _reason(form: Form, name: str) -> str:
    return form.needed_text(name, "Say why; it stays on record.", most=LONGEST_REASON)
