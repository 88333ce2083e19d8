"""A property's own facts and its units' names are changed on its page; nobody's change is lost to an old form."""

from __future__ import annotations

import html

import pytest
from sqlalchemy import select

from core.clock import database_now
from core.db import Database
from core.desk.model import StaffRole
from core.directory.model import Property, Unit
from core.events.model import Event
from core.jobs.model import Appointment
from tests.office.company import Company
from tests.office.desk import Browser, at_desk
from tests.office.opened_forms import as_open, held_in

FACTS = {
    "name": "Elm Court",
    "street": "14 Elm Street",
    "city": "Denver",
    "state": "CO",
    "postal_code": "80202",
    "kind": "business",
    "time_zone": "America/Denver",
}


@pytest.fixture
def place(company: Company) -> str:
    return f"/properties/{company.property_id}"


def save(desk: Browser, place: str, **changes: str) -> tuple[int, str]:
    held = as_open(desk, place, f"{place}/facts")
    answer = desk.send(f"{place}/facts", seen_on=place, **{**held, **FACTS, **changes})
    return answer.status_code, html.unescape(answer.text)


@pytest.mark.inventory(22, 23, 24)
def test_a_propertys_facts_are_changed_and_recorded(
    database: Database, desk: Browser, company: Company, place: str
) -> None:
    with database.reading() as session:
        before = session.get_one(Property, company.property_id).street
    assert save(desk, place)[0] == 302
    with database.reading() as session:
        row = session.get_one(Property, company.property_id)
        assert {name: str(getattr(row, name)) for name in FACTS} == FACTS
        event = session.scalars(select(Event).where(Event.kind == "property.edited")).one()
        assert event.before["street"] == before
        assert event.after["street"] == "14 Elm Street"
        assert event.property_id == company.property_id
    page = desk.text(place)
    assert "14 Elm Street, Denver, CO 80202" in page
    assert "changed the property’s name and street" in page
    assert "Elm Street" in desk.text("/properties", q="elm")


def test_saving_the_same_facts_again_records_nothing(
    database: Database, desk: Browser, place: str
) -> None:
    assert save(desk, place)[0] == 302
    assert save(desk, place)[0] == 302
    with database.reading() as session:
        kinds = select(Event.id).where(Event.kind == "property.edited")
        assert len(session.scalars(kinds).all()) == 1


def test_another_time_zone_moves_no_planned_visit(
    database: Database, desk: Browser, company: Company, place: str
) -> None:
    with database.reading() as session:
        stood = session.execute(select(Appointment.id, Appointment.window_start)).all()
        assert stood
    assert save(desk, place, time_zone="Pacific/Auckland")[0] == 302
    with database.reading() as session:
        stands = session.execute(select(Appointment.id, Appointment.window_start)).all()
        assert {tuple(row) for row in stands} == {tuple(row) for row in stood}
        assert database_now(session) is not None
    assert "Planned visits stay at the same moment" in desk.text(place)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("street", "  ", "Give the street and house number."),
        ("time_zone", "Chicago time", "Give a time zone such as America/Chicago."),
        ("time_zone", "America", "Give a time zone such as America/Chicago."),
        ("kind", "castle", "Choose one of the list."),
        ("city", "x" * 101, "Keep this under 100 characters"),
    ],
)
def test_facts_that_cannot_be_are_refused_and_stay_in_the_form(
    desk: Browser, place: str, field: str, value: str, message: str
) -> None:
    status, page = save(desk, place, **{field: value})
    assert status == 422
    assert message in page
    assert 'value="Elm Court"' in page


