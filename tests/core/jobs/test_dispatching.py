"""Moving visits about: seen as they stand, overlaps forced only on purpose, everybody concerned is told once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import Database
from core.errors import FieldRefused, NotFound, Refused
from core.events.model import Event
from core.jobs.actions.crew_time import set_hours, set_skills
from core.jobs.actions.dispatching import (
    MovedMeanwhile,
    place_visit,
    place_visit_anyway,
    plan_first_visit,
    plan_first_visit_anyway,
)
from core.jobs.actions.offers import accept
from core.jobs.actions.visits import start_travel
from core.jobs.model import (
    Appointment,
    AppointmentState,
    Assignment,
    AssignmentState,
    BusinessUnit,
    Technician,
)
from core.jobs.objections import Wanted, standing_of
from core.jobs.refusals import NeedsForce
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.builders import (
    CHICAGO,
    OFFICE,
    a_job,
    a_technician,
    a_visit,
    an_accepted_visit,
    an_offer,
    number,
    window,
)
from tests.builders.jobs import TUESDAY
from tests.crowd import at_once


def wanted(visit: Appointment, technician: Technician | None, hours_later: float = 0) -> Wanted:
    start, end = window(hours_later)
    return Wanted(technician.id if technician else None, start, end, standing_of(visit), CHICAGO)


def tom(session: Session) -> Technician:
    return a_technician(session, "Tom Reed", number(171))


def states(session: Session) -> list[tuple[str, str]]:
    rows = session.scalars(select(Assignment).order_by(Assignment.id))
    return [(row.technician.first_name, row.state.value) for row in rows]


def promised(session: Session, kind: Kind) -> list[dict[str, object]]:
    rows = session.scalars(
        select(OutboxEntry.args).where(OutboxEntry.kind == kind).order_by(OutboxEntry.id)
    )
    return list(rows)


def last_event(session: Session, kind: str) -> Event:
    rows = session.scalars(select(Event).where(Event.kind == kind).order_by(Event.id.desc()))
    found = rows.first()
    assert found is not None
    return found


@pytest.mark.inventory(65)
def test_a_visit_put_on_a_technician_is_offered_to_them(session: Session) -> None:
    visit, maria = a_visit(session, a_job(session)), a_technician(session)
    place_visit(session, visit.id, wanted(visit, maria), actor=OFFICE)
    assert states(session) == [("Maria", "offered")]
    assert len(promised(session, Kind.OFFER_JOB)) == 1
    assert promised(session, Kind.TELL_CREW) == []
    assert last_event(session, "appointment.reassigned").after["technician"] == "Maria Lopez"


def test_a_visit_put_where_it_is_changes_nothing(session: Session) -> None:
    visit, maria = a_visit(session, a_job(session)), a_technician(session)
    for _ in range(2):
        place_visit(session, visit.id, wanted(visit, maria), actor=OFFICE)
        session.refresh(visit, ["assignments"])
    assert states(session) == [("Maria", "offered")]
    events = session.scalars(select(Event).where(Event.kind == "appointment.reassigned")).all()
    assert len(events) == 1


@pytest.mark.inventory(70)
def test_who_loses_a_visit_is_told_and_who_gets_it_is_offered_it(session: Session) -> None:
    maria, other = a_technician(session), tom(session)
    visit = an_accepted_visit(session, a_job(session), maria)
    place_visit(session, visit.id, wanted(visit, other), actor=OFFICE)
    assert states(session) == [("Maria", "withdrawn"), ("Tom", "offered")]
    assert visit.state is AppointmentState.SCHEDULED
    assert visit.job.status.name == "Scheduled"
    lost = session.scalars(select(Assignment.id).order_by(Assignment.id)).first()
    assert [each["assignment_id"] for each in promised(session, Kind.TELL_CREW)] == [lost]


def test_customers_hear_a_new_time_once_and_a_new_technician_only_when_he_accepts(
    session: Session,
) -> None:
    maria, other = a_technician(session), tom(session)
    visit = an_accepted_visit(session, a_job(session), maria)
    before = len(promised(session, Kind.FAN_OUT))
    place_visit(session, visit.id, wanted(visit, other), actor=OFFICE)
    assert len(promised(session, Kind.FAN_OUT)) == before
    session.refresh(visit, ["assignments"])
    place_visit(session, visit.id, wanted(visit, other, 3), actor=OFFICE)
    (news,) = promised(session, Kind.FAN_OUT)[before:]
    event = last_event(session, "appointment.moved")
    assert news["event_id"] == event.id
    assert event.facts["status"] == "Scheduled"
    assert event.facts["window_start"] == window(3)[0].isoformat()
    assert event.before["start"] == window()[0].isoformat()


@pytest.mark.inventory(70)
def test_a_technician_keeps_a_visit_that_only_moves_and_is_told_the_time(session: Session) -> None:
    maria = a_technician(session)
    visit = an_accepted_visit(session, a_job(session), maria)
    place_visit(session, visit.id, wanted(visit, maria, 3), actor=OFFICE)
    assert states(session) == [("Maria", "accepted")]
    assert visit.state is AppointmentState.DISPATCHED
    assert visit.window_start == window(3)[0]
    assert len(promised(session, Kind.TELL_CREW)) == 1


def test_an_offer_that_moves_is_made_anew(session: Session) -> None:
    maria = a_technician(session)
    visit = a_visit(session, a_job(session))
    an_offer(session, visit, maria)
    session.refresh(visit, ["assignments"])
    place_visit(session, visit.id, wanted(visit, maria, 3), actor=OFFICE)
    assert states(session) == [("Maria", "withdrawn"), ("Maria", "offered")]
    assert promised(session, Kind.TELL_CREW) == []
    assert len(promised(session, Kind.OFFER_JOB)) == 2


def test_a_visit_is_taken_back_and_waits_for_somebody(session: Session) -> None:
    visit = an_accepted_visit(session, a_job(session), a_technician(session))
    place_visit(session, visit.id, wanted(visit, None), actor=OFFICE)
    assert states(session) == [("Maria", "withdrawn")]
    assert visit.state is AppointmentState.SCHEDULED
    assert promised(session, Kind.TELL_CREW) != []


@pytest.mark.inventory(66)
def test_an_overlap_names_the_other_visit_and_only_force_goes_on(session: Session) -> None:
    maria = a_technician(session)
    taken = an_accepted_visit(session, a_job(session), maria)
    visit = a_visit(session, a_job(session), 1)
    where = wanted(visit, maria, 1)
    said = rf"Maria Lopez has job {taken.job.number} then \(Tue 09:00 to 11:00\)\."
    with pytest.raises(NeedsForce, match=said):
        place_visit(session, visit.id, where, actor=OFFICE)
    assert states(session) == [("Maria", "accepted")]
    place_visit_anyway(session, visit.id, where, actor=OFFICE)
    forced = last_event(session, "appointment.reassigned").after["forced"]
    assert forced == [f"Maria Lopez has job {taken.job.number} then (Tue 09:00 to 11:00)."]
    accept(session, visit.assignments[0].id, actor=OFFICE)


def test_an_offer_that_stands_keeps_its_time_too(session: Session) -> None:
    maria = a_technician(session)
    an_offer(session, a_visit(session, a_job(session)), maria)
    visit = a_visit(session, a_job(session), 1)
    with pytest.raises(NeedsForce, match="Maria Lopez has job"):
        place_visit(session, visit.id, wanted(visit, maria, 1), actor=OFFICE)


@pytest.mark.inventory(66)
def test_hours_off_and_another_trade_ask_for_force(session: Session) -> None:
    maria, visit = a_technician(session), a_visit(session, a_job(session))
    set_hours(session, maria.id, {1: (time(8), time(10)), 4: (time(8), time(17))}, actor=OFFICE)
    others = select(BusinessUnit).where(BusinessUnit.id != visit.job.business_unit_id)
    set_skills(session, maria.id, [session.scalars(others).all()[0].id], actor=OFFICE)
    with pytest.raises(NeedsForce) as refused:
        place_visit(session, visit.id, wanted(visit, maria), actor=OFFICE)
    assert refused.value.reasons == (
        "Maria Lopez works 08:00 to 10:00 on Tue.",
        f"Maria Lopez does no {visit.job.business_unit.name} work.",
    )
    with pytest.raises(NeedsForce, match="does not work on Wed"):
        place_visit(session, visit.id, wanted(visit, maria, 24), actor=OFFICE)


def test_what_changed_since_it_was_seen_is_not_moved(session: Session) -> None:
    maria, other = a_technician(session), tom(session)
    visit = a_visit(session, a_job(session))
    before = wanted(visit, other)
    place_visit(session, visit.id, wanted(visit, maria), actor=OFFICE)
    with pytest.raises(
        MovedMeanwhile, match=f"offered to Maria Lopez, Tue {TUESDAY.day} Mar 09:00 to 11:00"
    ):
        place_visit(session, visit.id, before, actor=OFFICE)
    with pytest.raises(MovedMeanwhile):
        place_visit_anyway(session, visit.id, before, actor=OFFICE)


def test_a_visit_under_way_stays_where_it_is(session: Session) -> None:
    maria = a_technician(session)
    visit = an_accepted_visit(session, a_job(session), maria)
    start_travel(session, visit.id, eta_minutes=20, actor=OFFICE)
    with pytest.raises(Refused, match="stays where it is"):
        place_visit(session, visit.id, wanted(visit, tom(session)), actor=OFFICE)


def test_what_makes_no_sense_is_refused_at_its_field(session: Session) -> None:
    maria, visit = a_technician(session), a_visit(session, a_job(session))
    where = wanted(visit, maria)
    with pytest.raises(FieldRefused, match="must end after it starts"):
        place_visit(session, visit.id, replace(where, end=where.start), actor=OFFICE)
    with pytest.raises(NotFound):
        place_visit(session, visit.id, replace(where, technician_id=999), actor=OFFICE)
    with pytest.raises(NotFound):
        place_visit(session, 999, where, actor=OFFICE)
    maria.active = False
    session.flush()
    with pytest.raises(FieldRefused, match="switched off"):
        place_visit(session, visit.id, where, actor=OFFICE)


def test_a_job_without_a_visit_is_planned_once(session: Session) -> None:
    job, maria = a_job(session), a_technician(session)
    start, end = window()
    first = Wanted(maria.id, start, end, "", CHICAGO)
    visit = plan_first_visit(session, job, first, actor=OFFICE)
    assert states(session) == [("Maria", "offered")]
    assert job.status.name == "Scheduled"
    with pytest.raises(MovedMeanwhile, match="has a visit meanwhile: offered to Maria Lopez"):
        plan_first_visit(session, job, first, actor=OFFICE)
    another = a_job(session)
    plan_first_visit_anyway(session, another, first, actor=OFFICE)
    assert len(states(session)) == 2
    assert visit.window_start == start


def test_of_two_dispatchers_at_once_the_second_sees_what_happened(database: Database) -> None:
    with database.transaction() as session:
        visit = a_visit(session, a_job(session))
        technicians = [a_technician(session, f"Tech {n}", number(n)).id for n in range(4)]
        seen, visit_id = standing_of(visit), visit.id
    start, end = window()

    def act(hand: int) -> str:
        with database.transaction() as session:
            where = Wanted(technicians[hand], start, end, seen, CHICAGO)
            place_visit(session, visit_id, where, actor=OFFICE)
            return f"Tech {hand}"

    got = at_once(4, act)
    (winner,) = [each for each in got if isinstance(each, str)]
    losers = [str(each) for each in got if isinstance(each, MovedMeanwhile)]
    assert len(losers) == 3
    assert all(f"offered to {winner}" in each for each in losers)
    with database.reading() as session:
        offered = session.scalars(select(Assignment)).all()
        assert [each.technician.name for each in offered] == [winner]
        assert offered[0].state is AssignmentState.OFFERED
        assert len(promised(session, Kind.OFFER_JOB)) == 1


def test_two_visits_put_on_one_technician_at_once_do_not_overlap(database: Database) -> None:
    with database.transaction() as session:
        visits = [a_visit(session, a_job(session)) for _ in range(4)]
        seen = [(visit.id, standing_of(visit)) for visit in visits]
        maria_id = a_technician(session).id
    start, end = window()

    def act(hand: int) -> datetime:
        with database.transaction() as session:
            visit_id, mark = seen[hand]
            where = Wanted(maria_id, start, end, mark, CHICAGO)
            return place_visit(session, visit_id, where, actor=OFFICE).window_start

    got = at_once(4, act)
    assert sum(isinstance(each, NeedsForce) for each in got) == 3
    with database.reading() as session:
        assert states(session) == [("Maria", "offered")]
