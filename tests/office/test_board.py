"""The dispatch board at the desk: who has what when, what nobody has, and how it keeps itself fresh."""

from __future__ import annotations

import re
from datetime import time, timedelta

import pytest
from sqlalchemy import event, insert, select

from core.db import Database
from core.directory.model import Tag
from core.jobs.actions.crew_time import add_time_off, set_hours, set_skills
from core.jobs.actions.emergencies import Danger, raise_emergency
from core.jobs.actions.offers import NO_ANSWER, accept, withdraw
from core.jobs.model import (
    Appointment,
    Assignment,
    AssignmentState,
    BusinessUnit,
    JobPriority,
    JobTag,
)
from office.board.page import MOST_READ, MOST_WAITING
from office.board.showing import Sight
from tests.builders import (
    OFFICE,
    a_job,
    a_place,
    a_technician,
    a_visit,
    an_offer,
    number,
)
from tests.builders.jobs import TUESDAY
from tests.office.board_desk import DAY, Crew, board, lane, row_of, settle_crew
from tests.office.desk import Browser

MOST_QUERIES = 16


def beside(by: int) -> str:
    """So many days after the day of the crew's visits."""
    return f"{TUESDAY + timedelta(days=by):%Y-%m-%d}"


@pytest.fixture
def crew(database: Database) -> Crew:
    return settle_crew(database)


@pytest.mark.inventory(67)
def test_the_day_shows_who_has_what_and_what_waits(desk: Browser, crew: Crew) -> None:
    page = board(desk)
    assert f"Tuesday {TUESDAY.day} March" in page
    row = row_of(page, "Maria Lopez")
    assert f"#{crew.taken_number}" in row
    assert "09:00–11:00" in row
    assert "accepted" in row
    assert f'colspan="4" data-day="{DAY}" data-starts="09:00"' in row
    assert f"#{crew.open_number}" in lane(page)
    assert "nobody asked" in lane(page)
    assert f"#{crew.open_number}" not in row_of(page, "Tom Reed")


def test_another_day_is_empty_and_says_so(desk: Browser, crew: Crew) -> None:
    page = board(desk, day=beside(1))
    assert f"#{crew.taken_number}" not in page
    assert "Every visit of this day is with somebody" in page
    assert f"day={DAY}" in page
    assert f"day={beside(2)}" in page


@pytest.mark.inventory(67)
def test_the_week_begins_on_monday_and_holds_each_day(desk: Browser, crew: Crew) -> None:
    page = board(desk, sight="week")
    assert f"Week of {TUESDAY - timedelta(days=1):%-d %B}" in page
    cells = re.findall(r'<td data-day="([^"]+)"', row_of(page, "Maria Lopez"))
    assert cells == [beside(by) for by in range(-1, 6)]
    assert f"#{crew.taken_number}" in row_of(page, "Maria Lopez")


@pytest.mark.parametrize("asked", [{"day": "yesterday"}, {"day": "9999-12-31"}, {"unit": "x"}])
def test_what_is_no_day_or_trade_shows_the_board_all_the_same(
    desk: Browser, crew: Crew, asked: dict[str, object]
) -> None:
    assert "Dispatch" in desk.text("/dispatch", **asked)
    assert desk.open("/dispatch/part", **asked).status_code == 200


@pytest.mark.inventory(67)
def test_a_trade_and_a_tag_show_only_their_work(
    database: Database, desk: Browser, crew: Crew
) -> None:
    with database.transaction() as session:
        taken = session.get_one(Appointment, crew.taken_id)
        units = session.scalars(select(BusinessUnit).order_by(BusinessUnit.id)).all()
        other = next(each for each in units if each.id != taken.job.business_unit_id)
        session.get_one(Appointment, crew.open_id).job.business_unit = other
        set_skills(session, crew.tom_id, [other.id], actor=OFFICE)
        tag = Tag(name="warranty")
        session.add(tag)
        session.flush()
        session.add(JobTag(job_id=taken.job_id, tag_id=tag.id))
        unit_id, tag_id = taken.job.business_unit_id, tag.id
    page = board(desk, unit=unit_id)
    assert f"#{crew.taken_number}" in page
    assert f"#{crew.open_number}" not in page
    assert 'data-name="Tom Reed"' not in page
    page = board(desk, tag=tag_id)
    assert f"#{crew.taken_number}" in page
    assert f"#{crew.open_number}" not in page


