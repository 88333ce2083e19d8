"""What becomes of a person stands in the history of their customer."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.db import JsonObject
from core.directory.model import Contact
from core.events.actions import Actor, Place, record


def note_person(
    session: Session,
    person: Contact,
    kind: str,
    after: JsonObject,
    *,
    actor: Actor,
    before: JsonObject | None = None,
) -> None:
    """Write one event about a person. kind: such as `contact.edited`."""
    record(
        session,
        kind,
        subject=("contact", person.id),
        actor=actor,
        place=Place(customer_id=person.customer_id),
        before=before,
        after=after,
    )
