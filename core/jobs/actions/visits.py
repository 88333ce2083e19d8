"""Visits: scheduled, travelled to, done; the job's status follows. Offers to technicians stand beside, in `offers`."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import database_now
from core.desk.actions.tasks import open_task
from core.errors import FieldRefused, NotFound, Refused
from core.events.actions import Actor, ActorType, Place, record
from core.events.model import Event
from core.jobs.actions.settling import ASKS_FOR_VISIT, settle
from core.jobs.actions.status import (
    default_status,
    lock_job,
    move,
    move_refusal,
    status_following,
    tell_instead,
)
from core.jobs.actions.visit_news import BESIDE, SCHEDULED_VISIT, facts_when_set, tell_of_visit
from core.jobs.facts import OPEN_VISITS
from core.jobs.lifecycle import OPEN, Category
from core.jobs.model import (
    Appointment,
    AppointmentState,
    Job,
    JobStatus,
    VisitHold,
)
from core.jobs.refusals import refused_at
from core.jobs.windows import LONGEST_WINDOW, why_untimely

LONGEST_ETA_MINUTES = 8 * 60
_ON_THE_ROAD = frozenset({AppointmentState.DISPATCHED, AppointmentState.EN_ROUTE})
_AWAY = frozenset({VisitHold.PAUSE, VisitHold.PARTS})
_WAITING = frozenset({Category.BOOKED, Category.ON_HOLD})


class VisitOutcome(StrEnum):
    """How a visit ended, in the technician's words: 1, 2 or 3."""

    FIXED = "fixed"
    TEMPORARY = "temporary"
    RETURN = "return"


def schedule(
    session: Session, job: Job, *, start: datetime, end: datetime, actor: Actor
) -> Appointment:
    """Set a visit's window, in aware UTC, and move a job that was waiting for one to scheduled.

    People hear of the visit by that; of one more beside another that is open, by words of its own. A job in progress
    with a visit under way stays so: it is scheduled again once it waits for the next (domain: "return visit").

    Refused for a closed job, for a time that is over or too far ahead, and for a window that is empty, reversed or
    longer than a day.
    """
    job = lock_job(session, job.id)
    refuse_untimely(session, start, end)
    if not start < end <= start + LONGEST_WINDOW:
        raise FieldRefused("window", "The window must end after it starts, within a day.")
    if Category(job.status.category) not in OPEN:
        raise Refused(f"Job {job.number} is {job.status.name}; reopen it before planning a visit.")
    beside = any(each.state in OPEN_VISITS for each in job.appointments)
    visit = Appointment(job=job, window_start=start, window_end=end)
    session.add(visit)
    session.flush()
    event = record(
        session,
        SCHEDULED_VISIT,
        subject=("appointment", visit.id),
        actor=actor,
        place=place_of(job),
        after={"start": start.isoformat(), "end": end.isoformat(), BESIDE: beside},
        facts=facts_when_set(session, visit),
    )
    settle(session, job.id, *ASKS_FOR_VISIT, note="A visit is planned.", actor=actor)
    _follow_plan(session, visit, event, actor=actor)
    return visit


def _follow_plan(session: Session, visit: Appointment, event: Event, *, actor: Actor) -> None:
    """A job that waited for a visit is scheduled, which tells of it; one more beside another tells of itself."""
    beside = bool(event.after[BESIDE])
    waiting = _WAITING if beside else _WAITING | {Category.IN_PROGRESS}
    moved = None
    if visit.job.status.category in waiting:
        scheduled = default_status(session, Category.SCHEDULED)
        moved = _bring(session, visit, scheduled, actor=actor)
        if not beside:
            return
    tell_of_visit(session, visit, event)
    if moved is not None:
        tell_instead(session, moved, event)


def refuse_untimely(session: Session, start: datetime, end: datetime) -> None:
    """FieldRefused, at `day`, for a visit's time that is over already or years ahead."""
    why = why_untimely(start, end, database_now(session))
    if why is not None:
        raise FieldRefused("day", why)


def start_travel(
    session: Session, visit_id: int, *, eta_minutes: int | None, actor: Actor
) -> Appointment:
    """The technician is on the way; the job moves to the company's "on the way" status where it has one.

    Who left for a while comes back to a job that is under way already: only the time is new.
    """
    visit = lock_visit(session, visit_id)
    coming_back = visit.state is AppointmentState.ARRIVED and visit.held_for in _AWAY
    if visit.state not in _ON_THE_ROAD and not coming_back:
        raise refused_at(visit.state, visit.job.number)
    if eta_minutes is not None:
        minutes = min(max(eta_minutes, 0), LONGEST_ETA_MINUTES)
        visit.eta_at = database_now(session) + timedelta(minutes=minutes)
    if coming_back:
        session.flush()
        return visit
    already = visit.state is AppointmentState.EN_ROUTE
    visit.state = AppointmentState.EN_ROUTE
    session.flush()
    status = status_following(session, AppointmentState.EN_ROUTE)
    if status is not None and not already and not _stays(visit.job, status):
        _bring(session, visit, status, actor=actor)
    return visit


