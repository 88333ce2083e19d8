"""Why a visit may not do what was asked, each reason with a key, so that a person hears it in their language."""

from __future__ import annotations

from enum import StrEnum

from core.errors import Refused
from core.jobs.model import AppointmentState


class WhyNot(StrEnum):
    """The reasons; the voice has a text for each."""

    VISIT_SCHEDULED = "visit_scheduled"
    VISIT_DISPATCHED = "visit_dispatched"
    VISIT_EN_ROUTE = "visit_en_route"
    VISIT_ARRIVED = "visit_arrived"
    VISIT_DONE = "visit_done"
    VISIT_CANCELED = "visit_canceled"
    TAKEN = "taken"
    OVERLAPS = "overlaps"
    NOTHING_TO_UNDO = "nothing_to_undo"
    UNDO_TOO_LATE = "undo_too_late"
    UNDO_OVERTAKEN = "undo_overtaken"
    UNDO_STANDS = "undo_stands"


class VisitRefused(Refused):
    """A rule about visits forbids this. job: its number; other: that of the visit in its way, if any."""

    def __init__(
        self, message: str, *, why: WhyNot, job: int | None = None, other: int | None = None
    ) -> None:
        super().__init__(message)
        self.why = why
        self.job = job
        self.other = other


class NeedsForce(Refused):
    """Only somebody who may schedule can insist. reasons: sentences, one a hindrance."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class EmergencyTaken(Refused):
    """Another human was first to acknowledge it. by: their name; number: as it was paged."""

    def __init__(self, *, by: str, number: int) -> None:
        super().__init__(f"{by} has emergency {number} already.")
        self.by = by
        self.number = number


_OF_STATE = {
    AppointmentState.SCHEDULED: WhyNot.VISIT_SCHEDULED,
    AppointmentState.DISPATCHED: WhyNot.VISIT_DISPATCHED,
    AppointmentState.EN_ROUTE: WhyNot.VISIT_EN_ROUTE,
    AppointmentState.ARRIVED: WhyNot.VISIT_ARRIVED,
    AppointmentState.DONE: WhyNot.VISIT_DONE,
    AppointmentState.CANCELED: WhyNot.VISIT_CANCELED,
}


def refused_at(state: AppointmentState, job_number: int) -> VisitRefused:
    """The refusal of a step that the visit's state does not allow."""
    return VisitRefused(
        f"The visit for job {job_number} is {state}.", why=_OF_STATE[state], job=job_number
    )
