"""Write down a request that came by phone. Only the words are needed; the rest can be found out
later.
"""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.directory.model import Contact
from core.directory.queries.people import PlaceFound, places_named, places_of, points_at
from core.jobs.actions.booking import Request, open_booking
from core.jobs.model import BookingSource
from office.access import actor, needs
from office.door import writing
from office.forms import Form
from office.shell import in_room

LONGEST_WORDS = 4000
LONGEST_LINE = 200
URGENCIES = (("routine", "Routine"), ("urgent", "Urgent"), ("emergency", "Emergency"))


@needs(Permission.BOOKINGS_DECIDE)
def new_booking() -> str:
    """The empty form."""
    return _page(Form.filled(urgency="routine"))


@needs(Permission.BOOKINGS_DECIDE)
def open_new_booking() -> Response | tuple[str, int]:
    """Write the request down and show it."""
    form = Form(request.form)
    words = form.needed_text("words", "Write what the caller said.", most=LONGEST_WORDS)
    name, place = form.text("name", most=LONGEST_LINE), form.text("place", most=LONGEST_LINE)
    window = form.text("window", most=LONGEST_LINE)
    address = form.phone("phone")
    urgency = form.value("urgency")
    if urgency not in dict(URGENCIES):
        form.refuse("urgency", "Choose one of the list.")
    if not form.is_good:
        return _page(form), 422
    with writing() as session:
        caller = _caller(session, address)
        where = _where(session, caller, place)
        opened = open_booking(
            session,
            Request(
                source=BookingSource.PHONE,
                words=words,
                summary=words.splitlines()[0],
                urgency=urgency,
                requester=caller,
                requester_address=address,
                requester_name=name,
                customer=caller.customer if caller else None,
                property_id=where.property_id if where else None,
                unit_id=where.unit_id if where else None,
                place_hint=place,
                requested_window=window,
            ),
            actor=actor(),
        )
        return redirect(url_for("office.booking", booking_id=opened.id))


def _page(form: Form) -> str:
    in_room("bookings")
    return render_template("office/bookings/new.html", form=form, urgencies=URGENCIES)


def _caller(session: Session, address: str) -> Contact | None:
    """The one person known under the number; when several share it, staff choose."""
    people = {point.contact_id: point.contact for point in points_at(session, address)}
    return next(iter(people.values())) if address and len(people) == 1 else None


def _where(session: Session, caller: Contact | None, words: str) -> PlaceFound | None:
    """The one place the words name, else the one place where the caller belongs."""
    named = places_named(session, words) if words else ()
    if len(named) == 1:
        return named[0]
    own = places_of(session, [caller.customer_id]) if caller and not words else ()
    return own[0] if len(own) == 1 else None
