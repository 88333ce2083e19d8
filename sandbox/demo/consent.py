"""Writes estimates: what some jobs would cost, whom we asked by mail, and what they said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.jobs.model import (
    ApprovalRequest,
    ApprovalState,
    DecidedHow,
    Estimate,
    EstimateLine,
    EstimateState,
)
from core.jobs.model.estimate import ESTIMATE_NUMBERS
from core.messaging.wire import Channel
from core.money import dollars
from sandbox.demo.filling import Line
from sandbox.demo.planning import Stage
from sandbox.demo.saying import APPROVALS, REFUSALS, asked_approval
from sandbox.demo.talk import Words
from sandbox.demo.works import Around, WrittenJob

# Of a hundred jobs that are done, and that are still to be done.
ASKED_PERCENT, ASKED_NOW_PERCENT = 7, 30
_STATES = (
    (EstimateState.APPROVED, 45),
    (EstimateState.DECLINED, 10),
    (EstimateState.SENT, 35),
    (EstimateState.DRAFT, 10),
)
_DECIDED = {
    EstimateState.APPROVED: ApprovalState.APPROVED,
    EstimateState.DECLINED: ApprovalState.DECLINED,
    EstimateState.SENT: ApprovalState.PENDING,
}


@dataclass(frozen=True)
class _Asked:
    job: WrittenJob
    state: EstimateState
    estimate_id: int
    request_id: int | None
    number: int
    cents: int
    asked_at: datetime
    decided_at: datetime | None
    words: str


def write_estimates(around: Around, jobs: Sequence[WrittenJob]) -> list[Words]:
    """Estimates with lines and the consent to them. Returns the mails that were written about it."""
    asked = list(_asked(around, jobs))
    filler = around.filler
    filler.fill(ApprovalRequest, [_request(each) for each in asked if each.request_id])
    filler.fill(Estimate, [_estimate(each) for each in asked])
    filler.fill(EstimateLine, [line for each in asked for line in _lines(each)])
    return [words for each in asked for words in _mails(each)]


def _asked(around: Around, jobs: Sequence[WrittenJob]) -> Iterator[_Asked]:
    """Of jobs for firms that have a visit; work that is done was approved before."""
    chosen = [
        job
        for job in jobs
        if job.work.visit is not None
        and job.work.place.customer.mail
        and job.work.stage not in {Stage.CANCELED, Stage.ON_THE_WAY}
        and around.draw.happens(ASKED_PERCENT if job.is_done else ASKED_NOW_PERCENT)
    ]
    ids = around.filler.ids(Estimate, len(chosen))
    requests = around.filler.ids(ApprovalRequest, len(chosen))
    numbers = around.filler.numbers(ESTIMATE_NUMBERS.name, len(chosen))
    for n, job in enumerate(chosen):
        state = EstimateState.APPROVED if job.is_done else around.draw.by_weight(_STATES)
        at = job.work.steps[0][1] + timedelta(minutes=around.draw.number(2, 40))
        decided = min(at + timedelta(minutes=around.draw.number(5, 600)), around.now)
        is_decided = state in {EstimateState.APPROVED, EstimateState.DECLINED}
        refused = state is EstimateState.DECLINED
        yield _Asked(
            job=job,
            state=state,
            estimate_id=ids[n],
            request_id=None if state is EstimateState.DRAFT else requests[n],
            number=numbers[n],
            cents=_sum(job),
            asked_at=min(at, around.now),
            decided_at=decided if is_decided else None,
            words=around.draw.one(REFUSALS if refused else APPROVALS) if is_decided else "",
        )


def _sum(job: WrittenJob) -> int:
    return sum(each.cents * each.thousandths // 1_000 for each in job.work.trouble.charges)


def _request(asked: _Asked) -> Line:
    has = asked.state is EstimateState.APPROVED
    return {
        "id": asked.request_id,
        "job_id": asked.job.id,
        "amount_cents": asked.cents,
        "reason": asked.job.work.trouble.summary,
        "estimate_version": 1,
        "mail_limit_cents": 100_000,
        "state": _DECIDED[asked.state],
        "approved_cents": asked.cents if has else None,
        "decided_at": asked.decided_at,
        "decided_by": asked.job.work.place.customer.name if asked.decided_at else "",
        "decided_how": DecidedHow.EMAIL if asked.decided_at else None,
        "decided_words": asked.words,
        "created_at": asked.asked_at,
    }


def _estimate(asked: _Asked) -> Line:
    sent = asked.state is not EstimateState.DRAFT
    return {
        "id": asked.estimate_id,
        "number": asked.number,
        "job_id": asked.job.id,
        "state": asked.state,
        "title": asked.job.work.trouble.summary,
        "words": "Parts and labour, warranty of one year on both.",
        "request_id": asked.request_id,
        "written_by": "Camila Reyes",
        "sent_at": asked.asked_at if sent else None,
        "decided_at": asked.decided_at,
        "decided_by": asked.job.work.place.customer.name if asked.decided_at else "",
        "created_at": asked.asked_at,
    }


def _lines(asked: _Asked) -> Iterator[Line]:
    for position, charge in enumerate(asked.job.work.trouble.charges, start=1):
        yield {
            "estimate_id": asked.estimate_id,
            "position": position,
            "kind": charge.kind,
            "description": charge.words,
            "quantity_thousandths": charge.thousandths,
            "unit_price_cents": charge.cents,
            "taxable": charge.kind == "material",
        }


def _mails(asked: _Asked) -> Iterator[Words]:
    if asked.request_id is None:
        return
    job, manager = asked.job, asked.job.work.place.customer
    subject = f"Approval for job #{job.number}"
    body = asked_approval(job.work, job.number, dollars(asked.cents))
    yield Words(job, manager, Channel.EMAIL, asked.asked_at, body, inbound=False, subject=subject)
    if asked.decided_at is not None:
        yield Words(
            job, manager, Channel.EMAIL, asked.decided_at, asked.words, inbound=True, subject=f"Re: {subject}"
        )  # fmt: skip
