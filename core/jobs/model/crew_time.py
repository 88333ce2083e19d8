"""When technicians work, when they are away, which trades they know, and who is on call when."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import DateTime, ForeignKey, Index, Integer, String, Time
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Row
from core.jobs.model.work import Technician


class WorkingHours(Row):
    """A technician's hours of one weekday, on the company's clock. weekday: 0 is Monday.

    One who has no row at all has not told their hours; one who has some is off on the other days.
    """

    __tablename__ = "working_hours"

    technician_id: Mapped[int] = mapped_column(ForeignKey("technicians.id"))
    weekday: Mapped[int] = mapped_column(Integer)
    starts: Mapped[time] = mapped_column(Time)
    ends: Mapped[time] = mapped_column(Time)

    __table_args__ = (Index("uq_working_hours_day", "technician_id", "weekday", unique=True),)


class TimeOff(Row):
    """A technician is away from one moment to another, whatever their hours say."""

    __tablename__ = "time_off"

    technician_id: Mapped[int] = mapped_column(ForeignKey("technicians.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ends_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
    reason: Mapped[str] = mapped_column(String(120), server_default="")


class TechnicianSkill(Row):
    """The technician does the work of this business unit; one with no row at all does every kind."""

    __tablename__ = "technician_skills"

    technician_id: Mapped[int] = mapped_column(ForeignKey("technicians.id"))
    business_unit_id: Mapped[int] = mapped_column(ForeignKey("business_units.id"), index=True)

    __table_args__ = (
        Index("uq_technician_skills_unit", "technician_id", "business_unit_id", unique=True),
    )


class OnCallShift(Row):
    """The technician is paged for emergencies in this time. place: 1 is paged first, 2 is the backup."""

    __tablename__ = "on_call_shifts"

    technician_id: Mapped[int] = mapped_column(ForeignKey("technicians.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ends_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
    place: Mapped[int] = mapped_column(Integer, server_default="1")

    technician: Mapped[Technician] = relationship()
