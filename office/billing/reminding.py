"""Reminders: which went out, and when they go; and the sending of one invoice on request."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from core.billing.actions.reminding import LONGEST_ADDRESS, schedule_of, set_reminders
from core.billing.actions.sending import send_invoice
from core.billing.overdue import LONGEST_DAYS, Schedule
from core.billing.queries.company import billing_defaults
from core.billing.queries.reminders import reminders_sent
from core.desk.permissions import Permission
from core.errors import FieldRefused
from office.access import actor, needs, safe_return
from office.billing.asking import day_said
from office.billing.rooms import billing_rooms
from office.door import page_asked, reading, writing
from office.forms import Form

LEVEL_WORDS = {1: ("first", "quiet"), 2: ("second", "attention"), 3: ("final", "danger")}


@needs(Permission.BILLING_READ)
def reminders() -> str:
    """What was reminded of, and the days (inventory 137)."""
    with reading() as session:
        defaults = billing_defaults(session)
        schedule = schedule_of(defaults)
    form = Form.filled(
        first=_shown(schedule.first),
        second=_shown(schedule.second),
        third=_shown(schedule.third),
        postal_address=defaults.postal_address,
    )
    return _page(form)


@needs(Permission.SETTINGS_EDIT)
def change_reminders() -> Response | tuple[str, int]:
    """Other days, or another address on the papers."""
    form = Form(request.form)
    days = [
        form.whole_or_none(name, least=1, most=LONGEST_DAYS)
        for name in ("first", "second", "third")
    ]
    address = form.text("postal_address", most=LONGEST_ADDRESS)
    if not form.is_good:
        return _page(form), 422
    try:
        with writing() as session:
            set_reminders(session, Schedule(*days), postal_address=address, actor=actor())
    except FieldRefused as refusal:
        form.take(refusal)
        return _page(form), 422
    return redirect(url_for("office.reminders"))


@needs(Permission.BILLING_REMIND)
def send_invoice_now(invoice_id: int) -> Response:
    """Send an issued invoice to its bill-to, by mail and text (inventory 103); back to where the button was."""
    with writing() as session:
        send_invoice(session, invoice_id, actor=actor())
    return redirect(safe_return(request.form.get("next") or url_for("office.receivables")))


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
            LEVEL_WORDS=LEVEL_WORDS,
            day_said=day_said,
        )


def _shown(days: int | None) -> str:
    return "" if days is None else str(days)