def test_an_old_form_does_not_undo_a_colleagues_change(
    database: Database, desk: Browser, company: Company, place: str
) -> None:
    facts = f"{place}/facts"
    old = as_open(desk, place, facts)
    assert save(desk, place, street="20 Elm Street")[0] == 302
    refused = desk.send(facts, seen_on=place, **{**old, "street": "30 Elm Street"})
    assert refused.status_code == 422
    assert "Somebody else wrote “20 Elm Street” here meanwhile" in html.unescape(refused.text)
    again = held_in(refused.text, facts)
    assert again["street"] == "30 Elm Street"
    with database.reading() as session:
        assert session.get_one(Property, company.property_id).street == "20 Elm Street"
    assert desk.send(facts, seen_on=place, **again).status_code == 302
    with database.reading() as session:
        row = session.get_one(Property, company.property_id)
        assert (row.street, row.name) == ("30 Elm Street", "Elm Court")


@pytest.mark.inventory(25)
def test_a_unit_is_renamed_and_recorded(
    database: Database, desk: Browser, company: Company, place: str
) -> None:
    with database.reading() as session:
        before = session.get_one(Unit, company.unit_id).name
    field = f"unit-{company.unit_id}"
    address = f"{place}/units/{company.unit_id}"
    saved = desk.send(address, seen_on=place, **{field: "Apt 77"})
    assert saved.status_code == 302
    page = desk.text(place)
    assert "#77" in page
    assert f"renamed unit #{before} to #77" in page
    with database.reading() as session:
        assert session.get_one(Unit, company.unit_id).name == "77"
        event = session.scalars(select(Event).where(Event.kind == "unit.renamed")).one()
        assert (event.before, event.after) == ({"unit": before}, {"unit": "77"})


def test_a_units_name_is_refused_when_taken_empty_or_long(
    database: Database, desk: Browser, company: Company, place: str
) -> None:
    with database.transaction() as session:
        before = session.get_one(Unit, company.unit_id).name
        session.add(Unit(property_id=company.property_id, name="Attic"))
    field, address = f"unit-{company.unit_id}", f"{place}/units/{company.unit_id}"
    for name, message in (
        ("# attic", "has a unit attic already"),
        ("apt", "Give the unit a number or name."),
        ("x" * 41, "Keep a unit’s name under 40 characters."),
    ):
        answer = desk.send(address, seen_on=place, **{field: name})
        assert answer.status_code == 422, name
        assert message in html.unescape(answer.text)
        assert f'value="{name}"' in answer.text
    with database.reading() as session:
        assert session.get_one(Unit, company.unit_id).name == before


def test_a_unit_that_a_colleague_renamed_meanwhile_is_not_renamed_over_them(
    database: Database, desk: Browser, company: Company, place: str
) -> None:
    field, address = f"unit-{company.unit_id}", f"{place}/units/{company.unit_id}"
    editor = f"{place}?rename={company.unit_id}"
    old = as_open(desk, editor, address)
    assert desk.send(address, seen_on=place, **{**old, field: "7"}).status_code == 302
    refused = desk.send(address, seen_on=place, **{**old, field: "9"})
    assert refused.status_code == 422
    assert "Somebody else wrote “7” here meanwhile; you have “9”." in refused.text
    again = held_in(refused.text, address)
    assert desk.send(address, seen_on=place, **again).status_code == 302
    with database.reading() as session:
        assert session.get_one(Unit, company.unit_id).name == "9"


def test_a_unit_of_another_property_is_not_found(desk: Browser, company: Company) -> None:
    answer = desk.send(
        f"/properties/999/units/{company.unit_id}", **{f"unit-{company.unit_id}": "7"}
    )
    assert answer.status_code == 404


def test_who_only_reads_the_directory_changes_no_facts(
    database: Database, company: Company, place: str
) -> None:
    clerk = at_desk(database, StaffRole.ACCOUNTING)
    page = clerk.text(place)
    assert "Facts" in page
    assert "Change name, address" not in page
    assert "Rename" not in page
    assert clerk.send(f"{place}/facts", seen_on=place, **FACTS).status_code == 403
    unit = f"{place}/units/{company.unit_id}"
    assert clerk.send(unit, seen_on=place, **{f"unit-{company.unit_id}": "7"}).status_code == 403
