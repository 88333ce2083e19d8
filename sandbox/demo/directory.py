"""Writes the demo company's people and places into the directory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.alerts.model import AlertSubscription
from core.desk.model import Note
from core.directory.model import (
    Contact,
    ContactPoint,
    Customer,
    CustomerTag,
    PointKind,
    Property,
    PropertyRelationship,
    Unit,
)
from sandbox.demo.crew import OFFICE_NAMES
from sandbox.demo.drawing import Draw
from sandbox.demo.filling import Filler, Line
from sandbox.demo.people import Person, Place, Town
from sandbox.demo.reference import Reference

KEY = "demo-"
CARE = (
    "Prefers visits after 4 pm, works nights.",
    "Always ring the bell twice, the hallway is loud.",
    "Has a friendly dog that gets out when the door is open.",
    "Asked for the same technician as last time.",
    "Wants a copy of each invoice by mail.",
)
ACCESS = (
    "Key box by the side door; code with the office.",
    "Super lives in the basement flat, ring there first.",
    "Park in the alley behind the house.",
    "",
    "",
)
TAGGED_PERCENT, NOTED_PERCENT, QUIET_PERCENT, INVOICED_BY_MAIL = 9, 8, 3, 90


@dataclass(frozen=True)
class Directory:
    """Ids by the keys of the town: of customers, contacts and their points by person; of properties and units."""

    customers: Mapping[int, int]
    contacts: Mapping[int, int]
    phones: Mapping[int, int]
    mails: Mapping[int, int]
    properties: Mapping[int, int]
    units: Mapping[tuple[int, int], int]


def write_directory(
    filler: Filler, draw: Draw, town: Town, reference: Reference, now: datetime
) -> Directory:
    """Every customer with a contact and its points, every property with units, links and a payer."""
    directory = _number(filler, town)
    began = now - timedelta(days=400)
    filler.fill(Customer, [_customer(each, directory, draw, began) for each in town.people])
    filler.fill(Contact, [_contact(each, directory, began) for each in town.people])
    filler.fill(ContactPoint, list(_points(town, directory, draw, began)))
    filler.fill(Property, [_property(each, directory, draw) for each in town.places])
    filler.fill(Unit, list(_units(town, directory)))
    filler.fill(PropertyRelationship, list(_links(town, directory, reference)))
    filler.fill(AlertSubscription, list(_subscriptions(town, directory, reference)))
    filler.fill(CustomerTag, list(_tagged(town, directory, reference, draw)))
    filler.fill(Note, list(_notes(town, directory, draw, now)))
    return directory


def _number(filler: Filler, town: Town) -> Directory:
    people = [each.key for each in town.people]
    mailed = [each.key for each in town.people if each.mail]
    doors = [(place.key, n) for place in town.places for n in range(len(place.units))]
    places = [each.key for each in town.places]
    return Directory(
        customers=dict(zip(people, filler.ids(Customer, len(people)), strict=True)),
        contacts=dict(zip(people, filler.ids(Contact, len(people)), strict=True)),
        phones=dict(zip(people, filler.ids(ContactPoint, len(people)), strict=True)),
        mails=dict(zip(mailed, filler.ids(ContactPoint, len(mailed)), strict=True)),
        properties=dict(zip(places, filler.ids(Property, len(places)), strict=True)),
        units=dict(zip(doors, filler.ids(Unit, len(doors)), strict=True)),
    )


def _customer(person: Person, directory: Directory, draw: Draw, began: datetime) -> Line:
    key = directory.customers[person.key]
    return {
        "id": key,
        "kind": person.kind,
        "name": person.name,
        "company_name": person.company,
        "billing_address": person.billing_address,
        "preferred_channel": "email" if person.company else "sms",
        "best_time": draw.one(("", "", "", "after 5 pm", "mornings", "weekends")),
        "marketing_ok": draw.happens(20),
        "language": person.language,
        "import_key": f"{KEY}{person.key}",
        "created_at": began + timedelta(minutes=person.key),
    }


def _contact(person: Person, directory: Directory, began: datetime) -> Line:
    return {
        "id": directory.contacts[person.key],
        "customer_id": directory.customers[person.key],
        "first_name": person.first,
        "last_name": person.last,
        "role": person.role,
        "language": person.language,
        "created_at": began + timedelta(minutes=person.key),
    }


def _points(town: Town, directory: Directory, draw: Draw, began: datetime) -> Iterator[Line]:
    for person in town.people:
        same = {"contact_id": directory.contacts[person.key], "created_at": began}
        is_payer = bool(person.company) or person.role == "Owner"
        yield {
            "id": directory.phones[person.key], **same, "kind": PointKind.PHONE, "value": person.phone,
            "label": "mobile", "receives_invoices": False,
            "accepts_job_updates": not person.company and not draw.happens(QUIET_PERCENT),
        }  # fmt: skip
        if person.mail:
            yield {
                "id": directory.mails[person.key], **same, "kind": PointKind.EMAIL, "value": person.mail,
                "label": "work" if person.company else "home",
                "receives_invoices": is_payer and draw.happens(INVOICED_BY_MAIL),
                "accepts_job_updates": bool(person.company),
            }  # fmt: skip


def _property(place: Place, directory: Directory, draw: Draw) -> Line:
    owner = place.owner if place.owner_pays else None
    return {
        "id": directory.properties[place.key],
        "name": place.name,
        "street": place.street,
        "city": place.city,
        "state": "IL",
        "postal_code": place.postal_code,
        "kind": place.kind,
        "access_notes": draw.one(ACCESS),
        "time_zone": "America/Chicago",
        "financially_responsible_customer_id": directory.customers[owner.key] if owner else None,
        "tax_rate_thousandths": TAX_RATE,
        "import_key": f"{KEY}{place.key}",
        "created_at": place.since,
    }


# Thousandths of a percent on material.
TAX_RATE = 10_250


def _units(town: Town, directory: Directory) -> Iterator[Line]:
    for place in town.places:
        for n, name in enumerate(place.units):
            property_id = directory.properties[place.key]
            yield {"id": directory.units[place.key, n], "property_id": property_id, "name": name}


def _links(town: Town, directory: Directory, reference: Reference) -> Iterator[Line]:
    """The customer is Primary, the owner Owner, and who lives there Tenant."""
    for place in town.places:
        yield _link(place, place.customer, "Primary", None, directory, reference)
        if place.owner is not None:
            yield _link(place, place.owner, "Owner", None, directory, reference)
        for tenancy in place.tenants:
            if tenancy.person is not place.customer:
                yield _link(place, tenancy.person, "Tenant", tenancy.unit, directory, reference)


def _link(
    place: Place,
    person: Person,
    name: str,
    unit: int | None,
    directory: Directory,
    reference: Reference,
) -> Line:
    return {
        "property_id": directory.properties[place.key],
        "customer_id": directory.customers[person.key],
        "unit_id": None if unit is None else directory.units[place.key, unit],
        "type_id": reference.links.get(name, next(iter(reference.links.values()))),
        "is_primary": name == "Primary",
    }


def _subscriptions(town: Town, directory: Directory, reference: Reference) -> Iterator[Line]:
    for person in town.people:
        for status_id in reference.told:
            yield {"customer_id": directory.customers[person.key], "status_id": status_id}


def _tagged(town: Town, directory: Directory, reference: Reference, draw: Draw) -> Iterator[Line]:
    for person in town.people:
        if draw.happens(TAGGED_PERCENT):
            tag_id = draw.one(reference.tags)
            yield {"customer_id": directory.customers[person.key], "tag_id": tag_id}


def _notes(town: Town, directory: Directory, draw: Draw, now: datetime) -> Iterator[Line]:
    for person in town.people:
        if draw.happens(NOTED_PERCENT):
            yield {
                "subject_type": "customer",
                "subject_id": directory.customers[person.key],
                "author": draw.one(OFFICE_NAMES),
                "body": draw.one(CARE),
                "created_at": now - timedelta(days=draw.number(2, 300)),
            }
