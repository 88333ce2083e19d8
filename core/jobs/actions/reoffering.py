"""An offer nobody answers goes on: to the next free technician of the trade, each asked once, then to the office."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.clock import database_now
from core.events.actions import Actor
from core.jobs.actions.assignments import hold_technician
from core.jobs.actions.offers import NO_ANSWER, need_technician, offer_anyway, withdraw
from core.jobs.availability import Span, why_off
from core.jobs.crew_time import active_technicians, busy_spans, workings
from core.jobs.model import Appointment, AppointmentState, Assignment, AssignmentState, Technician

# Who is given something else while they are chosen is passed over, so often at most.
MOST_CHOICES = 5


def offer_onward(
    session: Session, assignment_id: int, *, zone: str, actor: Actor
) -> Assignment | None:
    """The offer was not answered: withdraw it and offer the visit to the next; None when there is none to ask.

    While another still thinks about it nobody else is asked. After the last the office gets a task with the names of
    those who did not answer. Harmless to repeat: an offer is withdrawn once. zone: the company's, for working hours.
    """
    silent = withdraw(session, assignment_id, actor=actor, reason=NO_ANSWER)
    if silent is None or silent.appointment.state is not AppointmentState.SCHEDULED:
        return None
    visit = silent.appointment
    if any(each.state is AssignmentState.OFFERED for each in visit.assignments):
        return None
    chosen = _held_next(session, visit, zone)
    if chosen is not None:
        return offer_anyway(session, visit, chosen, actor=actor)
    need_technician(session, visit, why=_who_was_asked(visit))
    return None


def next_for(session: Session, visit: Appointment, *, zone: str) -> Technician | None:
    """Who is to be asked next: knows the trade, is at work and free then, and was not asked for this visit before.

    Of several the one with the fewest visits of that day, then by name. Nobody once the visit's time is over.
    """
    span = Span(visit.window_start, visit.window_end)
    if span.end <= database_now(session):
        return None
    asked = {each.technician_id for each in visit.assignments}
    crew = [each for each in active_technicians(session) if each.id not in asked]
    busy = busy_spans(session, span, except_visit=visit.id)
    able = {
        each.technician_id
        for each in workings(session, crew, span)
        if each.knows(visit.job.business_unit_id)
        and why_off(each, span, zone) is None
        and not busy.get(each.technician_id)
    }
    load = busy_spans(session, _day_around(span), except_visit=visit.id)
    free = [each for each in crew if each.id in able]
    return min(free, key=lambda each: (len(load.get(each.id, [])), each.name), default=None)


def _held_next(session: Session, visit: Appointment, zone: str) -> Technician | None:
    """Chosen, held, and chosen again as things stand then: two visits never fall to one technician at once."""
    for _ in range(MOST_CHOICES):
        chosen = next_for(session, visit, zone=zone)
        if chosen is None:
            return None
        hold_technician(session, chosen.id)
        if next_for(session, visit, zone=zone) is chosen:
            return chosen
    return None


def _day_around(span: Span) -> Span:
    midnight = span.start.replace(hour=0, minute=0, second=0, microsecond=0)
    return Span(midnight, max(span.end, span.start.replace(hour=23, minute=59)))


def _who_was_asked(visit: Appointment) -> str:
    names = [
        each.technician.name
        for each in visit.assignments
        if each.state is AssignmentState.WITHDRAWN and each.reason == NO_ANSWER
    ]
    return f"{', '.join(names)} did not answer the offer."
