"""The cards of the dispatch board, read as plain columns: a week of a large company is thousands of visits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import text
from sqlalchemy.orm import Session

from core.jobs.actions.offers import NO_ANSWER
from core.jobs.crew_time import HOLDING
from core.jobs.facts import OPEN_VISITS
from core.jobs.model import AppointmentState, AssignmentState, JobPriority
from core.jobs.standing import standing


@dataclass(frozen=True)
class Hand:
    """One who was asked about a visit, and what became of it."""

    technician_id: int
    name: str
    state: AssignmentState
    reason: str


@dataclass(frozen=True)
class Card:
    """A visit on the board, or a job that has none yet (visit_id, start and end are None).

    hands: whoever was ever asked about it, in order.
    """

    visit_id: int | None
    job_number: int
    summary: str
    place: str
    customer: str
    trade: str
    priority: JobPriority
    state: AppointmentState | None
    start: datetime | None
    end: datetime | None
    eta_at: datetime | None
    hands: tuple[Hand, ...]

    @property
    def movable(self) -> bool:
        """Whether it may still be given to another or set to another time."""
        return self.state in {None, AppointmentState.SCHEDULED, AppointmentState.DISPATCHED}

    @property
    def unassigned(self) -> bool:
        """Whether nobody has it and nobody was asked."""
        return (self.state is None or self.state in OPEN_VISITS) and not self.holding

    @cached_property
    def holding(self) -> tuple[Hand, ...]:
        """Who has it, or was offered it and may still answer."""
        return tuple(each for each in self.hands if each.state in HOLDING)

    @cached_property
    def technician_ids(self) -> tuple[int, ...]:
        """The same, by row."""
        return tuple(each.technician_id for each in self.holding)

    @property
    def technicians(self) -> tuple[str, ...]:
        """The same, by name."""
        return tuple(each.name for each in self.holding)

    @property
    def accepted(self) -> bool:
        """Whether somebody has it."""
        return any(each.state is AssignmentState.ACCEPTED for each in self.hands)

    @property
    def passed(self) -> tuple[str, ...]:
        """Who said no, by name, in order."""
        return tuple(each.name for each in self.hands if each.state is AssignmentState.DECLINED)

    @property
    def nobody_answered(self) -> bool:
        """Whether an offer was let lie and nobody is being asked now."""
        return not self.holding and any(
            each.state is AssignmentState.WITHDRAWN and each.reason == NO_ANSWER
            for each in self.hands
        )

    @property
    def seen(self) -> str:
        """How it stands, to be shown when it is moved."""
        if self.state is None or self.start is None or self.end is None:
            return ""
        return standing(self.state, self.start, self.end, self.technician_ids)


@dataclass(frozen=True)
class Stint:
    """That somebody has a visit, or was offered it and may still answer: all that counting needs."""

    visit_id: int
    technician_id: int
    name: str
    start: datetime
    end: datetime

    @property
    def holding(self) -> tuple[Stint, ...]:
        """Who has it: as a card says it."""
        return (self,)


_JOB = """
    j.id AS job_id, j.number, j.summary, j.priority, p.street, b.name AS trade,
    (SELECT u.name FROM units u WHERE u.id = j.unit_id) AS unit,
    coalesce(nullif(c.company_name, ''), c.name) AS customer
"""
_PLACES = """
    JOIN properties p ON p.id = j.property_id
    JOIN customers c ON c.id = j.customer_id
    JOIN business_units b ON b.id = j.business_unit_id
"""
_VISITS = text(
    f"""
    SELECT {_JOB}, a.id AS visit_id, a.state, a.window_start, a.window_end, a.eta_at
    FROM appointments a JOIN jobs j ON j.id = a.job_id {_PLACES}
    WHERE a.id = ANY(:ids) ORDER BY a.window_start, a.id
    """  # noqa: S608 - the parts are the constants above
)
_JOBS = text(f"SELECT {_JOB} FROM jobs j {_PLACES} WHERE j.id = ANY(:ids)")  # noqa: S608 - as above
_HANDS = text(
    """
    SELECT s.appointment_id, s.technician_id, t.name, s.state, s.reason
    FROM assignments s JOIN technicians t ON t.id = s.technician_id
    WHERE s.appointment_id = ANY(:ids) ORDER BY s.id
    """
)


_STINTS = text(
    """
    SELECT DISTINCT s.appointment_id, s.technician_id, t.name, a.window_start, a.window_end
    FROM assignments s JOIN technicians t ON t.id = s.technician_id JOIN appointments a ON a.id = s.appointment_id
    WHERE s.appointment_id = ANY(:ids) AND s.state = ANY(:holding) ORDER BY a.window_start, s.appointment_id
    """
)


def stints(session: Session, visit_ids: Sequence[int]) -> tuple[Stint, ...]:
    """Who has which of these visits, by start; a visit of two technicians is there twice."""
    wanted = {"ids": list(visit_ids), "holding": list(HOLDING)}
    return tuple(Stint(*row) for row in session.execute(_STINTS, wanted).all())


def visit_cards(session: Session, visit_ids: Sequence[int]) -> tuple[Card, ...]:
    """These visits, by start; those that do not exist are left out."""
    hands = _hands(session, visit_ids)
    return tuple(
        Card(
            visit_id=row.visit_id,
            job_number=row.number,
            summary=row.summary,
            place=_place(row.street, row.unit),
            customer=row.customer,
            trade=row.trade,
            priority=JobPriority(row.priority),
            state=AppointmentState(row.state),
            start=row.window_start,
            end=row.window_end,
            eta_at=row.eta_at,
            hands=tuple(hands[row.visit_id]),
        )
        for row in session.execute(_VISITS, {"ids": list(visit_ids)}).all()
    )


def job_cards(session: Session, job_ids: Sequence[int]) -> tuple[Card, ...]:
    """These jobs, which have no visit yet, in the order asked for."""
    rows = {row.job_id: row for row in session.execute(_JOBS, {"ids": list(job_ids)})}
    return tuple(
        Card(
            visit_id=None,
            job_number=row.number,
            summary=row.summary,
            place=_place(row.street, row.unit),
            customer=row.customer,
            trade=row.trade,
            priority=JobPriority(row.priority),
            state=None,
            start=None,
            end=None,
            eta_at=None,
            hands=(),
        )
        for row in (rows[job_id] for job_id in job_ids)
    )


def _hands(session: Session, visit_ids: Sequence[int]) -> Mapping[int, list[Hand]]:
    found: dict[int, list[Hand]] = defaultdict(list)
    for row in session.execute(_HANDS, {"ids": list(visit_ids)}).all():
        hand = Hand(row.technician_id, row.name, AssignmentState(row.state), row.reason)
        found[row.appointment_id].append(hand)
    return found


def _place(street: str, unit: str | None) -> str:
    return f"{street} #{unit}" if unit else street
