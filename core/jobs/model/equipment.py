"""Rows of equipment: what stands at a place, and which jobs served it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Computed, Date, DateTime, ForeignKey, Index, String, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Row
from core.directory.model import Property, Unit
from core.jobs.model.work import Job

_WORDS = (
    "to_tsvector('simple'::regconfig, regexp_replace((((((name)::text || ' '::text) ||"
    " (make)::text) || ' '::text) || (((model)::text || ' '::text) || (serial)::text)),"
    " '[^[:alnum:]]+'::text, ' '::text, 'g'::text))"
)


class Equipment(Row):
    """A boiler, a lift, a lock: installed at a property, or in one of its units (inventory 40, 145).

    name: what people call it. retired_at: since when it is there no more; its history stays.
    found_by: what its name, make, model and serial number are looked up by; the database fills it.
    """

    __tablename__ = "equipment"

    property_id: Mapped[int] = mapped_column(ForeignKey("properties.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    make: Mapped[str] = mapped_column(String(120), server_default="")
    model: Mapped[str] = mapped_column(String(120), server_default="")
    serial: Mapped[str] = mapped_column(String(120), server_default="")
    installed_on: Mapped[date | None] = mapped_column(Date)
    warranty_until: Mapped[date | None] = mapped_column(Date)
    notes: Mapped[str] = mapped_column(Text, server_default="")
    retired_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    found_by: Mapped[str] = mapped_column(TSVECTOR, Computed(_WORDS, persisted=True))

    property: Mapped[Property] = relationship()
    unit: Mapped[Unit | None] = relationship()

    __table_args__ = (Index("ix_equipment_found_by", "found_by", postgresql_using="gin"),)


class JobEquipment(Row):
    """This job served that equipment: its service history."""

    __tablename__ = "job_equipment"

    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"))
    equipment_id: Mapped[int] = mapped_column(ForeignKey("equipment.id"), index=True)

    job: Mapped[Job] = relationship()
    equipment: Mapped[Equipment] = relationship()

    __table_args__ = (Index("uq_job_equipment_pair", "job_id", "equipment_id", unique=True),)
