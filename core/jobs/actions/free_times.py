"""A time that falls free because a visit is cancelled or moved: noted, and promised to whoever waits for one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.clock import database_now
from core.jobs.facts import accepted_by
from core.jobs.model import Appointment, AppointmentState, OpenSlot, SlotOffer, SlotState
from core.jobs.wait_rules import is_in_time
from core.outbox import Kind
from core.outbox.actions import promise

MOST_OPEN = 50
_NOT_LEFT_YET = frozenset({AppointmentState.SCHEDULED, AppointmentState.DISPATCHED})


def fell_free(session: Session, visit: Appointment) -> None:
    """Call before a visit's window or state changes: its time may be offered to one who waits (inventory 56).

    Nothing falls free too late for anybody else, nor while somebody is on the way. Calling twice is harmless.
    """
    if visit.state not in _NOT_LEFT_YET or not is_in_time(
        visit.window_start, database_now(session)
    ):
        return
    held = accepted_by(visit)
    slot_id: int | None = session.scalar(
        insert(OpenSlot)
        .values(
            appointment_id=visit.id,
            window_start=visit.window_start,
            window_end=visit.window_end,
            business_unit_id=visit.job.business_unit_id,
            technician_id=held.technician_id if held else None,
        )
        .on_conflict_do_nothing(index_elements=["appointment_id", "window_start"])
        .returning(OpenSlot.id)
    )
    if slot_id is not None:
        promise_offer(session, slot_id)


def promise_offer(session: Session, slot_id: int, *, run_at: datetime | None = None) -> None:
    """Whoever is next will be asked, now or when the offer that stands has lapsed."""
    promise(
        session,
        Kind.OFFER_SLOT,
        {"slot_id": slot_id},
        dedupe_key=None if run_at else f"offer_slot:{slot_id}",
        run_at=run_at,
        rank=2,
    )


def promise_words(session: Session, made: SlotOffer) -> None:
    """The person the office has chosen will be asked at once."""
    promise(session, Kind.OFFER_SLOT, {"slot_id": made.slot_id, "offer_id": made.id}, rank=2)


def promise_open_times(session: Session, business_unit_id: int) -> None:
    """One more waits: the times that are free already are offered anew."""
    open_ids = session.scalars(
        select(OpenSlot.id)
        .where(OpenSlot.state == SlotState.OPEN, OpenSlot.business_unit_id == business_unit_id)
        .order_by(OpenSlot.window_start)
        .limit(MOST_OPEN)
    )
    for slot_id in open_ids.all():
        promise_offer(session, slot_id)
