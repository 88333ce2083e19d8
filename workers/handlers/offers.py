"""Text technicians the visits offered to them; when nobody answers, tell the office to find another."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.words import say
from core.clock import database_now, spoken_window
from core.events.actions import FIXLINE
from core.events.model import Event
from core.jobs.actions.offers import need_technician, withdraw
from core.jobs.model import (
    Appointment,
    AppointmentState,
    Assignment,
    AssignmentState,
    Job,
    JobPriority,
)
from core.language import Language
from core.messaging.actions.queueing import Draft, queue_messages
from core.messaging.actions.threads import conversation_with, name_party
from core.messaging.model import Party
from core.messaging.wire import Channel, Priority
from core.money import dollars
from core.outbox import Kind
from core.outbox.actions import Promise, promise
from workers.doing import Handler, number, one_by_one
from workers.handlers.deliver import deliver
from workers.runtime import Runtime


def _offer_job(session: Session, runtime: Runtime, entry: Promise) -> None:
    """Safe to run twice: the text is queued with the end of the promise. An offer answered meanwhile is not texted."""
    assignment = session.get_one(Assignment, number(entry, "assignment_id"))
    if assignment.state is not AssignmentState.OFFERED:
        return
    technician = assignment.technician
    thread = conversation_with(session, Channel.SMS, technician.phone)
    name_party(session, thread, Party.TECHNICIAN)
    now = database_now(session)
    patience = timedelta(seconds=_patience_seconds(runtime, assignment.appointment.job))
    queue_messages(
        session,
        runtime.head,
        [
            Draft(
                conversation_id=thread.id,
                channel=Channel.SMS,
                recipient=technician.phone,
                body=say("dispatch/offer", Language(technician.language), _values(assignment)),
                priority=Priority.DISPATCH,
                job_id=assignment.appointment.job_id,
                expires_at=now + patience,
            )
        ],
    )
    promise(
        session, Kind.OFFER_AGAIN, {"assignment_id": assignment.id}, run_at=now + patience, rank=1
    )


def _patience_seconds(runtime: Runtime, job: Job) -> float:
    """Minutes when it is urgent, else the ordinary buffer."""
    if job.priority is JobPriority.NORMAL:
        return runtime.settings.fixline_offer_seconds
    return runtime.settings.fixline_urgent_offer_seconds


def _values(assignment: Assignment) -> dict[str, str]:
    """What an offer says. Access codes are never in it."""
    visit = assignment.appointment
    job = visit.job
    place = job.property
    return {
        "number": str(job.number),
        "urgent": "" if job.priority is JobPriority.NORMAL else "1",
        "place": f"{place.street} #{job.unit.name}" if job.unit else place.street,
        "summary": job.summary.rstrip(". "),
        "window": spoken_window(
            visit.window_start,
            visit.window_end,
            place.time_zone,
            Language(assignment.technician.language),
        ),
        "limit": dollars(job.not_to_exceed_cents) if job.not_to_exceed_cents else "",
    }


def _offer_again(session: Session, _runtime: Runtime, entry: Promise) -> None:
    """Safe to run twice: an offer is withdrawn once. One that was answered in time is left as it is."""
    assignment = withdraw(session, number(entry, "assignment_id"), actor=FIXLINE)
    if assignment is not None:
        need_technician(
            session,
            assignment.appointment,
            why=f"{assignment.technician.name} did not answer the offer.",
        )


def call_off(session: Session, runtime: Runtime, event: Event) -> None:
    """The job is canceled: text those who have its visits, or were offered them, not to go."""
    assignments = session.scalars(
        select(Assignment)
        .join(Appointment)
        .where(
            Appointment.job_id == event.job_id,
            Appointment.state == AppointmentState.CANCELED,
            Assignment.state.in_([AssignmentState.OFFERED, AssignmentState.ACCEPTED]),
        )
        .order_by(Assignment.id)
    )
    latest = {each.technician_id: each for each in assignments}
    drafts = [_called_off(session, each) for each in latest.values()]
    queue_messages(session, runtime.head, drafts)


def _called_off(session: Session, assignment: Assignment) -> Draft:
    technician, job = assignment.technician, assignment.appointment.job
    return Draft(
        conversation_id=conversation_with(session, Channel.SMS, technician.phone).id,
        channel=Channel.SMS,
        recipient=technician.phone,
        body=say("dispatch/called_off", Language(technician.language), _values(assignment)),
        priority=Priority.DISPATCH,
        job_id=job.id,
    )


def _next() -> dict[Kind, Handler]:
    return {Kind.DELIVER: deliver}


offer_job = one_by_one(_offer_job, then=_next)
offer_again = one_by_one(_offer_again)
