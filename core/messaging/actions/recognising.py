"""Put a name to conversations held with a number nobody knew before, or nobody has any more."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.directory.model import Contact, ContactPoint
from core.messaging.model import Conversation


def recognise(session: Session, person: Contact) -> None:
    """Conversations at the person's numbers and addresses are theirs from now on.

    Those that belong to somebody who still has the address stay as they are, and so do those at an
    address several people share: nobody can say which of them wrote.
    """
    standing = ContactPoint.retired_at.is_(None)
    own = select(ContactPoint.value).where(ContactPoint.contact_id == person.id, standing)
    shared = select(ContactPoint.value).where(ContactPoint.contact_id != person.id, standing)
    held = select(ContactPoint.id).where(
        ContactPoint.contact_id == Conversation.contact_id,
        ContactPoint.value == Conversation.address,
        standing,
    )
    session.execute(
        update(Conversation)
        .where(
            ~held.exists(),
            Conversation.address.in_(own),
            Conversation.address.not_in(shared),
        )
        .values(contact_id=person.id)
    )
