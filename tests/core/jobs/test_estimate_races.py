"""An estimate is approved while it is changed: exactly one wins, and an approval is of the version that was shown."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from sqlalchemy.orm import Session

from core.db import Database
from core.jobs.actions.approvals import approve
from core.jobs.actions.estimates import EstimateOvertaken, Seen, change_draft
from core.jobs.model import DecidedHow, Estimate, EstimateState
from tests.builders import OFFICE
from tests.core.jobs.test_estimates import DRAFT, RITA, TOTAL, by_page, seen, sent
from tests.crowd import at_once


def test_what_changed_while_somebody_looked_is_not_overwritten(session: Session) -> None:
    estimate = sent(session)
    looked = seen(estimate)
    by_page(session, estimate)
    with pytest.raises(EstimateOvertaken, match="approved by Rita Chen"):
        change_draft(session, estimate.id, DRAFT, seen=looked, actor=OFFICE)
    assert estimate.state is EstimateState.APPROVED


def test_approved_while_it_is_changed_exactly_one_wins(database: Database) -> None:
    """With real threads: either the change stands and nothing is approved, or the other way round."""
    for _ in range(8):
        with database.transaction() as session:
            estimate = sent(session)
            race = Race(database, estimate.id, estimate.request_id or 0, seen(estimate))
        won = [each for each in at_once(2, race.act) if isinstance(each, EstimateState)]
        assert len(won) == 1
        with database.reading() as session:
            estimate = session.get_one(Estimate, race.estimate_id)
            is_approved = estimate.state is EstimateState.APPROVED
            assert estimate.state is won[0]
            assert estimate.version == (1 if is_approved else 2)
            assert estimate.job.not_to_exceed_cents == (TOTAL if is_approved else None)


@dataclass(frozen=True)
class Race:
    """One changes what the other approves."""

    database: Database
    estimate_id: int
    request_id: int
    looked: Seen

    def act(self, n: int) -> EstimateState:
        with self.database.transaction() as session:
            if n:
                draft = replace(DRAFT, title="Dearer")
                change_draft(session, self.estimate_id, draft, seen=self.looked, actor=OFFICE)
                return EstimateState.DRAFT
            approve(
                session,
                self.request_id,
                amount_cents=TOTAL,
                how=DecidedHow.PAGE,
                words="",
                actor=RITA,
            )
            return EstimateState.APPROVED
