"""Places written down with their units; customers linked to them, made Primary, unlinked."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.db import Database
from core.desk.model import StaffRole
from core.directory.model import Property, PropertyRelationship, RelationshipType, Unit
from core.events.model import Event
from tests.office.company import Company
from tests.office.desk import Browser, at_desk

FORM = "/properties/new"
ELM = {
    "street": "9 Elm Street",
    "city": "Springfield",
    "state": "IL",
    "postal_code": "62704",
    "kind": "rental",
    "time_zone": "America/Chicago",
    "units": "1, 2, #3B",
    "access_notes": "Code 1234",
}


@pytest.mark.inventory(22, 23, 24)
def test_a_new_property_comes_with_its_units(database: Database, desk: Browser) -> None:
    assert 'value="America/Chicago"' in desk.text(FORM)
    saved = desk.send("/properties", seen_on=FORM, **ELM)
    assert saved.status_code == 302
    page = desk.text(saved.location)
    for words in ("9 Elm Street, Springfield, IL 62704", "#1<", "#2<", "#3B<", "Code 1234"):
        assert words in page, words
    with database.reading() as session:
        kinds = session.scalars(select(Event.kind).order_by(Event.id)).all()
        assert kinds[-4:] == ["property.added", "unit.added", "unit.added", "unit.added"]
        told = session.scalars(select(Event.after).where(Event.kind == "property.added")).one()
        assert "1234" not in str(told)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("street", "", "Give the street and house number."),
        ("time_zone", "Chicago time", "Give a time zone such as America/Chicago."),
        ("time_zone", "../../etc/passwd", "Give a time zone such as America/Chicago."),
        ("units", "1, 2, apt 1", "has a unit 1 already."),
        ("units", "x" * 41, "Keep a unit’s name under 40 characters."),
        ("kind", "castle", "Choose one of the list."),
        ("city", "x" * 101, "Keep this under 100 characters"),
    ],
)
def test_a_place_that_cannot_be_is_refused_and_nothing_typed_is_lost(
    database: Database, desk: Browser, field: str, value: str, message: str
) -> None:
    answer = desk.send("/properties", seen_on=FORM, **(ELM | {field: value}))
    assert answer.status_code == 422
    assert message in answer.text
    assert f'id="{field}-error"' in answer.text
    assert "Code 1234</textarea>" in answer.text
    with database.reading() as session:
        assert session.scalar(select(Property.id)) is None


def test_a_unit_is_added_once(desk: Browser, company: Company) -> None:
    address = f"/properties/{company.property_id}"
    assert desk.send(f"{address}/units", seen_on=address, unit_name="apt 6").status_code == 302
    assert "#6<" in desk.text(address)
    again = desk.send(f"{address}/units", seen_on=address, unit_name="#6")
    assert again.status_code == 422
    assert "12 Oak Street has a unit 6 already." in again.text
    assert "Key box left of the door" in again.text
    empty = desk.send(f"{address}/units", seen_on=address, unit_name="  ")
    assert "Give the unit a number or name." in empty.text


def type_named(database: Database, name: str) -> int:
    with database.reading() as session:
        query = select(RelationshipType.id).where(RelationshipType.name == name)
        return session.scalars(query).one()


def links_of(database: Database, property_id: int) -> dict[tuple[int, str], int]:
    with database.reading() as session:
        rows = session.scalars(
            select(PropertyRelationship).where(PropertyRelationship.property_id == property_id)
        )
        return {(row.customer_id, row.type.name): row.id for row in rows}


@pytest.mark.inventory(27, 28, 29)
def test_a_customer_is_found_by_name_and_linked_to_a_unit(
    database: Database, desk: Browser, company: Company
) -> None:
    address = f"/properties/{company.property_id}"
    assert "Robert Diaz (" in desk.text(address, who="bob")
    assert "Nobody fits “zebra”" in desk.text(address, who="zebra")
    saved = desk.send(
        f"{address}/links",
        seen_on=address,
        customer_id=company.tenant_id,
        type_id=type_named(database, "Landlord"),
        link_unit_id=company.unit_id,
    )
    assert saved.status_code == 302
    assert (company.tenant_id, "Landlord") in links_of(database, company.property_id)
    assert "linked as Landlord of #4" in desk.text(address)


def test_a_link_to_nobody_or_to_another_places_unit_is_refused(
    database: Database, desk: Browser, company: Company
) -> None:
    address = f"/properties/{company.property_id}"
    other = desk.send("/properties", seen_on=FORM, **ELM).location.rpartition("/")[2]
    with database.reading() as session:
        query = select(Unit.id).where(Unit.property_id == int(other)).limit(1)
        foreign = session.scalars(query).one()
    before = links_of(database, company.property_id)
    for fields in (
        {"type_id": type_named(database, "Owner")},
        {"customer_id": company.tenant_id},
        {"customer_id": "999", "type_id": type_named(database, "Owner")},
        {"customer_id": "x", "type_id": "y"},
        {
            "customer_id": company.tenant_id,
            "type_id": type_named(database, "Owner"),
            "link_unit_id": foreign,
        },
    ):
        answer = desk.send(f"{address}/links", seen_on=address, who="bob", **fields)
        assert answer.status_code == 422
        assert "Mend th" in answer.text
        assert 'value="bob"' in answer.text
    assert links_of(database, company.property_id) == before


@pytest.mark.inventory(30)
def test_making_another_primary_demotes_the_first(
    database: Database, desk: Browser, company: Company
) -> None:
    address = f"/properties/{company.property_id}"
    tenant = links_of(database, company.property_id)[company.tenant_id, "Tenant"]
    assert desk.send(f"{address}/links/{tenant}/primary", seen_on=address).status_code == 302
    links = links_of(database, company.property_id)
    assert (company.tenant_id, "Primary") in links
    assert (company.manager_id, "Primary") not in links
    assert "no longer Primary" in desk.text(address)


@pytest.mark.inventory(34)
def test_whoever_pays_is_not_unlinked_and_the_page_says_why(
    database: Database, desk: Browser, company: Company
) -> None:
    address = f"/properties/{company.property_id}"
    links = links_of(database, company.property_id)
    payer = links[company.manager_id, "Primary"]
    refused = desk.send(f"{address}/links/{payer}/unlink", seen_on=address)
    assert refused.status_code == 422
    assert "Choose another financially responsible party first." in refused.text
    tenant = links[company.tenant_id, "Tenant"]
    assert desk.send(f"{address}/links/{tenant}/unlink", seen_on=address).status_code == 302
    assert list(links_of(database, company.property_id)) == [(company.manager_id, "Primary")]
    assert desk.send(f"{address}/links/{tenant}/unlink", seen_on=address).status_code == 404


def test_accounting_links_nobody(database: Database, company: Company) -> None:
    accounting = at_desk(database, StaffRole.ACCOUNTING)
    address = f"/properties/{company.property_id}"
    page = accounting.text(address)
    for words in ("Make Primary", "Unlink", "Link a customer", "Add unit"):
        assert words not in page
    link = links_of(database, company.property_id)[company.tenant_id, "Tenant"]
    for change in ("units", "links", f"links/{link}/unlink", f"links/{link}/primary"):
        assert accounting.send(f"{address}/{change}", unit_name="9").status_code == 403
    assert accounting.open(FORM).status_code == 403
    assert accounting.send("/properties", **ELM).status_code == 403
