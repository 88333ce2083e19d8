"""A technician's visits, as the bot may know them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.context import Visit, VisitStage
from bot.who import Known
from core.jobs.model import (
    Appointment,
    AppointmentState,
    Assignment,
    AssignmentState,
    Job,
)
from core.jobs.queries.work import (
    visits_of,
)

_JOB_NUMBERS = re.compile(r"(?<!\d)\d{3,7}(?!\d)")
STAGES = {
    AppointmentState.DISPATCHED: VisitStage.DISPATCHED,
    AppointmentState.EN_ROUTE: VisitStage.EN_ROUTE,
    AppointmentState.ARRIVED: VisitStage.ON_SITE,
}


def visits_known(session: Session, known: Known, words: str) -> tuple[Visit, ...]:
    """Theirs, and offers that are gone where the words name one: then the trade says why it is too late."""
    if known.technician is None:
        return ()
    theirs = visits_of(session, known.technician.id)
    named = {int(number) for number in _JOB_NUMBERS.findall(words)}
    missing = named - {each.appointment.job.number for each in theirs}
    gone = _gone(session, known.technician.id, missing) if missing else ()
    return tuple(_visit(each) for each in (*theirs, *gone))


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


def _visit(assignment: Assignment) -> Visit:
    appointment = assignment.appointment
    offered = assignment.state is not AssignmentState.ACCEPTED
    return Visit(
        assignment_id=assignment.id,
        appointment_id=appointment.id,
        job_id=appointment.job_id,
        job_number=appointment.job.number,
        stage=VisitStage.OFFERED
        if offered
        else STAGES.get(appointment.state, VisitStage.DISPATCHED),
        summary=appointment.job.summary,
    )
