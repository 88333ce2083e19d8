"""The company's own trades, job types and statuses, and the steps its workflow allows."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    Boolean,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    String,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Row
from core.jobs.lifecycle import Category


class AppointmentState(StrEnum):
    """Where a visit stands."""

    SCHEDULED = "scheduled"
    DISPATCHED = "dispatched"
    EN_ROUTE = "en_route"
    ARRIVED = "arrived"
    DONE = "done"
    CANCELED = "canceled"


class VisitHold(StrEnum):
    """What an open visit waits for, while its technician is away from it or before a closed door."""

    ACCESS = "access"
    PARTS = "parts"
    PAUSE = "pause"


class BusinessUnit(Row):
    """A trade or shop of the company: Plumbing, HVAC (inventory 47)."""

    __tablename__ = "business_units"

    name: Mapped[str] = mapped_column(String(80), unique=True)
    active: Mapped[bool] = mapped_column(Boolean, server_default="true")


class JobType(Row):
    """What kind of job: Service call, Installation, Maintenance, Emergency (inventory 48)."""

    __tablename__ = "job_types"

    name: Mapped[str] = mapped_column(String(80), unique=True)
    active: Mapped[bool] = mapped_column(Boolean, server_default="true")


class JobStatus(Row):
    """A status of the company's own workflow (inventory 75-78). Its words live with `alerts`.

    subscribed_by_default: whether new customers hear of it unless they say otherwise.
    required_fields: what must be there to enter it, as RequiredField names them.
    first_used_at: when a job first stood in it; before that its category may still change.
    follows_visit: the visit's state that brings a job here, such as en_route for "On the way".
    """

    __tablename__ = "job_statuses"

    name: Mapped[str] = mapped_column(String(60), unique=True)
    category: Mapped[Category] = mapped_column()
    position: Mapped[int] = mapped_column(Integer)
    active: Mapped[bool] = mapped_column(Boolean, server_default="true")
    is_default: Mapped[bool] = mapped_column(Boolean, server_default="false")
    customer_visible: Mapped[bool] = mapped_column(Boolean, server_default="true")
    subscribed_by_default: Mapped[bool] = mapped_column(Boolean, server_default="false")
    required_fields: Mapped[list[str]] = mapped_column(JSONB, server_default="[]", default=list)
    follows_visit: Mapped[AppointmentState | None] = mapped_column(unique=True)
    first_used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    __table_args__ = (
        Index(
            "uq_job_statuses_one_default",
            "category",
            unique=True,
            postgresql_where=text("is_default"),
        ),
    )


class JobStatusTransition(Row):
    """The company's workflow allows this step.

    permission: what staff must be allowed to take it (desk.permissions), or None for all who move jobs.
    """

    __tablename__ = "job_status_transitions"

    from_id: Mapped[int] = mapped_column(ForeignKey("job_statuses.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("job_statuses.id"))
    permission: Mapped[str | None] = mapped_column(String(40))

    __table_args__ = (Index("uq_job_status_transitions_pair", "from_id", "to_id", unique=True),)
