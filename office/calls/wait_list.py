"""The wait list: who waits, which times fell free and who was asked about them; putting on, taking off, offering by
hand.
"""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.errors import FieldRefused, Refused
from core.jobs.actions.slots import offer_by_hand
from core.jobs.actions.wait_list import leave_list, wait_list_booking, wait_list_job
from core.jobs.job_fields import LONGEST_PO_NUMBER
from core.jobs.model import Booking, BusinessUnit, JobType, PartOfDay
from core.jobs.queries.booking_pages import booking as booking_view
from core.jobs.queries.booking_pages import proposal
from core.jobs.queries.job_choices import job_types, trades
from core.jobs.queries.wait_list_page import times_free, waiting_wish, wishes_waiting
from core.jobs.queries.work import job_numbered
from core.jobs.wait_rules import Wishes
from office.access import actor, needs
from office.board.showing import today
from office.booking_orders import order_named
from office.door import office, reading, writing
from office.forms import Form
from office.once import Unfit, once
from office.shell import in_room

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAYS = tuple(enumerate(DAYS, start=1))
PARTS = (
    (PartOfDay.ANY.value, "Any time"),
    (PartOfDay.MORNING.value, "Mornings"),
    (PartOfDay.AFTERNOON.value, "Afternoons"),
)


@needs(Permission.BOOKINGS_READ)
def wait_list() -> str:
    """Who waits, and the times that fell free."""
    return _page(Form())


@needs(Permission.BOOKINGS_DECIDE)
def offer_free_time(slot_id: int) -> Response | tuple[str, int]:
    """Ask one person about a time; their answer comes by text."""
    form = Form(request.form)
    wish_id = form.needed_row("wish_id", "Choose who is asked.")
    try:
        if form.is_good:
            with writing() as session:
                zone = office().settings.company_timezone
                offer_by_hand(session, slot_id, wish_id, zone=zone, actor=actor())
            return redirect(url_for("office.wait_list"))
    except Refused as refusal:
        form.refuse(f"slot-{slot_id}", str(refusal))
    return _page(form), 422


@needs(Permission.BOOKINGS_DECIDE)
def leave_wait_list(wish_id: int) -> Response:
    """They wait no longer."""
    with writing() as session:
        leave_list(session, wish_id, actor=actor())
    return redirect(url_for("office.wait_list"))


@needs(Permission.BOOKINGS_DECIDE)
def job_waits(number: int) -> str:
    """When the visit of a job would suit."""
    with reading() as session:
        job = job_numbered(session, number)
        wish = waiting_wish(session, job_id=job.id)
        return _form_page(session, _filled(wish.part_of_day if wish else None), number, None)


@needs(Permission.BOOKINGS_DECIDE)
def put_job_on_list(number: int) -> Response | tuple[str, int]:
    """The job waits for a time that falls free."""
    form = Form(request.form)
    wishes = _wishes(form)

    def put(session: Session) -> str:
        wait_list_job(session, job_numbered(session, number).id, wishes, actor=actor())
        return url_for("office.wait_list")

    try:
        if form.is_good:
            return once(put)
    except FieldRefused as refusal:
        form.take(refusal)
    except Refused as refusal:
        form.refuse("part_of_day", str(refusal))
    with reading() as session:
        return _form_page(session, form, number, None), 422


@needs(Permission.BOOKINGS_DECIDE)
def booking_waits(booking_id: int) -> str:
    """When a visit for a booking would suit, and what it would become."""
    with reading() as session:
        first = proposal(session, booking_id)
        order = first.po_number or order_named(session, booking_id)
        form = _filled(None, first.business_unit_id, first.job_type_id, order)
        return _form_page(session, form, None, booking_id)


@needs(Permission.BOOKINGS_DECIDE)
def put_booking_on_list(booking_id: int) -> Response | tuple[str, int]:
    """The booking waits for a time that falls free; whoever takes it has it made a job."""
    form = Form(request.form)
    wishes = _wishes(form)
    order = form.text("po_number", most=LONGEST_PO_NUMBER)

    def put(session: Session) -> str:
        trade = session.get(BusinessUnit, form.needed_row("business_unit_id", "Choose one."))
        kind = session.get(JobType, form.needed_row("job_type_id", "Choose one."))
        if trade is None or kind is None:
            form.refuse("business_unit_id", "Choose one of the list.")
        if trade is None or kind is None or not form.is_good:
            raise Unfit
        row = session.get(Booking, booking_id, with_for_update=True)
        if row is not None and row.customer_id is None:
            row.customer_id = proposal(session, booking_id).customer_id
        wait_list_booking(session, booking_id, trade, kind, wishes, po_number=order, actor=actor())
        return url_for("office.wait_list")

    try:
        return once(put)
    except FieldRefused as refusal:
        form.take(refusal)
    except Unfit:
        pass
    with reading() as session:
        return _form_page(session, form, None, booking_id), 422


def _wishes(form: Form) -> Wishes:
    last = form.day_or_none("until_on")
    if last is not None and last < today():
        form.refuse("until_on", "That day is over already; give one that is still to come.")
    days = tuple(number for number, _ in WEEKDAYS if form.ticked(f"day_{number}"))
    return Wishes(days, form.choice("part_of_day", PartOfDay), last)


def _filled(
    part: str | None, trade: int | None = None, kind: int | None = None, order: str = ""
) -> Form:
    return Form.filled(
        part_of_day=part or PartOfDay.ANY,
        business_unit_id=trade,
        job_type_id=kind,
        po_number=order,
    )


def _page(form: Form) -> str:
    in_room("bookings")
    with reading() as session:
        return render_template(
            "office/calls/wait_list.html",
            form=form,
            wishes=wishes_waiting(session),
            times=times_free(session, zone=office().settings.company_timezone),
            days=dict(WEEKDAYS),
            parts=dict(PARTS),
        )


def _form_page(session: Session, form: Form, number: int | None, booking_id: int | None) -> str:
    in_room("bookings")
    return render_template(
        "office/calls/waits.html",
        form=form,
        number=number,
        booking=booking_view(session, booking_id) if booking_id is not None else None,
        weekdays=WEEKDAYS,
        parts=PARTS,
        trades=tuple((each.id, each.label) for each in trades(session)),
        types=tuple((each.id, each.label) for each in job_types(session)),
    )
