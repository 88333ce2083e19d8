"""A technician's visits, as the bot may know them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.context import Visit, VisitStage
from bot.who import Known
from core.clock import database_now, local, spoken_window
from core.directory.queries.people import place_found
from core.jobs.model import (
    Appointment,
    AppointmentState,
    Assignment,
    AssignmentState,
    Job,
    VisitHold,
)
from core.jobs.queries.work import (
    visits_of,
)
from core.language import Language

_JOB_NUMBERS = re.compile(r"(?<!\d)\d{3,7}(?!\d)")
STAGES = {
    AppointmentState.DISPATCHED: VisitStage.DISPATCHED,
    AppointmentState.EN_ROUTE: VisitStage.EN_ROUTE,
    AppointmentState.ARRIVED: VisitStage.ON_SITE,
}
_AWAY = frozenset({VisitHold.PAUSE, VisitHold.PARTS})


def visits_known(
    session: Session, known: Known, words: str, language: Language
) -> tuple[Visit, ...]:
    """Theirs, and offers that are gone where the words name one: then the trade says why it is too late."""
    if known.technician is None:
        return ()
    theirs = visits_of(session, known.technician.id)
    named = {int(number) for number in _JOB_NUMBERS.findall(words)}
    missing = named - {each.appointment.job.number for each in theirs}
    gone = _gone(session, known.technician.id, missing) if missing else ()
    now = database_now(session)
    return tuple(visit_as_known(each, language, now) for each in (*theirs, *gone))


def _gone(session: Session, technician_id: int, job_numbers: set[int]) -> Sequence[Assignment]:
    """The last offer of each of these jobs that was taken back from the technician."""
    found = session.scalars(
        select(Assignment)
        .join(Appointment)
        .join(Job)
        .where(
            Assignment.technician_id == technician_id,
            Assignment.state == AssignmentState.WITHDRAWN,
            Job.number.in_(job_numbers),
        )
        .order_by(Assignment.id)
    )
    return list({each.appointment.job_id: each for each in found}.values())


def visit_as_known(assignment: Assignment, language: Language, now: datetime) -> Visit:
    """What its technician may know of a visit: the way in only once it is theirs, and on the day."""
    appointment, job = assignment.appointment, assignment.appointment.job
    offered = assignment.state is not AssignmentState.ACCEPTED
    start, end, zone = appointment.window_start, appointment.window_end, job.property.time_zone
    is_today = appointment.state is not AppointmentState.SCHEDULED and (
        appointment.state is not AppointmentState.DISPATCHED
        or local(start, zone).date() <= local(now, zone).date()
    )
    return Visit(
        assignment_id=assignment.id,
        appointment_id=appointment.id,
        job_id=appointment.job_id,
        job_number=appointment.job.number,
        stage=VisitStage.OFFERED if offered else _stage(appointment),
        summary=job.summary,
        place=place_found(job.property, job.unit).label,
        window=spoken_window(start, end, zone, language),
        access=_access(job) if is_today and not offered else "",
        is_today=is_today and not offered,
    )


def _stage(appointment: Appointment) -> VisitStage:
    """Who has left for a while, or stands before the door, is not there: HERE brings them in."""
    if appointment.held_for in _AWAY:
        return VisitStage.DISPATCHED
    if appointment.held_for is VisitHold.ACCESS:
        return VisitStage.EN_ROUTE
    return STAGES.get(appointment.state, VisitStage.DISPATCHED)


def _access(job: Job) -> str:
    notes = (job.property.access_notes, job.unit.access_notes if job.unit else "")
    return " / ".join(note.strip() for note in notes if note.strip())
