"""Page people about an emergency, rung by rung, until a human answers; the office has it in its mail from the first."""

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
from core.desk.model import StaffUser, TaskPriority
from core.desk.queries.reachable import reachable_staff, staff_at
from core.directory.model import Property, Unit
from core.directory.queries.people import place_found
from core.jobs.actions.emergencies import OFFICE_RUNG, climb
from core.jobs.crew_time import active_technicians
from core.jobs.model import Booking, Emergency, Technician
from core.jobs.queries.work import on_call
from core.language import Language
from core.messaging.actions.circuits import is_left_alone
from core.messaging.actions.consenting import consent_of
from core.messaging.actions.queueing import CARRIER_OF, Draft, queue_messages
from core.messaging.actions.threads import conversation_with
from core.messaging.consent import Topic
from core.messaging.queries.pages import missed_by_pages
from core.messaging.wire import Channel, ConsentState, Priority
from core.outbox import Kind
from core.outbox.actions import Promise, promise
from workers.doing import Handler, number, one_by_one
from workers.handlers.deliver import deliver
from workers.runtime import Runtime

BACKUP_RUNG = 2
LONGEST_QUOTE = 120


@dataclass(frozen=True)
class _Pager:
    """One to be paged: where, and in which language."""

    channel: Channel
    address: str
    language: Language


def _page_on_call(session: Session, runtime: Runtime, entry: Promise) -> None:
    """Page one rung and promise the next, until a human has it; it is never closed by itself.

    With the first the office hears of it by mail (inventory 52): a desk that is staffed need not wait for its rung.

    Safe to run twice: a rung is climbed once, together with its pages.
    """
    rung = number(entry, "rung")
    emergency = climb(session, number(entry, "emergency_id"), rung=rung)
    if emergency is None:
        return
    pagers = _whom(session, emergency, rung)
    drafts = [_draft(session, runtime, emergency, pager) for pager in pagers]
    queue_messages(session, runtime.head, drafts)
    if not drafts:
        _nobody_to_page(session, emergency)
    if rung == 0:
        _tell_office(session, runtime, emergency, pagers)
    promise(
        session,
        Kind.PAGE_ON_CALL,
        {"emergency_id": emergency.id, "rung": rung + 1},
        run_at=database_now(session) + timedelta(seconds=_pause(runtime, rung)),
        rank=0,
    )


def _whom(session: Session, emergency: Emergency, rung: int) -> list[_Pager]:
    """First the technician on call, then the backup too, then everyone on call and the office.

    Every technician and the office at once in a gap of the rota; the office at once when no text gets through: its
    mail does. Whom a page of this emergency has missed is passed over below the last rung, for the next one up.
    """
    technicians = [each for each in on_call(session) if not _is_deaf(session, each)]
    if not technicians:
        everyone = [each for each in active_technicians(session) if not _is_deaf(session, each)]
        return [_technician(each) for each in everyone] + _office(session)
    if rung >= OFFICE_RUNG:
        return [_technician(each) for each in technicians] + _office(session)
    missed = missed_by_pages(session, emergency.id)
    mails = [mail for each in technicians if each.phone in missed for mail in _mail(session, each)]
    reached = [_technician(each) for each in technicians if each.phone not in missed]
    if reached and not is_left_alone(session, CARRIER_OF[Channel.SMS]):
        return reached[: 2 if rung >= BACKUP_RUNG else 1] + mails
    return reached + mails + _office(session)


def _is_deaf(session: Session, technician: Technician) -> bool:
    """One who has sent STOP cannot be texted; the next one is paged instead."""
    said = consent_of(session, Channel.SMS, technician.phone, Topic.ANSWERS)
    return said is ConsentState.OPTED_OUT


def _tell_office(
    session: Session, runtime: Runtime, emergency: Emergency, paged: Sequence[_Pager]
) -> None:
    """By mail alone, to whoever is not paged by it: nobody's phone wakes them before their rung.

    It is no page: that it arrived, or did not, neither stops nor moves the ladder.
    """
    reached = {each.address for each in paged}
    pagers = [each for each in _mails(reachable_staff(session)) if each.address not in reached]
    values = _values(session, emergency) | {"link": f"{runtime.head.public_url}/inbox"}
    queue_messages(
        session,
        runtime.head,
        [
            Draft(
                conversation_id=conversation_with(session, each.channel, each.address).id,
                channel=each.channel,
                recipient=each.address,
                subject=f"Emergency {emergency.number} reported: {values['danger']}",
                body=say("dispatch/emergency_reported", each.language, values),
                priority=Priority.DISPATCH,
                job_id=emergency.job_id,
                booking_id=emergency.booking_id,
            )
            for each in pagers
        ],
    )


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


def _mail(session: Session, technician: Technician) -> list[_Pager]:
    """Technicians are known by phone alone; one who also signs in to the office has a mail address there."""
    account = staff_at(session, technician.phone)
    if account is None:
        return []
    return [_Pager(Channel.EMAIL, account.email, Language(technician.language))]


def _office(session: Session) -> list[_Pager]:
    """Staff by text where they have a phone, and by mail: the one who looks first wins."""
    staff = reachable_staff(session)
    texts = [_Pager(Channel.SMS, each.phone, Language.ENGLISH) for each in staff if each.phone]
    return texts + _mails(staff)


def _mails(staff: Sequence[StaffUser]) -> list[_Pager]:
    return [_Pager(Channel.EMAIL, each.email, Language.ENGLISH) for each in staff]


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
    pagers = _whom(session, emergency, emergency.rung - 1) if waiting else _taker(emergency)
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
    values = _values(session, emergency) | {
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
        emergency_id=emergency.id,
    )


def _values(session: Session, emergency: Emergency) -> dict[str, str]:
    return {
        "number": str(emergency.number),
        "danger": emergency.safety.replace("_", " "),
        "place": _where(session, emergency),
        "words": _quoted(emergency.words),
        "phone": _callable(emergency.reporter_address),
    }


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
