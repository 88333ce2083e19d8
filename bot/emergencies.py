"""A human takes an emergency: the ladder stops, and only now is the one who reported it told so, by name."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.who import language_of, who_is
from bot.words import say
from core.events.actions import Actor
from core.jobs.actions.emergencies import acknowledge, acknowledge_one
from core.jobs.model import Emergency
from core.messaging.actions.queueing import say_in
from core.messaging.actions.threads import conversation_with
from core.messaging.letterhead import Letterhead
from core.messaging.wire import Channel, Priority


def take(
    session: Session, head: Letterhead, number: int | None, *, actor: Actor, address: str = ""
) -> Emergency:
    """The actor has the emergency, by the number it was paged with; None where only one is open.

    address: where the actor hears news of it. Harmless to repeat for the one who has it. Refused, with the name, when
    another human was first; NotFound when no single emergency fits.
    """
    emergency, is_news = acknowledge(session, number, actor=actor, address=address)
    if is_news:
        _tell_reporter(session, head, emergency)
    return emergency


def take_one(
    session: Session, head: Letterhead, emergency_id: int, *, actor: Actor, address: str = ""
) -> Emergency:
    """The same for the very one somebody pointed at, by its row."""
    emergency, is_news = acknowledge_one(session, emergency_id, actor=actor, address=address)
    if is_news:
        _tell_reporter(session, head, emergency)
    return emergency


def _tell_reporter(session: Session, head: Letterhead, emergency: Emergency) -> None:
    address = emergency.reporter_address
    channel = Channel.SMS if address.startswith("+") else Channel.EMAIL
    thread = conversation_with(session, channel, address)
    thread.emergency = False
    language = language_of(thread, who_is(session, thread))
    name = emergency.acknowledged_by.split()[0]
    say_in(
        session,
        head,
        thread,
        say("dispatch/taken", language, {"company": head.company.name, "name": name}),
        priority=Priority.EMERGENCY,
    )
