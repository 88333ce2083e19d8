"""A technician's time that falls free because a visit is called off or moved: noted, and promised to whoever waits.

It refuses what is nobody's time, what somebody holds still, and what is too near or too short for anybody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.clock import database_now
from core.jobs.availability import Span, gaps
from core.jobs.crew_time import busy_spans
from core.jobs.facts import accepted_by
from core.jobs.model import (
    Appointment,
    AppointmentState,
    Assignment,
    AssignmentState,
    OpenSlot,
    SlotOffer,
    SlotOfferState,
    SlotState,
)
from core.jobs.wait_rules import is_in_time, is_worth_offering
from core.outbox import Kind
from core.outbox.actions import promise

MOST_OPEN = 50
_NOT_LEFT_YET = frozenset({AppointmentState.SCHEDULED, AppointmentState.DISPATCHED})


@dataclass(frozen=True)
class TimeHeld:
    """Whose time a visit takes, and which."""

    technician_id: int
    span: Span


def time_held(visit: Appointment) -> TimeHeld | None:
    """Ask before a visit is moved or called off: the time it takes of who has it, else of who was offered it first.

    None where it is nobody's time, and while somebody is on the way.
    """
    holder = accepted_by(visit) or _first_asked(visit)
    if holder is None or visit.state not in _NOT_LEFT_YET:
        return None
    return TimeHeld(holder.technician_id, Span(visit.window_start, visit.window_end))


def fell_free(session: Session, visit: Appointment, was: TimeHeld | None) -> None:
    """Say after a visit was moved or called off what time it took before: what is left may be offered (inventory 56).

    Cut by whatever the technician has or was offered still, the visit's new window among it. Nothing falls free too
    late for anybody else. Calling twice is harmless.
    """
    if was is None:
        return
    session.flush()
    now = database_now(session)
    for left in gaps(was.span, busy_spans(session, was.span).get(was.technician_id, ())):
        if is_in_time(left.start, now) and is_worth_offering(left, was.span):
            _open(session, visit, was.technician_id, left)


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
    _promise_each(session, OpenSlot.business_unit_id == business_unit_id)


def promise_times_of(session: Session, technician_id: int, span: Span) -> None:
    """The technician has nothing then any more: what fell free of that time before is offered anew."""
    _promise_each(session, touching(technician_id, span))


def touching(technician_id: int, span: Span) -> ColumnElement[bool]:
    """Free times of the technician that share time with the span."""
    return and_(
        OpenSlot.technician_id == technician_id,
        OpenSlot.window_start < span.end,
        OpenSlot.window_end > span.start,
    )


def _promise_each(session: Session, where: ColumnElement[bool]) -> None:
    open_ids = session.scalars(
        select(OpenSlot.id)
        .where(OpenSlot.state == SlotState.OPEN, where)
        .order_by(OpenSlot.window_start)
        .limit(MOST_OPEN)
    )
    for slot_id in open_ids.all():
        promise_offer(session, slot_id)


def _open(session: Session, visit: Appointment, technician_id: int, left: Span) -> None:
    slot_id: int | None = session.scalar(
        insert(OpenSlot)
        .values(
            appointment_id=visit.id,
            window_start=left.start,
            window_end=left.end,
            business_unit_id=visit.job.business_unit_id,
            technician_id=technician_id,
        )
        .on_conflict_do_nothing(index_elements=["appointment_id", "window_start"])
        .returning(OpenSlot.id)
    )
    if slot_id is not None:
        _close_older(session, slot_id, technician_id, left)
        promise_offer(session, slot_id)


def _close_older(session: Session, slot_id: int, technician_id: int, left: Span) -> None:
    """One time stands on the list once: what fell free of it earlier goes, unless somebody thinks about it now."""
    asked = exists().where(
        SlotOffer.slot_id == OpenSlot.id, SlotOffer.state == SlotOfferState.OFFERED
    )
    session.execute(
        update(OpenSlot)
        .where(
            OpenSlot.id != slot_id,
            OpenSlot.state == SlotState.OPEN,
            OpenSlot.technician_id == technician_id,
            OpenSlot.window_start >= left.start,
            OpenSlot.window_end <= left.end,
            ~asked,
        )
        .values(state=SlotState.CLOSED)
        .execution_options(synchronize_session="fetch")
    )


def _first_asked(visit: Appointment) -> Assignment | None:
    return next((each for each in visit.assignments if each.state is AssignmentState.OFFERED), None)
