"""The questions still open, and whether what each is about still allows an answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.context import OpenPrompt, PromptKind
from core.jobs.lifecycle import OPEN, Category
from core.jobs.model import Booking, BookingStatus, Job
from core.jobs.queries.approvals import open_request_of
from core.messaging.actions.asking import questions_open
from core.messaging.model import Conversation, Prompt

# Until then a late "yes" is told that it decides nothing.
LATE_ANSWER = timedelta(days=7)
_DONE = frozenset({Category.COMPLETED, Category.INVOICED, Category.PAID})
_ALLOWED: Mapping[str, frozenset[Category]] = {
    PromptKind.RESCHEDULE: OPEN,
    PromptKind.CANCEL_SURE: OPEN,
    PromptKind.FREE_VISIT: frozenset({Category.BOOKED, Category.ON_HOLD}),
    PromptKind.IS_FIXED: _DONE,
    PromptKind.RATING: _DONE,
}


def prompts_of(
    session: Session, conversation: Conversation, now: datetime
) -> tuple[OpenPrompt, ...]:
    """All open questions, newest first; one whose job or request has moved on counts as expired.

    One about money is left out when it is settled and so old that nobody answers it any more.
    """
    rows = questions_open(session, conversation)
    facts = ((each, _fact(session, each, now)) for each in rows)
    return tuple(fact for row, fact in facts if not (fact.expired and _is_long_ago(row, now)))


def _is_long_ago(prompt: Prompt, now: datetime) -> bool:
    return prompt.kind == PromptKind.APPROVAL and prompt.created_at < now - LATE_ANSWER


def _fact(session: Session, prompt: Prompt, now: datetime) -> OpenPrompt:
    return OpenPrompt(
        id=prompt.id,
        kind=PromptKind(prompt.kind),
        options=tuple(prompt.options),
        booking_id=prompt.booking_id,
        job_id=prompt.job_id,
        expired=prompt.expires_at <= now or not _still_allows(session, prompt),
    )


def _still_allows(session: Session, prompt: Prompt) -> bool:
    booking = session.get(Booking, prompt.booking_id) if prompt.booking_id else None
    if booking is not None and not _is_open(session, booking):
        return False
    job = session.get(Job, prompt.job_id) if prompt.job_id else None
    if prompt.kind == PromptKind.APPROVAL:
        return job is not None and open_request_of(session, job.id) is not None
    allowed = _ALLOWED.get(prompt.kind)
    return job is None or allowed is None or Category(job.status.category) in allowed


def _is_open(session: Session, booking: Booking) -> bool:
    """Not let go, and not a job that is done or cancelled by now."""
    if booking.status is not BookingStatus.CONVERTED:
        return booking.status is not BookingStatus.DISMISSED
    job = session.scalar(select(Job).where(Job.booking_id == booking.id))
    return job is None or Category(job.status.category) in OPEN
