"""Writes a year of conversations: what people reported, what they were told, what became of each message."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.alerts.model import Notification
from core.alerts.reasons import Reason
from core.jobs.model import BookingSource
from core.language import Language
from core.messaging.model import Conversation, Message, Party
from core.messaging.wire import Channel, MessageState
from sandbox import cast
from sandbox.demo.filling import Line
from sandbox.demo.people import Person
from sandbox.demo.planning import Stage
from sandbox.demo.saying import news
from sandbox.demo.troubles import THANKS
from sandbox.demo.works import Around, WrittenJob

TOLD = (Stage.BOOKED, Stage.SCHEDULED, Stage.ON_THE_WAY, Stage.COMPLETED, Stage.CANCELED)
THANKS_PERCENT = 22
SEGMENT = 160
HOUR = timedelta(hours=1)
FATES = (
    (("delivered", "", ""), 965),
    (("undelivered", "30003", "the phone is switched off or out of reach"), 14),
    (("undelivered", "30005", "there is no such phone number"), 7),
    (("failed", "30007", "the carrier took it for spam"), 4),
    (("sent", "", ""), 10),
)
HEADLINE = 200


@dataclass(frozen=True)
class Words:
    """A message to be written. stage: of which step it tells; None is talk."""

    job: WrittenJob
    person: Person
    channel: Channel
    at: datetime
    body: str
    inbound: bool
    stage: Stage | None = None
    subject: str = ""
    address: str = ""


@dataclass(frozen=True)
class Thread:
    """All that is said with one number, or with one address about one job."""

    person: Person
    channel: Channel
    address: str
    job_id: int | None
    party: Party
    words: tuple[Words, ...]


def write_talk(around: Around, jobs: Sequence[WrittenJob], mails: Sequence[Words]) -> list[int]:
    """Every conversation with its messages, and who was told of what. Returns the threads of texts, the newest last."""
    threads = _threads([word for job in jobs for word in _texts(around, job)], mails)
    ids = around.filler.ids(Conversation, len(threads))
    numbered = list(zip(ids, threads, strict=True))
    around.filler.fill(Conversation, [_conversation(around, key, each) for key, each in numbered])
    said = [(key, each, word) for key, each in numbered for word in each.words]
    said.sort(key=lambda told: told[2].at)
    message_ids = around.filler.ids(Message, len(said))
    lines = [_message(around, n, *told) for n, told in zip(message_ids, said, strict=True)]
    around.filler.fill(Message, lines)
    around.filler.fill(Notification, list(_told(around, jobs, said, message_ids)))
    texts = [(each.words[-1].at, key) for key, each in numbered if each.channel is Channel.SMS]
    return [key for _, key in sorted(texts)]


def _texts(around: Around, job: WrittenJob) -> Iterator[Words]:
    """The person's report, our news, and now and then a word of thanks."""
    work, person = job.work, job.work.tenancy.person
    if work.source is BookingSource.SMS:
        yield Words(job, person, Channel.SMS, work.asked_at, job.words, inbound=True)
    visit = work.visit
    has_one = visit is not None and visit.technician is not None
    technician = (
        around.crew[visit.technician].name
        if visit and has_one and visit.technician is not None
        else ""
    )
    for stage, at in work.steps:
        body = news(work, stage, job.number, technician) if stage in TOLD else ""
        if body:
            yield Words(
                job,
                person,
                Channel.SMS,
                at + timedelta(seconds=4),
                body,
                inbound=False,
                stage=stage,
            )
        if body and stage is not Stage.BOOKED and around.draw.happens(THANKS_PERCENT):
            later = around.draw.later(at, 1, 25)
            if later < around.now:
                words = around.draw.one(THANKS[stage is Stage.COMPLETED, person.language])
                yield Words(job, person, Channel.SMS, later, words, inbound=True)


def _threads(texts: Sequence[Words], mails: Sequence[Words]) -> list[Thread]:
    by_phone: dict[str, list[Words]] = {}
    by_mail: dict[tuple[str, int], list[Words]] = {}
    for word in texts:
        by_phone.setdefault(word.person.phone, []).append(word)
    for word in mails:
        by_mail.setdefault((word.person.mail, word.job.id), []).append(word)
    found = [_thread(words, Channel.SMS, phone, None) for phone, words in by_phone.items()]
    found += [
        _thread(words, Channel.EMAIL, mail, job_id) for (mail, job_id), words in by_mail.items()
    ]
    return sorted(found, key=lambda thread: thread.words[-1].at)


