"""Bookings: the requests that wait, one of them in full, a new one taken by phone, made into a job
or let go.
"""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.directory.model import Customer, Property, Unit
from core.errors import FieldRefused
from core.events.queries.timeline import happenings_of_booking
from core.jobs.actions.booking import NewJob, convert, dismiss, lock_booking
from core.jobs.job_fields import LONGEST_PO_NUMBER
from core.jobs.model import Booking, BookingSource, BusinessUnit, JobPriority, JobType
from core.jobs.queries.booking_pages import (
    booking as booking_view,
)
from core.jobs.queries.booking_pages import (
    bookings_decided,
    bookings_waiting,
    proposal,
)
from core.jobs.queries.emergency_view import emergencies_of_booking
from core.messaging.queries.inbox_thread import bubbles_of_booking
from office.access import actor, needs
from office.booking_choices import choices_for
from office.booking_orders import order_named
from office.door import page_asked, reading, row_asked, words_asked, writing
from office.forms import Form
from office.meanwhile import seen_of, settled
from office.once import once
from office.reading_words import meaning
from office.timeline import interleaved

LONGEST_SUMMARY = 300


@needs(Permission.BOOKINGS_READ)
def bookings() -> str:
    """Requests that wait for staff, or those decided."""
    page = page_asked()
    decided = request.args.get("shown") == "decided"
    asked = request.args.get("source", "")
    source = BookingSource(asked) if asked in set(BookingSource) else None
    with reading() as session:
        rows = (
            bookings_decided(session, limit=page.limit, after=row_asked("after"), source=source)
            if decided
            else bookings_waiting(session, limit=page.limit, offset=page.offset, source=source)
        )
    return render_template(
        "office/bookings/list.html",
        rows=rows[: page.size],
        page=page,
        more=len(rows) > page.size,
        decided=decided,
        source=source,
        sources=tuple(BookingSource),
    )


@needs(Permission.BOOKINGS_READ)
def booking(booking_id: int) -> str:
    """One request, with the job it would become."""
    with reading() as session:
        first = proposal(session, booking_id)
        place = request.args.get("property", type=int) or first.property_id
        form = Form.filled(
            property_id=place,
            unit_id=first.unit_id if place == first.property_id else None,
            customer_id=first.customer_id if place == first.property_id else None,
            business_unit_id=first.business_unit_id,
            job_type_id=first.job_type_id,
            summary=first.summary,
            priority=first.priority,
            **_order_opened(session, booking_id),
        )
        return _page(session, booking_id, form)


@needs(Permission.BOOKINGS_DECIDE)
def convert_booking(booking_id: int) -> Response | tuple[str, int]:
    """Make it a job, once."""
    form = Form(request.form)
    try:
        with writing() as session:
            new = _new_job(session, booking_id, form)
            if new is not None:
                job = convert(session, booking_id, new, actor=actor())
                return redirect(url_for("office.job", number=job.number))
    except FieldRefused as refusal:
        form.take(refusal)
    with reading() as session:
        return _page(session, booking_id, form), 422


@needs(Permission.BOOKINGS_DECIDE)
def dismiss_booking(booking_id: int) -> Response | tuple[str, int]:
    """Let it go, with the reason."""
    form = Form(request.form)

    def let_go(session: Session) -> str:
        dismiss(session, booking_id, reason=form.text("reason", most=1000), actor=actor())
        return url_for("office.booking", booking_id=booking_id)

    try:
        return once(let_go)
    except FieldRefused as refusal:
        form.take(refusal)
        with reading() as session:
            return _page(session, booking_id, form), 422


def _page(session: Session, booking_id: int, form: Form) -> str:
    view = booking_view(session, booking_id)
    chosen = form.row("property_id")
    return render_template(
        "office/bookings/page.html",
        booking=view,
        form=form,
        choices=choices_for(session, view, chosen, words_asked("place"), words_asked("payer")),
        meaning=meaning,
        order=order_named(session, booking_id),
        place_words=words_asked("place"),
        payer_words=words_asked("payer"),
        emergencies=emergencies_of_booking(session, booking_id),
        entries=interleaved(
            session,
            bubbles_of_booking(session, booking_id),
            happenings_of_booking(session, booking_id),
        ),
    )


def _order_opened(session: Session, booking_id: int) -> dict[str, str]:
    """Their order number as the form opens with it, and what its reader saw."""
    order = _standing_order(session, booking_id)
    return {"po_number": order, **seen_of({"po_number": order})}


def _standing_order(session: Session, booking_id: int) -> str:
    """The order number a colleague gave, else the one their mail names."""
    row = session.get(Booking, booking_id)
    return (row.po_number if row else "") or order_named(session, booking_id)


def _new_job(session: Session, booking_id: int, form: Form) -> NewJob | None:
    """What the form says, or None with its errors noted."""
    summary = form.needed_text("summary", "Say what is to be done.", most=LONGEST_SUMMARY)
    place = session.get(Property, form.needed_row("property_id", "Choose the property first."))
    customer = session.get(Customer, form.needed_row("customer_id", "Choose the customer."))
    trade = session.get(BusinessUnit, form.needed_row("business_unit_id", "Choose a trade."))
    kind = session.get(JobType, form.needed_row("job_type_id", "Choose a job type."))
    priority = form.choice("priority", JobPriority)
    unit_id = form.row("unit_id")
    unit = session.get(Unit, unit_id) if unit_id else None
    row = lock_booking(session, booking_id)
    settled(form, {"po_number": _standing_order(session, booking_id)})
    if unit_id and unit is None:
        form.refuse("unit_id", "Choose one of the list.")
    missing: dict[str, object] = {
        "property_id": place,
        "customer_id": customer,
        "business_unit_id": trade,
        "job_type_id": kind,
    }
    for name, found in missing.items():
        if found is None:
            form.refuse(name, "Choose one of the list.")
    if place is None or customer is None or trade is None or kind is None or not form.is_good:
        return None
    return NewJob(
        customer=customer,
        property=place,
        business_unit=trade,
        job_type=kind,
        summary=summary,
        unit=unit,
        requester=row.requester,
        priority=priority,
        customer_notes=form.text("customer_notes", most=4000),
        po_number=form.text("po_number", most=LONGEST_PO_NUMBER),
    )
