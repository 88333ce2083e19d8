"""Put bookings and jobs on the wait list and take them off. It refuses what could not become a visit."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from core.errors import FieldRefused, NotFound, Refused
from core.events.actions import Actor, Place, record
from core.jobs.actions.booking import lock_booking
from core.jobs.actions.free_times import promise_open_times
from core.jobs.actions.settling import PLAN_FIRST, ask_to_plan, settle
from core.jobs.actions.status import lock_job
from core.jobs.job_fields import LONGEST_PO_NUMBER
from core.jobs.lifecycle import Category
from core.jobs.model import (
    Booking,
    BookingStatus,
    BusinessUnit,
    Job,
    JobType,
    WaitWish,
    WishState,
)
from core.jobs.wait_rules import Wishes
from core.jobs.wishes import WITHOUT_VISIT

WEEKDAYS = range(1, 8)


def wait_list_job(session: Session, job_id: int, wishes: Wishes, *, actor: Actor) -> WaitWish:
    """A job waits for a free time (inventory 56); asked again, its wishes change. Refused unless it has no visit."""
    job = lock_job(session, job_id)
    if Category(job.status.category) not in WITHOUT_VISIT:
        raise Refused(f"Job {job.number} is {job.status.name}; only what has no visit can wait.")
    wish = _standing(session, WaitWish.job_id == job.id) or WaitWish(
        job=job, business_unit=job.business_unit, job_type=job.job_type
    )
    settle(session, job.id, PLAN_FIRST, note="It waits for a free time.", actor=actor)
    return _wait(session, wish, wishes, actor=actor)


def wait_list_booking(
    session: Session,
    booking_id: int,
    trade: BusinessUnit,
    kind: JobType,
    wishes: Wishes,
    *,
    po_number: str = "",
    actor: Actor,
) -> WaitWish:
    """A booking waits; whoever takes a free time has it made a job by that (inventory 46, 56). po_number: for its bill.

    Refused while its customer, person or place is not known: nobody could be sent there.
    """
    if len(po_number.strip()) > LONGEST_PO_NUMBER:
        raise FieldRefused("po_number", f"A PO number has up to {LONGEST_PO_NUMBER} characters.")
    booking = lock_booking(session, booking_id)
    if booking.status not in {BookingStatus.NEW, BookingStatus.WAIT_LISTED}:
        raise Refused(f"This booking is {booking.status} already.")
    if booking.requester is None or booking.customer_id is None or booking.property_id is None:
        raise FieldRefused("wait", "Say first who asks and where; then it can wait for a visit.")
    wish = _standing(session, WaitWish.booking_id == booking.id) or WaitWish(booking=booking)
    wish.business_unit, wish.job_type = trade, kind
    booking.status, booking.po_number = BookingStatus.WAIT_LISTED, po_number.strip()
    return _wait(session, wish, wishes, actor=actor)


def leave_list(session: Session, wish_id: int, *, actor: Actor) -> None:
    """Waits no longer; a booking is new again, and a job asks for a visit. NotFound unless it waits."""
    wish = session.get(WaitWish, wish_id, with_for_update=True, populate_existing=True)
    if wish is None or wish.state is not WishState.WAITING:
        raise NotFound("wish on the wait list", wish_id)
    wish.state = WishState.LEFT
    if wish.booking_id is not None:
        session.execute(
            update(Booking)
            .where(Booking.id == wish.booking_id, Booking.status == BookingStatus.WAIT_LISTED)
            .values(status=BookingStatus.NEW)
        )
    session.flush()
    if wish.job is not None and Category(wish.job.status.category) in WITHOUT_VISIT:
        ask_to_plan(session, wish.job, details="It was taken off the wait list.")
    note_wish(session, wish, "wait_list.left", actor)


def note_wish(session: Session, wish: WaitWish, kind: str, actor: Actor) -> None:
    """Record what happened to a wish, where its booking or job shows it."""
    job: Job | None = wish.job
    booking: Booking | None = wish.booking
    record(
        session,
        kind,
        subject=("wait_wish", wish.id),
        actor=actor,
        place=Place(
            job_id=wish.job_id,
            booking_id=wish.booking_id,
            customer_id=job.customer_id if job else (booking.customer_id if booking else None),
        ),
        after={"trade": wish.business_unit.name, "part_of_day": wish.part_of_day},
    )


def _wait(session: Session, wish: WaitWish, wishes: Wishes, *, actor: Actor) -> WaitWish:
    if any(day not in WEEKDAYS for day in wishes.weekdays):
        raise FieldRefused("weekdays", "Choose days of the week.")
    wish.weekdays = sorted(set(wishes.weekdays))
    wish.part_of_day, wish.until_on = wishes.part_of_day, wishes.until_on
    wish.state = WishState.WAITING
    session.add(wish)
    session.flush()
    note_wish(session, wish, "wait_list.joined", actor)
    promise_open_times(session, wish.business_unit_id)
    return wish


def _standing(session: Session, where: ColumnElement[bool]) -> WaitWish | None:
    return session.scalar(select(WaitWish).where(where, WaitWish.state == WishState.WAITING))
