"""One customer with people, places and entries, as their page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from core.addresses import spoken_phone
from core.directory.model import (
    Contact,
    ContactPoint,
    Customer,
    CustomerKind,
    PointKind,
    PropertyRelationship,
)
from core.directory.queries.tags import TagView, tags_of
from core.errors import NotFound
from core.language import Language

MOST_PLACES = 60
MOST_REMOVED = 60


@dataclass(frozen=True)
class PointView:
    """A number or address of a contact. value: its one stored spelling; spoken: as people write it."""

    id: int
    kind: PointKind
    value: str
    spoken: str
    label: str
    accepts_job_updates: bool
    updates_changed_at: datetime | None
    bad_since: datetime | None
    bad_reason: str


@dataclass(frozen=True)
class ContactView:
    """A person of the customer with their entries."""

    id: int
    name: str
    role: str
    language: Language
    own_alert_list: bool
    points: tuple[PointView, ...]


@dataclass(frozen=True)
class RemovedView:
    """A person who was removed, and when."""

    id: int
    name: str
    retired_at: datetime


@dataclass(frozen=True)
class PlaceLink:
    """A property of the customer. unit: the one unit it is about, or None for the whole
    property.
    """

    link_id: int
    property_id: int
    address: str
    unit: str | None
    relationship: str
    is_primary: bool
    pays: bool


@dataclass(frozen=True)
class CustomerView:
    """One customer. places: the first MOST_PLACES; more_places: whether the list of properties has others."""

    id: int
    number: int
    name: str
    company_name: str
    display_name: str
    kind: CustomerKind
    billing_address: str
    preferred_channel: str
    best_time: str
    notes: str
    language: Language
    payment_terms_days: int
    tax_exempt: bool
    tax_certificate_blob_id: int | None
    tax_certificate_expires_on: date | None
    merged_into_id: int | None
    tags: tuple[TagView, ...]
    contacts: tuple[ContactView, ...]
    removed: tuple[RemovedView, ...]
    places: tuple[PlaceLink, ...]
    more_places: bool


def customer_page(session: Session, customer_id: int) -> CustomerView:
    """One customer; NotFound if there is none."""
    row = session.get(Customer, customer_id)
    if row is None:
        raise NotFound("customer", customer_id)
    contacts = session.scalars(
        select(Contact)
        .where(Contact.customer_id == row.id, Contact.retired_at.is_(None))
        .options(selectinload(Contact.points))
        .order_by(Contact.id)
    )
    places = _places(session, row.id)
    return CustomerView(
        id=row.id,
        number=row.number,
        name=row.name,
        company_name=row.company_name,
        display_name=row.display_name,
        kind=row.kind,
        billing_address=row.billing_address,
        preferred_channel=row.preferred_channel,
        best_time=row.best_time,
        notes=row.notes,
        language=Language(row.language),
        payment_terms_days=row.payment_terms_days,
        tax_exempt=row.tax_exempt,
        tax_certificate_blob_id=row.tax_certificate_blob_id,
        tax_certificate_expires_on=row.tax_certificate_expires_on,
        merged_into_id=row.merged_into_id,
        tags=tags_of(session, row.id),
        contacts=tuple(_contact(each) for each in contacts),
        removed=_removed(session, row.id),
        places=places[:MOST_PLACES],
        more_places=len(places) > MOST_PLACES,
    )


def _removed(session: Session, customer_id: int) -> tuple[RemovedView, ...]:
    """Newest first."""
    rows = session.scalars(
        select(Contact)
        .where(Contact.customer_id == customer_id, Contact.retired_at.is_not(None))
        .order_by(Contact.retired_at.desc(), Contact.id.desc())
        .limit(MOST_REMOVED)
    )
    return tuple(
        RemovedView(row.id, row.full_name, row.retired_at) for row in rows if row.retired_at
    )


def _contact(row: Contact) -> ContactView:
    return ContactView(
        id=row.id,
        name=row.full_name,
        role=row.role,
        language=Language(row.language),
        own_alert_list=row.own_alert_list,
        points=tuple(_point(each) for each in row.points),
    )


def _point(row: ContactPoint) -> PointView:
    return PointView(
        id=row.id,
        kind=row.kind,
        value=row.value,
        spoken=spoken_phone(row.value) if row.kind == PointKind.PHONE else row.value,
        label=row.label,
        accepts_job_updates=row.accepts_job_updates,
        updates_changed_at=row.updates_changed_at,
        bad_since=row.bad_since,
        bad_reason=row.bad_reason,
    )


def _places(session: Session, customer_id: int) -> tuple[PlaceLink, ...]:
    links = session.scalars(
        select(PropertyRelationship)
        .where(PropertyRelationship.customer_id == customer_id)
        .options(
            joinedload(PropertyRelationship.property),
            joinedload(PropertyRelationship.unit),
            joinedload(PropertyRelationship.type),
        )
        .order_by(PropertyRelationship.is_primary.desc(), PropertyRelationship.id)
        .limit(MOST_PLACES + 1)
    )
    return tuple(
        PlaceLink(
            link_id=link.id,
            property_id=link.property_id,
            address=link.property.address,
            unit=link.unit.name if link.unit else None,
            relationship=link.type.name,
            is_primary=link.is_primary,
            pays=link.property.financially_responsible_customer_id == customer_id,
        )
        for link in links
    )
