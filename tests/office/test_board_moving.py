"""Moving visits from the board: by the form, over what stands in the way, and by those who may alone."""

from __future__ import annotations

import re

import pytest

from core.db import Database
from core.desk.model import StaffRole
from core.jobs.actions.visits import start_travel
from core.jobs.model import (
    Appointment,
    AppointmentState,
    AssignmentState,
)
from tests.builders import (
    OFFICE,
    a_job,
)
from tests.builders.jobs import TUESDAY
from tests.office.board_desk import DAY, Crew, board, holders, lane, move, row_of, seen, settle_crew
from tests.office.desk import Browser, at_desk


@pytest.fixture
def crew(database: Database) -> Crew:
    return settle_crew(database)


@pytest.mark.inventory(65)
def test_a_visit_is_given_to_a_technician_by_the_form(
    database: Database, desk: Browser, crew: Crew
) -> None:
    page = desk.text(f"/dispatch/visits/{crew.open_id}")
    assert 'value="13:00"' in page
    back = f"/dispatch?day={DAY}"
    fields = {"technician_id": crew.tom_id, "starts": "13:00", "ends": "15:00", "back": back}
    answer = desk.send(
        f"/dispatch/visits/{crew.open_id}/move",
        seen_on="/dispatch",
        day=DAY,
        seen=seen(database, crew.open_id),
        **fields,
    )
    assert (answer.status_code, answer.location) == (302, back)
    row = row_of(board(desk), "Tom Reed")
    assert f"#{crew.open_number}" in row
    assert "asked, no answer yet" in row


@pytest.mark.inventory(66)
def test_an_overlap_names_the_other_job_and_is_forced_on_purpose(
    database: Database, desk: Browser, crew: Crew
) -> None:
    fields = {"technician_id": crew.maria_id, "starts": "10:00", "minutes": "120"}
    status, page = move(desk, database, crew.open_id, **fields)
    assert status == 422
    assert f"Maria Lopez has job {crew.taken_number} then (Tue 09:00 to 11:00)." in page
    assert "Move it anyway" in page
    assert 'value="10:00"' in page
    with database.reading() as session:
        assert holders(session, crew.open_id) == []
    assert move(desk, database, crew.open_id, anyway="on", **fields)[0] == 302
    with database.reading() as session:
        assert holders(session, crew.open_id) == [("Maria", AssignmentState.OFFERED)]
    assert "against what stands in the way" in desk.text(f"/jobs/{crew.open_number}")
    assert page.count('rowspan="2"') == 0
    assert 'rowspan="2">Maria Lopez' in board(desk)


def test_the_second_of_two_dispatchers_sees_what_the_first_did(
    database: Database, desk: Browser, crew: Crew
) -> None:
    before = seen(database, crew.open_id)
    fields = {"starts": "13:00", "ends": "15:00"}
    assert move(desk, database, crew.open_id, technician_id=crew.tom_id, **fields)[0] == 302
    status, page = move(
        desk, database, crew.open_id, technician_id=crew.maria_id, **fields, seen=before
    )
    assert status == 409
    assert f"offered to Tom Reed, Tue {TUESDAY.day} Mar 13:00 to 15:00." in page
    assert f'value="{seen(database, crew.open_id)}"' in page
    assert " selected>Tom Reed" in page
    with database.reading() as session:
        assert holders(session, crew.open_id) == [("Tom", AssignmentState.OFFERED)]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"starts": "", "ends": "15:00"}, "Give a time, such as 09:30."),
        ({"starts": "13:00", "ends": "12:00"}, "must end after it starts"),
        ({"starts": "13:00", "minutes": "0"}, "Give a whole number from 1 to 1440."),
        ({"starts": "13:00", "ends": "15:00", "day": "soon"}, "Give a day, such as"),
        ({"starts": "13:00", "ends": "15:00", "technician_id": "Tom"}, "Choose one of the list."),
    ],
)
def test_a_move_that_makes_no_sense_is_shown_at_its_field(
    database: Database, desk: Browser, crew: Crew, fields: dict[str, object], message: str
) -> None:
    status, page = move(desk, database, crew.open_id, **fields)
    assert status == 422
    assert message in page


