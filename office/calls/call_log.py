"""The calls of a customer: those that were booked, and those noted by hand (inventory 61)."""

from __future__ import annotations

from flask import render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.directory.model import Customer
from core.directory.queries.customer_page import customer_page
from core.errors import FieldRefused, NotFound
from core.jobs.actions.calls import LONGEST_NOTES, MOST_MINUTES, CallNotes, note_call
from core.jobs.queries.caller import calls_of
from office.access import actor, needs
from office.door import reading
from office.forms import Form
from office.once import once
from office.shell import in_room


@needs(Permission.DIRECTORY_READ)
def customer_calls(customer_id: int) -> str:
    """The last calls, and a form for one more."""
    with reading() as session:
        return _page(session, customer_id, Form.filled(minutes=5))


@needs(Permission.BOOKINGS_DECIDE)
def note_customer_call(customer_id: int) -> Response | tuple[str, int]:
    """Keep a call on the record."""
    form = Form(request.form)
    said = CallNotes(
        minutes=form.whole("minutes", least=0, most=MOST_MINUTES),
        notes=form.needed_text("notes", "Write what the call was about.", most=LONGEST_NOTES),
        phone=form.phone("phone"),
    )

    def write_down(session: Session) -> str:
        customer = session.get(Customer, customer_id)
        if customer is None:
            raise NotFound("customer", customer_id)
        note_call(session, customer, said, actor=actor())
        return url_for("office.customer_calls", customer_id=customer_id)

    try:
        if form.is_good:
            return once(write_down)
    except FieldRefused as refusal:
        form.take(refusal)
    with reading() as session:
        return _page(session, customer_id, form), 422


def _page(session: Session, customer_id: int, form: Form) -> str:
    in_room("customers")
    return render_template(
        "office/calls/of_customer.html",
        form=form,
        customer=customer_page(session, customer_id),
        calls=calls_of(session, customer_id),
    )
