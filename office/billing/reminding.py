"""Reminders: which went out, and when they go; and the sending of one invoice on request."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.billing.actions.reminding import LONGEST_ADDRESS, schedule_of, set_reminders
from core.billing.actions.sending import send_invoice
from core.billing.model import BillingDefaults
from core.billing.overdue import LONGEST_DAYS, Schedule
from core.billing.queries.company import billing_defaults
from core.billing.queries.reach import bill_mails, bill_phones
from core.billing.queries.reminders import reminders_sent
from core.desk.permissions import Permission
from core.errors import FieldRefused
from core.messaging.queries.unsent import why_unsent
from office.access import actor, needs
from office.billing.acting import UNPROCESSABLE, Answer
from office.billing.asking import day_said
from office.billing.invoices import found_invoice, show_invoice
from office.billing.rooms import billing_rooms
from office.door import page_asked, reading, writing
from office.forms import Form
from office.meanwhile import in_turn, opened, settled
from office.once import Unfit, once

_DAYS = ("first", "second", "third")
NOBODY = "Nobody to send it to: {name} has no e-mail address and no phone that takes bills."
LEVEL_WORDS = {1: ("first", "quiet"), 2: ("second", "attention"), 3: ("final", "danger")}


@needs(Permission.BILLING_READ)
def reminders() -> str:
    """What was reminded of, and the days (inventory 137)."""
    with reading() as session:
        form = opened(Form(), _stands(billing_defaults(session)))
    return _page(form)


@needs(Permission.SETTINGS_EDIT)
def change_reminders() -> Response | tuple[str, int]:
    """Other days, or another address on the papers."""
    form = Form(request.form)
    try:
        with writing() as session:
            in_turn(session)
            settled(form, _stands(billing_defaults(session)))
            days = [form.whole_or_none(name, least=1, most=LONGEST_DAYS) for name in _DAYS]
            address = form.text("postal_address", most=LONGEST_ADDRESS)
            if form.is_good:
                set_reminders(session, Schedule(*days), postal_address=address, actor=actor())
                return redirect(url_for("office.reminders"))
    except FieldRefused as refusal:
        form.take(refusal)
    return _page(form), 422


@needs(Permission.BILLING_REMIND)
def send_invoice_now(invoice_id: int) -> Answer:
    """Send an issued invoice to its bill-to, by mail and text (inventory 103); its page then says to whom.

    Where there is nobody to send it to, nothing is written down, and the page says that: sent again once somebody was
    added, the same form sends.
    """
    form = Form(request.form)

    def send(session: Session) -> str:
        billed = found_invoice(session, invoice_id).bill_to
        if not bill_mails(session, billed.id) and not bill_phones(session, billed.id):
            form.refuse("send", NOBODY.format(name=billed.display_name))
            raise Unfit
        event = send_invoice(session, invoice_id, actor=actor())
        return url_for("office.invoice", invoice_id=invoice_id, sent=event.id)

    try:
        return once(send)
    except Unfit:
        return show_invoice(invoice_id, form), UNPROCESSABLE


def _page(form: Form) -> str:
    page = page_asked()
    with reading() as session:
        found = reminders_sent(session, most=page.limit, skip=page.offset)
        return render_template(
            "office/billing/reminders.html",
            billing=billing_rooms("receivables"),
            form=form,
            found=found[: page.size],
            page=page,
            more=len(found) > page.size,
            unsent=why_unsent(session, [each.reminder.event_id for each in found]),
            LEVEL_WORDS=LEVEL_WORDS,
            day_said=day_said,
        )


def _stands(defaults: BillingDefaults) -> dict[str, object]:
    schedule = schedule_of(defaults)
    days = dict(zip(_DAYS, (schedule.first, schedule.second, schedule.third), strict=True))
    return {**days, "postal_address": defaults.postal_address}
