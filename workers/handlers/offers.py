"""Text technicians the visits offered to them, moved and taken back; when nobody answers, the next is asked."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.knowing.visits import visit_as_known
from bot.words import say
from core.clock import database_now, spoken_window
from core.events.actions import FIXLINE
from core.events.model import Event
from core.jobs.actions.reoffering import offer_onward
from core.jobs.actions.visit_news import CALLED_OFF, SAID_TAKEN
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

_NOT_THERE_YET = frozenset({AppointmentState.DISPATCHED, AppointmentState.EN_ROUTE})


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


def _offer_again(session: Session, runtime: Runtime, entry: Promise) -> None:
    """Safe to run twice: an offer is withdrawn once, a technician is asked once a visit. An answer in time stands."""
    offer_onward(
        session,
        number(entry, "assignment_id"),
        zone=runtime.settings.company_timezone,
        actor=FIXLINE,
    )


def _tell_crew(session: Session, runtime: Runtime, entry: Promise) -> None:
    """Tell a technician that the office noted, moved, gave away or called off their visit, as things stand by now.

    Safe to run twice: the text is queued with the end of the promise. Nothing for who was offered the visit again:
    the offer says it all.
    """
    assignment = session.get_one(Assignment, number(entry, "assignment_id"))
    event = session.get_one(Event, number(entry, "event_id"))
    if _is_asked_again(assignment):
        return
    if event.kind == SAID_TAKEN:
        _tell_taken(session, runtime, assignment)
        return
    if assignment.state is AssignmentState.ACCEPTED:
        draft = _to_crew(session, assignment, "dispatch/moved", _values(assignment))
    else:
        text_name = "dispatch/visit_off" if event.kind == CALLED_OFF else "dispatch/taken_back"
        draft = _to_crew(session, assignment, text_name, _values_before(event, assignment))
    queue_messages(session, runtime.head, [draft])


def _tell_taken(session: Session, runtime: Runtime, assignment: Assignment) -> None:
    """They took it by telephone: all of it in writing, with the way in on the day. Nothing once they are there."""
    if assignment.state is not AssignmentState.ACCEPTED:
        return
    if assignment.appointment.state not in _NOT_THERE_YET:
        return
    language = Language(assignment.technician.language)
    known = visit_as_known(assignment, language, database_now(session))
    values = _values(assignment) | {"access": known.access.rstrip(". ")}
    queue_messages(
        session, runtime.head, [_to_crew(session, assignment, "dispatch/said_taken", values)]
    )


def _is_asked_again(assignment: Assignment) -> bool:
    return any(
        each.technician_id == assignment.technician_id
        and each.id > assignment.id
        and each.state in {AssignmentState.OFFERED, AssignmentState.ACCEPTED}
        for each in assignment.appointment.assignments
    )


def _values_before(event: Event, assignment: Assignment) -> dict[str, str]:
    """The visit as it was when it was still theirs."""
    window = spoken_window(
        datetime.fromisoformat(str(event.before["start"])),
        datetime.fromisoformat(str(event.before["end"])),
        assignment.appointment.job.property.time_zone,
        Language(assignment.technician.language),
    )
    return _values(assignment) | {"window": window}


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
    drafts = [
        _to_crew(session, each, "dispatch/called_off", _values(each)) for each in latest.values()
    ]
    queue_messages(session, runtime.head, drafts)


def _to_crew(
    session: Session, assignment: Assignment, text_name: str, values: dict[str, str]
) -> Draft:
    technician, job = assignment.technician, assignment.appointment.job
    thread = conversation_with(session, Channel.SMS, technician.phone)
    name_party(session, thread, Party.TECHNICIAN)
    return Draft(
        conversation_id=thread.id,
        channel=Channel.SMS,
        recipient=technician.phone,
        body=say(text_name, Language(technician.language), values),
        priority=Priority.DISPATCH,
        job_id=job.id,
    )


def _next() -> dict[Kind, Handler]:
    return {Kind.DELIVER: deliver}


offer_job = one_by_one(_offer_job, then=_next)
offer_again = one_by_one(_offer_again)
tell_crew = one_by_one(_tell_crew, then=_next)
