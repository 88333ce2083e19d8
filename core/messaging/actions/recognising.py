"""Put a name to conversations held with a number nobody knew before."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.directory.model import Contact, ContactPoint
from core.messaging.model import Conversation


def recognise(session: Session, person: Contact) -> None:
    """Conversations at the person's numbers and addresses are theirs from now on.

    Those that belong to somebody stay as they are, and so do those at an address several people
    share: nobody can say which of them wrote.
    """
    own = select(ContactPoint.value).where(ContactPoint.contact_id == person.id)
    shared = select(ContactPoint.value).where(ContactPoint.contact_id != person.id)
    session.execute(
        update(Conversation)
        .where(
            Conversation.contact_id.is_(None),
            Conversation.address.in_(own),
            Conversation.address.not_in(shared),
        )
        .values(contact_id=person.id)
    )
