"""Page people about an emergency, rung by rung, until a human answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from sqlalchemy.orm import Session

from bot.words import say
from core.addresses import spoken_phone
from core.clock import database_now
from core.desk.actions.tasks import open_task
from core.desk.model import TaskPriority
from core.desk.queries.reachable import reachable_staff
from core.directory.model import Property, Unit
from core.directory.queries.people import place_found
from core.jobs.actions.emergencies import climb
from core.jobs.model import Booking, Emergency, Technician
from core.jobs.queries.work import on_call
from core.language import Language
from core.messaging.actions.circuits import is_left_alone
from core.messaging.actions.consenting import consent_of
from core.messaging.actions.queueing import CARRIER_OF, Draft, queue_messages
from core.messaging.actions.threads import conversation_with
from core.messaging.consent import Topic
from core.messaging.wire import Channel, ConsentState, Priority
from core.outbox import Kind
from core.outbox.actions import Promise, promise
from workers.doing import Handler, number, one_by_one
from workers.handlers.deliver import deliver
from workers.runtime import Runtime

BACKUP_RUNG = 2
OFFICE_RUNG = 3
LONGEST_QUOTE = 120


@dataclass(frozen=True)
class _Pager:
    """One to be paged: where, and in which language."""

    channel: Channel
    address: str
    language: Language


def _page_on_call(session: Session, runtime: Runtime, entry: Promise) -> None:
    """Page one rung and promise the next, until a human has it; it is never closed by itself.

    Safe to run twice: a rung is climbed once, together with its pages.
    """
    rung = number(entry, "rung")
    emergency = climb(session, number(entry, "emergency_id"), rung=rung)
    if emergency is None:
        return
    pagers = _whom(session, rung)
    drafts = [_draft(session, runtime, emergency, pager) for pager in pagers]
    queue_messages(session, runtime.head, drafts)
    if not drafts:
        _nobody_to_page(session, emergency)
    promise(
        session,
        Kind.PAGE_ON_CALL,
        {"emergency_id": emergency.id, "rung": rung + 1},
        run_at=database_now(session) + timedelta(seconds=_pause(runtime, rung)),
        rank=0,
    )


def _whom(session: Session, rung: int) -> list[_Pager]:
    """First the technician on call, then the backup too, then everyone on call and the office.

    The office at once when nobody is on call, and when no text gets through: its mail does.
    """
    technicians = [each for each in on_call(session) if not _is_deaf(session, each)]
    is_heard = not is_left_alone(session, CARRIER_OF[Channel.SMS])
    if technicians and is_heard and rung < OFFICE_RUNG:
        return [_technician(each) for each in technicians[: 2 if rung >= BACKUP_RUNG else 1]]
    return [_technician(each) for each in technicians] + _office(session)


def _is_deaf(session: Session, technician: Technician) -> bool:
    """One who has sent STOP cannot be texted; the next one is paged instead."""
    said = consent_of(session, Channel.SMS, technician.phone, Topic.ANSWERS)
    return said is ConsentState.OPTED_OUT


def _nobody_to_page(session: Session, emergency: Emergency) -> None:
    """A company that has named nobody yet: all that is left is to have it on top of the office's list."""
    open_task(
        session,
        title=f"EMERGENCY {emergency.number} and nobody to page: call {_callable(emergency.reporter_address)}",
        details=emergency.words,
        priority=TaskPriority.HIGH,
        subject=("emergency", emergency.id),
        once_key=f"nobody_to_page:{emergency.id}",
    )


def _technician(technician: Technician) -> _Pager:
    return _Pager(Channel.SMS, technician.phone, Language(technician.language))


def _office(session: Session) -> list[_Pager]:
    """Staff by text where they have a phone, and by mail: the one who looks first wins."""
    staff = reachable_staff(session)
    texts = [_Pager(Channel.SMS, each.phone, Language.ENGLISH) for each in staff if each.phone]
    return texts + [_Pager(Channel.EMAIL, each.email, Language.ENGLISH) for each in staff]


def _pause(runtime: Runtime, rung: int) -> float:
    """Seconds from this rung to the next; after the last the same pause is repeated."""
    steps = runtime.settings.fixline_page_seconds
    pauses: Sequence[float] = [after - before for before, after in pairwise(steps)]
    return pauses[min(rung, len(pauses) - 1)]


def _page_news(session: Session, runtime: Runtime, entry: Promise) -> None:
    """Tell the one who has the emergency, or everybody paged so far, what has become known since.

    Safe to run twice: the messages are queued with the end of the promise.
    """
    emergency = session.get_one(Emergency, number(entry, "emergency_id"))
    if emergency.rung == 0:
        return
    waiting = emergency.acknowledged_at is None
    pagers = _whom(session, emergency.rung - 1) if waiting else _taker(emergency)
    drafts = [_draft(session, runtime, emergency, pager) for pager in pagers]
    queue_messages(session, runtime.head, drafts)


def _taker(emergency: Emergency) -> list[_Pager]:
    address = emergency.taker_address
    if not address:
        return []
    channel = Channel.SMS if address.startswith("+") else Channel.EMAIL
    return [_Pager(channel, address, Language.ENGLISH)]


def _draft(session: Session, runtime: Runtime, emergency: Emergency, pager: _Pager) -> Draft:
    thread = conversation_with(session, pager.channel, pager.address)
    by_mail = pager.channel is Channel.EMAIL
    waiting = emergency.acknowledged_at is None
    values = {
        "number": str(emergency.number),
        "danger": emergency.safety.replace("_", " "),
        "place": _where(session, emergency),
        "words": _quoted(emergency.words),
        "phone": _callable(emergency.reporter_address),
        "ack": "1" if waiting and not by_mail else "",
        "link": f"{runtime.head.public_url}/inbox" if waiting and by_mail else "",
    }
    return Draft(
        conversation_id=thread.id,
        channel=pager.channel,
        recipient=pager.address,
        subject=f"EMERGENCY {emergency.number}: {values['danger']}",
        body=say("dispatch/page", pager.language, values),
        priority=Priority.EMERGENCY,
        job_id=emergency.job_id,
        booking_id=emergency.booking_id,
    )


def _where(session: Session, emergency: Emergency) -> str:
    if emergency.property_id is None:
        booking = session.get(Booking, emergency.booking_id) if emergency.booking_id else None
        said = booking.place_hint if booking is not None else ""
        return f"address as given: {said}" if said else "address unknown"
    place = session.get_one(Property, emergency.property_id)
    unit = session.get(Unit, emergency.unit_id) if emergency.unit_id else None
    return place_found(place, unit).label


def _quoted(words: str) -> str:
    """All that was said, on one line; of a long cry the end, where the news is. No words are no reason not to page."""
    said = " ".join(words.split())
    return said if len(said) <= LONGEST_QUOTE else f"...{said[-LONGEST_QUOTE:]}"


def _callable(address: str) -> str:
    return spoken_phone(address) if address.startswith("+") else address


def _next() -> dict[Kind, Handler]:
    return {Kind.DELIVER: deliver}


page_on_call = one_by_one(_page_on_call, then=_next)
page_news = one_by_one(_page_news, then=_next)
