"""Offer a free time to those who wait, one at a time. It refuses a time whose technician is not free then.

What they answer is in `slot_answers`; there that is asked again.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from core.clock import database_now
from core.errors import NotFound, Refused
from core.events.actions import FIXLINE, Actor
from core.jobs.actions.free_times import (
    promise_offer,
    promise_times_of,
    promise_words,
    touching,
)
from core.jobs.actions.wait_list import note_wish
from core.jobs.availability import Span
from core.jobs.model import (
    Appointment,
    AppointmentState,
    BusinessUnit,
    OpenSlot,
    PartOfDay,
    SlotOffer,
    SlotOfferState,
    SlotState,
    WaitWish,
    WishState,
)
from core.jobs.objections import why_not_given
from core.jobs.wait_rules import Wishes, fits, is_in_time, stands_until
from core.jobs.wishes import phone_of, place_of_wish, still_waits

MOST_LOOKED_AT = 200


def offer_next(session: Session, slot_id: int, *, zone: str) -> SlotOffer | None:
    """Ask the first who waits and whom the time fits.

    None while an answer is awaited, while the technician is not free then, or where nobody is left. What lapsed is
    closed first; a time that has come too near is closed for good. zone: the company's, on whose clock hours are told.
    """
    slot = lock_slot(session, slot_id)
    now = database_now(session)
    _lapse(session, slot, now)
    if slot.state is not SlotState.OPEN or _standing(session, slot) is not None:
        return None
    if slot.technician is None or not is_in_time(slot.window_start, now):
        slot.state = SlotState.CLOSED
        session.flush()
        return None
    if _why_not_now(session, slot, slot.business_unit, zone):
        return None
    wish = next((each for each in _waiting(session, slot) if _suits(session, each, slot)), None)
    return _offer(session, slot, wish, now, FIXLINE) if wish else None


def offer_by_hand(
    session: Session, slot_id: int, wish_id: int, *, zone: str, actor: Actor
) -> SlotOffer:
    """The office chooses who is asked.

    Refused while another is asked, where the technician is not free then, where the person has no number, and for the
    job whose own visit was called off then.
    """
    slot = lock_slot(session, slot_id)
    now = database_now(session)
    _lapse(session, slot, now)
    if slot.state is not SlotState.OPEN or not is_in_time(slot.window_start, now):
        raise Refused("That time is not free any more.")
    if _standing(session, slot) is not None:
        raise Refused("Somebody is being asked about that time; wait for the answer.")
    wish = session.get(WaitWish, wish_id)
    if wish is None or not still_waits(wish):
        raise NotFound("wish on the wait list", wish_id)
    why = _why_not_now(session, slot, wish.business_unit, zone)
    if why:
        raise Refused(f"That time is not free now: {why}")
    _refuse_asking(session, wish, slot)
    made = _offer(session, slot, wish, now, actor)
    promise_words(session, made)
    return made


def lock_slot(session: Session, slot_id: int) -> OpenSlot:
    """A free time, held: all that happens to it queues behind. NotFound if there is none."""
    slot = session.get(OpenSlot, slot_id, with_for_update=True, populate_existing=True)
    if slot is None:
        raise NotFound("free time", slot_id)
    return slot


def promise_around(session: Session, slot: OpenSlot) -> None:
    """The next is asked, about this time or about another of the technician's that had to wait for the answer."""
    promise_offer(session, slot.id)
    if slot.technician_id is not None:
        span = Span(slot.window_start, slot.window_end)
        promise_times_of(session, slot.technician_id, span)


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
        and not _is_their_own(session, wish, slot)
    )


def _refuse_asking(session: Session, wish: WaitWish, slot: OpenSlot) -> None:
    if phone_of(session, wish) is None:
        raise Refused("Nobody can be texted about this; call them.")
    if not _is_unasked(session, wish, slot):
        raise Refused("They were asked about that time, or are being asked about another.")
    if _is_their_own(session, wish, slot):
        raise Refused("That time fell free because their own visit was called off or moved.")


def _is_their_own(session: Session, wish: WaitWish, slot: OpenSlot) -> bool:
    """Their own visit was moved away from that time, or called off in it: it did not suit."""
    if wish.job_id is None:
        return False
    called_off = exists().where(
        Appointment.job_id == wish.job_id,
        Appointment.state == AppointmentState.CANCELED,
        Appointment.window_start < slot.window_end,
        Appointment.window_end > slot.window_start,
    )
    return slot.appointment.job_id == wish.job_id or bool(session.scalar(select(called_off)))


def _why_not_now(session: Session, slot: OpenSlot, trade: BusinessUnit, zone: str) -> str:
    """Why nobody is to be asked about the time now, in sentences, or ""."""
    why = why_not_given(session, slot, trade, zone=zone)
    if why or slot.technician_id is None:
        return why
    span = Span(slot.window_start, slot.window_end)
    beside = exists().where(
        SlotOffer.slot_id == OpenSlot.id,
        SlotOffer.state == SlotOfferState.OFFERED,
        OpenSlot.id != slot.id,
        touching(slot.technician_id, span),
    )
    return (
        "Somebody is being asked about that hour already." if session.scalar(select(beside)) else ""
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
        promise_around(session, slot)


def _standing(session: Session, slot: OpenSlot) -> SlotOffer | None:
    return session.scalar(
        select(SlotOffer).where(
            SlotOffer.slot_id == slot.id, SlotOffer.state == SlotOfferState.OFFERED
        )
    )
