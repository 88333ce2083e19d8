"""Write a note on a row for all of the office to read, and put it before the colleagues it names. It refuses an
empty one.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.desk.actions.mentioning import mention
from core.desk.model import Note
from core.errors import FieldRefused
from core.events.actions import Actor, Place, record

LONGEST = 4000


def add_note(
    session: Session,
    *,
    subject: tuple[str, int],
    body: str,
    actor: Actor,
    place: Place = Place(),  # noqa: B008 - frozen, so shared safely
) -> Note:
    """A note about a row, as ("job", 7) (inventory 12). Refuses empty words and more than LONGEST
    characters.

    place: the pages on whose timeline it appears.
    """
    words = body.strip()
    if not words:
        raise FieldRefused("body", "Write the note first.")
    if len(words) > LONGEST:
        raise FieldRefused("body", f"Keep the note under {LONGEST} characters.")
    note = Note(subject_type=subject[0], subject_id=subject[1], author=actor.name, body=words)
    session.add(note)
    session.flush()
    event = record(
        session,
        "note.added",
        subject=subject,
        actor=actor,
        place=place,
        after={"body": words},
    )
    mention(session, event, words)
    return note
