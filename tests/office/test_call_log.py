"""Calls on the customer's record."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.db import Database
from core.desk.model import StaffRole
from core.jobs.model import Call
from tests.office.company import Company
from tests.office.desk import Browser, at_desk


@pytest.mark.inventory(21, 61)
def test_a_call_is_noted_with_its_time_and_length_and_numbers_can_be_dialled(
    database: Database, desk: Browser, company: Company
) -> None:
    address = f"/customers/{company.tenant_id}/calls"
    assert 'href="tel:+13125550142"' in desk.text(address)
    noted = desk.send(address, seen_on=address, notes="Asked for an invoice copy", minutes="7")
    assert noted.status_code == 302
    page = desk.text(address)
    assert "Asked for an invoice copy" in page
    assert "7 min" in page
    with database.reading() as session:
        call = session.scalars(select(Call)).one()
        assert (call.minutes, call.taken_by) == (7, "Dana Administrator")
        assert 400 < (call.created_at - call.began_at).total_seconds() < 440
    assert "Asked for an invoice copy" in desk.text("/bookings/new", phone="312 555 0142")


@pytest.mark.parametrize(
    "bad", [{"notes": ""}, {"minutes": "-1"}, {"minutes": "x"}, {"phone": "12"}]
)
def test_a_call_that_is_none_is_refused_at_its_field(
    database: Database, desk: Browser, company: Company, bad: dict[str, str]
) -> None:
    address = f"/customers/{company.tenant_id}/calls"
    fields = {"notes": "Asked", "minutes": "1", **bad}
    assert desk.send(address, seen_on=address, **fields).status_code == 422
    with database.reading() as session:
        assert session.scalars(select(Call)).all() == []


def test_a_customer_nobody_knows_has_no_calls(desk: Browser, company: Company) -> None:
    assert desk.open("/customers/99999/calls").status_code == 404
    unknown = desk.send("/customers/99999/calls", notes="Asked", minutes="1")
    assert unknown.status_code == 404


def test_who_may_not_book_may_read_calls_only(database: Database, company: Company) -> None:
    books = at_desk(database, StaffRole.ACCOUNTING)
    address = f"/customers/{company.tenant_id}/calls"
    assert books.open(address).status_code == 200
    assert books.send(address, notes="Asked", minutes="1").status_code == 403
