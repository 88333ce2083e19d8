"""Put a note before the colleagues it names, until they have opened what it is about."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select, true, update
from sqlalchemy.orm import Session

from core.desk.mentions import Colleague, named_in
from core.desk.model import Mention, StaffRole, StaffUser
from core.desk.permissions import may_read
from core.events.model import Event

WORDS_LENGTH = 300
MOST_COLLEAGUES = 1000


def mention(session: Session, note: Event, words: str) -> tuple[Colleague, ...]:
    """Everybody the words name finds the note on their day; the author does not, nor who cannot read what it is about.

    note: the event that is the note.
    """
    able = {each.id for each in nameable_at(session, note.subject_type)} - {note.actor_id}
    named = tuple(each for each in named_in(words, nameable(session)) if each.id in able)
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


def put_away(session: Session, staff_id: int, mention_id: int) -> None:
    """The colleague takes one note off their day, opened or not. Harmless to repeat, and for another's."""
    session.execute(
        update(Mention)
        .where(
            Mention.id == mention_id, Mention.staff_user_id == staff_id, Mention.read_at.is_(None)
        )
        .values(read_at=func.clock_timestamp())
    )


def nameable_at(session: Session, kind: str) -> tuple[Colleague, ...]:
    """Everybody active who can read rows of this kind, as "job", by name."""
    roles = [role for role in StaffRole if may_read(role, kind)]
    return _active(session, StaffUser.role.in_(roles))


def nameable(session: Session) -> tuple[Colleague, ...]:
    """Everybody active, by name."""
    return _active(session, true())


def _active(session: Session, which: ColumnElement[bool]) -> tuple[Colleague, ...]:
    rows = session.execute(
        select(StaffUser.id, StaffUser.name)
        .where(StaffUser.active, which)
        .order_by(StaffUser.name, StaffUser.id)
        .limit(MOST_COLLEAGUES)
    )
    return tuple(Colleague(row.id, row.name) for row in rows)
