"""What the office says for a technician who telephones or forgot to: taken, passed, on the way, there, done. It goes
the road of their own words.

It refuses what the technician could not say either; who said it stands in the event.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.events.actions import Actor, record
from core.events.model import Event
from core.jobs.actions.offers import accept, lock_assignment, pass_on
from core.jobs.actions.visit_news import SAID_TAKEN, tell_crew
from core.jobs.actions.visits import (
    VisitOutcome,
    arrive,
    finish,
    lock_visit,
    place_of,
    start_travel,
)
from core.jobs.facts import accepted_by
from core.jobs.model import Appointment, AppointmentState, Assignment, AssignmentState

SAID_ON_THE_WAY = "appointment.said_on_the_way"
SAID_ARRIVED = "appointment.said_arrived"
SAID_DONE = "appointment.said_done"


def say_taken(session: Session, assignment_id: int, *, actor: Actor) -> Assignment:
    """They take the visit they were offered, and get a text with all of it. Harmless to repeat."""
    held = lock_assignment(session, assignment_id)
    if held.state is AssignmentState.ACCEPTED:
        return held
    taken = accept(session, assignment_id, actor=actor)
    tell_crew(session, taken, _note(session, taken.appointment, SAID_TAKEN, actor, {}))
    return taken


def say_passed(session: Session, assignment_id: int, *, reason: str, actor: Actor) -> Assignment:
    """They cannot; the reason stands beside their name, and somebody else is looked for."""
    return pass_on(session, assignment_id, reason=reason, actor=actor)


def say_on_the_way(
    session: Session, visit_id: int, *, eta_minutes: int | None, actor: Actor
) -> Appointment:
    """They have left; eta_minutes: until they are there, None where nobody knows. People are told as ever.

    Said again with the same words it is not written down twice.
    """
    before = lock_visit(session, visit_id)
    was_told = before.state is AppointmentState.EN_ROUTE and eta_minutes is None
    visit = start_travel(session, visit_id, eta_minutes=eta_minutes, actor=actor)
    if not was_told:
        _note(session, visit, SAID_ON_THE_WAY, actor, {"minutes": eta_minutes})
    return visit


def say_arrived(session: Session, visit_id: int, *, actor: Actor) -> Appointment:
    """They are there. Harmless to repeat."""
    if lock_visit(session, visit_id).state is AppointmentState.ARRIVED:
        return arrive(session, visit_id, actor=actor)
    visit = arrive(session, visit_id, actor=actor)
    _note(session, visit, SAID_ARRIVED, actor, {})
    return visit


def say_done(
    session: Session, visit_id: int, *, outcome: VisitOutcome, note: str, actor: Actor
) -> Appointment:
    """The visit is over, whether or not they said that they had come. Harmless to repeat."""
    if lock_visit(session, visit_id).state is AppointmentState.DONE:
        return finish(session, visit_id, outcome=outcome, note=note, actor=actor)
    visit = finish(session, visit_id, outcome=outcome, note=note, actor=actor)
    _note(session, visit, SAID_DONE, actor, {"outcome": outcome})
    return visit


def _note(
    session: Session, visit: Appointment, kind: str, actor: Actor, said: dict[str, object]
) -> Event:
    holder = accepted_by(visit)
    return record(
        session,
        kind,
        subject=("appointment", visit.id),
        actor=actor,
        place=place_of(visit.job),
        after={"technician": holder.technician.name if holder else None, **said},
    )
