"""Offers: a visit offered to technicians by text, taken by the first who accepts, handed back when one cannot."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import database_now
from core.desk.actions.tasks import open_task
from core.desk.model import TaskPriority
from core.errors import FieldRefused, NotFound, Refused
from core.events.actions import Actor, record
from core.jobs.actions.assignments import hold_technician, write_answer
from core.jobs.actions.settling import SEND_NOW, settle
from core.jobs.actions.status import default_status
from core.jobs.actions.stepping_back import step_back
from core.jobs.actions.visits import follow, lock_visit, place_of
from core.jobs.availability import Span
from core.jobs.facts import OPEN_VISITS, accepted_by
from core.jobs.lifecycle import Category
from core.jobs.model import (
    Appointment,
    AppointmentState,
    Assignment,
    AssignmentState,
    Technician,
)
from core.jobs.objections import Sent, hindrances
from core.jobs.refusals import NeedsForce, VisitRefused, WhyNot, refused_at
from core.outbox import Kind
from core.outbox.actions import promise

UNDER_WAY = frozenset(
    {AppointmentState.DISPATCHED, AppointmentState.EN_ROUTE, AppointmentState.ARRIVED}
)


# Why an offer was withdrawn that its technician let lie; the board says so.
NO_ANSWER = "no answer"


class OfferGone(VisitRefused):
    """The offer cannot be taken any more: another was first, or it was withdrawn."""

    def __init__(self, message: str, job: int, why: WhyNot = WhyNot.TAKEN) -> None:
        super().__init__(message, why=why, job=job)


class Overlapping(VisitRefused):
    """The technician has taken another visit in that window since; they may take both."""

    def __init__(self, message: str, job: int, other: int) -> None:
        super().__init__(message, why=WhyNot.OVERLAPS, job=job, other=other)


def offer(
    session: Session, visit: Appointment, technician: Technician, *, zone: str, actor: Actor
) -> Assignment:
    """Offer a visit to a technician, who will be texted.

    NeedsForce where they have another visit or offer then, are off, or do another trade (see `offer_against`). zone:
    the company's, on whose clock hours are told.
    """
    reasons = _in_the_way(session, visit, technician, zone)
    if reasons:
        raise NeedsForce(reasons)
    return offer_anyway(session, visit, technician, actor=actor)


def offer_against(
    session: Session, visit: Appointment, technician: Technician, *, zone: str, actor: Actor
) -> Assignment:
    """The same against all that stands in the way; the event tells what was overridden."""
    reasons = _in_the_way(session, visit, technician, zone)
    return offer_anyway(session, visit, technician, actor=actor, forced=reasons)


def offer_anyway(
    session: Session,
    visit: Appointment,
    technician: Technician,
    *,
    actor: Actor,
    forced: tuple[str, ...] = (),
) -> Assignment:
    """Offer a visit whose hindrances the caller has judged. An offer that stands is not repeated."""
    visit = lock_visit(session, visit.id)
    session.refresh(visit, ["assignments"])
    if visit.state is not AppointmentState.SCHEDULED:
        raise Refused(f"This visit is {visit.state} already.")
    standing = next(
        (
            each
            for each in visit.assignments
            if each.technician_id == technician.id and each.state is AssignmentState.OFFERED
        ),
        None,
    )
    if standing is not None:
        return standing
    assignment = Assignment(appointment=visit, technician=technician)
    session.add(assignment)
    session.flush()
    record(
        session,
        "assignment.offered",
        subject=("assignment", assignment.id),
        actor=actor,
        place=place_of(visit.job),
        after={"technician": technician.name, "forced": list(forced)},
    )
    promise(session, Kind.OFFER_JOB, {"assignment_id": assignment.id}, rank=1)
    _found(session, visit, note=f"Offered to {technician.name}.", actor=actor)
    return assignment


def overlapping_visit(
    session: Session, visit: Appointment, technician: Technician, *, since: datetime | None = None
) -> Appointment | None:
    """Another open visit the technician has accepted within this one's window, if any. since: not before then."""
    query = (
        select(Appointment)
        .join(Assignment)
        .where(
            Assignment.technician_id == technician.id,
            Assignment.state == AssignmentState.ACCEPTED,
            Appointment.id != visit.id,
            Appointment.state.in_(OPEN_VISITS),
            Appointment.window_start < visit.window_end,
            Appointment.window_end > visit.window_start,
        )
    )
    if since is not None:
        query = query.where(Assignment.answered_at > since)
    return session.scalar(query.limit(1))


def accept(session: Session, assignment_id: int, *, actor: Actor) -> Assignment:
    """The technician takes the visit. The first to accept has it; later ones get OfferGone.

    Overlapping where they have taken another of that time since this was offered; `accept_both` takes both. What
    overlapped when a dispatcher forced the offer was known to both.
    """
    assignment = lock_assignment(session, assignment_id)
    hold_technician(session, assignment.technician_id)
    visit = assignment.appointment
    if assignment.state is AssignmentState.OFFERED:
        other = overlapping_visit(
            session, visit, assignment.technician, since=assignment.created_at
        )
        if other is not None:
            raise Overlapping(
                f"Job {other.job.number} is in that window too.",
                visit.job.number,
                other.job.number,
            )
    return accept_both(session, assignment_id, actor=actor)


