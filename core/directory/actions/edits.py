"""Change what is known of customers and properties. Every change is recorded with what stood
before.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import JsonObject
from core.directory.model import PAYMENT_TERMS_DAYS, Customer, CustomerKind, Property
from core.errors import FieldRefused, NotFound
from core.events.actions import Actor, Place, record
from core.language import Language

LONGEST_NAME = 200
MOST_TAX = 30_000


@dataclass(frozen=True)
class CustomerDetails:
    """What staff may change of a customer (inventory 1, 2, 8-12). payment_terms_days: from invoice to due date."""

    name: str
    company_name: str
    kind: CustomerKind
    billing_address: str
    best_time: str
    notes: str
    preferred_channel: str = "sms"
    language: Language = Language.ENGLISH
    payment_terms_days: int = PAYMENT_TERMS_DAYS


def edit_customer(
    session: Session, customer_id: int, details: CustomerDetails, *, actor: Actor
) -> Customer:
    """Change a customer's details. Refuses an empty name."""
    customer = session.scalar(select(Customer).where(Customer.id == customer_id).with_for_update())
    if customer is None:
        raise NotFound("customer", customer_id)
    if not details.name.strip():
        raise FieldRefused("name", "Give the customer a name.")
    before, after = write_changes(customer, asdict(details))
    if not after:
        return customer
    session.flush()
    record(
        session,
        "customer.edited",
        subject=("customer", customer.id),
        actor=actor,
        place=Place(customer_id=customer.id),
        before=before,
        after=after,
    )
    return customer


def write_changes(row: Customer | Property, wanted: JsonObject) -> tuple[JsonObject, JsonObject]:
    """Write what is another now; returns what stood there and what stands there, of the changed fields alone."""
    before = {name: getattr(row, name) for name in wanted}
    changed = {name: value for name, value in wanted.items() if value != before[name]}
    for name, value in changed.items():
        setattr(row, name, value)
    return {name: before[name] for name in changed}, changed


def edit_access_notes(session: Session, property_id: int, notes: str, *, actor: Actor) -> Property:
    """Say how to get into a property. The event keeps that it changed, not the codes themselves."""
    place = session.scalar(select(Property).where(Property.id == property_id).with_for_update())
    if place is None:
        raise NotFound("property", property_id)
    if place.access_notes != notes:
        place.access_notes = notes
        session.flush()
        record(
            session,
            "property.edited",
            subject=("property", place.id),
            actor=actor,
            place=Place(property_id=place.id),
            after={"changed": "access_notes"},
        )
    return place


def set_tax_rate(
    session: Session, property_id: int, thousandths: int | None, *, actor: Actor
) -> Property:
    """Set the sales tax of a place, in thousandths of one percent (8875 is 8.875 %); None is the company's own rate.
    Refuses less than nothing and more than MOST_TAX.
    """
    if thousandths is not None and not 0 <= thousandths <= MOST_TAX:
        raise FieldRefused("tax_rate", "Give a rate between 0 and 30 %.")
    place = session.scalar(select(Property).where(Property.id == property_id).with_for_update())
    if place is None:
        raise NotFound("property", property_id)
    before = place.tax_rate_thousandths
    if before != thousandths:
        place.tax_rate_thousandths = thousandths
        session.flush()
        record(
            session,
            "property.tax_rate_set",
            subject=("property", place.id),
            actor=actor,
            place=Place(property_id=place.id),
            before={"thousandths": before},
            after={"thousandths": thousandths},
        )
    return place
