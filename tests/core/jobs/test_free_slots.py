"""Free slots: inside working hours, outside what is taken, of those who know the trade."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import FieldRefused, NotFound
from core.jobs.actions.crew_time import add_time_off, drop_time_off, set_hours, set_skills
from core.jobs.model import BusinessUnit, Technician
from core.jobs.queries.free_slots import emergency_slots, first_free_slot, free_slots
from tests.builders import (
    CHICAGO,
    OFFICE,
    a_job,
    a_technician,
    a_visit,
    an_accepted_visit,
    an_offer,
    number,
)
from tests.builders.jobs import TUESDAY

# Of that Tuesday in Chicago.
MIDNIGHT = TUESDAY - timedelta(hours=9)
DAY = timedelta(days=1)
MORNING = (time(8), time(12))


def starts(session: Session, unit: int | None = None, *, minutes: int = 60) -> list[str]:
    """When and with whom, on the company's clock."""
    found = free_slots(session, unit, MIDNIGHT, MIDNIGHT + DAY, minutes, zone=CHICAGO)
    return [f"{slot.start - timedelta(hours=6):%H:%M} {slot.technician}" for slot in found]


def maria(session: Session) -> Technician:
    technician = a_technician(session)
    set_hours(session, technician.id, {1: MORNING}, actor=OFFICE)
    return technician


@pytest.mark.inventory(66)
def test_what_is_taken_or_offered_is_not_free(session: Session) -> None:
    technician = maria(session)
    assert starts(session) == [f"{hour}:00 Maria Lopez" for hour in ("08", "09", "10", "11")]
    an_accepted_visit(session, a_job(session), technician)  # 9 to 11
    assert starts(session) == ["08:00 Maria Lopez", "11:00 Maria Lopez"]
    an_offer(session, a_visit(session, a_job(session), 2), technician)  # 11 to 13
    assert starts(session) == ["08:00 Maria Lopez"]


def test_days_without_hours_and_time_off_are_not_free(session: Session) -> None:
    technician = maria(session)
    off = add_time_off(
        session,
        technician.id,
        starts_at=MIDNIGHT + timedelta(hours=8, minutes=10),
        ends_at=MIDNIGHT + timedelta(hours=10, minutes=10),
        reason="dentist",
        actor=OFFICE,
    )
    assert starts(session) == ["10:30 Maria Lopez"]
    drop_time_off(session, technician.id, off.id, actor=OFFICE)
    assert len(starts(session)) == 4
    set_hours(session, technician.id, {2: MORNING}, actor=OFFICE)
    assert starts(session) == []


def test_only_those_who_know_the_trade_are_found(session: Session) -> None:
    plumbing, hvac = session.scalars(select(BusinessUnit).order_by(BusinessUnit.id).limit(2)).all()
    technician = maria(session)
    tom = a_technician(session, "Tom Reed", number(171))
    set_hours(session, tom.id, {1: MORNING}, actor=OFFICE)
    set_skills(session, technician.id, [plumbing.id], actor=OFFICE)
    assert {each[6:] for each in starts(session, plumbing.id)} == {"Maria Lopez", "Tom Reed"}
    assert {each[6:] for each in starts(session, hvac.id)} == {"Tom Reed"}
    tom.active = False
    session.flush()
    assert starts(session, hvac.id) == []


def test_who_has_told_no_hours_counts_for_a_plain_working_week(session: Session) -> None:
    a_technician(session)
    found = starts(session, minutes=180)
    assert found == ["08:00 Maria Lopez", "11:00 Maria Lopez", "14:00 Maria Lopez"]
    sunday = MIDNIGHT + 5 * DAY
    assert free_slots(session, None, sunday, sunday + DAY, 60, zone=CHICAGO) == ()


@pytest.mark.inventory(55)
def test_gaps_soon_are_looked_at_first_and_else_the_first_of_all(session: Session) -> None:
    maria(session)
    seven = MIDNIGHT + timedelta(hours=7)
    soon = emergency_slots(session, None, seven, zone=CHICAGO)
    assert [(slot.start - MIDNIGHT) / timedelta(hours=1) for slot in soon] == [8, 9, 10, 11]
    evening = MIDNIGHT + timedelta(hours=18)
    assert emergency_slots(session, None, evening, zone=CHICAGO) == ()
    first = first_free_slot(session, None, evening, 60, zone=CHICAGO)
    # A week later, and an hour earlier by UTC: the clocks went forward on Sunday.
    assert first is not None
    assert first.start == MIDNIGHT + 7 * DAY + timedelta(hours=7)


def test_a_search_of_no_length_finds_nothing(session: Session) -> None:
    maria(session)
    assert free_slots(session, None, MIDNIGHT, MIDNIGHT, 60, zone=CHICAGO) == ()
    assert starts(session, minutes=0) == []


def test_hours_time_off_and_trades_that_make_no_sense_are_refused(session: Session) -> None:
    technician = a_technician(session)
    with pytest.raises(FieldRefused, match="Tue must end after it starts"):
        set_hours(session, technician.id, {1: (time(12), time(8))}, actor=OFFICE)
    with pytest.raises(FieldRefused, match="must end after it starts"):
        add_time_off(
            session,
            technician.id,
            starts_at=MIDNIGHT,
            ends_at=MIDNIGHT,
            reason="",
            actor=OFFICE,
        )
    with pytest.raises(FieldRefused, match="trades of the list"):
        set_skills(session, technician.id, [999_999], actor=OFFICE)
    with pytest.raises(NotFound):
        drop_time_off(session, technician.id, 999, actor=OFFICE)
    with pytest.raises(NotFound):
        set_hours(session, 999, {}, actor=OFFICE)
