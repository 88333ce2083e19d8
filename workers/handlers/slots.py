"""Offer a time that fell free to the next who waits for one, by text, one person at a time."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.context import PromptKind
from bot.words import say
from core.clock import database_now, spoken_window
from core.jobs.actions.slots import offer_next
from core.jobs.model import SlotOffer
from core.jobs.wishes import phone_of, place_of_wish, requester_of
from core.language import Language
from core.messaging.actions.asking import ask_beside
from core.messaging.actions.queueing import say_in
from core.messaging.actions.threads import conversation_with
from core.messaging.wire import Channel, Priority
from core.outbox import Kind
from core.outbox.actions import Promise
from workers.doing import Handler, number, one_by_one
from workers.handlers.deliver import deliver
from workers.runtime import Runtime


def _offer_slot(session: Session, runtime: Runtime, entry: Promise) -> None:
    """Safe to run twice: nobody is asked while an answer is awaited, and nobody twice about the same time."""
    if "offer_id" in entry.args:
        tell_of_slot(session, runtime, session.get_one(SlotOffer, number(entry, "offer_id")))
        return
    zone = runtime.settings.company_timezone
    made = offer_next(session, number(entry, "slot_id"), zone=zone)
    if made is not None:
        tell_of_slot(session, runtime, made)


def tell_of_slot(session: Session, runtime: Runtime, made: SlotOffer) -> None:
    """Send the offer as a question that is open until the offer lapses."""
    point, person = phone_of(session, made.wish), requester_of(made.wish)
    place = place_of_wish(made.wish)
    if point is None or person is None or place is None:
        return
    thread = conversation_with(session, Channel.SMS, point.value)
    language = Language(thread.language or person.language)
    slot = made.slot
    window = spoken_window(slot.window_start, slot.window_end, place.time_zone, language)
    values = {"company": runtime.head.company.name, "window": window}
    say_in(
        session,
        runtime.head,
        thread,
        say("dispatch/free_visit", language, values),
        priority=Priority.ALERT,
    )
    ask_beside(
        session,
        thread,
        kind=PromptKind.FREE_VISIT,
        options=("yes", "no"),
        valid=made.expires_at - database_now(session),
        job_id=made.wish.job_id,
        booking_id=made.wish.booking_id,
    )


def _next() -> dict[Kind, Handler]:
    return {Kind.DELIVER: deliver}


offer_slot = one_by_one(_offer_slot, then=_next)
