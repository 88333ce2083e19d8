"""What colleagues wrote down about a row, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.desk.model import Note

MOST_NOTES = 20
MOST_OF_ALL = 1000


@dataclass(frozen=True)
class NoteView:
    """One note. at: when it was written."""

    id: int
    author: str
    at: datetime
    body: str


@dataclass(frozen=True)
class Notes:
    """The newest notes of a row, and how many there are of all."""

    shown: tuple[NoteView, ...]
    count: int


def notes_on(session: Session, subject: tuple[str, int], *, most: int = MOST_NOTES) -> Notes:
    """The newest `most` notes about a row such as ("customer", 7) (inventory 12)."""
    about = (Note.subject_type == subject[0], Note.subject_id == subject[1])
    rows = session.scalars(select(Note).where(*about).order_by(Note.id.desc()).limit(most)).all()
    shown = tuple(NoteView(row.id, row.author, row.created_at, row.body) for row in rows)
    if len(shown) < most:
        return Notes(shown, len(shown))
    return Notes(shown, session.scalar(select(func.count()).where(*about)) or 0)
