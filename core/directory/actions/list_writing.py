"""What a line of a list means for the directory: something new, a change, or nothing. It is found out first and written
after, so that a dry run and a real one agree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import JsonObject
from core.directory.actions.people import add_point
from core.directory.actions.places import relate
from core.directory.list_lines import Problem
from core.directory.model import (
    Contact,
    Customer,
    CustomerKind,
    ListKind,
    PointKind,
    Property,
    PropertyRelationship,
    RelationshipType,
)
from core.errors import FieldRefused
from core.events.actions import Actor, Place, record

Standing = TypeVar("Standing", Contact, Property)
LARGEST_ID = 2**31 - 1
POINTS = {"phone": PointKind.PHONE, "email": PointKind.EMAIL}
NOT_FIELDS = frozenset({"key", "customer_key", "relationship", *POINTS})


class Outcome(StrEnum):
    """What a line does."""

    MADE = "made"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True)
class Plan:
    """What one line would do. row: what stands; None makes a new one. fields: what changes of it."""

    kind: ListKind
    key: str
    row: Customer | Contact | Property | None
    fields: Mapping[str, str | int]
    points: Mapping[PointKind, str]
    customer: Customer | None
    relationship: RelationshipType | None

    @property
    def outcome(self) -> Outcome:
        """What the line does when it is written."""
        if self.row is None:
            return Outcome.MADE
        is_new = self.fields or self.points or self.relationship
        return Outcome.CHANGED if is_new else Outcome.SAME


def plan_line(session: Session, kind: ListKind, values: Mapping[str, str], *, zone: str) -> Plan:
    """Find out what the line does. FieldRefused names the column whose key or relationship does not exist."""
    row = _standing(session, kind, values["key"])
    customer = None
    if "customer_key" in values:
        customer = _customer(session, values["customer_key"], "customer_key")
    wanted: dict[str, str | int] = {
        name: int(words) if name == "payment_terms_days" else words
        for name, words in values.items()
        if name not in NOT_FIELDS
    }
    if row is None and kind is ListKind.PROPERTIES:
        wanted.setdefault("time_zone", zone)
    if row is None and kind is ListKind.CUSTOMERS:
        wanted.setdefault("kind", CustomerKind.RESIDENTIAL)
    fields = {
        name: value for name, value in wanted.items() if row is None or getattr(row, name) != value
    }
    if isinstance(row, Contact) and customer is not None and row.customer_id != customer.id:
        raise FieldRefused("customer_key", "This person belongs to another customer already.")
    return Plan(
        kind,
        values["key"],
        row,
        fields,
        _new_points(row, values),
        customer,
        _relationship(session, row, customer, values),
    )


def unknown_in(session: Session, kind: ListKind, values: Mapping[str, str]) -> tuple[Problem, ...]:
    """Every key and relationship of the line that does not exist, whatever else is wrong with it."""
    checks: tuple[Callable[[], object], ...] = (
        lambda: "key" in values and _standing(session, kind, values["key"]),
        lambda: (
            "customer_key" in values and _customer(session, values["customer_key"], "customer_key")
        ),
        lambda: "relationship" in values and _named_way(session, values["relationship"]),
    )
    problems: list[Problem] = []
    for check in checks:
        try:
            check()
        except FieldRefused as refusal:
            problems.append(Problem(refusal.field, refusal.message))
    return tuple(problems)


def write_plan(session: Session, plan: Plan, *, file_name: str, actor: Actor) -> None:
    """Do what the line says, and record it with the list's name and what stood there before."""
    if plan.outcome is Outcome.SAME:
        return
    row = plan.row or _made(plan)
    before: JsonObject = {name: getattr(row, name) for name in plan.fields} if plan.row else {}
    for name, value in plan.fields.items():
        setattr(row, name, value)
    session.add(row)
    session.flush()
    if isinstance(row, Contact):
        for kind, value in plan.points.items():
            add_point(session, row, kind=kind, value=value)
    if isinstance(row, Property) and plan.customer is not None and plan.relationship is not None:
        relate(session, row, plan.customer, plan.relationship, actor=actor)
    one = {"customers": "customer", "contacts": "contact", "properties": "property"}[plan.kind]
    record(
        session,
        f"{one}.imported",
        subject=(one, row.id),
        actor=actor,
        place=_place(row),
        before=before,
        after={"file": file_name, "outcome": plan.outcome, **plan.fields},
    )