def _thread(words: list[Words], channel: Channel, address: str, job_id: int | None) -> Thread:
    person = words[0].person
    party = Party.TENANT if person.role == "Tenant" else Party.MANAGER
    in_order = tuple(sorted(words, key=lambda word: word.at))
    return Thread(person, channel, address, job_id, party, in_order)


def _conversation(around: Around, key: int, thread: Thread) -> Line:
    last = thread.words[-1]
    return {
        "id": key,
        "channel": thread.channel,
        "address": thread.address,
        "job_id": thread.job_id,
        "party": thread.party,
        "contact_id": around.directory.contacts[thread.person.key],
        "booking_id": None if thread.job_id else last.job.booking_id,
        "subject": last.subject,
        "language": thread.person.language if thread.person.language is Language.SPANISH else None,
        "last_message_at": last.at,
        "last_words": last.body[:HEADLINE],
        "created_at": thread.words[0].at,
    }


def _message(around: Around, key: int, thread_id: int, thread: Thread, word: Words) -> Line:
    ours = cast.COMPANY_PHONE if thread.channel is Channel.SMS else cast.COMPANY_EMAIL
    points = around.directory.phones if thread.channel is Channel.SMS else around.directory.mails
    state, code, detail = _fate(around, word)
    ends_at = word.at + timedelta(seconds=around.draw.number(2, 40))
    return {
        "id": key,
        "conversation_id": thread_id,
        "inbound": word.inbound,
        "channel": thread.channel,
        "carrier": "twilio" if thread.channel is Channel.SMS else "sendgrid",
        "provider_id": f"demo-{around.draw.hexadecimal(32)}",
        "contact_point_id": points.get(thread.person.key),
        "sender": thread.address if word.inbound else ours,
        "recipient": ours if word.inbound else thread.address,
        "author": thread.person.name if word.inbound else "",
        "subject": word.subject,
        "body": word.body,
        "new_words": word.body if word.inbound else "",
        "proven_sender": word.inbound,
        "job_id": word.job.id,
        "booking_id": word.job.booking_id,
        "event_id": word.job.events[word.stage] if word.stage else None,
        "state": state,
        "state_at": ends_at,
        "heard_at": word.at if word.inbound else None,
        "segments": 1 + len(word.body) // SEGMENT,
        "attempts": 0 if word.inbound else 1,
        "error_code": code,
        "error_detail": detail,
        "created_at": word.at,
    }


def _fate(around: Around, word: Words) -> tuple[MessageState, str, str]:
    if word.inbound:
        return MessageState.RECEIVED, "", ""
    if word.channel is Channel.EMAIL:
        return MessageState.DELIVERED, "", ""
    state, code, detail = around.draw.by_weight(FATES)
    return MessageState(state), code, detail


def _told(
    around: Around,
    jobs: Sequence[WrittenJob],
    said: Sequence[tuple[int, Thread, Words]],
    message_ids: Sequence[int],
) -> Iterator[Line]:
    """Each piece of news with the message that carried it; and that the firm had not asked to hear of it."""
    for message_id, (_, thread, word) in zip(message_ids, said, strict=True):
        if word.stage is not None and thread.channel is Channel.SMS:
            yield {
                "event_id": word.job.events[word.stage],
                "contact_point_id": around.directory.phones[thread.person.key],
                "address": thread.address,
                "message_id": message_id,
                "reason": None,
                "created_at": word.at,
            }
    for job in jobs:
        firm = job.work.place.customer
        for stage, at in job.work.steps:
            if firm.mail and stage in TOLD and firm is not job.work.tenancy.person:
                yield {
                    "event_id": job.events[stage],
                    "contact_point_id": around.directory.mails[firm.key],
                    "address": firm.mail,
                    "message_id": None,
                    "reason": Reason.NOT_SUBSCRIBED,
                    "created_at": at,
                }
