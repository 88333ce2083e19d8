"""A technician who takes a visit by telephone gets it in writing, once, like one who takes it by text."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from core.clock import database_now
from core.jobs.actions.offers import pass_on
from core.jobs.actions.saying_for import say_arrived, say_taken
from core.jobs.model import Assignment, AssignmentState, JobPriority
from tests.builders import OFFICE, a_job, a_place, a_technician, a_visit, an_offer, number
from tests.builders.jobs import TUESDAY
from tests.workers.wall import Wall, work_off
from workers.runtime import Runtime

MARIA = number(131)


def an_offered_visit(session: Session) -> Assignment:
    place = a_place(session)
    place.access_notes = "gate 4411."
    job = a_job(session, place, priority=JobPriority.HIGH, summary="No heat.")
    job.not_to_exceed_cents = 35_000
    return an_offer(session, a_visit(session, job), a_technician(session, phone=MARIA))


def told(wall: Wall) -> list[str]:
    return [each.body for each in wall.to(MARIA) if "as you told the office" in each.body]


def test_what_was_taken_by_telephone_is_told_in_writing_once(runtime: Runtime, wall: Wall) -> None:
    with runtime.database.transaction() as session:
        offer_id = an_offered_visit(session).id
    work_off(runtime)
    for _ in range(2):
        with runtime.database.transaction() as session:
            say_taken(session, offer_id, actor=OFFICE)
        work_off(runtime)
    assert told(wall) == [
        f"JOB 1042 URGENT 214 Oak St: No heat. Tue {TUESDAY.day} Mar, 9am-11am. NTE $350.00."
        " Yours, as you told the office. Text OMW and minutes when you leave."
    ]


def test_two_colleagues_who_say_it_at_once_have_it_told_once(runtime: Runtime, wall: Wall) -> None:
    with runtime.database.transaction() as session:
        offer_id = an_offered_visit(session).id
    with runtime.database.transaction() as late:
        seen = late.get_one(Assignment, offer_id)
        assert seen.state is AssignmentState.OFFERED
        with runtime.database.transaction() as first:
            say_taken(first, offer_id, actor=OFFICE)
        say_taken(late, offer_id, actor=OFFICE)
    work_off(runtime)
    assert len(told(wall)) == 1


def test_the_way_in_is_told_on_the_day_alone(runtime: Runtime, wall: Wall) -> None:
    with runtime.database.transaction() as session:
        offered = an_offered_visit(session)
        now = database_now(session)
        offered.appointment.window_start = now
        offered.appointment.window_end = now + timedelta(hours=1)
        say_taken(session, offered.id, actor=OFFICE)
    work_off(runtime)
    (text,) = told(wall)
    assert " Access: gate 4411. Text OMW" in text


def test_who_gave_it_back_at_once_is_not_told_that_it_is_theirs(
    runtime: Runtime, wall: Wall
) -> None:
    with runtime.database.transaction() as session:
        offered = an_offered_visit(session)
        say_taken(session, offered.id, actor=OFFICE)
        pass_on(session, offered.id, reason="ill", actor=OFFICE)
    work_off(runtime)
    assert told(wall) == []


def test_who_is_there_already_is_not_told_where_to_go(runtime: Runtime, wall: Wall) -> None:
    with runtime.database.transaction() as session:
        offered = an_offered_visit(session)
        say_taken(session, offered.id, actor=OFFICE)
        say_arrived(session, offered.appointment_id, actor=OFFICE)
    work_off(runtime)
    assert told(wall) == []
