"""Jobs, their visits, who has them, what is attached, and emergencies."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Boolean,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Sequence,
    String,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.blobs import Blob
from core.db import Row
from core.directory.model import Contact, Customer, Property, Unit
from core.jobs.model.workflow import AppointmentState, BusinessUnit, JobStatus, JobType, VisitHold

JOB_NUMBERS = Sequence("job_numbers", start=1042)


class JobPriority(StrEnum):
    """inventory 51."""

    NORMAL = "normal"
    HIGH = "high"
    EMERGENCY = "emergency"


class AssignmentState(StrEnum):
    """What a technician said to an offer."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Job(Row):
    """A work order at one place for one customer (inventory 63-80). The customer never changes.

    resolution: what was found and done. search_words: every word the job is found by; the database keeps them.
    """

    __tablename__ = "jobs"

    number: Mapped[int] = mapped_column(
        Integer, JOB_NUMBERS, server_default=JOB_NUMBERS.next_value(), unique=True
    )
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    property_id: Mapped[int] = mapped_column(ForeignKey("properties.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    requester_contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"), index=True)
    bill_to_override_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("bookings.id"), unique=True)
    callback_of_id: Mapped[int | None] = mapped_column(ForeignKey("jobs.id"), index=True)
    business_unit_id: Mapped[int] = mapped_column(ForeignKey("business_units.id"))
    job_type_id: Mapped[int] = mapped_column(ForeignKey("job_types.id"))
    status_id: Mapped[int] = mapped_column(ForeignKey("job_statuses.id"))
    priority: Mapped[JobPriority] = mapped_column(server_default="normal")
    category: Mapped[str] = mapped_column(String(40), server_default="general")
    summary: Mapped[str] = mapped_column(String(300))
    customer_notes: Mapped[str] = mapped_column(Text, server_default="")
    po_number: Mapped[str] = mapped_column(String(60), server_default="")
    not_to_exceed_cents: Mapped[int | None] = mapped_column(BigInteger)
    resolution: Mapped[str] = mapped_column(Text, server_default="")
    search_words: Mapped[str] = mapped_column(TSVECTOR, server_default="", deferred=True)
    status_since: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=text("clock_timestamp()")
    )

    customer: Mapped[Customer] = relationship(foreign_keys=[customer_id])
    bill_to_override: Mapped[Customer | None] = relationship(foreign_keys=[bill_to_override_id])
    property: Mapped[Property] = relationship()
    unit: Mapped[Unit | None] = relationship()
    requester: Mapped[Contact | None] = relationship()
    status: Mapped[JobStatus] = relationship()
    business_unit: Mapped[BusinessUnit] = relationship()
    job_type: Mapped[JobType] = relationship()
    appointments: Mapped[list[Appointment]] = relationship(
        back_populates="job", order_by="Appointment.id"
    )

    # What lists of jobs are read by: newest number first, within a status, a trade or a priority.
    __table_args__ = (
        Index("ix_jobs_search_words", "search_words", postgresql_using="gin"),
        Index("ix_jobs_status_number", "status_id", "number"),
        Index("ix_jobs_unit_number", "business_unit_id", "number"),
        Index("ix_jobs_customer_id_number", "customer_id", "number"),
        Index("ix_jobs_property_id_number", "property_id", "number"),
        Index("ix_jobs_created_at", "created_at"),
        # Tells from which number on jobs of a day are, without looking at them.
        Index("ix_jobs_number_id_created_at", "number", "id", "created_at"),
        Index(
            "ix_jobs_pressing",
            "priority",
            "number",
            postgresql_where=text("priority <> 'normal'"),
        ),
    )


class Appointment(Row):
    """A visit in a window of time; a job may have several (inventory 65, 72)."""

    __tablename__ = "appointments"

    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"), index=True)
    window_start: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    window_end: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    state: Mapped[AppointmentState] = mapped_column(server_default="scheduled")
    eta_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    arrived_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    done_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    held_for: Mapped[VisitHold | None] = mapped_column()

    job: Mapped[Job] = relationship(back_populates="appointments")
    assignments: Mapped[list[Assignment]] = relationship(
        back_populates="appointment", order_by="Assignment.id"
    )

    # The board reads a day or a week of visits, the check for overlaps a few hours.
    __table_args__ = (Index("ix_appointments_window_start_job_id", "window_start", "job_id"),)


class Technician(Row):
    """One who does the work and is reached by text.

    on_call_order: 1 is paged first, 2 is the backup; None is not on call.
    """

    __tablename__ = "technicians"

    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str] = mapped_column(String(20), unique=True)
    language: Mapped[str] = mapped_column(String(5), server_default="en")
    on_call_order: Mapped[int | None] = mapped_column(Integer)
    active: Mapped[bool] = mapped_column(Boolean, server_default="true")

    @property
    def first_name(self) -> str:
        """How tenants are told who comes."""
        return self.name.split()[0]


class Assignment(Row):
    """A visit offered to a technician; the database lets one of them have accepted it."""

    __tablename__ = "assignments"

    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointments.id"), index=True)
    technician_id: Mapped[int] = mapped_column(ForeignKey("technicians.id"), index=True)
    state: Mapped[AssignmentState] = mapped_column(server_default="offered")
    reason: Mapped[str] = mapped_column(String(300), server_default="")
    answered_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    appointment: Mapped[Appointment] = relationship(back_populates="assignments")
    technician: Mapped[Technician] = relationship()

    __table_args__ = (
        Index(
            "uq_assignments_one_accepted",
            "appointment_id",
            unique=True,
            postgresql_where=text("state = 'accepted'"),
        ),
    )


class Attachment(Row):
    """A photo or file kept with a booking, with the job it becomes, or with equipment.

    added_by: who brought it at a desk; empty where it came with somebody's words.
    """

    __tablename__ = "attachments"

    blob_id: Mapped[int] = mapped_column(ForeignKey("blobs.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("bookings.id"), index=True)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("jobs.id"), index=True)
    equipment_id: Mapped[int | None] = mapped_column(ForeignKey("equipment.id"), index=True)
    added_by: Mapped[str] = mapped_column(String(200), server_default="")

    blob: Mapped[Blob] = relationship()


class Emergency(Row):
    """Someone may be in danger: paged up the on-call ladder until a human acknowledges it.

    number: what people answer with, as in ACK 1042; it is its job's, or becomes its job's.
    taker, taker_address: who has it (as "technician:7"), and where they hear news of it.
    rung: how many pages have gone out. Never closed by itself.
    """

    __tablename__ = "emergencies"

    number: Mapped[int] = mapped_column(
        Integer, JOB_NUMBERS, server_default=JOB_NUMBERS.next_value(), index=True
    )
    safety: Mapped[str] = mapped_column(String(30))
    words: Mapped[str] = mapped_column(Text)
    reporter_address: Mapped[str] = mapped_column(String(320))
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("bookings.id"), index=True)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("jobs.id"), index=True)
    property_id: Mapped[int | None] = mapped_column(ForeignKey("properties.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    rung: Mapped[int] = mapped_column(Integer, server_default="0")
    acknowledged_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    acknowledged_by: Mapped[str] = mapped_column(String(120), server_default="")
    taker: Mapped[str] = mapped_column(String(40), server_default="")
    taker_address: Mapped[str] = mapped_column(String(320), server_default="")
