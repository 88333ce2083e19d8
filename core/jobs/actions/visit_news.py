"""News of one visit: whoever hears of visits that are set is told, whatever the status of its job."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.db import JsonObject
from core.events.model import Event
from core.jobs.actions.status import default_status
from core.jobs.facts import accepted_by, facts_of
from core.jobs.lifecycle import Category
from core.jobs.model import Appointment, Assignment
from core.outbox import Kind
from core.outbox.actions import promise

SCHEDULED_VISIT = "appointment.scheduled"
CALLED_OFF = "appointment.canceled"
SAID_TAKEN = "appointment.said_taken"
# Stands in the event of a visit that was planned beside another one of its job.
BESIDE = "beside"


def facts_when_set(session: Session, visit: Appointment) -> JsonObject:
    """The job as "set for" this visit's time, in whatever status it is: that is what people are told."""
    status = default_status(session, Category.SCHEDULED)
    holder = accepted_by(visit)
    return facts_of(visit.job) | {
        "status_id": status.id,
        "status": status.name,
        "category": status.category,
        "technician": holder.technician.name if holder else None,
        "window_start": visit.window_start.isoformat(),
        "window_end": visit.window_end.isoformat(),
        "eta": None,
    }


def tell_of_visit(session: Session, visit: Appointment, event: Event) -> None:
    """Promise the telling of an event whose facts are `facts_when_set`."""
    promise(
        session,
        Kind.FAN_OUT,
        {"event_id": event.id, "after_point_id": 0},
        dedupe_key=f"fan_out:{event.id}:0",
        rank=1 if visit.job.priority == "emergency" else 3,
    )


def tell_crew(session: Session, assignment: Assignment, event: Event) -> None:
    """Promise that the technician hears what became of a visit they have, took by telephone, or had."""
    promise(
        session,
        Kind.TELL_CREW,
        {"assignment_id": assignment.id, "event_id": event.id},
        dedupe_key=f"tell_crew:{assignment.id}:{event.id}",
        rank=1,
    )
