"""Questions that stand beside each other in one conversation, and the one of them that is closed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core.messaging.model import Conversation, Prompt

MOST_OPEN = 9


def ask_beside(
    session: Session,
    conversation: Conversation,
    *,
    kind: str,
    options: Sequence[str],
    valid: timedelta,
    booking_id: int | None = None,
    job_id: int | None = None,
) -> Prompt:
    """Note a question just asked; those open before it stay open."""
    prompt = Prompt(
        conversation_id=conversation.id,
        kind=kind,
        options=list(options),
        booking_id=booking_id,
        job_id=job_id,
        expires_at=func.clock_timestamp() + valid,
    )
    session.add(prompt)
    session.flush()
    return prompt


def ask_again(
    session: Session, conversation: Conversation, *, kind: str, valid: timedelta, job_id: int
) -> Prompt:
    """Note a question about a job; asked before, it is the same question, and now the last that was asked."""
    for each in questions_open(session, conversation):
        if each.kind == kind and each.job_id == job_id:
            close_one(session, each.id, how="replaced")
    return ask_beside(session, conversation, kind=kind, options=(), valid=valid, job_id=job_id)


def questions_open(session: Session, conversation: Conversation) -> Sequence[Prompt]:
    """All questions still open, expired or not, newest first."""
    return session.scalars(
        select(Prompt)
        .where(Prompt.conversation_id == conversation.id, Prompt.closed_at.is_(None))
        .order_by(Prompt.id.desc())
        .limit(MOST_OPEN)
    ).all()


def close_one(session: Session, prompt_id: int, *, how: str) -> None:
    """Close this question and no other. Harmless when it is closed already."""
    session.execute(
        update(Prompt)
        .where(Prompt.id == prompt_id, Prompt.closed_at.is_(None))
        .values(closed_at=func.clock_timestamp(), closed_how=how)
    )


def close_but(session: Session, conversation: Conversation, *, kept: Collection[str]) -> None:
    """A new question replaces those open, but not the kinds that stand beside others."""
    session.execute(
        update(Prompt)
        .where(
            Prompt.conversation_id == conversation.id,
            Prompt.closed_at.is_(None),
            Prompt.kind.not_in(kept),
        )
        .values(closed_at=func.clock_timestamp(), closed_how="replaced")
    )
