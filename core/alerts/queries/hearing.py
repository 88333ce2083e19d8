"""Who would be told of a status, and who was told of it: person, channel, words, what became of it, or why not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from core.alerts.model import Digest, Notification
from core.alerts.queries.recipients import audience_of, listeners
from core.alerts.queries.stand_ins import stand_ins_among
from core.alerts.reasons import in_words
from core.alerts.rules import Listener, Silence, why_silent
from core.alerts.wording import Worded, Wording, kept_for_mail
from core.clock import local, spoken_day, spoken_time
from core.config import Company
from core.directory.model import Contact, ContactPoint
from core.jobs.facts import facts_of
from core.jobs.model import Job, JobStatus
from core.language import Language
from core.messaging.model import Message
from core.messaging.shown_words import without_keys
from core.messaging.wire import Channel, MessageState

MOST_SHOWN = 500


@dataclass(frozen=True)
class Hearing:
    """One contact point and one status change.

    why_not: a clause fit to show, or None when told (or to be told). state, state_at: where the message stands now.
    because: a clause saying why they were told in this way, where it was not the way meant.
    """

    contact_name: str
    customer_name: str
    channel: Channel
    address: str
    why_not: str | None
    subject: str = ""
    body: str = ""
    state: MessageState | None = None
    state_at: datetime | None = None
    error: str = ""
    because: str = ""


def preview(session: Session, company: Company, job: Job, status: JobStatus) -> tuple[Hearing, ...]:
    """Who would be told if the job reached the status now, in which words, and who would not, and why.

    Shows at most MOST_SHOWN; changes nothing.
    """
    facts = {**facts_of(job), "status_id": status.id, "status": status.name}
    found = listeners(session, audience_of(facts), most=MOST_SHOWN)
    wording = Wording(session, status.id, facts, company)
    waits = facts["priority"] != "emergency"
    taken: set[str] = set()
    hearings = []
    for listener in found:
        answer: Worded | Silence | None = why_silent(listener, taken)
        if answer is None and waits:
            answer = kept_for_mail(listener, wording.word)
        answer = answer or wording.word(listener)
        if isinstance(answer, Silence):
            hearings.append(hearing_of(listener, why_not=in_words(answer.reason, answer.detail)))
        else:
            taken.add(listener.address)
            told = hearing_of(listener, subject=answer.subject, body=answer.body)
            hearings.append(
                replace(told, because="in their daily mail") if waits and listener.digest else told
            )
    return _told_first(hearings)


def hearing_of(
    listener: Listener, *, why_not: str | None = None, subject: str = "", body: str = ""
) -> Hearing:
    """A listener who would be told these words, or not for this reason."""
    return Hearing(
        contact_name=listener.contact_name,
        customer_name=listener.customer_name,
        channel=listener.channel,
        address=listener.address,
        why_not=why_not,
        subject=subject,
        body=body,
    )


def told_of(session: Session, event_id: int) -> tuple[Hearing, ...]:
    """Who was told of an event and who was not; at most MOST_SHOWN, those told first.

    A mail that stood in for a text is shown in place of the reason why that address was not to be told.
    """
    return told_of_each(session, [event_id])[event_id]


def told_of_each(
    session: Session, event_ids: Sequence[int], *, most: int = MOST_SHOWN
) -> dict[int, tuple[Hearing, ...]]:
    """The same of several events, by event: as many questions as for one. most: of each event."""
    meant: dict[int, list[Notification]] = {event_id: [] for event_id in event_ids}
    for row in _notifications(session, event_ids, most):
        meant[row.event_id].append(row)
    instead: dict[int, list[tuple[Message, str]]] = {event_id: [] for event_id in event_ids}
    for event_id, mail, because in stand_ins_among(session, event_ids):
        instead[event_id].append((mail, because))
    return {event_id: _heard(meant[event_id], instead[event_id]) for event_id in event_ids}


def _notifications(session: Session, event_ids: Sequence[int], most: int) -> Iterable[Notification]:
    order = (Notification.reason.is_not(None), Notification.id)
    nth = func.row_number().over(partition_by=Notification.event_id, order_by=order)
    placed = select(Notification.id, nth.label("nth")).where(Notification.event_id.in_(event_ids))
    shown = placed.subquery()
    return session.scalars(
        select(Notification)
        .join(shown, shown.c.id == Notification.id)
        .where(shown.c.nth <= most)
        .options(
            joinedload(Notification.message),
            joinedload(Notification.digest),
            joinedload(Notification.contact_point)
            .joinedload(ContactPoint.contact)
            .joinedload(Contact.customer),
        )
        .order_by(*order)
    )


def _heard(
    meant: Sequence[Notification], instead: Sequence[tuple[Message, str]]
) -> tuple[Hearing, ...]:
    taken = {mail.recipient for mail, _ in instead}
    told = [was_told(row) for row in meant if row.reason is None or row.address not in taken]
    mails = [stood_in(mail, because) for mail, because in instead]
    return _told_first(mails + told) if instead else tuple(told)


# A message in one of these never reached anybody, whatever was meant.
_NEVER_ARRIVED = {
    MessageState.SUPPRESSED: "held back",
    MessageState.EXPIRED: "too late",
    MessageState.SUPERSEDED: "replaced",
    MessageState.FAILED: "failed",
    MessageState.UNDELIVERED: "not delivered",
}


def _why_not(row: Notification) -> str | None:
    """The reason it was not meant for them, or what came between."""
    if row.reason is not None:
        return in_words(row.reason, row.detail)
    return _why_lost(row.message)


def _why_lost(message: Message | None) -> str | None:
    if message is None or message.state not in _NEVER_ARRIVED:
        return None
    detail = message.error_detail or message.error_code or "no reason was given"
    return f"{_NEVER_ARRIVED[message.state]}: {detail}"


def was_told(row: Notification) -> Hearing:
    """What became of one notification, with its message, digest and people loaded."""
    point, message = row.contact_point, row.message
    return Hearing(
        contact_name=point.contact.full_name,
        customer_name=point.contact.customer.display_name,
        channel=Channel.SMS if point.kind == "phone" else Channel.EMAIL,
        address=row.address,
        why_not=_why_not(row),
        subject=message.subject if message else "",
        body=without_keys(message.body) if message else "",
        state=message.state if message else None,
        state_at=message.state_at if message else None,
        error=message.error_detail if message else "",
        because=_in_digest(row.digest),
    )


def _in_digest(digest: Digest | None) -> str:
    if digest is None:
        return ""
    due = local(digest.due_at, digest.zone)
    return f"in the daily mail of {spoken_day(due, Language.ENGLISH)}, {spoken_time(due)}"


def stood_in(mail: Message, because: str) -> Hearing:
    """A mail that went out in place of a text."""
    contact = mail.contact_point.contact if mail.contact_point else None
    return Hearing(
        contact_name=contact.full_name if contact else "",
        customer_name=contact.customer.display_name if contact else "",
        channel=Channel.EMAIL,
        address=mail.recipient,
        why_not=_why_lost(mail),
        subject=mail.subject,
        body=without_keys(mail.body),
        state=mail.state,
        state_at=mail.state_at,
        error=mail.error_detail,
        because=because,
    )


def _told_first(hearings: list[Hearing]) -> tuple[Hearing, ...]:
    return tuple(sorted(hearings, key=lambda hearing: hearing.why_not is not None))
