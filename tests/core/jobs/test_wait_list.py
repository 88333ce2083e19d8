"""The wait list: who fits is asked, one at a time, and two never have the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from core.clock import database_now
from core.db import Database
from core.errors import Refused
from core.jobs.actions.callbacks import cancel_visit
from core.jobs.actions.dispatching import place_visit_anyway
from core.jobs.actions.slot_answers import SlotGone, pass_slot, take_slot
from core.jobs.actions.slots import offer_by_hand, offer_next
from core.jobs.actions.visits import schedule
from core.jobs.actions.wait_list import leave_list, wait_list_job
from core.jobs.lifecycle import Category
from core.jobs.model import (
    Appointment,
    Booking,
    BookingStatus,
    JobPriority,
    OpenSlot,
    SlotOffer,
    SlotOfferState,
    SlotState,
    WishState,
)
from core.jobs.objections import Wanted, standing_of
from core.jobs.wait_rules import ANSWER_WITHIN, Wishes
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.builders.directory import OFFICE
from tests.builders.wait_list import (
    a_visit,
    a_waiting_booking,
    crew,
    falls_free,
    some_waiting,
    taken_visit,
)

ZONE = "America/Chicago"


@pytest.mark.inventory(56)
def test_a_cancelled_visit_is_offered_to_who_waits_longest(database: Database) -> None:
    with database.transaction() as session:
        first, second = some_waiting(session, 2)
        slot_id = falls_free(session)
        promised = session.scalars(
            select(OutboxEntry).where(OutboxEntry.kind == Kind.OFFER_SLOT)
        ).all()
        assert {"slot_id": slot_id} in [each.args for each in promised]
        made = offer_next(session, slot_id, zone=ZONE)
        assert made is not None
        assert made.wish_id == first.id
        assert offer_next(session, slot_id, zone=ZONE) is None
        job = take_slot(session, made.id, zone=ZONE, actor=OFFICE)
        assert job.id == first.job_id
        visit = session.scalars(select(Appointment).where(Appointment.job_id == job.id)).one()
        slot = session.get_one(OpenSlot, slot_id)
        assert (visit.window_start, slot.state) == (slot.window_start, SlotState.TAKEN)
        assert (first.state, second.state) == (WishState.PLACED, WishState.WAITING)
        assert offer_next(session, slot_id, zone=ZONE) is None


def test_who_passes_waits_on_and_the_next_is_asked(database: Database) -> None:
    with database.transaction() as session:
        first, second = some_waiting(session, 2)
        slot_id = falls_free(session)
        made = offer_next(session, slot_id, zone=ZONE)
        assert made is not None
        pass_slot(session, made.id, actor=OFFICE)
        after = offer_next(session, slot_id, zone=ZONE)
        assert after is not None
        assert (after.wish_id, first.state) == (second.id, WishState.WAITING)
        assert made.state is SlotOfferState.DECLINED


def test_an_offer_that_lapsed_is_taken_by_nobody_and_the_next_is_asked(database: Database) -> None:
    with database.transaction() as session:
        _, second = some_waiting(session, 2)
        slot_id = falls_free(session)
        made = offer_next(session, slot_id, zone=ZONE)
        assert made is not None
        session.execute(update(SlotOffer).values(expires_at=func.clock_timestamp()))
        session.expire_all()
        with pytest.raises(SlotGone):
            take_slot(session, made.id, zone=ZONE, actor=OFFICE)
        after = offer_next(session, slot_id, zone=ZONE)
        assert after is not None
        assert (after.wish_id, made.state) == (second.id, SlotOfferState.EXPIRED)


def test_two_who_were_asked_by_mistake_at_once_never_both_have_it(database: Database) -> None:
    """The offers race for one time: the row lock lets one through, the other hears that it is gone."""
    with database.transaction() as session:
        some_waiting(session, 2)
        slot_id = falls_free(session)
        made = offer_next(session, slot_id, zone=ZONE)
        assert made is not None
        offer_id = made.id

    def takes(_: int) -> str:
        try:
            with database.transaction() as session:
                take_slot(session, offer_id, zone=ZONE, actor=OFFICE)
        except SlotGone:
            return "gone"
        return "taken"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(takes, range(4))) == ["gone", "gone", "gone", "taken"]
    with database.reading() as session:
        visits = (
            select(func.count()).select_from(Appointment).where(Appointment.state != "canceled")
        )
        assert session.scalar(visits) == 1


def test_many_hands_at_once_ask_one_person(database: Database) -> None:
    with database.transaction() as session:
        some_waiting(session, 3)
        slot_id = falls_free(session)

    def asks(_: int) -> bool:
        with database.transaction() as session:
            return offer_next(session, slot_id, zone=ZONE) is not None

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(asks, range(4))) == [False, False, False, True]


@pytest.mark.inventory(45, 46, 56)
def test_a_booking_that_waits_becomes_a_job_by_the_time_it_takes(database: Database) -> None:
    with database.transaction() as session:
        wish = a_waiting_booking(session)
        assert wish.booking is not None
        assert wish.booking.status is BookingStatus.WAIT_LISTED
        made = offer_next(session, falls_free(session), zone=ZONE)
        assert made is not None
        job = take_slot(session, made.id, zone=ZONE, actor=OFFICE)
        assert (job.booking_id, job.status.category) == (wish.booking_id, Category.SCHEDULED)
        assert session.get_one(Booking, wish.booking_id).status is BookingStatus.CONVERTED


def test_a_booking_that_waited_keeps_its_purchase_order_and_its_urgency(database: Database) -> None:
    with database.transaction() as session:
        wish = a_waiting_booking(session, po_number=" 88-124 ")
        assert wish.booking is not None
        wish.booking.urgency = "urgent"
        made = offer_next(session, falls_free(session), zone=ZONE)
        assert made is not None
        job = take_slot(session, made.id, zone=ZONE, actor=OFFICE)
        assert (job.po_number, job.priority) == ("88-124", JobPriority.HIGH)


def test_the_technician_whose_time_it_was_is_asked(database: Database) -> None:
    with database.transaction() as session:
        some_waiting(session, 1)
        slot_id, maria = falls_free(session), crew(session)
        made = offer_next(session, slot_id, zone=ZONE)
        assert made is not None
        job = take_slot(session, made.id, zone=ZONE, actor=OFFICE)
        visit = session.scalars(select(Appointment).where(Appointment.job_id == job.id)).one()
        assert [each.technician_id for each in visit.assignments] == [maria.id]


def test_the_office_chooses_who_is_asked_but_never_a_second_one(database: Database) -> None:
    with database.transaction() as session:
        first, second = some_waiting(session, 2)
        slot_id = falls_free(session)
        made = offer_by_hand(session, slot_id, second.id, zone=ZONE, actor=OFFICE)
        assert made.offered_by == OFFICE.name
        with pytest.raises(Refused):
            offer_by_hand(session, slot_id, first.id, zone=ZONE, actor=OFFICE)


def test_nothing_is_offered_that_is_too_near_or_to_who_cannot_be_texted(database: Database) -> None:
    with database.transaction() as session:
        some_waiting(session, 1, phone="")
        slot_id = falls_free(session)
        assert offer_next(session, slot_id, zone=ZONE) is None
        cancel_visit(session, taken_visit(session, hours=0.5).id, reason="Away", actor=OFFICE)
        assert len(session.scalars(select(OpenSlot)).all()) == 1


def test_who_left_the_list_is_not_asked_and_a_job_with_a_visit_cannot_wait(
    database: Database,
) -> None:
    with database.transaction() as session:
        (wish,) = some_waiting(session, 1)
        leave_list(session, wish.id, actor=OFFICE)
        assert offer_next(session, falls_free(session), zone=ZONE) is None
        with pytest.raises(Refused):
            wait_list_job(session, a_visit(session, hours=30).job_id, Wishes(), actor=OFFICE)


def test_a_visit_that_is_moved_or_called_off_frees_its_time(database: Database) -> None:
    with database.transaction() as session:
        moved, off = taken_visit(session, hours=50), taken_visit(session, hours=60)
        was = moved.window_start
        wanted = Wanted(
            technician_id=None,
            seen=standing_of(moved),
            zone=ZONE,
            start=was + timedelta(days=1),
            end=was + timedelta(days=1, hours=1),
        )
        place_visit_anyway(session, moved.id, wanted, actor=OFFICE)
        cancel_visit(session, off.id, reason="Tenant is away", actor=OFFICE)
        free = session.scalars(select(OpenSlot.window_start).order_by(OpenSlot.id)).all()
        assert free == [was, off.window_start]


def test_who_was_given_a_visit_meanwhile_is_not_asked_and_a_yes_of_theirs_comes_too_late(
    database: Database,
) -> None:
    with database.transaction() as session:
        first, second = some_waiting(session, 2)
        slot_id = falls_free(session)
        made = offer_next(session, slot_id, zone=ZONE)
        assert made is not None
        for wish in (first, second):
            assert wish.job is not None
            start = database_now(session) + timedelta(days=9)
            schedule(session, wish.job, start=start, end=start + ANSWER_WITHIN, actor=OFFICE)
        with pytest.raises(SlotGone):
            take_slot(session, made.id, zone=ZONE, actor=OFFICE)
        pass_slot(session, made.id, actor=OFFICE)
        assert offer_next(session, slot_id, zone=ZONE) is None
        assert second.state is WishState.LEFT
