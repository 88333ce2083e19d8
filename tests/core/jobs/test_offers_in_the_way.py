"""Offers to who should not be sent then: refused in the board's words, made on purpose, never twice at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import database_now
from core.db import Database
from core.errors import FieldRefused
from core.events.model import Event
from core.jobs.actions.crew_time import add_time_off, set_skills
from core.jobs.actions.offers import offer, offer_against
from core.jobs.actions.reoffering import next_for, offer_onward
from core.jobs.actions.visits import schedule
from core.jobs.model import Appointment, Assignment, AssignmentState, BusinessUnit, Technician
from core.jobs.refusals import NeedsForce
from tests.builders import CHICAGO, OFFICE, a_job, a_technician, a_visit, an_offer, number
from tests.crowd import at_once


@pytest.mark.inventory(66)
def test_what_stands_in_the_way_of_an_offer_is_told_as_the_board_tells_it(session: Session) -> None:
    maria, visit = a_technician(session), a_visit(session, a_job(session))
    asked = an_offer(session, a_visit(session, a_job(session), 1), maria)
    begins, ends = visit.window_start, visit.window_end
    add_time_off(session, maria.id, starts_at=begins, ends_at=ends, reason="ill", actor=OFFICE)
    others = select(BusinessUnit.id).where(BusinessUnit.id != visit.job.business_unit_id)
    set_skills(session, maria.id, session.scalars(others).all()[:1], actor=OFFICE)
    reasons = (
        f"Maria Lopez has job {asked.appointment.job.number} then (Tue 10:00 to 12:00).",
        "Maria Lopez is off then (ill).",
        f"Maria Lopez does no {visit.job.business_unit.name} work.",
    )
    with pytest.raises(NeedsForce) as refused:
        offer(session, visit, maria, zone=CHICAGO, actor=OFFICE)
    assert refused.value.reasons == reasons
    forced = offer_against(session, visit, maria, zone=CHICAGO, actor=OFFICE)
    event = session.scalars(
        select(Event).where(Event.kind == "assignment.offered", Event.subject_id == forced.id)
    ).one()
    assert event.after["forced"] == list(reasons)


def test_who_is_switched_off_is_not_even_asked_by_force(session: Session) -> None:
    maria, visit = a_technician(session), a_visit(session, a_job(session))
    maria.active = False
    session.flush()
    for propose in (offer, offer_against):
        with pytest.raises(FieldRefused, match="switched off"):
            propose(session, visit, maria, zone=CHICAGO, actor=OFFICE)


def test_of_visits_offered_to_one_technician_at_once_one_is(database: Database) -> None:
    with database.transaction() as session:
        visits = [a_visit(session, a_job(session)).id for _ in range(4)]
        maria_id = a_technician(session).id

    def act(hand: int) -> int:
        with database.transaction() as session:
            visit = session.get_one(Appointment, visits[hand])
            maria = session.get_one(Technician, maria_id)
            return offer(session, visit, maria, zone=CHICAGO, actor=OFFICE).id

    assert sum(isinstance(each, NeedsForce) for each in at_once(4, act)) == 3


def test_who_thinks_about_another_visit_of_that_time_is_not_asked_next(session: Session) -> None:
    visit, tom = soon(session), a_technician(session, "Tom Reed", number(171))
    maria = a_technician(session)
    asked = an_offer(session, soon(session), maria)
    assert next_for(session, visit, zone=CHICAGO) is tom
    asked.state = AssignmentState.WITHDRAWN
    session.flush()
    assert next_for(session, visit, zone=CHICAGO) is maria


def test_visits_that_go_on_at_once_do_not_all_go_to_one_technician(database: Database) -> None:
    with database.transaction() as session:
        silent = a_technician(session, "Sam Silent", number(172))
        offers = [an_offer(session, soon(session), silent).id for _ in range(3)]
        a_technician(session)
        session.flush()
        silent.active = False

    def act(hand: int) -> int | None:
        with database.transaction() as session:
            made = offer_onward(session, offers[hand], zone=CHICAGO, actor=OFFICE)
            return made.id if made else None

    got = at_once(3, act)
    assert sum(each is None for each in got) == 2
    with database.reading() as session:
        held = select(Assignment).where(Assignment.state == AssignmentState.OFFERED)
        assert len(session.scalars(held).all()) == 1


def soon(session: Session) -> Appointment:
    """Tomorrow, for two hours."""
    start = database_now(session).replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    end = start + timedelta(hours=2)
    return schedule(session, a_job(session), start=start, end=end, actor=OFFICE)
