"""What the office says for a technician on the job's page, and the times it may give a visit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import Database
from core.desk.model import StaffRole, StaffTask
from core.events.model import Event
from core.jobs.model import Appointment, AppointmentState
from tests.builders import (
    a_job,
    a_technician,
    a_visit,
    an_accepted_visit,
    an_offer,
    number,
)
from tests.builders.jobs import TUESDAY
from tests.office.board_desk import move, seen
from tests.office.desk import Browser, at_desk

DAY = f"{TUESDAY:%Y-%m-%d}"
# Between 2 and 3 there is no time that night.
SPRING_FORWARD = f"{TUESDAY + timedelta(days=5):%Y-%m-%d}"


def a_taken_visit(database: Database) -> tuple[int, int]:
    """The job's number and the visit's id."""
    with database.transaction() as session:
        visit = an_accepted_visit(session, a_job(session), a_technician(session))
        return visit.job.number, visit.id


def said(session: Session, kind: str) -> list[tuple[str, object]]:
    """Who said it for whom."""
    rows = session.scalars(select(Event).where(Event.kind == kind))
    return [(row.actor_name, row.after["technician"]) for row in rows]


@pytest.mark.inventory(68)
def test_a_visit_whose_technician_forgot_done_is_marked_done(
    database: Database, desk: Browser
) -> None:
    number, visit_id = a_taken_visit(database)
    job = f"/jobs/{number}"
    assert "Mark as done" in desk.text(job)
    fields = {f"outcome-{visit_id}": "fixed", f"words-{visit_id}": "new trap, he says"}
    done = desk.send(f"{job}/visits/{visit_id}/done", seen_on=job, **fields)
    assert done.status_code == 302
    with database.reading() as session:
        visit = session.get_one(Appointment, visit_id)
        assert visit.state is AppointmentState.DONE
        assert visit.job.status.name == "Completed"
        assert said(session, "appointment.said_done") == [("Dana Administrator", "Maria Lopez")]
    page = desk.text(job)
    assert "marked the visit of Maria Lopez as done" in page
    assert "new trap, he says" in page
    assert "Mark as done" not in page


def test_a_visit_that_fixed_nothing_asks_for_the_next(database: Database, desk: Browser) -> None:
    number, visit_id = a_taken_visit(database)
    fields = {f"outcome-{visit_id}": "return"}
    desk.send(f"/jobs/{number}/visits/{visit_id}/done", seen_on=f"/jobs/{number}", **fields)
    with database.reading() as session:
        assert session.get_one(Appointment, visit_id).job.status.name == "On Hold"
        assert f"Plan the next visit for job {number}" in session.scalars(select(StaffTask.title))


def test_each_stage_is_said_once_and_by_name(database: Database, desk: Browser) -> None:
    number, visit_id = a_taken_visit(database)
    job = f"/jobs/{number}"
    left = desk.send(
        f"{job}/visits/{visit_id}/on-the-way", seen_on=job, **{f"eta-{visit_id}": "20"}
    )
    assert left.status_code == 302
    assert "They are on the way" not in desk.text(job)
    for _ in range(2):
        desk.send(f"{job}/visits/{visit_id}/arrived", seen_on=job)
    with database.reading() as session:
        visit = session.get_one(Appointment, visit_id)
        assert (visit.state, visit.job.status.name) == (AppointmentState.ARRIVED, "In Progress")
        assert said(session, "appointment.said_on_the_way") == [
            ("Dana Administrator", "Maria Lopez")
        ]
        assert said(session, "appointment.said_arrived") == [("Dana Administrator", "Maria Lopez")]
    assert "They have arrived" not in desk.text(job)


def test_what_cannot_be_said_is_refused_in_words(database: Database, desk: Browser) -> None:
    number, visit_id = a_taken_visit(database)
    job = f"/jobs/{number}"
    nothing = desk.send(f"{job}/visits/{visit_id}/done", seen_on=job)
    assert nothing.status_code == 422
    assert "Say how the visit ended." in nothing.text
    with database.transaction() as session:
        open_visit = a_visit(session, a_job(session))
        other, other_id = open_visit.job.number, open_visit.id
    early = desk.send(
        f"/jobs/{other}/visits/{other_id}/done",
        seen_on=f"/jobs/{other}",
        **{f"outcome-{other_id}": "fixed"},
    )
    assert early.status_code == 422
    assert desk.send(f"/jobs/{other}/visits/{visit_id}/arrived", seen_on=job).status_code == 404
    csr = at_desk(database, StaffRole.CSR)
    assert csr.send(f"{job}/visits/{visit_id}/arrived", seen_on=job).status_code == 403
    with database.reading() as session:
        assert session.get_one(Appointment, visit_id).state is AppointmentState.DISPATCHED


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2020-01-01", "That time is over already"),
        (f"{datetime.now(UTC).year + 4}-01-04", "more than two years ahead"),
        ("0001-01-01", "Give a day of the years"),
        ("9999-12-31", "Give a day of the years"),
    ],
)
def test_no_visit_is_planned_or_moved_to_where_none_can_be(
    database: Database, desk: Browser, day: str, words: str
) -> None:
    with database.transaction() as session:
        visit = a_visit(session, a_job(session))
        number, visit_id = visit.job.number, visit.id
        unplanned = a_job(session).number
    times = {"day": day, "starts": "09:00", "ends": "11:00"}
    status, page = move(desk, database, visit_id, **times)
    assert (status, words in page, 'id="day-error"' in page) == (422, True, True)
    first = desk.send(f"/dispatch/jobs/{unplanned}/visit", seen_on="/dispatch", **times)
    assert (first.status_code, words in first.text) == (422, True)
    more = desk.send(f"/jobs/{number}/visits", seen_on=f"/jobs/{number}", **times)
    assert (more.status_code, words in more.text) == (422, True)
    with database.reading() as session:
        assert session.scalars(select(Appointment.window_start)).all() == [TUESDAY]


def test_a_visit_whose_time_is_over_may_still_be_given_to_somebody(
    database: Database, desk: Browser
) -> None:
    with database.transaction() as session:
        visit, maria = a_visit(session, a_job(session)), a_technician(session)
        visit.window_start -= timedelta(days=800)
        visit.window_end -= timedelta(days=800)
        session.flush()
        visit_id, technician_id = visit.id, maria.id
    past = f"{TUESDAY - timedelta(days=800):%Y-%m-%d}"
    page = desk.text(f"/dispatch/visits/{visit_id}")
    assert f'value="{past}"' in page
    with database.reading() as session:
        hour = session.get_one(Appointment, visit_id).window_start
    fields = {"technician_id": technician_id, "day": past, "minutes": "120", "anyway": "on"}
    local_hour = 9 if hour.month in {1, 2, 12} else 10
    status, _ = move(desk, database, visit_id, starts=f"{local_hour:02d}:00", **fields)
    assert status == 302


@pytest.mark.parametrize(
    ("starts", "ends", "field"), [("02:15", "02:45", "starts"), ("01:30", "02:30", "ends")]
)
def test_a_time_the_clocks_skip_is_refused(
    database: Database, desk: Browser, starts: str, ends: str, field: str
) -> None:
    with database.transaction() as session:
        visit = a_visit(session, a_job(session))
        number, visit_id = visit.job.number, visit.id
    times = {"day": SPRING_FORWARD, "starts": starts, "ends": ends}
    status, page = move(desk, database, visit_id, **times)
    assert status == 422
    assert "the clocks go forward that night" in page
    assert f'id="{field}-error"' in page
    planned = desk.send(f"/jobs/{number}/visits", seen_on=f"/jobs/{number}", **times)
    assert "the clocks go forward that night" in planned.text


def test_what_is_dragged_over_the_change_of_clocks_keeps_its_length(
    database: Database, desk: Browser
) -> None:
    with database.transaction() as session:
        visit_id = a_visit(session, a_job(session)).id
    where = {"day": SPRING_FORWARD, "starts": "01:30", "minutes": "120"}
    assert move(desk, database, visit_id, **where)[0] == 302
    with database.reading() as session:
        visit = session.get_one(Appointment, visit_id)
        assert visit.window_end - visit.window_start == timedelta(hours=2)


def test_a_visit_in_another_zone_is_shown_and_read_on_the_propertys_clock(
    database: Database, desk: Browser
) -> None:
    with database.transaction() as session:
        visit = a_visit(session, a_job(session))
        visit.job.property.time_zone = "America/New_York"
        session.flush()
        visit_id = visit.id
    page = desk.text(f"/dispatch/visits/{visit_id}")
    assert "Times at the property, EST." in page
    assert 'value="10:00"' in page
    typed = {"day": DAY, "starts": "13:00", "ends": "15:00"}
    assert move(desk, database, visit_id, **typed)[0] == 302
    with database.reading() as session:
        start = session.get_one(Appointment, visit_id).window_start
        assert start == TUESDAY + timedelta(hours=3)
    # The board's columns are the company's hours; what is refused there is shown again on the property's.
    dragged = {"day": DAY, "starts": "14:00", "minutes": "60"}
    assert move(desk, database, visit_id, **dragged)[0] == 302
    with database.reading() as session:
        start = session.get_one(Appointment, visit_id).window_start
        assert start == TUESDAY + timedelta(hours=5)
    again = desk.send(
        f"/dispatch/visits/{visit_id}/move",
        seen_on="/dispatch",
        technician_id="Tom",
        seen=seen(database, visit_id),
        **dragged,
    )
    assert 'value="15:00"' in again.text
    assert 'value="16:00"' in again.text


def test_what_a_technician_says_by_telephone_is_taken_for_their_answer(
    database: Database, desk: Browser
) -> None:
    with database.transaction() as session:
        visit = a_visit(session, a_job(session))
        offers = [
            an_offer(session, visit, a_technician(session, name, number(at))).id
            for name, at in (("Maria Lopez", 171), ("Tom Reed", 172))
        ]
        job, visit_id = f"/jobs/{visit.job.number}", visit.id
    tom = f"{job}/visits/{visit_id}/offers/{offers[1]}/passed"
    assert desk.send(tom, seen_on=job).status_code == 422
    passed = desk.send(tom, seen_on=job, **{f"passes-{offers[1]}": "truck is in the shop"})
    assert passed.status_code == 302
    taken = f"{job}/visits/{visit_id}/offers/{offers[0]}/taken"
    assert desk.send(taken.replace(f"/{visit_id}/", "/999/"), seen_on=job).status_code == 404
    for _ in range(2):
        assert desk.send(taken, seen_on=job).status_code == 302
    with database.reading() as session:
        assert session.get_one(Appointment, visit_id).state is AppointmentState.DISPATCHED
        assert said(session, "appointment.said_taken") == [("Dana Administrator", "Maria Lopez")]
    page = desk.text(job)
    assert "truck is in the shop" in page
    assert "said for Maria Lopez: takes the visit" in page
