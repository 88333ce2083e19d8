"""What waits for one colleague at their own desk: tasks that are theirs, and notes that name them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from core.desk.model import Mention, StaffTask

MOST_MENTIONS = 20


@dataclass(frozen=True)
class MentionRow:
    """A note that names the colleague and that they have not opened yet. subject: what it is about."""

    id: int
    subject: tuple[str, int]
    author: str
    words: str
    at: datetime


def has_own_work(session: Session, staff_id: int) -> bool:
    """Whether a task or a mention waits for this colleague."""
    task = select(StaffTask.id).where(
        StaffTask.assigned_to_id == staff_id, StaffTask.done_at.is_(None)
    )
    mention = select(Mention.id).where(Mention.staff_user_id == staff_id, Mention.read_at.is_(None))
    return bool(session.scalar(select(or_(task.exists(), mention.exists()))))


def waiting_at_desk(session: Session, staff_id: int, now: datetime) -> int:
    """How many mentions are unread and how many of their tasks are overdue, together."""
    mentions = select(func.count()).where(
        Mention.staff_user_id == staff_id, Mention.read_at.is_(None)
    )
    late = select(func.count()).where(
        StaffTask.assigned_to_id == staff_id, StaffTask.done_at.is_(None), StaffTask.due_at < now
    )
    return (session.scalar(mentions) or 0) + (session.scalar(late) or 0)


def unread_mentions(session: Session, staff_id: int) -> tuple[MentionRow, ...]:
    """The last MOST_MENTIONS notes that name the colleague and were not opened, newest first."""
    rows = session.scalars(
        select(Mention)
        .where(Mention.staff_user_id == staff_id, Mention.read_at.is_(None))
        .order_by(Mention.id.desc())
        .limit(MOST_MENTIONS)
    )
    return tuple(
        MentionRow(
            row.id, (row.subject_type, row.subject_id), row.author, row.words, row.created_at
        )
        for row in rows
    )
