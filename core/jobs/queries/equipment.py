"""Equipment as pages show it: at a property, on a job, over all sites, with the jobs that served it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import Session, joinedload

from core.directory.queries.search import matching_property_ids
from core.errors import NotFound
from core.jobs.lifecycle import Category
from core.jobs.model import Attachment, Equipment, Job, JobEquipment
from core.jobs.queries.booking_pages import Photo

MOST_AT_PLACE = 200
MOST_SERVICES = 50
MOST_WORDS = 8
MOST_PLACES = 500


@dataclass(frozen=True)
class EquipmentRow:
    """A piece of equipment in a list. last_served: when a job that served it was opened."""

    id: int
    name: str
    make: str
    model: str
    serial: str
    property: tuple[int, str]
    unit: str | None
    installed_on: date | None
    warranty_until: date | None
    retired_at: datetime | None
    last_served: datetime | None


@dataclass(frozen=True)
class ServiceRow:
    """A job that served the equipment."""

    number: int
    summary: str
    status: str
    category: Category
    opened_at: datetime


@dataclass(frozen=True)
class EquipmentView:
    """One piece of equipment with its history and pictures."""

    row: EquipmentRow
    unit_id: int | None
    notes: str
    services: tuple[ServiceRow, ...]
    photos: tuple[Photo, ...]


_LAST = (
    select(func.max(Job.created_at))
    .join(JobEquipment, JobEquipment.job_id == Job.id)
    .where(JobEquipment.equipment_id == Equipment.id)
    .correlate(Equipment)
    .scalar_subquery()
)


def equipment_list(
    session: Session, words: str, *, limit: int, after: int | None = None
) -> tuple[EquipmentRow, ...]:
    """Equipment over all sites, the last written down first; after: the id of the last one seen (inventory 146).

    words: the beginnings of words of its name, make, model or serial number, or what finds a property.
    """
    query = _listing().where(_fits(words)).order_by(Equipment.id.desc()).limit(limit)
    return _rows(session, query if after is None else query.where(Equipment.id < after))


def equipment_at(session: Session, property_id: int) -> tuple[EquipmentRow, ...]:
    """What stands at the property, in use first, at most MOST_AT_PLACE."""
    query = (
        _listing()
        .where(Equipment.property_id == property_id)
        .order_by(Equipment.retired_at.is_not(None), Equipment.unit_id.nulls_first(), Equipment.id)
    )
    return _rows(session, query.limit(MOST_AT_PLACE))


def equipment_of_job(session: Session, job_id: int) -> tuple[EquipmentRow, ...]:
    """What the job serves."""
    query = (
        _listing()
        .join(JobEquipment, JobEquipment.equipment_id == Equipment.id)
        .where(JobEquipment.job_id == job_id)
        .order_by(Equipment.id)
    )
    return _rows(session, query.limit(MOST_AT_PLACE))


def equipment_to_serve(session: Session, job: Job) -> tuple[EquipmentRow, ...]:
    """What the job could serve besides: in use at its place, in its unit or for the whole property."""
    taken = select(JobEquipment.equipment_id).where(JobEquipment.job_id == job.id)
    here = or_(Equipment.unit_id.is_(None), Equipment.unit_id == job.unit_id)
    query = (
        _listing()
        .where(
            Equipment.property_id == job.property_id,
            Equipment.retired_at.is_(None),
            here if job.unit_id is not None else true(),
            Equipment.id.not_in(taken),
        )
        .order_by(Equipment.id)
    )
    return _rows(session, query.limit(MOST_AT_PLACE))


def equipment_page(session: Session, equipment_id: int) -> EquipmentView:
    """One piece of equipment; NotFound if there is none."""
    found = _rows(session, _listing().where(Equipment.id == equipment_id))
    if not found:
        raise NotFound("equipment", equipment_id)
    stored = session.get_one(Equipment, equipment_id)
    return EquipmentView(
        row=found[0],
        unit_id=stored.unit_id,
        notes=stored.notes,
        services=services_of(session, equipment_id),
        photos=_photos(session, equipment_id),
    )


def services_of(
    session: Session, equipment_id: int, *, limit: int = MOST_SERVICES, offset: int = 0
) -> tuple[ServiceRow, ...]:
    """The jobs that served it, the newest first; offset: how many of them to pass over."""
    rows = session.scalars(
        select(Job)
        .join(JobEquipment, JobEquipment.job_id == Job.id)
        .where(JobEquipment.equipment_id == equipment_id)
        .options(joinedload(Job.status))
        .order_by(Job.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return tuple(
        ServiceRow(job.number, job.summary, job.status.name, job.status.category, job.created_at)
        for job in rows
    )


def _listing() -> Select[Equipment, datetime]:
    return select(Equipment, _LAST).options(
        joinedload(Equipment.property), joinedload(Equipment.unit)
    )


def _fits(words: str) -> ColumnElement[bool]:
    found = re.findall(r"[^\W_]+", words.lower())[:MOST_WORDS]
    if not found:
        return true() if not words.strip() else Equipment.id.is_(None)
    query = " & ".join(f"{word}:*" for word in found)
    itself = Equipment.found_by.op("@@")(func.to_tsquery("simple", query))
    places = matching_property_ids(words, limit=MOST_PLACES)
    return itself if places is None else or_(itself, Equipment.property_id.in_(places))


def _rows(session: Session, query: Select[Equipment, datetime]) -> tuple[EquipmentRow, ...]:
    return tuple(_row(equipment, last) for equipment, last in session.execute(query))


def _row(row: Equipment, last: datetime | None) -> EquipmentRow:
    return EquipmentRow(
        id=row.id,
        name=row.name,
        make=row.make,
        model=row.model,
        serial=row.serial,
        property=(row.property_id, row.property.address),
        unit=row.unit.name if row.unit else None,
        installed_on=row.installed_on,
        warranty_until=row.warranty_until,
        retired_at=row.retired_at,
        last_served=last,
    )


def _photos(session: Session, equipment_id: int) -> tuple[Photo, ...]:
    rows = session.scalars(
        select(Attachment)
        .where(Attachment.equipment_id == equipment_id)
        .options(joinedload(Attachment.blob))
        .order_by(Attachment.id)
    )
    return tuple(Photo(row.blob_id, row.name, row.blob.content_type) for row in rows)
