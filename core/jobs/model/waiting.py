"""The wait list: who would come sooner, the times that fell free, and who was offered which."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, DateTime, ForeignKey, Index, Integer, String, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Row
from core.jobs.model.booking import Booking
from core.jobs.model.work import Appointment, Job, Technician
from core.jobs.model.workflow import BusinessUnit, JobType


class PartOfDay(StrEnum):
    """When in a day it suits, on the property's clock."""

    ANY = "any"
    MORNING = "morning"
    AFTERNOON = "afternoon"


class WishState(StrEnum):
    """A wish waits, is fulfilled by a visit, or is taken off the list."""

    WAITING = "waiting"
    PLACED = "placed"
    LEFT = "left"


class SlotState(StrEnum):
    """A free time is open to one after the other, taken by one, or gone by."""

    OPEN = "open"
    TAKEN = "taken"
    CLOSED = "closed"


class SlotOfferState(StrEnum):
    """What became of an offer."""

    OFFERED = "offered"
    TAKEN = "taken"
    DECLINED = "declined"
    EXPIRED = "expired"
    # They said yes, and by then the time was not free any more.
    GONE = "gone"


class WaitWish(Row):
    """A booking or a job on the wait list (inventory 56): exactly one of the two.

    weekdays: ISO numbers, 1 is Monday; empty means any. until_on: no sense after that day.
    job_type: what a booking would become.
    """

    __tablename__ = "wait_wishes"

    booking_id: Mapped[int | None] = mapped_column(ForeignKey("bookings.id"))
    job_id: Mapped[int | None] = mapped_column(ForeignKey("jobs.id"))
    business_unit_id: Mapped[int] = mapped_column(ForeignKey("business_units.id"))
    job_type_id: Mapped[int] = mapped_column(ForeignKey("job_types.id"))
    weekdays: Mapped[list[int]] = mapped_column(ARRAY(Integer), server_default="{}", default=list)
    part_of_day: Mapped[PartOfDay] = mapped_column(server_default="any")
    until_on: Mapped[date | None] = mapped_column(Date)
    state: Mapped[WishState] = mapped_column(server_default="waiting")

    booking: Mapped[Booking | None] = relationship()
    job: Mapped[Job | None] = relationship()
    business_unit: Mapped[BusinessUnit] = relationship()
    job_type: Mapped[JobType] = relationship()

    __table_args__ = (
        Index(
            "uq_wait_wishes_booking",
            "booking_id",
            unique=True,
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "uq_wait_wishes_job",
            "job_id",
            unique=True,
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "ix_wait_wishes_waiting",
            "business_unit_id",
            "id",
            postgresql_where=text("state = 'waiting'"),
        ),
    )


class OpenSlot(Row):
    """A time that fell free when a visit was cancelled or moved. technician: whose time it was, if anybody's."""

    __tablename__ = "open_slots"

    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointments.id"))
    window_start: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    window_end: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    business_unit_id: Mapped[int] = mapped_column(ForeignKey("business_units.id"))
    technician_id: Mapped[int | None] = mapped_column(ForeignKey("technicians.id"))
    state: Mapped[SlotState] = mapped_column(server_default="open")

    appointment: Mapped[Appointment] = relationship()
    business_unit: Mapped[BusinessUnit] = relationship()
    technician: Mapped[Technician | None] = relationship()

    __table_args__ = (
        Index("uq_open_slots_once", "appointment_id", "window_start", unique=True),
        Index("ix_open_slots_open", "window_start", postgresql_where=text("state = 'open'")),
    )


class SlotOffer(Row):
    """A free time offered to one who waits; the database lets one of them have it, and one be asked at a time."""

    __tablename__ = "slot_offers"

    slot_id: Mapped[int] = mapped_column(ForeignKey("open_slots.id"))
    wish_id: Mapped[int] = mapped_column(ForeignKey("wait_wishes.id"))
    state: Mapped[SlotOfferState] = mapped_column(server_default="offered")
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    offered_by: Mapped[str] = mapped_column(String(120))
    answered_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    slot: Mapped[OpenSlot] = relationship()
    wish: Mapped[WaitWish] = relationship()

    __table_args__ = (
        Index("uq_slot_offers_pair", "slot_id", "wish_id", unique=True),
        Index(
            "uq_slot_offers_one_asked",
            "slot_id",
            unique=True,
            postgresql_where=text("state IN ('offered', 'taken')"),
        ),
        Index(
            "uq_slot_offers_one_question",
            "wish_id",
            unique=True,
            postgresql_where=text("state = 'offered'"),
        ),
    )
