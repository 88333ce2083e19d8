"""The answer to a free time that was offered: taken, not wanted, or too late. Two never have one time.

It refuses a time whose technician is not free then any more, whatever was true when it was offered.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from core.clock import database_now
from core.errors import NotFound, Refused
from core.events.actions import FIXLINE, Actor
from core.jobs.actions.assignments import hold_technician
from core.jobs.actions.booking import PRIORITY_OF_URGENCY, NewJob, convert
from core.jobs.actions.free_times import promise_open_times
from core.jobs.actions.offers import offer_anyway
from core.jobs.actions.slots import lock_slot, promise_around
from core.jobs.actions.status import lock_job
from core.jobs.actions.visits import schedule
from core.jobs.actions.wait_list import note_wish
from core.jobs.model import (
    Job,
    JobPriority,
    OpenSlot,
    SlotOffer,
    SlotOfferState,
    SlotState,
    WaitWish,
    WishState,
)
from core.jobs.objections import why_not_given
from core.jobs.wishes import still_waits


class SlotGone(Refused):
    """The offer has lapsed, or somebody else has the time."""


def take_slot(session: Session, offer_id: int, *, zone: str, actor: Actor) -> Job:
    """The person takes it: the visit is planned and its technician asked; a booking becomes a job.

    SlotGone where the answer is late, or the technician is not free then any more (see `lose_slot`). Job, technician
    and time are held while that is judged: of a yes and whoever gives the technician something else one is first.
    """
    asked = _lock_all(session, offer_id)
    slot, wish = asked.slot, asked.wish
    now = database_now(session)
    lapsed = asked.expires_at <= now
    if asked.state is not SlotOfferState.OFFERED or slot.state is not SlotState.OPEN or lapsed:
        raise SlotGone("That time was given to somebody else.")
    session.refresh(wish, with_for_update=True)
    if not still_waits(wish):
        raise SlotGone("A visit was planned, or the request closed, before the answer came.")
    why = why_not_given(session, slot, wish.business_unit, zone=zone)
    if why or slot.technician is None:
        raise SlotGone(f"The time offered from the wait list is gone: {why}")
    asked.state, asked.answered_at = SlotOfferState.TAKEN, now
    slot.state, wish.state = SlotState.TAKEN, WishState.PLACED
    session.flush()
    job = wish.job or _made_a_job(session, wish, actor=actor)
    visit = schedule(session, job, start=slot.window_start, end=slot.window_end, actor=actor)
    offer_anyway(session, visit, slot.technician, actor=FIXLINE)
    note_wish(session, wish, "wait_list.placed", actor)
    return job


def pass_slot(session: Session, offer_id: int, *, actor: Actor) -> None:
    """The person does not want this one; they wait on, and the next is asked. Harmless when it was answered before."""
    asked = _lock_offer(session, offer_id)
    if asked.state is not SlotOfferState.OFFERED:
        return
    asked.state, asked.answered_at = SlotOfferState.DECLINED, func.clock_timestamp()
    session.flush()
    note_wish(session, asked.wish, "wait_list.declined", actor)
    promise_around(session, asked.slot)


def lose_slot(
    session: Session, *, job_id: int | None, booking_id: int | None, actor: Actor
) -> bool:
    """A yes came too late: the offer ends, they wait on, and what else is free is offered anew.

    False where they do not wait any more: then nothing is free for them, whatever they answer.
    """
    mine = _of(job_id, booking_id)
    wish = session.scalar(select(WaitWish).where(mine, WaitWish.state == WishState.WAITING))
    if wish is None or not still_waits(wish):
        return False
    standing = standing_offer(session, job_id=job_id, booking_id=booking_id)
    if standing is not None:
        _close_as_gone(session, standing.id)
    note_wish(session, wish, "wait_list.gone", actor)
    promise_open_times(session, wish.business_unit_id)
    return True


def standing_offer(
    session: Session, *, job_id: int | None, booking_id: int | None
) -> SlotOffer | None:
    """The offer this job or booking has been made and not answered."""
    return session.scalar(
        select(SlotOffer)
        .join(SlotOffer.wish)
        .where(_of(job_id, booking_id), SlotOffer.state == SlotOfferState.OFFERED)
    )


def _close_as_gone(session: Session, offer_id: int) -> None:
    asked = _lock_offer(session, offer_id)
    if asked.state is SlotOfferState.OFFERED:
        asked.state, asked.answered_at = SlotOfferState.GONE, database_now(session)
        session.flush()


def _made_a_job(session: Session, wish: WaitWish, *, actor: Actor) -> Job:
    booking = wish.booking
    if booking is None or booking.customer is None or booking.property is None:
        raise Refused("Nobody could be sent there: customer or place is not known.")
    new = NewJob(
        customer=booking.customer,
        property=booking.property,
        unit=booking.unit,
        requester=booking.requester,
        business_unit=wish.business_unit,
        job_type=wish.job_type,
        summary=booking.summary or "Visit from the wait list",
        priority=PRIORITY_OF_URGENCY.get(booking.urgency, JobPriority.NORMAL),
        po_number=booking.po_number,
    )
    return convert(session, booking.id, new, actor=actor)


def _of(job_id: int | None, booking_id: int | None) -> ColumnElement[bool]:
    return WaitWish.job_id == job_id if job_id is not None else WaitWish.booking_id == booking_id


def _lock_all(session: Session, offer_id: int) -> SlotOffer:
    """The offer with its job, its technician and its time held, in the order in which everybody takes them."""
    held = session.execute(
        select(WaitWish.job_id, OpenSlot.technician_id)
        .select_from(SlotOffer)
        .join(SlotOffer.wish)
        .join(SlotOffer.slot)
        .where(SlotOffer.id == offer_id)
    ).one_or_none()
    if held is None:
        raise NotFound("offer", offer_id)
    if held.job_id is not None:
        lock_job(session, held.job_id)
    if held.technician_id is not None:
        hold_technician(session, held.technician_id)
    return _lock_offer(session, offer_id)


def _lock_offer(session: Session, offer_id: int) -> SlotOffer:
    """The offer with its time's row held: all that happens to one time queues behind it."""
    slot_id = session.scalar(select(SlotOffer.slot_id).where(SlotOffer.id == offer_id))
    if slot_id is None:
        raise NotFound("offer", offer_id)
    lock_slot(session, slot_id)
    return session.get_one(SlotOffer, offer_id, populate_existing=True)
