"""The call page: find or write down the caller, see their history, and book the job or save the request, all on one
screen and by keyboard alone.
"""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.errors import FieldRefused, Refused
from core.jobs.actions.calls import taken_before
from core.jobs.model import Booking
from core.jobs.queries.booking_pages import booking as booking_view
from core.jobs.refusals import NeedsForce
from office.access import needs
from office.calls.choices import choices_of, only_one_there, settled
from office.calls.typed import Outcome
from office.calls.writing import write_call_down
from office.door import is_swap, now, reading, words_asked, writing
from office.forms import Form
from office.once import fresh_key, once_key
from office.shell import in_room


@needs(Permission.BOOKINGS_DECIDE)
def new_booking() -> str:
    """The empty page. `?phone=` looks the number up at once: a telephone system may open it so (inventory 61)."""
    return _page(
        {
            "form_key": fresh_key(),
            "began": str(int(now().timestamp())),
            "q": words_asked("phone") or words_asked(),
            "caller": words_asked("caller"),
            "urgency": "routine",
            "language": "en",
        }
    )


@needs(Permission.BOOKINGS_DECIDE)
def find_caller() -> str:
    """The same page with a person or a place looked up, chosen or let go; nothing is written."""
    return _page(_stepped(request.form.to_dict()))


@needs(Permission.BOOKINGS_DECIDE)
def take_call() -> Response | tuple[str, int]:
    """Book the job, or save the request for later; the same form sent twice counts once, another call always counts."""
    form = Form(request.form)
    reasons: tuple[str, ...] = ()
    key = once_key()
    try:
        outcome = form.choice("do", Outcome)
        with writing() as session:
            made = taken_before(session, key) or write_call_down(session, form, key, outcome)
            if made is not None:
                return redirect(_whereabouts(session, made, outcome))
    except NeedsForce as refusal:
        reasons = refusal.reasons
    except FieldRefused as refusal:
        form.take(refusal)
    except Refused as refusal:
        form.refuse("slot" if form.value("slot") else "technician_id", str(refusal))
    return _page(request.form.to_dict(), form.errors, reasons), 422


def _whereabouts(session: Session, made: Booking, outcome: Outcome) -> str:
    number = booking_view(session, made.id).job_number
    if number is not None and outcome is Outcome.WAIT:
        return url_for("office.job_waits", number=number)
    if number is not None:
        return url_for("office.job", number=number)
    return url_for("office.booking", booking_id=made.id)


def _stepped(given: dict[str, str]) -> dict[str, str]:
    """What a button of the page asked for, done to the form."""
    if picked := given.pop("pick", ""):
        given.update(caller=picked, property_id="", unit_id="", customer_id="", place="")
    if used := given.pop("use", ""):
        property_id, _, unit_id = used.partition(":")
        given.update(property_id=property_id, unit_id=unit_id, customer_id="", place="")
    let_go = given.pop("change", "")
    if let_go == "caller":
        given.update(caller="", q="", property_id="", unit_id="", customer_id="")
    if let_go == "place":
        given.update(property_id="", unit_id="", customer_id="", place=" ")
    return given


def _page(
    given: dict[str, str],
    errors: dict[str, str] | None = None,
    reasons: tuple[str, ...] = (),
) -> str:
    in_room("bookings")
    with reading() as session:
        plain = {name: value.replace("\x00", "") for name, value in given.items()}
        # Who is still typing a number is shown who fits, and chooses.
        known = settled(session, plain if is_swap() else only_one_there(session, plain))
        choices = choices_of(session, known)
    form = Form(known)
    form.errors = errors or {}
    # While someone types, the cursor stays where it is; once they pressed Enter it waits at the first one found.
    looked = not is_swap()
    return render_template(
        "office/calls/page.html", form=form, choices=choices, looked=looked, reasons=reasons
    )
