"""What technicians did last, kept so that a slip of the thumb can be taken back."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import DateTime, ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import JsonObject, Row
from core.jobs.model.work import Assignment


class StepKind(StrEnum):
    """What a technician did; `said` is anything that only words can put right."""

    ACCEPTED = "accepted"
    PASSED = "passed"
    TRAVELLED = "travelled"
    ARRIVED = "arrived"
    FINISHED = "finished"
    RAN_LATE = "ran_late"
    HELD = "held"
    SAID = "said"


class VisitStep(Row):
    """One step of a technician. before, after: how assignment, visit and job stood; see `undoing`."""

    __tablename__ = "visit_steps"

    technician_id: Mapped[int] = mapped_column(ForeignKey("technicians.id"))
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignments.id"))
    kind: Mapped[StepKind] = mapped_column()
    before: Mapped[JsonObject] = mapped_column(JSONB, server_default="{}", default=dict)
    after: Mapped[JsonObject] = mapped_column(JSONB, server_default="{}", default=dict)
    undone_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    assignment: Mapped[Assignment | None] = relationship()

    __table_args__ = (Index("ix_visit_steps_technician_id_id", "technician_id", "id"),)
