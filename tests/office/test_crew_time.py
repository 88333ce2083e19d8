"""Hours, trades, time off and the on-call rota at the desk."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from core.clock import database_now, local
from core.db import Database
from core.desk.model import StaffRole
from core.jobs.model import (
    BusinessUnit,
    OnCallShift,
    Technician,
    TechnicianSkill,
    TimeOff,
    WorkingHours,
)
from tests.builders import CHICAGO, a_technician, number
from tests.office.desk import Browser, at_desk

ROTA = "/settings/on-call"


@pytest.fixture
def maria_id(database: Database) -> int:
    with database.transaction() as session:
        return a_technician(session).id


def tomorrow(database: Database, days: int = 1) -> date:
    with database.reading() as session:
        return local(database_now(session), CHICAGO).date() + timedelta(days=days)


def test_a_week_of_hours_is_saved_as_a_whole(
    database: Database, desk: Browser, maria_id: int
) -> None:
    page = f"/settings/technicians/{maria_id}/time"
    assert "No hours told yet" in desk.text(page)
    assert f'href="{page}"' in desk.text(f"/settings/technicians/{maria_id}")
    sent = desk.send(
        f"{page}/hours",
        seen_on=page,
        starts_0="08:00",
        ends_0="17:00",
        starts_5="09:00",
        ends_5="12:00",
    )
    assert sent.status_code == 302
    desk.send(f"{page}/hours", seen_on=page, starts_0="07:30", ends_0="17:00")
    with database.reading() as session:
        rows = session.scalars(select(WorkingHours)).all()
        assert [(row.weekday, f"{row.starts:%H:%M}") for row in rows] == [(0, "07:30")]
    assert 'value="07:30"' in desk.text(page)


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"starts_2": "17:00", "ends_2": "08:00"}, "ends_2", "Wed must end after it starts."),
        ({"starts_2": "08:00"}, "ends_2", "Give both times"),
        ({"starts_2": "early", "ends_2": "12:00"}, "starts_2", "Give both times"),
    ],
)
def test_hours_that_make_no_sense_keep_the_form(
    desk: Browser, maria_id: int, fields: dict[str, str], field: str, message: str
) -> None:
    page = f"/settings/technicians/{maria_id}/time"
    answer = desk.send(f"{page}/hours", seen_on=page, **fields)
    assert answer.status_code == 422
    assert message in answer.text
    assert f'id="{field}-error"' in answer.text
    assert f'value="{fields["starts_2"]}"' in answer.text


def test_trades_are_ticked_and_unticked(database: Database, desk: Browser, maria_id: int) -> None:
    page = f"/settings/technicians/{maria_id}/time"
    with database.reading() as session:
        unit_id = session.scalars(select(BusinessUnit.id).order_by(BusinessUnit.id)).first()
    desk.send(f"{page}/trades", seen_on=page, **{f"unit_{unit_id}": "on", "unit_999999": "on"})
    with database.reading() as session:
        assert session.scalars(select(TechnicianSkill.business_unit_id)).all() == [unit_id]
    assert re.search(rf'id="unit_{unit_id}"[^>]* checked', desk.text(page))
    desk.send(f"{page}/trades", seen_on=page)
    with database.reading() as session:
        assert session.scalars(select(TechnicianSkill)).all() == []


def test_time_off_is_whole_days_and_can_be_taken_back(
    database: Database, desk: Browser, maria_id: int
) -> None:
    page = f"/settings/technicians/{maria_id}/time"
    first, last = tomorrow(database), tomorrow(database, 2)
    fields = {"off_first": first, "off_last": last, "off_reason": "Beach"}
    assert desk.send(f"{page}/off", seen_on=page, **fields).status_code == 302
    assert "Beach" in desk.text(page)
    with database.reading() as session:
        row = session.scalars(select(TimeOff)).one()
        assert local(row.starts_at, CHICAGO).date() == first
        assert local(row.ends_at, CHICAGO).date() == last + timedelta(days=1)
        assert local(row.ends_at, CHICAGO).hour == 0
    board = desk.text("/dispatch", day=first)
    assert "Maria Lopez is off then (Beach)." in board
    assert desk.send(f"{page}/off/{row.id}/remove", seen_on=page).status_code == 302
    assert "None planned." in desk.text(page)
    reversed_ = desk.send(f"{page}/off", seen_on=page, **(fields | {"off_last": "2020-01-01"}))
    assert reversed_.status_code == 422
    assert 'id="off_last-error"' in reversed_.text
    no_day = desk.send(f"{page}/off", seen_on=page, **(fields | {"off_first": "soon"}))
    assert no_day.status_code == 422


def test_somebody_is_put_on_call_swapped_and_taken_off(
    database: Database, desk: Browser, maria_id: int
) -> None:
    assert "Nobody is on call now." in desk.text(ROTA)
    assert "Gap" in desk.text(ROTA)
    with database.transaction() as session:
        tom_id = a_technician(session, "Tom Reed", number(171)).id
    today = tomorrow(database, 0)
    fields: dict[str, object] = {
        "technician_id": maria_id,
        "first": today - timedelta(days=1),
        "first_hour": "08:00",
        "last": today + timedelta(days=29),
        "last_hour": "08:00",
        "place": 1,
    }
    assert desk.send(ROTA, seen_on=ROTA, **fields).status_code == 302
    page = desk.text(ROTA)
    assert "Maria Lopez (paged first)" in page
    assert "by this rota" in page
    assert "Covered" in page
    clash = desk.send(ROTA, seen_on=ROTA, **(fields | {"technician_id": tom_id}))
    assert clash.status_code == 422
    assert "Maria Lopez has place 1 then; swap instead." in clash.text
    with database.reading() as session:
        shift_id = session.scalars(select(OnCallShift.id)).one()
    nobody = desk.send(f"{ROTA}/{shift_id}/swap", seen_on=ROTA, swap_to="")
    assert nobody.status_code == 422
    assert "Choose who takes the shift over." in nobody.text
    assert desk.send(f"{ROTA}/{shift_id}/swap", seen_on=ROTA, swap_to=tom_id).status_code == 302
    assert "Tom Reed (paged first)" in desk.text(ROTA)
    assert desk.send(f"{ROTA}/{shift_id}/drop", seen_on=ROTA).status_code == 302
    assert "Nobody is on call now." in desk.text(ROTA)
    assert desk.send(f"{ROTA}/{shift_id}/drop", seen_on=ROTA).status_code == 404


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"technician_id": ""}, "Choose who is on call."),
        ({"technician_id": "999999"}, "Choose a technician who works now."),
        ({"last": "2020-01-01"}, "A shift must end after it starts, within a month."),
        ({"first": "Monday"}, "Give a day, such as"),
        ({"place": "9"}, "Give a whole number from 1 to 5."),
    ],
)
def test_a_shift_that_makes_no_sense_is_shown_at_its_field(
    database: Database, desk: Browser, maria_id: int, fields: dict[str, str], message: str
) -> None:
    usual: dict[str, object] = {
        "technician_id": maria_id,
        "first": "2026-03-02",
        "first_hour": "08:00",
        "last": "2026-03-09",
        "last_hour": "08:00",
        "place": "1",
    }
    answer = desk.send(ROTA, seen_on=ROTA, **(usual | fields))
    assert answer.status_code == 422
    assert message in answer.text
    with database.reading() as session:
        assert session.scalars(select(OnCallShift)).all() == []


@pytest.mark.inventory(169)
def test_only_leaders_change_hours_and_the_rota(database: Database, maria_id: int) -> None:
    dispatcher = at_desk(database, StaffRole.DISPATCHER)
    page = f"/settings/technicians/{maria_id}/time"
    assert dispatcher.open(page).status_code == 403
    assert dispatcher.open(ROTA).status_code == 403
    assert dispatcher.send(ROTA, seen_on="/dispatch").status_code == 403


def test_hours_of_nobody_are_a_404(database: Database, desk: Browser) -> None:
    page = "/settings/technicians/999/time"
    assert desk.open(page).status_code == 404
    assert desk.send(f"{page}/hours", seen_on=ROTA).status_code == 404
    assert desk.send(f"{page}/off/1/remove", seen_on=ROTA).status_code == 404
    with database.reading() as session:
        assert session.scalars(select(Technician)).all() == []
