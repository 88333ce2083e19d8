"""Take something off a line: within one's own limit, or with a colleague's password beside it (inventory 101)."""

from __future__ import annotations

from flask import request
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.billing.actions.discounting import Discount, discount_line
from core.billing.actions.summing import lock_draft
from core.billing.lines import WHOLE, line_sums, rounded
from core.billing.model import DiscountKind, InvoiceLine
from core.billing.refusals import ApprovalNeeded
from core.clock import database_now
from core.desk.actions.sign_in import prove_password
from core.desk.model import StaffUser
from core.desk.permissions import Permission
from core.errors import NotFound
from core.jobs.quantities import millipercent_of
from core.money import cents_of
from office.access import me, needs
from office.billing.acting import UNPROCESSABLE, Answer
from office.billing.invoices import change_invoice, discounts_said, show_invoice
from office.door import writing
from office.forms import Form
from office.meanwhile import unmoved

NOT_THEIRS = (
    "That e-mail and password do not fit together. After several wrong tries there is a pause."
)


@needs(Permission.DISCOUNTS_GIVE)
def discount_invoice_line(invoice_id: int) -> Answer:
    """Set a line's discount, in dollars or percent; 0 takes it off."""
    typed = Form(request.form)
    approver_id = _approver(typed)
    if not typed.is_good:
        return show_invoice(invoice_id, typed), UNPROCESSABLE

    def act(session: Session, form: Form) -> None:
        unmoved(form, "discount", discounts_said(lock_draft(session, invoice_id)))
        line = _line(session, invoice_id, form)
        if line is None:
            return
        wanted = Discount(_cents(form, line), form.choice("discount_kind", DiscountKind))
        if not form.is_good:
            return
        by = session.get_one(StaffUser, me().id)
        approver = session.get_one(StaffUser, approver_id) if approver_id else None
        try:
            discount_line(session, invoice_id, line.id, wanted, by=by, approver=approver)
        except ApprovalNeeded as needed:
            form.refuse("approver", f"{needed.message} They sign with their password here.")

    return change_invoice(invoice_id, act)


def _approver(form: Form) -> int | None:
    """The colleague who signs here, in a transaction of its own, so that wrong tries are counted."""
    email = form.text("approver", most=320).lower()
    if not email:
        return None
    with writing() as session:
        user = session.scalar(select(StaffUser).where(func.lower(StaffUser.email) == email))
        moment = database_now(session)
        proven = prove_password(session, user, form.value("password"), moment) if user else None
        if not isinstance(proven, StaffUser) or not proven.active:
            form.refuse("password", NOT_THEIRS)
            return None
        return proven.id


def _line(session: Session, invoice_id: int, form: Form) -> InvoiceLine | None:
    line_id = form.needed_row("discount_line", "Choose a line.")
    line = session.get(InvoiceLine, line_id) if line_id else None
    if line_id and (line is None or line.invoice_id != invoice_id):
        raise NotFound("line", line_id)
    return line


def _cents(form: Form, line: InvoiceLine) -> int:
    """`25`, `25.50` or `10 %` of the line."""
    typed = form.value("discount").strip()
    try:
        if typed.endswith("%"):
            return rounded(line_sums(line).gross_cents * millipercent_of(typed), WHOLE)
        return cents_of(typed)
    except ValueError as wrong:
        form.refuse("discount", f"{wrong} A share is written like 10 %.")
        return 0
