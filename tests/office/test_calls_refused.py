"""What the call page refuses, and that nothing typed is lost by it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.db import Database
from core.jobs.model import Booking
from tests.office.calling import filled
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
        assert session.scalars(select(Booking).where(Booking.form_key == "a-form")).all() == []
