"""What the company had before the demo came: statuses, trades, job types, links, and the crew that is added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.directory.model import RelationshipType, Tag
from core.jobs.model import AppointmentState, BusinessUnit, JobStatus, JobType
from sandbox.demo.planning import Stage
from sandbox.demo.troubles import Trouble

TAGS = (
    "VIP", "Dog in the house", "Call first", "Warranty", "Repeat visit", "Elderly resident", "Gate code",
)  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """A status as jobs are put into it."""

    id: int
    name: str
    category: str


@dataclass(frozen=True)
class Reference:
    """Ids by what they are called. told: the statuses customers hear of unless they say otherwise."""

    statuses: Mapping[Stage, Standing]
    told: tuple[int, ...]
    trades: Mapping[str, int]
    job_types: Mapping[str, int]
    links: Mapping[str, int]
    tags: tuple[int, ...]

    def trade_of(self, trouble: Trouble) -> int:
        """The business unit for this trouble, else any."""
        fitting = [key for name, key in self.trades.items() if trouble.trade in name]
        return next(iter((*fitting, *self.trades.values())))


def reference_of(session: Session) -> Reference:
    """Read it; the company may have renamed everything, so statuses are found by what they mean."""
    statuses = session.scalars(
        select(JobStatus)
        .where(JobStatus.active)
        .order_by(JobStatus.is_default.desc(), JobStatus.id)
    ).all()
    standing: dict[Stage, Standing] = {}
    for status in statuses:
        told = Standing(status.id, status.name, status.category)
        if status.follows_visit is AppointmentState.EN_ROUTE:
            standing[Stage.ON_THE_WAY] = told
        else:
            standing.setdefault(Stage(status.category), told)
    standing.setdefault(Stage.ON_THE_WAY, standing[Stage.DISPATCHED])
    return Reference(
        statuses=standing,
        told=tuple(status.id for status in statuses if status.subscribed_by_default),
        trades=_named(session, BusinessUnit),
        job_types=_named(session, JobType),
        links=_named(session, RelationshipType),
        tags=tuple(_tag(session, name) for name in TAGS),
    )


def _named(
    session: Session, row: type[BusinessUnit] | type[JobType] | type[RelationshipType]
) -> dict[str, int]:
    found = session.execute(select(row.name, row.id).order_by(row.id))
    return {each.name: each.id for each in found}


def _tag(session: Session, name: str) -> int:
    found = session.scalar(select(Tag).where(func.lower(Tag.name) == name.lower()))
    if found is None:
        found = Tag(name=name)
        session.add(found)
        session.flush()
    return found.id
