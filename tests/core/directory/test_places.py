"""Properties, units and who stands how to them: one Primary, links that are no liability, one who pays."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import Database
from core.directory.actions.edits import edit_access_notes
from core.directory.actions.opening import make_primary
from core.directory.actions.places import (
    add_property,
    add_unit,
    relationship_type,
    unlink,
    update_responsible_party,
)
from core.directory.model import Customer, Property, PropertyKind, PropertyRelationship
from core.directory.queries.customer_page import customer_page
from core.directory.queries.people import default_customer, has_role_at, places_of
from core.directory.queries.property_page import property_page
from core.errors import FieldRefused, NotFound, Refused
from core.events.model import Event
from tests.builders import CHICAGO, OFFICE, a_customer, a_place, a_unit, linked
from tests.crowd import at_once


@pytest.mark.inventory(22, 23, 24)
def test_a_property_has_an_address_a_type_and_access_notes(session: Session) -> None:
    place = add_property(
        session,
        street=" 214 Oak St ",
        city="Springfield",
        state="IL",
        postal_code="62704",
        time_zone=CHICAGO,
        kind=PropertyKind.BUSINESS,
        access_notes="Gate code 4471",
    )
    edit_access_notes(session, place.id, "Gate code 9000, dog in the yard", actor=OFFICE)
    page = property_page(session, place.id)
    assert page.address == "214 Oak St, Springfield, IL 62704"
    assert page.kind is PropertyKind.BUSINESS
    assert page.access_notes == "Gate code 9000, dog in the yard"


def test_the_record_of_new_access_notes_does_not_tell_the_code(session: Session) -> None:
    place = a_place(session)
    edit_access_notes(session, place.id, "Gate code 4471", actor=OFFICE)
    event = session.scalars(select(Event).where(Event.kind == "property.edited")).one()
    assert "4471" not in str([event.before, event.after, event.facts])


@pytest.mark.parametrize(("street", "zone"), [(" ", CHICAGO), ("1 Elm St", "Chicago")])
def test_a_property_needs_a_street_and_a_real_time_zone(
    session: Session, street: str, zone: str
) -> None:
    with pytest.raises(FieldRefused):
        add_property(session, street=street, city="", state="", postal_code="", time_zone=zone)


@pytest.mark.parametrize("written", ["3B", "#3B", " # 3B", "Apt 3B", "apt. #3B", "Unit 3B"])
def test_a_unit_is_kept_under_its_plain_name(session: Session, written: str) -> None:
    place = a_place(session)
    assert add_unit(session, place, name=written).name == "3B"
    with pytest.raises(FieldRefused, match="has a unit 3b already"):
        add_unit(session, place, name="#3b")


def test_a_unit_needs_a_name(session: Session) -> None:
    with pytest.raises(FieldRefused, match="number or name"):
        add_unit(session, a_place(session), name="#")


@pytest.mark.inventory(15, 17, 25, 27, 28)
def test_customers_and_properties_are_linked_many_to_many_each_by_a_type(session: Session) -> None:
    oak, elm = a_place(session, "214 Oak St"), a_place(session, "12 Elm Ave")
    manager, tenant = a_customer(session, "Rita Chen"), a_customer(session, "Robert Diaz")
    linked(session, oak, manager, "Property Manager")
    linked(session, elm, manager, "Facility Manager")
    linked(session, oak, tenant, "Tenant", unit=a_unit(session, oak))
    assert relationships(session, oak) == {"Rita Chen": "Property Manager", "Robert Diaz": "Tenant"}
    assert [place.label for place in places_of(session, [manager.id])] == [
        "214 Oak St",
        "12 Elm Ave",
    ]
    shown = customer_page(session, manager.id).places
    assert [(each.address[:10], each.relationship) for each in shown] == [
        ("214 Oak St", "Property Manager"),
        ("12 Elm Ave", "Facility Manager"),
    ]


def test_the_same_link_twice_is_one_link(session: Session) -> None:
    place, tenant = a_place(session), a_customer(session)
    assert linked(session, place, tenant).id == linked(session, place, tenant).id


@pytest.mark.inventory(29)
def test_several_managers_may_be_linked_to_one_property(session: Session) -> None:
    place = a_place(session)
    for name, type_name in (
        ("A", "Property Manager"),
        ("B", "Property Manager"),
        ("C", "Facility Manager"),
    ):
        linked(session, place, a_customer(session, name), type_name)
    assert len(relationships(session, place)) == 3
    managers = [each.customer_id for each in property_page(session, place.id).customers]
    assert all(has_role_at(session, [each], place.id) for each in managers)


@pytest.mark.inventory(30)
def test_a_new_primary_takes_the_place_of_the_one_before(session: Session) -> None:
    place = a_place(session)
    first, second = a_customer(session, "First"), a_customer(session, "Second")
    linked(session, place, first, "Primary")
    linked(session, place, second, "Primary")
    assert relationships(session, place) == {"First": "Other", "Second": "Primary"}
    demoted = session.scalars(select(Event).where(Event.kind == "property.primary_demoted")).one()
    assert demoted.customer_id == first.id


@pytest.mark.inventory(30)
def test_a_primary_may_come_back_and_move_to_a_unit(session: Session) -> None:
    place = a_place(session)
    first, second = a_customer(session, "First"), a_customer(session, "Second")
    for customer in (first, second, first, second):
        linked(session, place, customer, "Primary")
    linked(session, place, second, "Primary", unit=a_unit(session, place))
    assert primaries(session, place) == [second.id]


@pytest.mark.inventory(28, 30)
def test_an_owner_who_becomes_the_primary_stays_the_owner(session: Session) -> None:
    """A link is one of its type: who may decide for a place as its owner still may, Primary or not."""
    place, owner = a_place(session), a_customer(session, "Ben")
    make_primary(session, linked(session, place, owner, "Owner"), actor=OFFICE)
    shown = [(each.name, each.relationship) for each in property_page(session, place.id).customers]
    assert shown == [("Ben", "Primary"), ("Ben", "Owner")]
    linked(session, place, a_customer(session, "Zoe"), "Primary")
    assert "Owner" in {each.relationship for each in property_page(session, place.id).customers}
    assert has_role_at(session, [owner.id], place.id)


@pytest.mark.inventory(30)
def test_eight_hands_at_once_leave_exactly_one_primary(database: Database) -> None:
    with database.transaction() as session:
        place_id = a_place(session).id
        customers = [a_customer(session, f"Customer {n}").id for n in range(8)]

    def act(hand: int) -> int:
        with database.transaction() as session:
            place = session.get_one(Property, place_id)
            linked(session, place, session.get_one(Customer, customers[hand]), "Primary")
            return hand

    assert sorted(str(got) for got in at_once(8, act)) == [str(n) for n in range(8)]
    with database.reading() as session:
        assert len(primaries(session, session.get_one(Property, place_id))) == 1


@pytest.mark.inventory(31, 32)
def test_the_primary_stands_on_top_of_the_property_page(session: Session) -> None:
    place = a_place(session)
    linked(session, place, a_customer(session, "Aaron"), "Property Manager")
    linked(session, place, a_customer(session, "Zoe"), "Primary")
    linked(session, place, a_customer(session, "Bea"), "Tenant", unit=a_unit(session, place))
    shown = property_page(session, place.id)
    assert [(each.name, each.relationship) for each in shown.customers] == [
        ("Zoe", "Primary"),
        ("Aaron", "Property Manager"),
        ("Bea", "Tenant"),
    ]
    assert [(unit.name, unit.occupants) for unit in shown.units] == [("3B", ("Bea",))]


@pytest.mark.inventory(18)
def test_a_link_alone_is_no_liability(session: Session) -> None:
    place = a_place(session)
    linked(session, place, a_customer(session, "Rita"), "Property Manager")
    linked(session, place, a_customer(session, "Zoe"), "Primary")
    page = property_page(session, place.id)
    assert page.payer is None
    assert not any(each.pays for each in page.customers)


@pytest.mark.inventory(26, 33, 34)
def test_the_one_who_pays_is_chosen_from_the_linked_whatever_their_type(session: Session) -> None:
    place = a_place(session)
    primary, owner = a_customer(session, "Zoe"), a_customer(session, "Omar")
    linked(session, place, primary, "Primary")
    with pytest.raises(Refused, match="Link Omar to 214 Oak St first"):
        update_responsible_party(session, place, owner, actor=OFFICE)
    linked(session, place, owner, "Owner")
    update_responsible_party(session, place, owner, actor=OFFICE)
    page = property_page(session, place.id)
    assert page.payer == (owner.id, "Omar")
    assert [(each.name, each.pays) for each in page.customers] == [("Zoe", False), ("Omar", True)]
    event = session.scalars(
        select(Event).where(Event.kind == "property.responsible_party_updated")
    ).one()
    assert (event.before, event.after) == ({"customer_id": None}, {"customer_id": owner.id})


@pytest.mark.inventory(33)
def test_the_one_who_pays_cannot_be_unlinked_until_replaced(session: Session) -> None:
    place, owner = a_place(session), a_customer(session, "Omar")
    link = linked(session, place, owner, "Owner")
    update_responsible_party(session, place, owner, actor=OFFICE)
    with pytest.raises(Refused, match="Omar pays for 214 Oak St"):
        unlink(session, link, actor=OFFICE)
    second = linked(session, place, owner, "Landlord")
    unlink(session, second, actor=OFFICE)
    update_responsible_party(session, place, None, actor=OFFICE)
    unlink(session, link, actor=OFFICE)
    assert relationships(session, place) == {}


@pytest.mark.inventory(42)
def test_the_job_of_a_managed_place_is_the_managers_unless_there_is_a_primary(
    session: Session,
) -> None:
    place = a_place(session)
    linked(session, place, a_customer(session, "Tenant"), "Tenant")
    assert default_customer(session, place.id) is None
    manager, primary = a_customer(session, "Manager"), a_customer(session, "Primary")
    linked(session, place, manager, "Property Manager")
    assert default_customer(session, place.id) == manager
    linked(session, place, primary, "Primary")
    assert default_customer(session, place.id) == primary


def test_a_type_nobody_has_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound, match="relationship type Landlady"):
        relationship_type(session, "Landlady")


def relationships(session: Session, place: Property) -> dict[str, str]:
    page = property_page(session, place.id)
    return {each.name: each.relationship for each in page.customers}


def primaries(session: Session, place: Property) -> list[int]:
    rows = session.scalars(
        select(PropertyRelationship.customer_id).where(
            PropertyRelationship.property_id == place.id, PropertyRelationship.is_primary
        )
    )
    return list(rows)
