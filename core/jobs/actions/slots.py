"""Offer a free time to those who wait, one at a time, and give it to the first who takes it. Two never have one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from core.clock import database_now
from core.errors import NotFound, Refused
from core.events.actions import FIXLINE, Actor
from core.jobs.actions.booking import NewJob, convert
from core.jobs.actions.free_times import promise_offer, promise_words
from core.jobs.actions.offers import Overlapping, need_technician, offer
from core.jobs.actions.status import lock_job
from core.jobs.actions.visits import schedule
from core.jobs.actions.wait_list import note_wish
from core.jobs.model import (
    Appointment,
    Job,
    OpenSlot,
    PartOfDay,
    SlotOffer,
    SlotOfferState,
    SlotState,
    WaitWish,
    WishState,
)
from core.jobs.wait_rules import Wishes, fits, is_in_time, stands_until
from core.jobs.wishes import phone_of, place_of_wish, still_waits

MOST_LOOKED_AT = 200


class SlotGone(Refused):
    """The offer has lapsed, or somebody else has the time."""


def offer_next(session: Session, slot_id: int) -> SlotOffer | None:
    """Ask the first who waits and whom the time fits; None while an answer is awaited, or where nobody is left.

    What lapsed is closed first. A time that has come too near is closed for good.
    """
    slot = _lock_slot(session, slot_id)
    now = database_now(session)
    _lapse(session, slot, now)
    if slot.state is not SlotState.OPEN or _standing(session, slot) is not None:
        return None
    if not is_in_time(slot.window_start, now):
        slot.state = SlotState.CLOSED
        session.flush()
        return None
    wish = next((each for each in _waiting(session, slot) if _suits(session, each, slot)), None)
    return _offer(session, slot, wish, now, FIXLINE) if wish else None


def offer_by_hand(session: Session, slot_id: int, wish_id: int, *, actor: Actor) -> SlotOffer:
    """The office chooses who is asked. Refused while another is asked, or where the person has no number."""
    slot = _lock_slot(session, slot_id)
    now = database_now(session)
    _lapse(session, slot, now)
    if slot.state is not SlotState.OPEN or not is_in_time(slot.window_start, now):
        raise Refused("That time is not free any more.")
    if _standing(session, slot) is not None:
        raise Refused("Somebody is being asked about that time; wait for the answer.")
    wish = session.get(WaitWish, wish_id)
    if wish is None or not still_waits(wish):
        raise NotFound("wish on the wait list", wish_id)
    if phone_of(session, wish) is None:
        raise Refused("Nobody can be texted about this; call them.")
    if not _is_unasked(session, wish, slot):
        raise Refused("They were asked about that time, or are being asked about another.")
    made = _offer(session, slot, wish, now, actor)
    promise_words(session, made)
    return made


def take_slot(session: Session, offer_id: int, *, actor: Actor) -> Job:
    """The person takes it: the visit is planned and its technician asked; a booking becomes a job. SlotGone if late."""
    asked = _lock_offer(session, offer_id)
    slot, wish = asked.slot, asked.wish
    now = database_now(session)
    lapsed = asked.expires_at <= now
    if asked.state is not SlotOfferState.OFFERED or slot.state is not SlotState.OPEN or lapsed:
        raise SlotGone("That time was given to somebody else.")
    if wish.job is not None:
        lock_job(session, wish.job.id)
    if not still_waits(wish):
        raise SlotGone("A visit was planned, or the request closed, before the answer came.")
    asked.state, asked.answered_at = SlotOfferState.TAKEN, now
    slot.state, wish.state = SlotState.TAKEN, WishState.PLACED
    session.flush()
    job = wish.job or _made_a_job(session, wish, actor=actor)
    visit = schedule(session, job, start=slot.window_start, end=slot.window_end, actor=actor)
    _ask_technician(session, visit, slot)
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
    promise_offer(session, asked.slot_id)


def standing_offer(
    session: Session, *, job_id: int | None, booking_id: int | None
) -> SlotOffer | None:
    """The offer this job or booking has been made and not answered."""
    mine = WaitWish.job_id == job_id if job_id is not None else WaitWish.booking_id == booking_id
    return session.scalar(
        select(SlotOffer)
        .join(SlotOffer.wish)
        .where(mine, SlotOffer.state == SlotOfferState.OFFERED)
    )


def _offer(
    session: Session, slot: OpenSlot, wish: WaitWish, now: datetime, actor: Actor
) -> SlotOffer:
    place = place_of_wish(wish)
    zone = place.time_zone if place else "UTC"
    made = SlotOffer(
        slot=slot,
        wish=wish,
        expires_at=stands_until(now, slot.window_start, zone),
        offered_by=actor.name,
    )
    session.add(made)
    session.flush()
    note_wish(session, wish, "wait_list.offered", actor)
    promise_offer(session, slot.id, run_at=made.expires_at)
    return made


def _waiting(session: Session, slot: OpenSlot) -> list[WaitWish]:
    """Those of the trade, who waits longest first. What was settled in another way leaves the list."""
    wishes = session.scalars(
        select(WaitWish)
        .where(
            WaitWish.state == WishState.WAITING,
            WaitWish.business_unit_id == slot.business_unit_id,
        )
        .order_by(WaitWish.id)
        .limit(MOST_LOOKED_AT)
    ).all()
    for wish in wishes:
        if not still_waits(wish):
            wish.state = WishState.LEFT
    session.flush()
    return [wish for wish in wishes if wish.state is WishState.WAITING]


def _suits(session: Session, wish: WaitWish, slot: OpenSlot) -> bool:
    place = place_of_wish(wish)
    wishes = Wishes(tuple(wish.weekdays), PartOfDay(wish.part_of_day), wish.until_on)
    return (
        place is not None
        and fits(wishes, slot.window_start, place.time_zone)
        and phone_of(session, wish) is not None
        and _is_unasked(session, wish, slot)
    )


def _is_unasked(session: Session, wish: WaitWish, slot: OpenSlot) -> bool:
    """Asked about this time before, or about another right now: not again."""
    asked = exists().where(
        SlotOffer.wish_id == wish.id,
        (SlotOffer.slot_id == slot.id) | (SlotOffer.state == SlotOfferState.OFFERED),
    )
    return not session.scalar(select(asked))


def _lapse(session: Session, slot: OpenSlot, now: datetime) -> None:
    standing = _standing(session, slot)
    if standing is not None and standing.expires_at <= now:
        standing.state = SlotOfferState.EXPIRED
        session.flush()
        note_wish(session, standing.wish, "wait_list.lapsed", FIXLINE)


def _standing(session: Session, slot: OpenSlot) -> SlotOffer | None:
    return session.scalar(
        select(SlotOffer).where(
            SlotOffer.slot_id == slot.id, SlotOffer.state == SlotOfferState.OFFERED
        )
    )


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
    )
    return convert(session, booking.id, new, actor=actor)


def _ask_technician(session: Session, visit: Appointment, slot: OpenSlot) -> None:
    """Whose time fell free is asked first; where they are busy again, dispatch finds another."""
    if slot.technician is None or not slot.technician.active:
        need_technician(session, visit, why="Taken from the wait list.")
        return
    try:
        offer(session, visit, slot.technician, actor=FIXLINE)
    except Overlapping as busy:
        need_technician(session, visit, why=str(busy))


def _lock_slot(session: Session, slot_id: int) -> OpenSlot:
    slot = session.get(OpenSlot, slot_id, with_for_update=True, populate_existing=True)
    if slot is None:
        raise NotFound("free time", slot_id)
    return slot


def _lock_offer(session: Session, offer_id: int) -> SlotOffer:
    """The offer with its time's row held: all that happens to one time queues behind it."""
    slot_id = session.scalar(select(SlotOffer.slot_id).where(SlotOffer.id == offer_id))
    if slot_id is None:
        raise NotFound("offer", offer_id)
    _lock_slot(session, slot_id)
    return session.get_one(SlotOffer, offer_id, populate_existing=True)