def _made(plan: Plan) -> Customer | Contact | Property:
    if plan.kind is ListKind.CUSTOMERS:
        return Customer(import_key=plan.key)
    if plan.kind is ListKind.CONTACTS:
        return Contact(import_key=plan.key, customer=plan.customer)
    return Property(import_key=plan.key)


def _place(row: Customer | Contact | Property) -> Place:
    if isinstance(row, Property):
        return Place(property_id=row.id)
    return Place(customer_id=row.customer_id if isinstance(row, Contact) else row.id)


def _standing(session: Session, kind: ListKind, key: str) -> Customer | Contact | Property | None:
    """What the key means: another list's own, or `#` and our number, which must exist."""
    if kind is ListKind.CUSTOMERS:
        return _customer(session, key, "key") if key.startswith("#") else _by_key(session, key)
    if kind is ListKind.CONTACTS:
        return _still_there(_ours_or_theirs(session, Contact, key), key)
    return _ours_or_theirs(session, Property, key)


def _ours_or_theirs(session: Session, type_: type[Standing], key: str) -> Standing | None:
    if not key.startswith("#"):
        return session.scalar(select(type_).where(type_.import_key == key))
    found = session.get(type_, _number(key, "key"))
    if found is None:
        raise FieldRefused("key", f"There is no {key}.")
    return found


def _still_there(found: Contact | None, key: str) -> Contact | None:
    if found is not None and found.retired_at is not None:
        raise FieldRefused("key", f"There is no {key}.")
    return found


def _by_key(session: Session, key: str) -> Customer | None:
    return session.scalar(select(Customer).where(Customer.import_key == key))


def _customer(session: Session, key: str, column: str) -> Customer:
    """A customer by the key of the list they came from, or by `#` and their number."""
    if key.startswith("#"):
        where = Customer.number == _number(key, column)
        found = session.scalar(select(Customer).where(where))
    else:
        found = _by_key(session, key)
    if found is not None and found.merged_into_id is not None:
        found = session.get(Customer, found.merged_into_id)
    if found is None:
        raise FieldRefused(column, f"There is no customer {key}.")
    return found


def _number(key: str, column: str) -> int:
    digits = key.removeprefix("#")
    if not (digits.isascii() and digits.isdigit()) or int(digits[:11]) > LARGEST_ID:
        raise FieldRefused(column, f"There is no {key}.")
    return int(digits)


def _new_points(
    row: Customer | Contact | Property | None, values: Mapping[str, str]
) -> Mapping[PointKind, str]:
    held = {point.value for point in row.points} if isinstance(row, Contact) else set()
    return {
        kind: values[name]
        for name, kind in POINTS.items()
        if name in values and values[name] not in held
    }


def _relationship(
    session: Session,
    row: Customer | Contact | Property | None,
    customer: Customer | None,
    values: Mapping[str, str],
) -> RelationshipType | None:
    """How the customer stands to the place, where the line says so and it is not so yet."""
    name = values.get("relationship")
    if name is None:
        return None
    if customer is None:
        raise FieldRefused("customer_key", "Say whose relationship this is.")
    found = _named_way(session, name)
    return None if isinstance(row, Property) and _stands(session, row, customer, found) else found


def _named_way(session: Session, name: str) -> RelationshipType:
    found = session.scalar(select(RelationshipType).where(RelationshipType.name == name))
    if found is None:
        raise FieldRefused("relationship", f"There is no relationship called {name}.")
    return found


def _stands(session: Session, place: Property, customer: Customer, type_: RelationshipType) -> bool:
    link = select(PropertyRelationship.id).where(
        PropertyRelationship.property_id == place.id,
        PropertyRelationship.customer_id == customer.id,
        PropertyRelationship.type_id == type_.id,
    )
    return session.scalar(link.limit(1)) is not None