def test_an_emergency_nobody_has_stands_on_top(
    database: Database, desk: Browser, crew: Crew
) -> None:
    with database.transaction() as session:
        danger = Danger(safety="gas", words="I smell gas", reporter_address=number(142))
        emergency = raise_emergency(session, danger, actor=OFFICE)
        pressing = a_job(session, priority=JobPriority.EMERGENCY, summary="Ceiling came down")
        emergency_id, job_number = emergency.id, pressing.number
    page = board(desk)
    top = page[page.index("emergency-lane") : page.index("data-lane")]
    assert "I smell gas" in top
    assert f"#{job_number}" in top
    answer = desk.send(
        f"/emergencies/{emergency_id}/take", seen_on="/dispatch", back=f"/dispatch?day={DAY}"
    )
    assert answer.location.endswith(f"/dispatch?day={DAY}")
    assert "I smell gas" not in board(desk)


def test_hours_off_are_shaded_and_say_why(database: Database, desk: Browser, crew: Crew) -> None:
    with database.transaction() as session:
        set_hours(session, crew.tom_id, {1: (time(8), time(12))}, actor=OFFICE)
        noon = TUESDAY + timedelta(hours=1)
        add_time_off(
            session,
            crew.tom_id,
            starts_at=noon,
            ends_at=noon + timedelta(hours=1),
            reason="dentist",
            actor=OFFICE,
        )
    cells = dict(
        re.findall(r'data-starts="([^"]+)" class="([^"]*)"', row_of(board(desk), "Tom Reed"))
    )
    assert "off" not in cells["09:30"]
    assert "off" in cells["10:00"]
    assert "off" not in cells["11:30"]
    assert "off" in cells["12:00"]
    assert "Tom Reed is off then (dentist)." in board(desk)


def test_an_offer_nobody_answered_says_so(database: Database, desk: Browser, crew: Crew) -> None:
    with database.transaction() as session:
        visit = session.get_one(Appointment, crew.open_id)
        offered = an_offer(session, visit, a_technician(session, "Joe Park", number(172)))
        withdraw(session, offered.id, actor=OFFICE, reason=NO_ANSWER)
    assert "nobody answered" in lane(board(desk))


def test_the_fresh_part_is_sent_only_when_it_differs(
    database: Database, desk: Browser, crew: Crew
) -> None:
    page = board(desk)
    address = re.search(r'hx-get="([^"]+)" hx-trigger="every 10s"', page)
    assert address is not None
    part = address[1].replace("&amp;", "&")
    assert desk.client.get(part).status_code == 204
    with database.transaction() as session:
        visit = session.get_one(Appointment, crew.open_id)
        tom = an_offer(session, visit, a_technician(session, "Joe Park", number(172)))
        accept(session, tom.id, actor=OFFICE)
    fresh = desk.client.get(part)
    assert fresh.status_code == 200
    assert f"#{crew.open_number}" in row_of(fresh.text, "Joe Park")


def test_a_full_board_asks_no_more_than_an_empty_one(
    database: Database, desk: Browser, crew: Crew
) -> None:
    asked: list[str] = []

    def listen(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    with database.transaction() as session:
        tom = a_technician(session, "Joe Park", number(172))
        for hour in range(0, 24, 2):
            an_offer(session, a_visit(session, a_job(session), hour), tom)
    event.listen(database.engine, "before_cursor_execute", listen)
    try:
        desk.text("/dispatch/part", day=DAY)
        full = len(asked)
        asked.clear()
        desk.text("/dispatch/part", day="2026-05-05")
    finally:
        event.remove(database.engine, "before_cursor_execute", listen)
    # Without visits the crew's time is still asked for.
    assert full == len(asked)
    assert full <= MOST_QUERIES


def test_of_many_that_nobody_has_the_board_shows_some_and_counts_all(
    database: Database, desk: Browser, crew: Crew
) -> None:
    with database.transaction() as session:
        place = a_place(session)
        for _ in range(MOST_WAITING):
            a_visit(session, a_job(session, place), 6)
    page = board(desk)
    assert f"{MOST_WAITING} of {MOST_WAITING + 1} are shown" in page


def test_a_week_of_very_many_visits_is_shown_in_numbers_that_lead_to_their_days(
    database: Database, desk: Browser, crew: Crew
) -> None:
    with database.transaction() as session:
        visit = session.get_one(Appointment, crew.taken_id)
        many = [
            {
                "job_id": visit.job_id,
                "window_start": visit.window_start + timedelta(days=1, minutes=n),
                "window_end": visit.window_end + timedelta(days=1, minutes=n),
            }
            for n in range(MOST_READ[Sight.WEEK])
        ]
        ids = session.scalars(insert(Appointment).returning(Appointment.id), many).all()
        taken = {"technician_id": crew.maria_id, "state": AssignmentState.ACCEPTED}
        session.execute(insert(Assignment), [{"appointment_id": id_, **taken} for id_ in ids])
    page = board(desk, sight="week")
    assert "are too many to read at once" in page
    row = row_of(page, "Maria Lopez")
    assert f"{MOST_READ[Sight.WEEK]} visits" in row
    assert "1 visit<" in row
    assert f"day={beside(1)}" in row
    assert "visit-card" not in row