def accept_both(session: Session, assignment_id: int, *, actor: Actor) -> Assignment:
    """The technician takes the visit knowing that it overlaps another of theirs; first come, first served."""
    assignment = lock_assignment(session, assignment_id)
    visit = assignment.appointment
    number = visit.job.number
    if assignment.state is AssignmentState.ACCEPTED:
        return assignment
    if visit.state is AppointmentState.CANCELED:
        raise OfferGone(f"The visit for job {number} is canceled.", number, WhyNot.VISIT_CANCELED)
    if assignment.state is not AssignmentState.OFFERED or accepted_by(visit) is not None:
        raise OfferGone(f"Job {number} is already taken or withdrawn.", number)
    if visit.state is not AppointmentState.SCHEDULED:
        raise OfferGone(f"The visit for job {number} is {visit.state}.", number)
    for other in visit.assignments:
        if other is not assignment and other.state is AssignmentState.OFFERED:
            write_answer(session, other, AssignmentState.WITHDRAWN, actor=actor)
    write_answer(session, assignment, AssignmentState.ACCEPTED, actor=actor)
    visit.state = AppointmentState.DISPATCHED
    session.flush()
    _found(session, visit, note=f"{assignment.technician.name} has it.", actor=actor)
    follow(session, visit, Category.DISPATCHED, actor=actor)
    return assignment


def pass_on(session: Session, assignment_id: int, *, reason: str, actor: Actor) -> Assignment:
    """The technician passes on an offer, or hands an accepted visit back; the office gets a task to find another.

    A visit handed back keeps its window, so the job steps back without an alert: the time was told before.
    Refused once the technician has arrived: then the visit must be finished or held.
    """
    assignment = lock_assignment(session, assignment_id)
    visit = assignment.appointment
    held = assignment.state is AssignmentState.ACCEPTED
    if visit.state in {AppointmentState.ARRIVED, AppointmentState.DONE}:
        raise refused_at(visit.state, visit.job.number)
    if assignment.state not in {AssignmentState.OFFERED, AssignmentState.ACCEPTED}:
        return assignment
    assignment.reason = reason[:300]
    write_answer(session, assignment, AssignmentState.DECLINED, actor=actor)
    if held:
        visit.state, visit.eta_at = AppointmentState.SCHEDULED, None
        session.flush()
        _step_back(session, visit, actor=actor)
    if all(each.state is not AssignmentState.OFFERED for each in visit.assignments):
        need_technician(session, visit, why=f"{assignment.technician.name} passed: {reason}")
    return assignment


def need_technician(session: Session, visit: Appointment, *, why: str) -> None:
    """Ask the office to find someone for the visit."""
    open_task(
        session,
        title=f"Find a technician for job {visit.job.number}",
        details=why,
        subject=("job", visit.job_id),
        priority=TaskPriority.HIGH,
        once_key=f"need_technician:{visit.id}:{database_now(session).isoformat()}",
    )


def _found(session: Session, visit: Appointment, *, note: str, actor: Actor) -> None:
    """Nobody has to look for a technician any more."""
    asked = (f"need_technician:{visit.id}:", f"{SEND_NOW}{visit.job_id}:")
    settle(session, visit.job_id, *asked, note=note, actor=actor)


def _step_back(session: Session, visit: Appointment, *, actor: Actor) -> None:
    """Nobody is sent any more, unless to another visit of the job."""
    job = visit.job
    elsewhere = any(each.state in UNDER_WAY for each in job.appointments if each.id != visit.id)
    if job.status.category == Category.DISPATCHED and not elsewhere:
        step_back(session, job, default_status(session, Category.SCHEDULED), actor=actor)


def _in_the_way(
    session: Session, visit: Appointment, technician: Technician, zone: str
) -> tuple[str, ...]:
    """Judged with job and technician held: two visits offered to one technician at once are judged in turn."""
    visit = lock_visit(session, visit.id)
    technician = hold_technician(session, technician.id)
    if not technician.active:
        raise FieldRefused("technician_id", f"{technician.name} is switched off; choose another.")
    span = Span(visit.window_start, visit.window_end)
    return hindrances(session, Sent(technician, span, visit.job.business_unit, visit.id), zone=zone)


def lock_assignment(session: Session, assignment_id: int) -> Assignment:
    """An offer or a visit taken, with its job's row held: every answer to it queues behind."""
    visit_id = session.scalar(
        select(Assignment.appointment_id).where(Assignment.id == assignment_id)
    )
    if visit_id is None:
        raise NotFound("assignment", assignment_id)
    visit = lock_visit(session, visit_id)
    session.refresh(visit, ["assignments"])
    return session.get_one(Assignment, assignment_id, populate_existing=True)


def withdraw(
    session: Session, assignment_id: int, *, actor: Actor, reason: str = ""
) -> Assignment | None:
    """Take back an offer nobody answered; None when it was answered or withdrawn before."""
    assignment = lock_assignment(session, assignment_id)
    if assignment.state is not AssignmentState.OFFERED:
        return None
    assignment.reason = reason
    write_answer(session, assignment, AssignmentState.WITHDRAWN, actor=actor)
    return assignment


def take_back(session: Session, assignment: Assignment, *, actor: Actor) -> None:
    """The office takes a visit, whose job's row the caller holds, from who has it or was offered it.

    Nobody is on the way by then: the job steps back silently, the next to accept is told of.
    """
    held = assignment.state is AssignmentState.ACCEPTED
    write_answer(session, assignment, AssignmentState.WITHDRAWN, actor=actor)
    visit = assignment.appointment
    if held and visit.state is AppointmentState.DISPATCHED:
        visit.state, visit.eta_at = AppointmentState.SCHEDULED, None
        session.flush()
        _step_back(session, visit, actor=actor)
