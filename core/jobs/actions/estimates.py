"""Estimates: drafted, changed, sent, decided, taken back. What was shown is what is approved: any change voids it.

Every verb holds the job's row, so that a change and an answer come one after the other, and the later one is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.errors import FieldRefused, NotFound, Refused
from core.events.actions import Actor
from core.jobs.actions.approvals import approve, decline, request_approval, void_request
from core.jobs.actions.estimate_following import STANDING, is_past, record_estimate, refuse_past
from core.jobs.actions.status import lock_job
from core.jobs.estimate_sums import sums_of
from core.jobs.lifecycle import OPEN, Category
from core.jobs.model import (
    DecidedHow,
    Estimate,
    EstimateLine,
    EstimateState,
    Job,
    LineKind,
)
from core.money import LARGEST_CENTS

LONGEST_TITLE = 200
LONGEST_DESCRIPTION = 300
LONGEST_WORDS = 2_000
MOST_LINES = 100
_SAID = {
    EstimateState.DRAFT: "a draft again",
    EstimateState.SENT: "with the customer",
    EstimateState.APPROVED: "approved",
    EstimateState.DECLINED: "declined",
    EstimateState.VOID: "void",
}


@dataclass(frozen=True)
class LineDraft:
    """One line as somebody wrote it."""

    kind: LineKind
    description: str
    quantity_thousandths: int
    unit_price_cents: int
    taxable: bool


@dataclass(frozen=True)
class EstimateDraft:
    """A whole estimate as somebody wrote it. tax_millipercent: 8250 is 8.25 %."""

    title: str
    lines: tuple[LineDraft, ...]
    words: str = ""
    valid_until: date | None = None
    tax_millipercent: int = 0


@dataclass(frozen=True)
class Seen:
    """What the person had before them when they decided to act."""

    version: int
    state: EstimateState


class EstimateOvertaken(Refused):
    """Somebody else changed or decided the estimate while this person looked at it."""

    def __init__(self, estimate: Estimate) -> None:
        who = f" by {estimate.decided_by}" if estimate.decided_by else ""
        super().__init__(
            f"Estimate {estimate.number} is {_SAID[estimate.state]}{who}, in version "
            f"{estimate.version}: it changed while you looked at it. Load it again first."
        )


def draft_estimate(session: Session, job: Job, draft: EstimateDraft, *, actor: Actor) -> Estimate:
    """Write an estimate for the job; nobody is asked yet.

    Refused for a closed job, a day of validity that is past, and sums beyond what we hold.
    """
    job = lock_job(session, job.id)
    _check_open(job)
    _check(draft)
    _check_day(session, job, draft.valid_until)
    estimate = Estimate(job=job, state=EstimateState.DRAFT, version=1, written_by=actor.name[:200])
    _write(estimate, draft)
    session.add(estimate)
    session.flush()
    session.refresh(estimate, ["number"])
    record_estimate(session, "estimate.drafted", estimate, actor=actor)
    return estimate


def change_draft(
    session: Session, estimate_id: int, draft: EstimateDraft, *, seen: Seen, actor: Actor
) -> Estimate:
    """Save it anew. One that was sent or approved is a draft again: the question and its answer no longer count.

    Saving what stands already changes nothing. Refused for a day of validity that is past; raises EstimateOvertaken
    when somebody was first.
    """
    estimate = _locked(session, estimate_id, seen)
    _check(draft)
    if estimate.state is EstimateState.VOID:
        raise Refused(f"Estimate {estimate.number} is void; write a new one.")
    _check_open(estimate.job)
    if draft_of(estimate) == draft:
        return estimate
    _check_day(session, estimate.job, draft.valid_until)
    before = {"state": estimate.state.value, "version": estimate.version}
    _take_back(session, estimate, actor=actor)
    estimate.version += 1
    estimate.state = EstimateState.DRAFT
    estimate.decided_at, estimate.decided_by = None, ""
    _write(estimate, draft)
    session.flush()
    record_estimate(session, "estimate.changed", estimate, actor=actor, before=dict(before))
    return estimate


def send_estimate(session: Session, estimate_id: int, *, seen: Seen, actor: Actor) -> Estimate:
    """Ask whoever decides and whoever pays to approve exactly this version; one at a time for a job.

    Refused: a job closed, nothing to pay, a day of validity that is past, another estimate that stands.
    """
    estimate = _locked(session, estimate_id, seen)
    if estimate.state is not EstimateState.DRAFT:
        raise Refused(f"Estimate {estimate.number} is {_SAID[estimate.state]} already.")
    refuse_past(session, estimate)
    _check_alone(session, estimate)
    sums = sums_of(estimate.lines, tax_millipercent=estimate.tax_millipercent)
    request = request_approval(
        session,
        estimate.job,
        amount_cents=sums.total_cents,
        reason=f"Estimate {estimate.number}: {estimate.title}",
        actor=actor,
    )
    estimate.request = request
    estimate.state = EstimateState.SENT
    estimate.sent_at = func.clock_timestamp()
    session.flush()
    session.refresh(estimate, ["sent_at"])
    record_estimate(session, "estimate.sent", estimate, actor=actor, before={"state": "draft"})
    return estimate


def approve_in_office(
    session: Session, estimate_id: int, *, seen: Seen, words: str, actor: Actor
) -> Estimate:
    """They said yes to us in person; words: who, when and how. Refused without words, and for one not sent."""
    estimate, request_id, total = _asked(session, estimate_id, seen, words)
    approve(
        session,
        request_id,
        amount_cents=total,
        how=DecidedHow.OFFICE,
        words=words,
        actor=actor,
    )
    return estimate


def decline_in_office(
    session: Session, estimate_id: int, *, seen: Seen, words: str, actor: Actor
) -> Estimate:
    """They said no to us in person; words: who and why."""
    estimate, request_id, _ = _asked(session, estimate_id, seen, words)
    decline(session, request_id, how=DecidedHow.OFFICE, words=words, actor=actor)
    return estimate


def void_estimate(session: Session, estimate_id: int, *, seen: Seen, actor: Actor) -> Estimate:
    """Take it back for good: a question still open is closed, an approval no longer counts."""
    estimate = _locked(session, estimate_id, seen)
    if estimate.state is EstimateState.VOID:
        return estimate
    before = {"state": estimate.state.value, "version": estimate.version}
    _take_back(session, estimate, actor=actor)
    estimate.state = EstimateState.VOID
    session.flush()
    record_estimate(session, "estimate.voided", estimate, actor=actor, before=dict(before))
    return estimate


def draft_of(estimate: Estimate) -> EstimateDraft:
    """The estimate as if somebody had just written it."""
    return EstimateDraft(
        title=estimate.title,
        words=estimate.words,
        valid_until=estimate.valid_until,
        tax_millipercent=estimate.tax_millipercent,
        lines=tuple(
            LineDraft(
                line.kind,
                line.description,
                line.quantity_thousandths,
                line.unit_price_cents,
                line.taxable,
            )
            for line in estimate.lines
        ),
    )


def _locked(session: Session, estimate_id: int, seen: Seen) -> Estimate:
    job_id = session.scalar(select(Estimate.job_id).where(Estimate.id == estimate_id))
    if job_id is None:
        raise NotFound("estimate", estimate_id)
    lock_job(session, job_id)
    estimate = session.get_one(Estimate, estimate_id, populate_existing=True)
    if (estimate.version, estimate.state) != (seen.version, seen.state):
        raise EstimateOvertaken(estimate)
    return estimate


def _asked(session: Session, estimate_id: int, seen: Seen, words: str) -> tuple[Estimate, int, int]:
    """The estimate, its open question, and the amount asked."""
    estimate = _locked(session, estimate_id, seen)
    if estimate.state is not EstimateState.SENT or estimate.request is None:
        raise Refused(f"Estimate {estimate.number} is {_SAID[estimate.state]}; send it first.")
    if not words.strip():
        raise FieldRefused("said", "Write down who said so, when and how.")
    return estimate, estimate.request.id, estimate.request.amount_cents


def _take_back(session: Session, estimate: Estimate, *, actor: Actor) -> None:
    """The question it was sent with, or its approval, is void; the estimate follows to a draft."""
    if estimate.state in STANDING and estimate.request is not None:
        void_request(session, estimate.request, actor=actor)
    estimate.request = None


def _write(estimate: Estimate, draft: EstimateDraft) -> None:
    estimate.title = draft.title
    estimate.words = draft.words
    estimate.valid_until = draft.valid_until
    estimate.tax_millipercent = draft.tax_millipercent
    estimate.lines = [
        EstimateLine(
            position=position,
            kind=line.kind,
            description=line.description,
            quantity_thousandths=line.quantity_thousandths,
            unit_price_cents=line.unit_price_cents,
            taxable=line.taxable,
        )
        for position, line in enumerate(draft.lines, start=1)
    ]


def _check_open(job: Job) -> None:
    if Category(job.status.category) not in OPEN:
        raise Refused(f"Job {job.number} is {job.status.name}; there is nothing left to estimate.")


def _check(draft: EstimateDraft) -> None:
    if not draft.title.strip():
        raise FieldRefused("title", "Say what the estimate is for; the customer reads it.")
    if not draft.lines:
        raise FieldRefused("description-0", "Write at least one line.")
    if len(draft.lines) > MOST_LINES:
        raise FieldRefused("title", f"Keep an estimate under {MOST_LINES} lines.")
    if any(min(line.unit_price_cents, line.quantity_thousandths) < 0 for line in draft.lines):
        raise FieldRefused("price-0", "Prices and quantities cannot be below zero.")
    sums = sums_of(draft.lines, tax_millipercent=draft.tax_millipercent)
    if sums.total_cents > LARGEST_CENTS:
        raise FieldRefused("price-0", "Together that is more than Fixline can hold.")


def _check_day(session: Session, job: Job, valid_until: date | None) -> None:
    if valid_until is not None and is_past(session, job, valid_until):
        raise FieldRefused(
            "valid_until",
            f"{valid_until:%-d %B %Y} is past, so nobody could approve it. Choose a later day, or leave it empty.",
        )


def _check_alone(session: Session, estimate: Estimate) -> None:
    other = session.scalar(
        select(Estimate).where(
            Estimate.job_id == estimate.job_id,
            Estimate.state.in_(STANDING),
            Estimate.id != estimate.id,
        )
    )
    if other is not None:
        raise Refused(
            f"Estimate {other.number} of this job is {_SAID[other.state]}: change it, or void it "
            "first. A job has one estimate that stands."
        )
