"""What can become of a payment: counted, taken off, reversed, given back. Each keeps what was before."""

from __future__ import annotations

from flask import url_for
from sqlalchemy.orm import Session

from core.billing.actions.payments import apply_payment, unapply_payment
from core.billing.actions.refunding import NewRefund, refund_payment
from core.billing.actions.reversing import reverse_payment
from core.billing.receiving import LONGEST_KEY
from core.desk.permissions import Permission
from core.errors import FieldRefused
from office.access import actor, needs
from office.billing.acting import Act, Answer, change_row
from office.billing.asking import today
from office.billing.collect_form import parts_typed
from office.billing.correcting import LONGEST_REASON, amount_typed
from office.billing.payments import show_payment
from office.forms import Form


@needs(Permission.PAYMENTS_TAKE)
def apply_what_is_left(payment_id: int) -> Answer:
    """Count what no invoice has used towards open ones."""

    def act(session: Session, form: Form) -> None:
        parts = parts_typed(form)
        if form.is_good:
            apply_payment(session, payment_id, parts, on=today(), actor=actor())

    return _change(payment_id, act)


@needs(Permission.PAYMENTS_TAKE)
def take_off_invoice(payment_id: int, invoice_id: int) -> Answer:
    """Take it off one invoice; it becomes the payer's credit."""

    def act(session: Session, form: Form) -> None:
        why = _reason(form, "off_reason")
        if form.is_good:
            unapply_payment(
                session, payment_id, [invoice_id], on=today(), reason=why, actor=actor()
            )

    return _change(payment_id, act)


@needs(Permission.PAYMENTS_TAKE)
def reverse_whole_payment(payment_id: int) -> Answer:
    """The check bounced, or the bank took it back; its invoices are owed again."""

    def act(session: Session, form: Form) -> None:
        why = _reason(form, "reverse_reason")
        if form.is_good:
            reverse_payment(session, payment_id, on=today(), reason=why, actor=actor())

    return _change(payment_id, act)


@needs(Permission.PAYMENTS_TAKE)
def give_back(payment_id: int) -> Answer:
    """Give back what no invoice has used; once, however often the form is sent."""

    def act(session: Session, form: Form) -> None:
        new = NewRefund(
            payment_id=payment_id,
            cents=amount_typed(form, "refund"),
            on=today(),
            reason=_reason(form, "refund_reason"),
            key=form.text("key", most=LONGEST_KEY),
        )
        if form.is_good:
            try:
                refund_payment(session, new, actor=actor())
            except FieldRefused as refusal:
                field = {"amount": "refund", "reason": "refund_reason"}
                name = field.get(refusal.field, refusal.field)
                raise FieldRefused(name, refusal.message) from refusal

    return _change(payment_id, act)


def _reason(form: Form, name: str) -> str:
    return form.needed_text(name, "Say why, for whoever reads it later.", most=LONGEST_REASON)


def _change(payment_id: int, act: Act) -> Answer:
    return change_row(payment_id, act, page=_page, show=show_payment)


def _page(payment_id: int) -> str:
    return url_for("office.payment", payment_id=payment_id)
