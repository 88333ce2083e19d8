"""How far runs of statements are. Derived from what was sent, so that a killed run shows where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.billing.model import StatementRun, StatementSent

MOST_RUNS = 24


@dataclass(frozen=True)
class Progress:
    """A run with its accounts done, copies on their way, and accounts with nothing to tell."""

    run: StatementRun
    done: int
    copies: int
    passed_over: int

    @property
    def is_under_way(self) -> bool:
        """Whether some accounts are still to come."""
        return self.run.done_at is None


def runs(session: Session, *, most: int = MOST_RUNS, skip: int = 0) -> Sequence[Progress]:
    """The latest runs, newest first; skip: how many of them to pass over."""
    counted = (
        select(
            StatementSent.run_id,
            func.count(func.distinct(StatementSent.customer_id)).label("done"),
            func.count(StatementSent.message_id).label("copies"),
            func.count().filter(StatementSent.contact_point_id.is_(None)).label("passed_over"),
        )
        .group_by(StatementSent.run_id)
        .subquery()
    )
    rows = session.execute(
        select(StatementRun, counted.c.done, counted.c.copies, counted.c.passed_over)
        .outerjoin(counted, counted.c.run_id == StatementRun.id)
        .order_by(StatementRun.id.desc())
        .limit(most)
        .offset(skip)
    )
    return [Progress(run, done or 0, copies or 0, over or 0) for run, done, copies, over in rows]
