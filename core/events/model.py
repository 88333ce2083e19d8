"""What happened, to what, by whom, with the facts as they were. Rows are never changed; a trigger sees to it."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JsonObject, Row, json_column


class Event(Row):
    """One change of state.

    kind: such as `job.moved`. subject_type, subject_id: the row it is about.
    job_id, booking_id, customer_id, property_id: where it belongs on pages, when it does.
    facts: what readers later need, frozen as it was then.
    """

    __tablename__ = "events"

    kind: Mapped[str] = mapped_column(String(60))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int] = mapped_column(BigInteger)
    job_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    booking_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    customer_id: Mapped[int | None] = mapped_column(BigInteger)
    property_id: Mapped[int | None] = mapped_column(BigInteger)
    actor_type: Mapped[str] = mapped_column(String(20))
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    actor_name: Mapped[str] = mapped_column(String(200))
    before: Mapped[JsonObject] = json_column()
    after: Mapped[JsonObject] = json_column()
    facts: Mapped[JsonObject] = json_column()

    __table_args__ = (
        # Whose timeline is asked for has its newest events read backwards from here, however many there are.
        Index("ix_events_subject_id", "subject_type", "subject_id", "id"),
        Index("ix_events_customer_id_id", "customer_id", "id"),
        Index("ix_events_property_id_id", "property_id", "id"),
        # What a colleague has booked today stands on their day.
        Index(
            "ix_events_booked_by",
            "actor_id",
            "created_at",
            postgresql_where=text("kind = 'job.moved' AND actor_type = 'staff'"),
        ),
    )
