"""Rows of the trade's work: what was asked, what was agreed, where it stands."""

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
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.blobs import Blob
from core.db import Row
from core.directory.model import Contact, Customer, Property, Unit
from core.jobs.lifecycle import Category

JOB_NUMBERS = Sequence("job_numbers", start=1042)


class BookingSource(StrEnum):
    """inventory 41."""

    SMS = "sms"
    EMAIL = "email"
    PHONE = "phone"
    PORTAL = "portal"
    THIRD_PARTY = "third_party"


class BookingStatus(StrEnum):
    """A booking waits, becomes a job once, or is let go."""

    NEW = "new"
    WAIT_LISTED = "wait_listed"
    CONVERTED = "converted"
    DISMISSED = "dismissed"


class JobPriority(StrEnum):
    """inventory 51."""

    NORMAL = "normal"
    HIGH = "high"
    EMERGENCY = "emergency"


class AppointmentState(StrEnum):
    """Where a visit stands."""

    SCHEDULED = "scheduled"
    DISPATCHED = "dispatched"
    EN_ROUTE = "en_route"
    ARRIVED = "arrived"
    DONE = "done"
    CANCELED = "canceled"


class AssignmentState(StrEnum):
    """What a technician said to an offer."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


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
    required_fields: names of job fields that must be filled to enter it.
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

    __table_args__ = (
        Index(
            "uq_job_statuses_one_default",
            "category",
            unique=True,
            postgresql_where=text("is_default"),
        ),
    )


class JobStatusTransition(Row):
    """The company's workflow allows this step; permission: the role it is kept to, or None for all."""

    __tablename__ = "job_status_transitions"

    from_id: Mapped[int] = mapped_column(ForeignKey("job_statuses.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("job_statuses.id"))
    permission: Mapped[str | None] = mapped_column(String(40))

    __table_args__ = (Index("uq_job_status_transitions_pair", "from_id", "to_id", unique=True),)


class Booking(Row):
    """A request that is not yet a job (inventory 41-62).

    requester_address: where the words came from, even when nobody is known there.
    raw_words: all the person has said about it so far, oldest first, one message a paragraph.
    verified: whether sender and place are known; unverified ones wait for staff to confirm.
    """

    __tablename__ = "bookings"

    source: Mapped[BookingSource] = mapped_column()
    status: Mapped[BookingStatus] = mapped_column(server_default="new", index=True)
    requester_contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    requester_address: Mapped[str] = mapped_column(String(320), server_default="")
    requester_name: Mapped[str] = mapped_column(String(200), server_default="")
    place_hint: Mapped[str] = mapped_column(String(300), server_default="")
    raw_words: Mapped[str] = mapped_column(Text, server_default="")
    summary: Mapped[str] = mapped_column(String(300), server_default="")
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))
    property_id: Mapped[int | None] = mapped_column(ForeignKey("properties.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    category: Mapped[str] = mapped_column(String(40), server_default="general")
    urgency: Mapped[str] = mapped_column(String(20), server_default="routine")
    safety: Mapped[str | None] = mapped_column(String(30))
    requested_window: Mapped[str] = mapped_column(String(200), server_default="")
    access: Mapped[str | None] = mapped_column(String(20))
    pets: Mapped[bool | None] = mapped_column(Boolean)
    verified: Mapped[bool] = mapped_column(Boolean, server_default="false")

    customer: Mapped[Customer | None] = relationship()
    property: Mapped[Property | None] = relationship()
    unit: Mapped[Unit | None] = relationship()
    requester: Mapped[Contact | None] = relationship()


class Job(Row):
    """A work order at one place for one customer (inventory 63-80). The customer never changes."""

    __tablename__ = "jobs"

    number: Mapped[int] = mapped_column(
        Integer, JOB_NUMBERS, server_default=JOB_NUMBERS.next_value(), unique=True
    )
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    property_id: Mapped[int] = mapped_column(ForeignKey("properties.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    requester_contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"), index=True)
    bill_to_override_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("bookings.id"), unique=True)
    business_unit_id: Mapped[int] = mapped_column(ForeignKey("business_units.id"))
    job_type_id: Mapped[int] = mapped_column(ForeignKey("job_types.id"))
    status_id: Mapped[int] = mapped_column(ForeignKey("job_statuses.id"), index=True)
    priority: Mapped[JobPriority] = mapped_column(server_default="normal")
    category: Mapped[str] = mapped_column(String(40), server_default="general")
    summary: Mapped[str] = mapped_column(String(300))
    customer_notes: Mapped[str] = mapped_column(Text, server_default="")
    po_number: Mapped[str] = mapped_column(String(60), server_default="")
    not_to_exceed_cents: Mapped[int | None] = mapped_column(BigInteger)
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

    job: Mapped[Job] = relationship(back_populates="appointments")
    assignments: Mapped[list[Assignment]] = relationship(
        back_populates="appointment", order_by="Assignment.id"
    )


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
    """A photo or file kept with a booking, and with the job it becomes."""

    __tablename__ = "attachments"

    blob_id: Mapped[int] = mapped_column(ForeignKey("blobs.id"))
    name: Mapped[str] = mapped_column(String(200))
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("bookings.id"), index=True)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("jobs.id"), index=True)

    blob: Mapped[Blob] = relationship()


class Emergency(Row):
    """Someone may be in danger: paged up the on-call ladder until a human acknowledges it.

    rung: how many pages have gone out. Never closed by itself.
    """

    __tablename__ = "emergencies"

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
