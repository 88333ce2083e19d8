"""A technician is switched off: what they were offered is withdrawn, and the visits they have are up for somebody else.

It refuses one who is on the way or at work, and visits to come that nobody has agreed to give away.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from core.db import JsonObject
from core.errors import Refused
from core.events.actions import Actor, record
from core.jobs.actions.assignments import hold_technician
from core.jobs.actions.crew import deactivate_technician
from core.jobs.actions.dispatching import REASSIGNED
from core.jobs.actions.offers import need_technician, take_back
from core.jobs.actions.status import lock_job
from core.jobs.actions.visit_news import tell_crew
from core.jobs.actions.visits import place_of
from core.jobs.crew_time import held_by
from core.jobs.model import AppointmentState, Assignment, AssignmentState

_UNDER_WAY = frozenset({AppointmentState.EN_ROUTE, AppointmentState.ARRIVED})


class HasVisits(Refused):
    """They have accepted visits to come."""


def switch_off(session: Session, technician_id: int, *, actor: Actor) -> None:
    """No more offers and pages for them; what they were offered is withdrawn, and somebody else is looked for.

    HasVisits while they have accepted visits to come (see `switch_off_and_give_away`).
    """
    held = _hold(session, technician_id)
    coming = [each for each in held if each.state is AssignmentState.ACCEPTED]
    if coming:
        raise HasVisits(
            f"They have accepted {_visits(coming)} to come: {_numbers(coming)}. "
            "Give them to others with the box below, or move them first."
        )
    _let_go(session, held, actor=actor)
    deactivate_technician(session, technician_id, actor=actor)


def switch_off_and_give_away(session: Session, technician_id: int, *, actor: Actor) -> None:
    """The same; their visits keep their time, nobody has them any more, and a task asks for somebody else."""
    _let_go(session, _hold(session, technician_id), actor=actor)
    deactivate_technician(session, technician_id, actor=actor)


def _hold(session: Session, technician_id: int) -> Sequence[Assignment]:
    """What they have or were offered, held: jobs before the technician, as everywhere."""
    ids = {each.appointment.job_id for each in session.scalars(held_by(technician_id))}
    for job_id in sorted(ids):
        lock_job(session, job_id)
    hold_technician(session, technician_id)
    fresh = held_by(technician_id).execution_options(populate_existing=True)
    held = session.scalars(fresh).all()
    if any(each.appointment.job_id not in ids for each in held):
        raise Refused("They were given one more visit just now; look again.")
    busy = [each for each in held if each.appointment.state in _UNDER_WAY]
    if busy:
        raise Refused(
            f"They are on the way or at work: {_numbers(busy)}. Mark that visit as done first."
        )
    return held


def _let_go(session: Session, held: Sequence[Assignment], *, actor: Actor) -> None:
    for each in held:
        visit, had = each.appointment, each.state is AssignmentState.ACCEPTED
        take_back(session, each, actor=actor)
        if had:
            _tell(session, each, actor=actor)
        session.refresh(visit, ["assignments"])
        if all(other.state is not AssignmentState.OFFERED for other in visit.assignments):
            need_technician(session, visit, why=f"{each.technician.name} was switched off.")


def _tell(session: Session, assignment: Assignment, *, actor: Actor) -> None:
    """Their last text from us about the visit: that it is not theirs any more."""
    visit = assignment.appointment
    window: JsonObject = {
        "start": visit.window_start.isoformat(),
        "end": visit.window_end.isoformat(),
    }
    event = record(
        session,
        REASSIGNED,
        subject=("appointment", visit.id),
        actor=actor,
        place=place_of(visit.job),
        before=window | {"technician": assignment.technician.name},
        after=window | {"technician": ""},
    )
    tell_crew(session, assignment, event)


def _visits(held: Sequence[Assignment]) -> str:
    return "a visit" if len(held) == 1 else f"{len(held)} visits"


def _numbers(held: Sequence[Assignment]) -> str:
    return ", ".join(f"job {each.appointment.job.number}" for each in held)
