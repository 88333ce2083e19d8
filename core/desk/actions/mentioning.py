"""Put a note before the colleagues it names, until they have opened what it is about."""

from __future__ import annotations

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core.desk.mentions import Colleague, named_in
from core.desk.model import Mention, StaffUser
from core.events.model import Event

WORDS_LENGTH = 300
MOST_COLLEAGUES = 1000


def mention(session: Session, note: Event, words: str) -> tuple[Colleague, ...]:
    """Everybody the words name finds the note on their day; the author does not. note: the event that is the note."""
    named = tuple(each for each in named_in(words, nameable(session)) if each.id != note.actor_id)
    session.add_all(
        Mention(
            staff_user_id=each.id,
            subject_type=note.subject_type,
            subject_id=note.subject_id,
            event_id=note.id,
            author=note.actor_name[:120],
            words=words[:WORDS_LENGTH],
        )
        for each in named
    )
    session.flush()
    return named


def read_mentions(session: Session, staff_id: int, subject: tuple[str, int]) -> None:
    """The colleague has opened what the notes are about: they are done with. Harmless to repeat."""
    session.execute(
        update(Mention)
        .where(
            Mention.staff_user_id == staff_id,
            Mention.subject_type == subject[0],
            Mention.subject_id == subject[1],
            Mention.read_at.is_(None),
        )
        .values(read_at=func.clock_timestamp())
    )


def nameable(session: Session) -> tuple[Colleague, ...]:
    """Everybody active, by name."""
    rows = session.execute(
        select(StaffUser.id, StaffUser.name)
        .where(StaffUser.active)
        .order_by(StaffUser.name, StaffUser.id)
        .limit(MOST_COLLEAGUES)
    )
    return tuple(Colleague(row.id, row.name) for row in rows)
