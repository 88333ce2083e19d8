"""The dispatch board: the visits of some days with who has them, what waits for a visit, and who is at work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, case, select
from sqlalchemy.orm import Session

from core.directory.model import Tag
from core.jobs.availability import Span, Working
from core.jobs.crew_time import active_technicians, workings
from core.jobs.facts import OPEN_VISITS
from core.jobs.lifecycle import Category
from core.jobs.model import (
    Appointment,
    AppointmentState,
    Emergency,
    Job,
    JobStatus,
    JobTag,
)
from core.jobs.queries.board_cards import Card, Stint, job_cards, stints, visit_cards
from core.jobs.queries.job_choices import Choice
from core.jobs.windows import LONGEST_WINDOW

MOST_CARDS = 2000
MOST_TO_PLAN = 30
MOST_EMERGENCIES = 10
MOST_TAGS = 200


@dataclass(frozen=True)
class Showing:
    """What is asked for: the time, and which work. business_unit_id, tag_id: None is every trade, every tag."""

    span: Span
    business_unit_id: int | None = None
    tag_id: int | None = None


@dataclass(frozen=True)
class Alarm:
    """An emergency nobody has taken yet."""

    id: int
    number: int
    safety: str
    words: str
    reported_at: datetime
    job_id: int | None
    pages: int


@dataclass(frozen=True)
class Board:
    """Everything of the asked time. cards: visits by start; to_plan: jobs with no visit; crew: who works now.

    stints: where there are too many visits for cards, who has how many of them; `cards` are then those nobody has.
    """

    visits: int
    cards: tuple[Card, ...]
    stints: tuple[Stint, ...]
    to_plan: tuple[Card, ...]
    alarms: tuple[Alarm, ...]
    crew: tuple[Working, ...]
    is_cut: bool


def board(session: Session, showing: Showing, *, most_cards: int = MOST_CARDS) -> Board:
    """The board of some days: the same few queries however many visits there are (inventory 67).

    most_cards: where there are more visits, they are counted by technician instead.
    """
    found = _visit_ids(session, showing)
    ids = found[:MOST_CARDS]
    crew = workings(session, active_technicians(session), showing.span)
    held = stints(session, ids) if len(ids) > most_cards else ()
    taken = {each.visit_id for each in held}
    return Board(
        visits=len(ids),
        cards=visit_cards(session, [each for each in ids if each not in taken]),
        stints=held,
        to_plan=_unplanned(session, showing),
        alarms=_alarms(session),
        crew=tuple(each for each in crew if each.knows(showing.business_unit_id)),
        is_cut=len(found) > MOST_CARDS,
    )


def tag_choices(session: Session) -> tuple[Choice, ...]:
    """The company's tags, by name."""
    rows = session.scalars(select(Tag).order_by(Tag.name).limit(MOST_TAGS))
    return tuple(Choice(row.id, row.name) for row in rows)


def card_of(session: Session, visit_id: int) -> Card | None:
    """One visit as the board shows it."""
    return next(iter(visit_cards(session, [visit_id])), None)


def unplanned_card(session: Session, number: int) -> Card | None:
    """A job as the board shows it while it has no visit; None when it has one, or is not to be planned."""
    ids = session.scalars(_jobs_without_visit(session).where(Job.number == number)).all()
    return next(iter(job_cards(session, ids)), None)


def _visit_ids(session: Session, showing: Showing) -> Sequence[int]:
    """Found by their window first and read afterwards: in one query the planner reads all there ever were."""
    found = select(Appointment.id).where(
        Appointment.window_start > showing.span.start - LONGEST_WINDOW,
        Appointment.window_start < showing.span.end,
        Appointment.window_end > showing.span.start,
        Appointment.state != AppointmentState.CANCELED,
    )
    wanted = _wanted(showing)
    if wanted:
        found = found.join(Job, Job.id == Appointment.job_id).where(*wanted)
    found = found.order_by(Appointment.window_start, Appointment.id).limit(MOST_CARDS + 1)
    return session.scalars(found).all()


def _wanted(showing: Showing) -> Sequence[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if showing.business_unit_id is not None:
        found.append(Job.business_unit_id == showing.business_unit_id)
    if showing.tag_id is not None:
        tagged = select(JobTag.job_id).where(JobTag.tag_id == showing.tag_id)
        found.append(Job.id.in_(tagged))
    return found


def _unplanned(session: Session, showing: Showing) -> tuple[Card, ...]:
    """Jobs that wait for their first visit, the pressing ones first, then who has waited longest."""
    pressing = case({"emergency": 0, "high": 1}, value=Job.priority, else_=2)
    query = _jobs_without_visit(session).where(*_wanted(showing))
    ids = session.scalars(query.order_by(pressing, Job.id).limit(MOST_TO_PLAN)).all()
    return job_cards(session, ids)


def _jobs_without_visit(session: Session) -> Select[int]:
    """The statuses are asked for first: the planner then knows how few jobs are in them."""
    booked = session.scalars(
        select(JobStatus.id).where(JobStatus.category == Category.BOOKED)
    ).all()
    visit = select(Appointment.id).where(
        Appointment.job_id == Job.id, Appointment.state.in_(OPEN_VISITS)
    )
    return select(Job.id).where(Job.status_id.in_(booked), ~visit.exists())


def _alarms(session: Session) -> tuple[Alarm, ...]:
    rows = session.scalars(
        select(Emergency)
        .where(Emergency.acknowledged_at.is_(None))
        .order_by(Emergency.id.desc())
        .limit(MOST_EMERGENCIES)
    )
    return tuple(
        Alarm(row.id, row.number, row.safety, row.words, row.created_at, row.job_id, row.rung)
        for row in rows
    )
