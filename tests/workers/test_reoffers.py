"""An offer nobody answers goes on to the next technician, each asked once; visits that move are told by text."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.clock import database_now
from core.desk.model import StaffTask
from core.jobs.actions.crew_time import add_time_off, set_skills
from core.jobs.actions.dispatching import place_visit
from core.jobs.actions.offers import OfferGone, accept, offer_anyway, pass_on
from core.jobs.actions.visits import schedule
from core.jobs.model import Appointment, Assignment, AssignmentState, BusinessUnit
from core.jobs.objections import Wanted, standing_of
from core.messaging.model import Message
from core.outbox.model import OutboxEntry
from tests.builders import CHICAGO, OFFICE, a_job, a_technician, number
from tests.workers.wall import Wall, work_off
from workers.handlers.offers import offer_again
from workers.runtime import Runtime

MARIA, TOM, ANN = number(131), number(132), number(133)


def a_visit_soon(session: Session) -> Appointment:
    """Tomorrow: nobody is asked about a visit whose time is over."""
    start = database_now(session).replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    job = a_job(session, summary="No heat.")
    return schedule(session, job, start=start, end=start + timedelta(hours=2), actor=OFFICE)


def silence(runtime: Runtime) -> None:
    """Nobody says anything for as long as an offer waits."""
    wait = timedelta(minutes=31)
    with runtime.database.transaction() as session:
        session.execute(update(OutboxEntry).values(run_at=OutboxEntry.run_at - wait))
        session.execute(update(Message).values(expires_at=Message.expires_at - wait))
    work_off(runtime)


def asked(session: Session) -> list[tuple[str, str]]:
    rows = session.scalars(select(Assignment).order_by(Assignment.id))
    return [(row.technician.first_name, row.state.value) for row in rows]


def tasks(session: Session) -> list[tuple[str, str]]:
    rows = session.execute(select(StaffTask.title, StaffTask.details).order_by(StaffTask.id))
    return [(title, details) for title, details in rows]


def test_when_one_does_not_answer_the_next_is_asked_and_at_last_the_office(
    runtime: Runtime, wall: Wall
) -> None:
    with runtime.database.transaction() as session:
        maria = a_technician(session, phone=MARIA)
        a_technician(session, "Tom Reed", TOM)
        number_ = offer_anyway(session, a_visit_soon(session), maria, actor=OFFICE)
        job = number_.appointment.job.number
    work_off(runtime)
    assert (len(wall.to(MARIA)), len(wall.to(TOM))) == (1, 0)

    silence(runtime)
    assert len(wall.to(TOM)) == 1
    assert f"JOB {job} " in wall.to(TOM)[0].body
    with runtime.database.reading() as session:
        assert asked(session) == [("Maria", "withdrawn"), ("Tom", "offered")]
        assert tasks(session) == []

    silence(runtime)
    with runtime.database.reading() as session:
        assert asked(session) == [("Maria", "withdrawn"), ("Tom", "withdrawn")]
        why = "Maria Lopez, Tom Reed did not answer the offer."
        assert tasks(session) == [(f"Find a technician for job {job}", why)]
    silence(runtime)
    assert (len(wall.to(MARIA)), len(wall.to(TOM))) == (1, 1)


def test_who_is_away_busy_or_of_another_trade_is_not_asked(runtime: Runtime, wall: Wall) -> None:
    with runtime.database.transaction() as session:
        visit = a_visit_soon(session)
        start, end = visit.window_start, visit.window_end
        maria = a_technician(session, phone=MARIA)
        away = a_technician(session, "Ann Away", number(134))
        add_time_off(session, away.id, starts_at=start, ends_at=end, reason="ill", actor=OFFICE)
        busy = a_technician(session, "Bea Busy", number(135))
        other = schedule(session, a_job(session), start=start, end=end, actor=OFFICE)
        accept(session, offer_anyway(session, other, busy, actor=OFFICE).id, actor=OFFICE)
        painter = a_technician(session, "Pat Painter", number(136))
        units = session.scalars(
            select(BusinessUnit.id).where(BusinessUnit.id != visit.job.business_unit_id)
        )
        set_skills(session, painter.id, units.all()[:1], actor=OFFICE)
        gone = a_technician(session, "Gus Gone", number(137))
        gone.active = False
        passed = a_technician(session, "Pia Passed", number(138))
        pass_on(
            session,
            offer_anyway(session, visit, passed, actor=OFFICE).id,
            reason="too far",
            actor=OFFICE,
        )
        offer_anyway(session, visit, maria, actor=OFFICE)
        a_technician(session, "Tom Reed", TOM)
        session.execute(update(StaffTask).values(details=""))
    work_off(runtime)
    silence(runtime)
    with runtime.database.reading() as session:
        assert asked(session)[-1] == ("Tom", "offered")
    assert len(wall.to(TOM)) == 1


def test_the_one_with_less_to_do_that_day_is_asked_first(runtime: Runtime, wall: Wall) -> None:
    with runtime.database.transaction() as session:
        visit = a_visit_soon(session)
        maria, ann = a_technician(session, phone=MARIA), a_technician(session, "Ann Ames", ANN)
        a_technician(session, "Tom Reed", TOM)
        midday = visit.window_start.replace(hour=12)
        later = 3 if midday <= visit.window_start else -3
        start = visit.window_start - timedelta(hours=later)
        other = schedule(
            session, a_job(session), start=start, end=start + timedelta(hours=1), actor=OFFICE
        )
        accept(session, offer_anyway(session, other, ann, actor=OFFICE).id, actor=OFFICE)
        offer_anyway(session, visit, maria, actor=OFFICE)
    work_off(runtime)
    silence(runtime)
    assert (len(wall.to(ANN)), len(wall.to(TOM))) == (0, 1)


def test_a_late_yes_is_answered_and_takes_nothing(runtime: Runtime) -> None:
    with runtime.database.transaction() as session:
        maria = a_technician(session, phone=MARIA)
        late_id = offer_anyway(session, a_visit_soon(session), maria, actor=OFFICE).id
        tom = a_technician(session, "Tom Reed", TOM)
    work_off(runtime)
    silence(runtime)
    with runtime.database.transaction() as session:
        with pytest.raises(OfferGone, match="already taken or withdrawn"):
            accept(session, late_id, actor=OFFICE)
        standing = session.scalars(
            select(Assignment).where(Assignment.state == AssignmentState.OFFERED)
        ).one()
        assert standing.technician_id == tom.id


def test_the_end_of_a_wait_rung_twice_asks_one(runtime: Runtime, wall: Wall) -> None:
    with runtime.database.transaction() as session:
        maria = a_technician(session, phone=MARIA)
        offer_anyway(session, a_visit_soon(session), maria, actor=OFFICE)
        a_technician(session, "Tom Reed", TOM)
        a_technician(session, "Ann Ames", ANN)
    work_off(runtime)
    with runtime.database.transaction() as session:
        entry_id = session.scalars(select(OutboxEntry.id)).one()
    offer_again(runtime, [entry_id])
    offer_again(runtime, [entry_id])
    work_off(runtime)
    with runtime.database.reading() as session:
        assert asked(session) == [("Maria", "withdrawn"), ("Ann", "offered")]
    assert len(wall.to(ANN)) == 1


def moved_to(session: Session, visit: Appointment, technician_id: int | None, hours: int) -> None:
    start = visit.window_start + timedelta(hours=hours)
    session.refresh(visit, ["assignments"])
    wanted = Wanted(technician_id, start, start + timedelta(hours=2), standing_of(visit), CHICAGO)
    place_visit(session, visit.id, wanted, actor=OFFICE)


def test_a_technician_whose_visit_moves_is_texted_the_new_time(
    runtime: Runtime, wall: Wall
) -> None:
    with runtime.database.transaction() as session:
        maria = a_technician(session, phone=MARIA)
        visit = a_visit_soon(session)
        accept(session, offer_anyway(session, visit, maria, actor=OFFICE).id, actor=OFFICE)
        moved_to(session, visit, maria.id, 3)
        job = visit.job.number
    work_off(runtime)
    (text,) = [each.body for each in wall.to(MARIA)]
    assert text.startswith(f"JOB {job} 214 Oak St has a new time: ")
    assert text.endswith(f"It stays yours. Reply P {job} if you cannot.")


def test_who_loses_a_visit_is_texted_so_and_who_gets_it_the_offer(
    runtime: Runtime, wall: Wall
) -> None:
    with runtime.database.transaction() as session:
        maria, tom = a_technician(session, phone=MARIA), a_technician(session, "Tom Reed", TOM)
        visit = a_visit_soon(session)
        accept(session, offer_anyway(session, visit, maria, actor=OFFICE).id, actor=OFFICE)
        moved_to(session, visit, tom.id, 0)
        job = visit.job.number
    work_off(runtime)
    assert [each.body.split(":")[0] for each in wall.to(MARIA)] == [f"JOB {job} 214 Oak St"]
    assert "is not yours any more" in wall.to(MARIA)[0].body
    assert [each.body.split(":")[0] for each in wall.to(TOM)] == [f"JOB {job} 214 Oak St"]


def test_who_gets_it_back_before_the_text_left_hears_only_the_offer(
    runtime: Runtime, wall: Wall
) -> None:
    with runtime.database.transaction() as session:
        maria, tom = a_technician(session, phone=MARIA), a_technician(session, "Tom Reed", TOM)
        visit = a_visit_soon(session)
        accept(session, offer_anyway(session, visit, maria, actor=OFFICE).id, actor=OFFICE)
        moved_to(session, visit, tom.id, 0)
        moved_to(session, visit, maria.id, 0)
    work_off(runtime)
    assert len(wall.to(MARIA)) == 1
    assert "Reply A" in wall.to(MARIA)[0].body
