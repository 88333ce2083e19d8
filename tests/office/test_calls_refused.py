"""What the call page refuses, and that nothing typed is lost by it."""

from __future__ import annotations

from datetime import time

import pytest
from sqlalchemy import select

from core.db import Database
from core.events.actions import FIXLINE
from core.jobs.actions.crew_time import set_hours
from core.jobs.model import Assignment
from tests.builders.jobs import TUESDAY
from tests.office.calling import calls_booked, filled
from tests.office.company import Company
from tests.office.desk import Browser


@pytest.mark.parametrize(
    "bad",
    [
        {"words": ""},
        {"caller": "9" * 30},
        {"caller": "77"},
        {"property_id": "-1"},
        {"unit_id": "999999"},
        {"urgency": "never"},
        {"priority": "x"},
        {"slot": "a:b:c"},
        {"slot": "1:9999999999999:9999999999999"},
        {"day": "tomorrow"},
        {"day": "2027-03-02", "starts": "11:00", "ends": "09:00"},
        {"customer_id": "٣"},
        {"do": "everything"},
        {"phone": "12"},
        {"type_id": "99999999999", "caller": "", "name": "X Y", "phone": "312 555 0188"},
        {"words": "x" * 5000},
    ],
)
def test_what_is_wrong_is_shown_at_its_field_and_nothing_is_lost(
    database: Database, desk: Browser, company: Company, bad: dict[str, str]
) -> None:
    form = filled(database, company, customer_notes="Ring twice")
    answer = desk.send("/bookings", **{**form, **bad})
    assert answer.status_code == 422
    assert "Ring twice</textarea>" in answer.text
    with database.reading() as session:
        assert calls_booked(session) == []


@pytest.mark.inventory(59, 66)
def test_who_should_not_be_sent_then_is_booked_only_on_purpose(
    database: Database, desk: Browser, company: Company
) -> None:
    with database.transaction() as session:
        week = {day: (time(8), time(10)) for day in range(5)}
        set_hours(session, company.technician_id, week, actor=FIXLINE)
    day = f"{TUESDAY:%Y-%m-%d}"
    when = {"day": day, "starts": "09:00", "ends": "11:00"}
    form = filled(database, company, technician_id=company.technician_id, **when)
    refused = desk.send("/bookings", **form)
    assert refused.status_code == 422
    assert "Maria Lopez works 08:00 to 10:00 on Tue." in refused.text
    assert "Book it anyway" in refused.text
    assert f'value="{day}"' in refused.text
    with database.reading() as session:
        assert calls_booked(session) == []
    assert desk.send("/bookings", **(form | {"do": "insist"})).status_code == 302
    with database.reading() as session:
        newest = select(Assignment).order_by(Assignment.id.desc()).limit(1)
        assert session.scalars(newest).one().technician_id == company.technician_id
