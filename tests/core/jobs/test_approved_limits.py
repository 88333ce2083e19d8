"""Where a job's limit comes from: what an approval gave goes with it, what a hand has set since stays."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.events.model import Event
from core.jobs.actions.approvals import approve, change_estimate, request_approval, void_request
from core.jobs.actions.editing import Edit, edit_job, fingerprint
from core.jobs.job_fields import FIELDS, JobField
from core.jobs.model import ApprovalRequest, DecidedHow, Job
from tests.builders import OFFICE, a_job


def approved(session: Session, job: Job, cents: int) -> ApprovalRequest:
    request = request_approval(
        session, job, amount_cents=cents, reason="a new flange", actor=OFFICE
    )
    return approve(
        session, request.id, amount_cents=cents, how=DecidedHow.PAGE, words="yes", actor=OFFICE
    )


def by_hand(session: Session, job: Job, cents: int) -> None:
    stands = FIELDS[JobField.NOT_TO_EXCEED].read(session, job)
    edit = Edit(JobField.NOT_TO_EXCEED, fingerprint(stands), str(cents))
    edit_job(session, job.id, edit, actor=OFFICE)


@pytest.mark.parametrize("typed", [[30_000, 45_000], [45_000]], ids=["by a detour", "at once"])
def test_a_limit_set_by_hand_to_the_very_sum_outlives_the_approval(
    session: Session, typed: list[int]
) -> None:
    job = a_job(session)
    approved(session, job, 45_000)
    for cents in typed:
        by_hand(session, job, cents)
    change_estimate(session, job, amount_cents=60_000, reason="and a seal", actor=OFFICE)
    assert job.not_to_exceed_cents == 45_000


def test_the_same_limit_by_hand_is_noted_once_and_only_where_an_approval_gave_it(
    session: Session,
) -> None:
    job = a_job(session)
    approved(session, job, 45_000)
    for _ in range(2):
        by_hand(session, job, 45_000)
    kept = session.scalars(select(Event).where(Event.kind == "job.limit_kept")).all()
    assert [each.after for each in kept] == [{"value": "$450.00"}]


def test_a_limit_goes_back_past_an_approval_that_was_voided_before(session: Session) -> None:
    job = a_job(session)
    job.not_to_exceed_cents = 10_000
    first, second = approved(session, job, 45_000), approved(session, job, 60_000)
    void_request(session, first, actor=OFFICE)
    assert job.not_to_exceed_cents == 60_000
    session.refresh(second)
    void_request(session, second, actor=OFFICE)
    assert job.not_to_exceed_cents == 10_000


def test_a_limit_falls_back_on_the_approval_before(session: Session) -> None:
    job = a_job(session)
    first, second = approved(session, job, 45_000), approved(session, job, 60_000)
    void_request(session, second, actor=OFFICE)
    assert job.not_to_exceed_cents == 45_000
    void_request(session, first, actor=OFFICE)
    assert job.not_to_exceed_cents is None
