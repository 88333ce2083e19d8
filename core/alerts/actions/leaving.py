"""A person leaves a customer: out of the directory, and off every list that tells them something. It refuses one who
has left already.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.alerts.actions.digest_choosing import tell_at_once
from core.alerts.actions.subscribing import use_customer_list
from core.directory.actions.retiring import retire_person
from core.directory.model import Contact
from core.events.actions import Actor
from core.messaging.actions.letting_go import let_go


def leave(session: Session, person: Contact, *, actor: Actor) -> None:
    """Remove the person; their own subscriptions end, and what is still queued to them is not sent."""
    addresses = [point.value for point in person.points]
    retire_person(session, person, actor=actor)
    use_customer_list(session, person)
    tell_at_once(session, person, actor=actor)
    let_go(session, addresses)