def test_what_does_not_exist_is_a_404(database: Database, desk: Browser, crew: Crew) -> None:
    assert desk.open("/dispatch/visits/999999").status_code == 404
    assert desk.open("/dispatch/jobs/999999").status_code == 404
    gone = desk.send("/dispatch/visits/999999/move", day=DAY, starts="09:00", ends="10:00")
    assert gone.status_code == 404
    fields = {"technician_id": 999_999, "starts": "13:00", "ends": "15:00"}
    assert move(desk, database, crew.open_id, **fields)[0] == 404


def test_a_job_with_no_visit_is_planned_from_the_board_once(
    database: Database, desk: Browser, crew: Crew
) -> None:
    with database.transaction() as session:
        job_number = a_job(session, summary="Gate stuck").number
    assert f"#{job_number}" in lane(board(desk))
    address = f"/dispatch/jobs/{job_number}"
    assert "Plan the first visit" in desk.text(address)
    fields = {"technician_id": crew.tom_id, "day": DAY, "starts": "09:00", "ends": "11:00"}
    assert desk.send(f"{address}/visit", seen_on=address, **fields).status_code == 302
    assert f"#{job_number}" in row_of(board(desk), "Tom Reed")
    assert desk.open(address).status_code == 302
    again = desk.send(f"{address}/visit", seen_on="/dispatch", **fields)
    assert again.status_code == 409
    assert "has a visit meanwhile: offered to Tom Reed" in again.text


@pytest.mark.inventory(71)
def test_a_dispatcher_says_on_the_way_with_the_time(
    database: Database, desk: Browser, crew: Crew
) -> None:
    address = f"/dispatch/visits/{crew.taken_id}"
    assert desk.send(f"{address}/on-the-way", seen_on=address, eta_minutes="").status_code == 422
    sent = desk.send(f"{address}/on-the-way", seen_on=address, eta_minutes="25")
    assert sent.status_code == 302
    with database.reading() as session:
        visit = session.get_one(Appointment, crew.taken_id)
        assert visit.state is AppointmentState.EN_ROUTE
        assert visit.job.status.name == "On the Way"
        assert visit.eta_at is not None
    assert re.search(r"on the way, there \d\d:\d\d", row_of(board(desk), "Maria Lopez"))
    early = desk.send(f"/dispatch/visits/{crew.open_id}/on-the-way", eta_minutes="25")
    assert early.status_code == 409


def test_a_visit_under_way_cannot_be_moved(database: Database, desk: Browser, crew: Crew) -> None:
    with database.transaction() as session:
        start_travel(session, crew.taken_id, eta_minutes=20, actor=OFFICE)
    assert "It stays where it is" in desk.text(f"/dispatch/visits/{crew.taken_id}")
    fields = {"technician_id": crew.tom_id, "starts": "13:00", "ends": "15:00"}
    assert move(desk, database, crew.taken_id, **fields)[0] == 409


@pytest.mark.inventory(169)
@pytest.mark.inventory(170)
def test_only_those_who_may_schedule_move_anything(database: Database, crew: Crew) -> None:
    csr = at_desk(database, StaffRole.CSR)
    page = board(csr)
    assert "draggable" not in page
    assert f"/jobs/{crew.taken_number}" in page
    assert csr.open(f"/dispatch/visits/{crew.open_id}").status_code == 403
    fields = {"technician_id": crew.tom_id, "starts": "13:00", "ends": "15:00"}
    assert move(csr, database, crew.open_id, **fields)[0] == 403
    with database.reading() as session:
        assert holders(session, crew.open_id) == []
    dispatcher = at_desk(database, StaffRole.DISPATCHER)
    assert move(dispatcher, database, crew.open_id, **fields)[0] == 302
