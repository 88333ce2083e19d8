"""Who is on the other end of a conversation, as far as the directory knows, and their language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.context import Speaker
from core.desk.model import StaffUser
from core.desk.queries.reachable import staff_at
from core.directory.model import Contact, ContactPoint, Role
from core.directory.queries.people import (
    points_at,
    roles_of,
)
from core.events.actions import Actor, ActorType
from core.jobs.model import (
    Technician,
)
from core.jobs.queries.work import (
    technician_at,
)
from core.language import Language
from core.messaging.model import Conversation
from core.messaging.wire import Channel

SPEAKS_FOR_PLACES = frozenset({Role.PRIMARY, Role.MANAGER, Role.OWNER})


@dataclass(frozen=True)
class Known:
    """Who is on the other end, as rows; the engine acts with these, flows never see them."""

    speaker: Speaker
    actor: Actor
    points: Sequence[ContactPoint] = ()
    technician: Technician | None = None
    staff: StaffUser | None = None

    @property
    def contact(self) -> Contact | None:
        """The person, when the address belongs to exactly one."""
        people = {point.contact_id: point.contact for point in self.points}
        return next(iter(people.values())) if len(people) == 1 else None

    @property
    def customer_ids(self) -> list[int]:
        """The customers behind the address, each once."""
        return sorted({point.contact.customer_id for point in self.points})


def who_is(session: Session, conversation: Conversation) -> Known:
    """Find the other end in the directory by its address."""
    address = conversation.address
    if conversation.channel is Channel.SMS:
        technician = technician_at(session, address)
        if technician is not None:
            actor = Actor(ActorType.TECHNICIAN, technician.name, technician.id)
            return Known(Speaker.TECHNICIAN, actor, technician=technician)
        staff = staff_at(session, address)
        if staff is not None:
            return Known(Speaker.STAFF, Actor(ActorType.STAFF, staff.name, staff.id), staff=staff)
    points = points_at(session, address)
    if not points:
        return Known(Speaker.STRANGER, Actor(ActorType.STRANGER, address))
    contact = points[0].contact
    actor = Actor(ActorType.CONTACT, contact.full_name, contact.id)
    return Known(_speaker(session, conversation, points), actor, points=points)


def _speaker(
    session: Session, conversation: Conversation, points: Sequence[ContactPoint]
) -> Speaker:
    """By mail, one who speaks for a property is its manager; by text everyone known is served as an occupant."""
    roles = roles_of(session, [point.contact.customer_id for point in points])
    if conversation.channel is Channel.EMAIL and roles & SPEAKS_FOR_PLACES:
        return Speaker.MANAGER
    return Speaker.TENANT


def language_of(conversation: Conversation, known: Known) -> Language:
    """The language asked for or used here, else the person's, else English."""
    if conversation.language:
        return Language(conversation.language)
    if known.technician is not None:
        return Language(known.technician.language)
    return known.contact.language if known.contact else Language.ENGLISH
