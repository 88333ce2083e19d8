"""How long an estimate holds: until its last day is over where the job is; a day that is past is not written on one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from core.clock import database_now, local
from core.errors import FieldRefused, Refused
from core.jobs.actions.estimates import change_draft, send_estimate
from core.jobs.model import EstimateState
from tests.builders import OFFICE, a_job
from tests.core.jobs.test_estimates import DRAFT, by_page, drafted, seen, sent

LONG_AGO = date(2020, 5, 3)


def test_after_its_last_day_an_estimate_is_not_approved(session: Session) -> None:
    estimate = sent(session)
    estimate.valid_until = LONG_AGO
    with pytest.raises(Refused, match="valid until 3 May 2020"):
        by_page(session, estimate)
    assert estimate.state is EstimateState.SENT


def test_a_last_day_that_is_past_is_neither_saved_nor_sent(session: Session) -> None:
    late = replace(DRAFT, valid_until=LONG_AGO)
    with pytest.raises(FieldRefused, match="3 May 2020 is past") as refused:
        drafted(session, draft=late)
    assert refused.value.field == "valid_until"
    estimate = drafted(session)
    with pytest.raises(FieldRefused, match="3 May 2020 is past"):
        change_draft(session, estimate.id, late, seen=seen(estimate), actor=OFFICE)
    estimate.valid_until = LONG_AGO
    with pytest.raises(Refused, match="was valid until 3 May 2020; a new one is needed"):
        send_estimate(session, estimate.id, seen=seen(estimate), actor=OFFICE)
    assert (estimate.state, estimate.request_id) == (EstimateState.DRAFT, None)


def test_an_estimate_holds_until_its_last_day_is_over_where_the_job_is(session: Session) -> None:
    job = a_job(session)
    here = local(database_now(session), job.property.time_zone).date()
    estimate = drafted(session, job, replace(DRAFT, valid_until=here))
    send_estimate(session, estimate.id, seen=seen(estimate), actor=OFFICE)
    by_page(session, estimate)
    assert EstimateState(estimate.state) is EstimateState.APPROVED
