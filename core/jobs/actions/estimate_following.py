"""An estimate follows the question it was sent with: decided, put back, or never answered. It asks nobody itself."""

from __future__ import annotations

from datetime import date
from typing import assert_never
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.clock import database_now
from core.db import JsonObject
from core.errors import Refused
from core.events.actions import Actor, record
from core.events.model import Event
from core.jobs.actions.visits import place_of
from core.jobs.estimate_sums import EstimateSums, LineSum, sums_of
from core.jobs.model import (
    ApprovalRequest,
    ApprovalState,
    Estimate,
    EstimateLine,
    EstimateState,
    Job,
)
from core.money import dollars

STANDING = (EstimateState.SENT, EstimateState.APPROVED)


def follow_question(session: Session, request: ApprovalRequest, *, actor: Actor) -> None:
    """What became of the question becomes of the estimate; a question without one is left alone.

    A ceiling below the total is no approval of these lines: the estimate counts as declined.
    """
    estimate = estimate_behind(session, request)
    if estimate is None or estimate.state not in STANDING:
        return
    match request.state:
        case ApprovalState.APPROVED:
            whole = (request.approved_cents or 0) >= request.amount_cents
            _decide(
                session,
                estimate,
                EstimateState.APPROVED if whole else EstimateState.DECLINED,
                actor=actor,
            )
        case ApprovalState.DECLINED:
            _decide(session, estimate, EstimateState.DECLINED, actor=actor)
        case ApprovalState.VOID:
            _back_to_draft(session, estimate, _why_void(estimate), actor=actor)
        case ApprovalState.EXPIRED:
            _back_to_draft(session, estimate, "estimate.unanswered", actor=actor)
        case ApprovalState.PENDING | ApprovalState.HELD:
            pass
        case _:
            assert_never(request.state)


def refuse_stale(session: Session, request: ApprovalRequest) -> None:
    """Raises Refused where the estimate behind the question was valid only until a day now past."""
    estimate = estimate_behind(session, request)
    if estimate is not None:
        refuse_past(session, estimate)


def refuse_past(session: Session, estimate: Estimate) -> None:
    """Raises Refused where the estimate was valid only until a day now past."""
    until = estimate.valid_until
    if until is not None and is_past(session, estimate.job, until):
        raise Refused(
            f"Estimate {estimate.number} was valid until {until:%-d %B %Y}; a new one is needed."
        )


def is_past(session: Session, job: Job, day: date) -> bool:
    """Whether the day is over where the job is."""
    zone = ZoneInfo(job.property.time_zone)
    return database_now(session).astimezone(zone).date() > day


def estimate_behind(session: Session, request: ApprovalRequest) -> Estimate | None:
    """The estimate that was sent with this question, as the database has it now."""
    return session.scalar(
        select(Estimate)
        .where(Estimate.request_id == request.id)
        .execution_options(populate_existing=True)
    )


def record_estimate(
    session: Session,
    kind: str,
    estimate: Estimate,
    *,
    actor: Actor,
    before: JsonObject | None = None,
    words: str = "",
) -> Event:
    """Write down what happened to an estimate, with its lines as they were."""
    sums = sums_of(estimate.lines, tax_millipercent=estimate.tax_millipercent)
    return record(
        session,
        kind,
        subject=("estimate", estimate.id),
        actor=actor,
        place=place_of(estimate.job),
        before=before,
        after={
            "number": estimate.number,
            "state": estimate.state.value,
            "version": estimate.version,
            "total": dollars(sums.total_cents),
            "total_cents": sums.total_cents,
            "words": words,
        },
        facts={"title": estimate.title, "lines": [_line(each) for each in _lines(estimate, sums)]},
    )


def _lines(estimate: Estimate, sums: EstimateSums) -> list[tuple[EstimateLine, LineSum]]:
    return list(zip(estimate.lines, sums.lines, strict=True))


def _line(told: tuple[EstimateLine, LineSum]) -> JsonObject:
    line, total = told
    return {
        "kind": line.kind.value,
        "description": line.description,
        "quantity_thousandths": line.quantity_thousandths,
        "unit_price_cents": line.unit_price_cents,
        "net_cents": total.net_cents,
        "tax_cents": total.tax_cents,
    }


def _why_void(estimate: Estimate) -> str:
    approved = estimate.state is EstimateState.APPROVED
    return "estimate.approval_voided" if approved else "estimate.taken_back"


def _decide(session: Session, estimate: Estimate, state: EstimateState, *, actor: Actor) -> None:
    before: JsonObject = {"state": estimate.state.value}
    estimate.state = state
    estimate.decided_at = func.clock_timestamp()
    estimate.decided_by = actor.name[:200]
    session.flush()
    session.refresh(estimate, ["decided_at"])
    words = estimate.request.decided_words if estimate.request else ""
    record_estimate(session, f"estimate.{state}", estimate, actor=actor, before=before, words=words)


def _back_to_draft(session: Session, estimate: Estimate, kind: str, *, actor: Actor) -> None:
    before: JsonObject = {"state": estimate.state.value, "decided_by": estimate.decided_by}
    estimate.state = EstimateState.DRAFT
    estimate.decided_at, estimate.decided_by, estimate.sent_at = None, "", None
    session.flush()
    record_estimate(session, kind, estimate, actor=actor, before=before)
