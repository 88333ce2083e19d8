"""Dispatching: a visit given to a technician, moved to another time, or taken back, by whoever has the board.

It refuses what is not as it was seen, and what only a dispatcher may force: overlaps, hours off, another trade.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.errors import FieldRefused, Refused
from core.events.actions import Actor, record
from core.events.model import Event
from core.jobs.actions.assignments import hold_technician
from core.jobs.actions.free_times import fell_free, time_held
from core.jobs.actions.offers import offer_anyway, take_back
from core.jobs.actions.status import lock_job
from core.jobs.actions.visit_news import facts_when_set, tell_crew, tell_of_visit
from core.jobs.actions.visits import lock_visit, place_of, refuse_untimely, schedule
from core.jobs.crew_time import HOLDING
from core.jobs.facts import OPEN_VISITS
from core.jobs.model import (
    Appointment,
    AppointmentState,
    Assignment,
    AssignmentState,
    Job,
    Technician,
)
from core.jobs.objections import Wanted, objections, standing_of, told
from core.jobs.refusals import NeedsForce
from core.jobs.windows import LONGEST_WINDOW

MOVED_VISIT = "appointment.moved"
REASSIGNED = "appointment.reassigned"
_MOVABLE = frozenset({AppointmentState.SCHEDULED, AppointmentState.DISPATCHED})


class MovedMeanwhile(Refused):
    """Somebody else was quicker: the visit is not as it was on the page."""


def place_visit(session: Session, visit_id: int, wanted: Wanted, *, actor: Actor) -> Appointment:
    """Give the visit that technician and time; they are offered it, whoever loses it is told (inventory 65, 70).

    Raises MovedMeanwhile, NeedsForce (see `place_visit_anyway`), and Refused for a visit under way or over.
    """
    visit = _as_seen(session, visit_id, wanted)
    technician = _technician(session, wanted.technician_id)
    reasons = objections(session, visit, technician, wanted)
    if reasons:
        raise NeedsForce(reasons)
    return _put(session, visit, technician, wanted, forced=(), actor=actor)


def place_visit_anyway(
    session: Session, visit_id: int, wanted: Wanted, *, actor: Actor
) -> Appointment:
    """The same against all objections; the event tells what was overridden."""
    visit = _as_seen(session, visit_id, wanted)
    technician = _technician(session, wanted.technician_id)
    reasons = objections(session, visit, technician, wanted)
    return _put(session, visit, technician, wanted, forced=reasons, actor=actor)


def plan_first_visit(session: Session, job: Job, wanted: Wanted, *, actor: Actor) -> Appointment:
    """A visit for a job that has none yet, put where it is wanted. MovedMeanwhile when another was planned first."""
    visit = _first_visit(session, job, wanted, actor=actor)
    return place_visit(session, visit.id, _seen_now(visit, wanted), actor=actor)


def plan_first_visit_anyway(
    session: Session, job: Job, wanted: Wanted, *, actor: Actor
) -> Appointment:
    """The same against all objections."""
    visit = _first_visit(session, job, wanted, actor=actor)
    return place_visit_anyway(session, visit.id, _seen_now(visit, wanted), actor=actor)


def _as_seen(session: Session, visit_id: int, wanted: Wanted) -> Appointment:
    """The visit, held, if it may still be moved and is as it was on the page; whose time is over may keep that time."""
    if not wanted.start < wanted.end <= wanted.start + LONGEST_WINDOW:
        raise FieldRefused("ends", "The window must end after it starts, within a day.")
    visit = lock_visit(session, visit_id)
    session.refresh(visit, ["assignments"])
    if standing_of(visit) != wanted.seen:
        raise MovedMeanwhile(
            f"Job {visit.job.number} was changed meanwhile: {told(visit, visit.job.property.time_zone)}"
        )
    if visit.state not in _MOVABLE:
        raise Refused(
            f"The visit for job {visit.job.number} is {visit.state}; it stays where it is."
        )
    if (visit.window_start, visit.window_end) != (wanted.start, wanted.end):
        refuse_untimely(session, wanted.start, wanted.end)
    return visit


def _technician(session: Session, technician_id: int | None) -> Technician | None:
    """Held, so that two visits put on one technician at once are checked one after the other."""
    if technician_id is None:
        return None
    found = hold_technician(session, technician_id)
    if not found.active:
        raise FieldRefused("technician_id", f"{found.name} is switched off; choose another.")
    return found


def _put(
    session: Session,
    visit: Appointment,
    technician: Technician | None,
    wanted: Wanted,
    *,
    forced: tuple[str, ...],
    actor: Actor,
) -> Appointment:
    before = (visit.window_start, visit.window_end)
    holding = [each for each in visit.assignments if each.state in HOLDING]
    was = " and ".join(each.technician.name for each in holding)
    moved = before != (wanted.start, wanted.end)
    stays = [each for each in holding if technician and each.technician_id == technician.id]
    if not moved and len(stays) == len(holding) and bool(stays) == bool(technician):
        return visit
    freed = time_held(visit) if moved else None
    visit.window_start, visit.window_end = wanted.start, wanted.end
    event = record(
        session,
        MOVED_VISIT if moved else REASSIGNED,
        subject=("appointment", visit.id),
        actor=actor,
        place=place_of(visit.job),
        before={"start": before[0].isoformat(), "end": before[1].isoformat(), "technician": was},
        after={
            "start": wanted.start.isoformat(),
            "end": wanted.end.isoformat(),
            "technician": technician.name if technician else "",
            "forced": list(forced),
        },
        facts=facts_when_set(session, visit) if moved else None,
    )
    _hand_over(session, visit, holding, technician, event, actor=actor)
    fell_free(session, visit, freed)
    if moved:
        tell_of_visit(session, visit, event)
    return visit


def _hand_over(
    session: Session,
    visit: Appointment,
    holding: list[Assignment],
    technician: Technician | None,
    event: Event,
    *,
    actor: Actor,
) -> None:
    """Who keeps it hears the new time, who loses it that it is gone, who gets it is offered it."""
    kept = False
    for each in holding:
        same = technician is not None and each.technician_id == technician.id
        if same and each.state is AssignmentState.ACCEPTED:
            kept = True
            visit.eta_at = None
        else:
            take_back(session, each, actor=actor)
        if kept or not same:
            tell_crew(session, each, event)
    session.flush()
    if technician is not None and not kept:
        offer_anyway(session, visit, technician, actor=actor)


def _first_visit(session: Session, job: Job, wanted: Wanted, *, actor: Actor) -> Appointment:
    job = lock_job(session, job.id)
    session.refresh(job, ["appointments"])
    there = next((each for each in job.appointments if each.state in OPEN_VISITS), None)
    if there is not None:
        raise MovedMeanwhile(
            f"Job {job.number} has a visit meanwhile: {told(there, job.property.time_zone)}"
        )
    return schedule(session, job, start=wanted.start, end=wanted.end, actor=actor)


def _seen_now(visit: Appointment, wanted: Wanted) -> Wanted:
    return Wanted(wanted.technician_id, wanted.start, wanted.end, standing_of(visit), wanted.zone)