def arrive(session: Session, visit_id: int, *, actor: Actor) -> Appointment:
    """The technician is there; the job is in progress."""
    visit = lock_visit(session, visit_id)
    visit.held_for = None
    if visit.state is AppointmentState.ARRIVED:
        session.flush()
        return visit
    if visit.state not in _ON_THE_ROAD:
        raise refused_at(visit.state, visit.job.number)
    visit.state = AppointmentState.ARRIVED
    visit.arrived_at = database_now(session)
    session.flush()
    follow(session, visit, Category.IN_PROGRESS, actor=actor)
    return visit


def finish(
    session: Session, visit_id: int, *, outcome: VisitOutcome, note: str, actor: Actor
) -> Appointment:
    """The visit is over. Fixed: the job is completed; else it goes on hold with a task to plan the next.

    While other visits of the job are open it is neither: it waits for the next of them.
    """
    visit = lock_visit(session, visit_id)
    if visit.state is AppointmentState.DONE:
        return visit
    if visit.state in {AppointmentState.SCHEDULED, AppointmentState.CANCELED}:
        raise refused_at(visit.state, visit.job.number)
    if visit.state is not AppointmentState.ARRIVED:
        arrive(session, visit_id, actor=actor)
    visit.state, visit.held_for = AppointmentState.DONE, None
    visit.done_at = database_now(session)
    session.flush()
    if note.strip():
        note_on_job(session, visit.job, note, actor=actor)
    others = _other_open_visits(visit)
    if others:
        if all(other.state is AppointmentState.SCHEDULED for other in others):
            follow(session, visit, Category.SCHEDULED, actor=actor)
        return visit
    if outcome is VisitOutcome.FIXED:
        follow(session, visit, Category.COMPLETED, actor=actor)
        return visit
    follow(session, visit, Category.ON_HOLD, actor=actor)
    open_task(
        session,
        title=f"Plan the next visit for job {visit.job.number}",
        details=note,
        subject=("job", visit.job_id),
        once_key=f"plan_return:{visit.id}:{visit.done_at.isoformat()}",
    )
    return visit


def note_on_job(session: Session, job: Job, words: str, *, actor: Actor) -> Event:
    """Write something down on the job's timeline; returns the event that is the note."""
    return record(
        session,
        "job.noted",
        subject=("job", job.id),
        actor=actor,
        place=place_of(job),
        after={"words": words.strip()},
    )


def follow(session: Session, visit: Appointment, category: Category, *, actor: Actor) -> None:
    """Bring the job to the category's default status, unless it is in that category or ahead of it."""
    status = default_status(session, category)
    if visit.job.status.category != category and not _stays(visit.job, status):
        _bring(session, visit, status, actor=actor)


def _bring(
    session: Session, visit: Appointment, status: JobStatus, *, actor: Actor
) -> Event | None:
    """The job follows its visit to the status; returns the event of that, None where it could not.

    What happened at the visit stands, whatever the workflow asks for: where one who is no staff may not bring the job
    there, the job stays as it is, and a task tells the office why.
    """
    job = visit.job
    why = move_refusal(session, job, status, actor=actor)
    if why is None or actor.type is ActorType.STAFF:
        return move(session, job, status, actor=actor)
    open_task(
        session,
        title=f"Job {job.number} stays {job.status.name}: bring it to {status.name}",
        details=f"Not by itself: {why}.",
        subject=("job", job.id),
        once_key=f"stays:{visit.id}:{job.status_id}:{status.id}",
        place=place_of(job),
    )
    return None


def _stays(job: Job, status: JobStatus) -> bool:
    """A job being worked on is not called back because a second technician sets out for it."""
    ahead = (job.status.category, status.category) == (Category.IN_PROGRESS, Category.DISPATCHED)
    return ahead or job.status_id == status.id


def _other_open_visits(visit: Appointment) -> list[Appointment]:
    return [
        other
        for other in visit.job.appointments
        if other.id != visit.id and other.state in OPEN_VISITS
    ]


def lock_visit(session: Session, visit_id: int) -> Appointment:
    """The visit with its job's row held: every change to a job's visits queues behind it."""
    job_id = session.scalar(select(Appointment.job_id).where(Appointment.id == visit_id))
    if job_id is None:
        raise NotFound("visit", visit_id)
    lock_job(session, job_id)
    return session.get_one(Appointment, visit_id, populate_existing=True)


def place_of(job: Job) -> Place:
    """Where an event about a job's visit is shown."""
    return Place(job_id=job.id, customer_id=job.customer_id, property_id=job.property_id)
