"""Equipment: written down where it stands, changed, taken out of use; and which jobs served it. Nothing is deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.db import JsonObject
from core.directory.model import Property, Unit
from core.errors import FieldRefused, NotFound, Refused
from core.events.actions import Actor, Place, record
from core.jobs.actions.visits import place_of
from core.jobs.model import Equipment, Job, JobEquipment

LONGEST_NAME = 120
LONGEST_NOTES = 4_000


@dataclass(frozen=True)
class EquipmentDraft:
    """A piece of equipment as somebody wrote it. unit_id: None where it serves the whole property."""

    name: str
    unit_id: int | None = None
    make: str = ""
    model: str = ""
    serial: str = ""
    installed_on: date | None = None
    warranty_until: date | None = None
    notes: str = ""


def add_equipment(
    session: Session, property_id: int, draft: EquipmentDraft, *, actor: Actor
) -> Equipment:
    """Write down what stands at a property (inventory 145). Refused: no name, a unit of another property."""
    if session.get(Property, property_id) is None:
        raise NotFound("property", property_id)
    equipment = Equipment(property_id=property_id)
    _write(session, equipment, draft)
    session.add(equipment)
    session.flush()
    _record(session, "equipment.added", equipment, actor=actor, after=_facts(draft))
    return equipment


def edit_equipment(
    session: Session, equipment_id: int, draft: EquipmentDraft, *, actor: Actor
) -> Equipment:
    """Save it anew; saving what stands already records nothing."""
    equipment = _locked(session, equipment_id)
    before = _facts(draft_of_equipment(equipment))
    _write(session, equipment, draft)
    session.flush()
    after = _facts(draft)
    if after != before:
        _record(session, "equipment.edited", equipment, actor=actor, before=before, after=after)
    return equipment


def retire_equipment(session: Session, equipment_id: int, *, actor: Actor) -> Equipment:
    """It is there no more: no list shows it among what can be served, its history stays."""
    equipment = _locked(session, equipment_id)
    if equipment.retired_at is None:
        equipment.retired_at = func.clock_timestamp()
        session.flush()
        session.refresh(equipment, ["retired_at"])
        _record(session, "equipment.retired", equipment, actor=actor, after={})
    return equipment


def return_equipment(session: Session, equipment_id: int, *, actor: Actor) -> Equipment:
    """It is in use after all."""
    equipment = _locked(session, equipment_id)
    if equipment.retired_at is not None:
        equipment.retired_at = None
        session.flush()
        _record(session, "equipment.returned", equipment, actor=actor, after={})
    return equipment


def serve(session: Session, job: Job, equipment_id: int, *, actor: Actor) -> None:
    """The job serves this equipment; said twice it is written once. Refused for what stands elsewhere."""
    equipment = _locked(session, equipment_id)
    if equipment.property_id != job.property_id:
        raise FieldRefused("equipment_id", "That equipment stands at another property.")
    if equipment.retired_at is not None:
        raise FieldRefused("equipment_id", f"{equipment.name} is out of use.")
    added = session.scalar(
        insert(JobEquipment)
        .values(job_id=job.id, equipment_id=equipment_id)
        .on_conflict_do_nothing(index_elements=["job_id", "equipment_id"])
        .returning(JobEquipment.id)
    )
    if added is not None:
        _record_service(session, "equipment.served", equipment, job, actor=actor)


def unserve(session: Session, job: Job, equipment_id: int, *, actor: Actor) -> None:
    """The job had nothing to do with it after all. Refused where it is not on the job."""
    equipment = _locked(session, equipment_id)
    gone = session.scalar(
        delete(JobEquipment)
        .where(JobEquipment.job_id == job.id, JobEquipment.equipment_id == equipment_id)
        .returning(JobEquipment.id)
    )
    if gone is None:
        raise Refused(f"{equipment.name} is not on job {job.number}.")
    _record_service(session, "equipment.unserved", equipment, job, actor=actor)


def draft_of_equipment(equipment: Equipment) -> EquipmentDraft:
    """The equipment as if somebody had just written it."""
    return EquipmentDraft(
        name=equipment.name,
        unit_id=equipment.unit_id,
        make=equipment.make,
        model=equipment.model,
        serial=equipment.serial,
        installed_on=equipment.installed_on,
        warranty_until=equipment.warranty_until,
        notes=equipment.notes,
    )


def _locked(session: Session, equipment_id: int) -> Equipment:
    found = session.scalar(
        select(Equipment)
        .where(Equipment.id == equipment_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("equipment", equipment_id)
    return found


def _write(session: Session, equipment: Equipment, draft: EquipmentDraft) -> None:
    if not draft.name.strip():
        raise FieldRefused("name", "Say what it is, such as Boiler or Lift.")
    unit = session.get(Unit, draft.unit_id) if draft.unit_id else None
    if draft.unit_id and (unit is None or unit.property_id != equipment.property_id):
        raise FieldRefused("unit_id", "Choose a unit of this property.")
    if draft.installed_on and draft.warranty_until and draft.warranty_until < draft.installed_on:
        raise FieldRefused("warranty_until", "The warranty cannot end before it was installed.")
    equipment.name = draft.name.strip()
    equipment.unit_id = draft.unit_id
    equipment.make, equipment.model = draft.make, draft.model
    equipment.serial = draft.serial
    equipment.installed_on = draft.installed_on
    equipment.warranty_until = draft.warranty_until
    equipment.notes = draft.notes


def _facts(draft: EquipmentDraft) -> JsonObject:
    return {
        "unit_id": draft.unit_id,
        "make": draft.make,
        "model": draft.model,
        "serial": draft.serial,
        "installed_on": draft.installed_on.isoformat() if draft.installed_on else None,
        "warranty_until": draft.warranty_until.isoformat() if draft.warranty_until else None,
        "notes": draft.notes,
        "name": draft.name.strip(),
    }


def _record(
    session: Session,
    kind: str,
    equipment: Equipment,
    *,
    actor: Actor,
    after: JsonObject,
    before: JsonObject | None = None,
) -> None:
    record(
        session,
        kind,
        subject=("equipment", equipment.id),
        actor=actor,
        place=Place(property_id=equipment.property_id),
        before=before,
        after={"name": equipment.name} | after,
    )


def _record_service(
    session: Session, kind: str, equipment: Equipment, job: Job, *, actor: Actor
) -> None:
    record(
        session,
        kind,
        subject=("equipment", equipment.id),
        actor=actor,
        place=place_of(job),
        after={"name": equipment.name, "job": job.number},
    )
