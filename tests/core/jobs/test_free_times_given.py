"""A free time is offered, and given, only while its technician is free: asked again when the yes comes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.clock import database_now
from core.db import Database
from core.errors import Refused
from core.jobs.actions.callbacks import cancel_visit
from core.jobs.actions.crew import deactivate_technician
from core.jobs.actions.crew_time import add_time_off, set_hours, set_skills
from core.jobs.actions.dispatching import place_visit
from core.jobs.actions.offers import accept, withdraw
from core.jobs.actions.slot_answers import SlotGone, lose_slot, take_slot
from core.jobs.actions.slots import offer_by_hand, offer_next
from core.jobs.model import (
    Appointment,
    Assignment,
    AssignmentState,
    BusinessUnit,
    OpenSlot,
    SlotOffer,
    SlotOfferState,
    WishState,
)
from core.jobs.objections import Wanted, standing_of
from core.jobs.queries.wait_list_page import times_free
from core.jobs.refusals import NeedsForce
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.builders.directory import OFFICE
from tests.builders.wait_list import (
    a_visit,
    crew,
    falls_free,
    is_asked_about_another,
    some_waiting,
    taken_visit,
)
from tests.crowd import at_once

ZONE = "America/Chicago"
Hindrance = Callable[[Session, OpenSlot], None]


def is_ill(session: Session, slot: OpenSlot) -> None:
    add_time_off(
        session,
        crew(session).id,
        starts_at=slot.window_start - timedelta(hours=3),
        ends_at=slot.window_end + timedelta(hours=3),
        reason="ill",
        actor=OFFICE,
    )


def is_switched_off(session: Session, _: OpenSlot) -> None:
    deactivate_technician(session, crew(session).id, actor=OFFICE)


def never_works(session: Session, slot: OpenSlot) -> None:
    another_day = (slot.window_start + timedelta(days=3)).weekday()
    set_hours(session, crew(session).id, {another_day: (time.min, time.max)}, actor=OFFICE)


def does_another_trade(session: Session, slot: OpenSlot) -> None:
    others = select(BusinessUnit.id).where(BusinessUnit.id != slot.business_unit_id).limit(1)
    set_skills(session, crew(session).id, session.scalars(others).all(), actor=OFFICE)


def has_another(session: Session, slot: OpenSlot) -> None:
    accept(session, is_asked_about_another(session, slot).id, actor=OFFICE)


def was_asked(session: Session, slot: OpenSlot) -> None:
    is_asked_about_another(session, slot)


HINDRANCES: list[tuple[Hindrance, str]] = [
    (is_ill, r"Maria Lopez is off then \(ill\)\."),
    (is_switched_off, r"Maria Lopez is switched off\."),
    (never_works, r"Maria Lopez (does not work|works)"),
    (does_another_trade, r"Maria Lopez does no [\w ]+ work\."),
    (has_another, r"Maria Lopez has job \d+ then"),
    (was_asked, r"Maria Lopez has job \d+ then"),
]


@pytest.mark.inventory(56, 66)
@pytest.mark.parametrize(("hinders", "why"), HINDRANCES)
def test_a_time_whose_technician_is_not_free_is_offered_to_nobody(
    session: Session, hinders: Hindrance, why: str
) -> None:
    (wish,) = some_waiting(session, 1)
    slot_id = falls_free(session)
    hinders(session, session.get_one(OpenSlot, slot_id))
    assert offer_next(session, slot_id, zone=ZONE) is None
    with pytest.raises(Refused, match=f"That time is not free now: {why}"):
        offer_by_hand(session, slot_id, wish.id, zone=ZONE, actor=OFFICE)
    assert session.scalars(select(SlotOffer)).all() == []
    (row,) = times_free(session, zone=ZONE)
    assert row.hindrance.startswith("Maria Lopez ")


@pytest.mark.inventory(56, 66)
@pytest.mark.parametrize(("hinders", "why"), HINDRANCES)
def test_a_yes_to_a_time_that_is_not_free_any_more_comes_too_late(
    session: Session, hinders: Hindrance, why: str
) -> None:
    (wish,) = some_waiting(session, 1)
    slot_id = falls_free(session)
    made = offer_next(session, slot_id, zone=ZONE)
    assert made is not None
    hinders(session, session.get_one(OpenSlot, slot_id))
    assert wish.job is not None
    with pytest.raises(SlotGone, match=why):
        take_slot(session, made.id, zone=ZONE, actor=OFFICE)
    assert wish.state is WishState.WAITING
    planned = select(func.count()).where(Appointment.job_id == wish.job_id)
    assert session.scalar(planned) == 0


def test_who_said_yes_too_late_waits_on_and_is_asked_about_the_next_time(session: Session) -> None:
    (wish,) = some_waiting(session, 1)
    slot_id, next_id = falls_free(session), another_falls_free(session)
    made = offer_next(session, slot_id, zone=ZONE)
    assert made is not None
    session.query(OutboxEntry).filter(OutboxEntry.kind == Kind.OFFER_SLOT).delete()
    is_ill(session, session.get_one(OpenSlot, slot_id))
    assert lose_slot(session, job_id=wish.job_id, booking_id=None, actor=OFFICE)
    assert made.state is SlotOfferState.GONE
    promised = select(OutboxEntry.args).where(OutboxEntry.kind == Kind.OFFER_SLOT)
    assert {"slot_id": next_id} in session.scalars(promised).all()
    after = offer_next(session, next_id, zone=ZONE)
    assert after is not None
    assert after.wish_id == wish.id


def another_falls_free(session: Session) -> int:
    visit = taken_visit(session, hours=72)
    cancel_visit(session, visit.id, reason="Away", actor=OFFICE)
    return session.scalars(select(OpenSlot.id).where(OpenSlot.appointment_id == visit.id)).one()


def test_who_waits_no_more_is_not_told_that_they_do(session: Session) -> None:
    (wish,) = some_waiting(session, 1)
    wish.state = WishState.LEFT
    session.flush()
    assert not lose_slot(session, job_id=wish.job_id, booking_id=None, actor=OFFICE)


def test_a_time_that_is_let_go_again_is_offered_again(session: Session) -> None:
    some_waiting(session, 1)
    slot_id = falls_free(session)
    other = is_asked_about_another(session, session.get_one(OpenSlot, slot_id))
    assert offer_next(session, slot_id, zone=ZONE) is None
    session.query(OutboxEntry).filter(OutboxEntry.kind == Kind.OFFER_SLOT).delete()
    withdraw(session, other.id, actor=OFFICE)
    promised = select(OutboxEntry.args).where(OutboxEntry.kind == Kind.OFFER_SLOT)
    assert session.scalars(promised).all() == [{"slot_id": slot_id}]
    assert offer_next(session, slot_id, zone=ZONE) is not None


def test_of_a_yes_and_a_dispatcher_at_the_same_instant_one_has_the_technician(
    database: Database,
) -> None:
    with database.transaction() as session:
        some_waiting(session, 1)
        slot_id = falls_free(session)
        made = offer_next(session, slot_id, zone=ZONE)
        assert made is not None
        slot = session.get_one(OpenSlot, slot_id)
        other = a_visit(session, hours=100)
        wanted = Wanted(
            crew(session).id, slot.window_start, slot.window_end, standing_of(other), ZONE
        )
        offer_id, visit_id = made.id, other.id

    def act(hand: int) -> str:
        with database.transaction() as session:
            if hand:
                place_visit(session, visit_id, wanted, actor=OFFICE)
                return "dispatched"
            take_slot(session, offer_id, zone=ZONE, actor=OFFICE)
            return "taken"

    got = at_once(2, act)
    assert sum(isinstance(each, str) for each in got) == 1
    assert sum(isinstance(each, SlotGone | NeedsForce) for each in got) == 1
    with database.reading() as session:
        held = select(Assignment).where(Assignment.state == AssignmentState.OFFERED)
        assert len(session.scalars(held).all()) == 1


def test_of_two_who_say_yes_to_one_technicians_hour_at_once_one_has_it(database: Database) -> None:
    """Two times that overlap, asked about by mistake: the technician's row lets one through."""
    with database.transaction() as session:
        first, second = some_waiting(session, 2)
        slot = session.get_one(OpenSlot, falls_free(session))
        twin = OpenSlot(
            appointment_id=taken_visit(session, hours=300).id,
            window_start=slot.window_start,
            window_end=slot.window_end,
            business_unit_id=slot.business_unit_id,
            technician_id=slot.technician_id,
        )
        session.add(twin)
        session.flush()
        later = database_now(session) + timedelta(minutes=20)
        asked = [
            SlotOffer(slot=row, wish=wish, expires_at=later, offered_by="Dana")
            for row, wish in ((slot, first), (twin, second))
        ]
        session.add_all(asked)
        session.flush()
        ids = [each.id for each in asked]

    def act(hand: int) -> str:
        with database.transaction() as session:
            take_slot(session, ids[hand], zone=ZONE, actor=OFFICE)
            return "taken"

    got = at_once(2, act)
    assert sum(each == "taken" for each in got) == 1
    assert sum(isinstance(each, SlotGone) for each in got) == 1
