"""Tells the people of a job what its technician just said: late, before a closed door, not coming after all.

It goes the road of the "on the way" alert: the same people, the same consent; nobody who would not have heard that.
By text, since it hurries; a person whom no text may reach gets a mail.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from bot.words import say
from core.addresses import spoken_phone
from core.alerts.queries.recipients import Audience, audience_of, listeners
from core.alerts.reasons import Reason
from core.alerts.rules import Listener, why_silent
from core.clock import database_now
from core.config import Company
from core.jobs.actions.status import status_following
from core.jobs.facts import facts_of
from core.jobs.model import AppointmentState, Job
from core.messaging.actions.queueing import Draft, queue_messages
from core.messaging.actions.threads import conversation_with
from core.messaging.letterhead import Letterhead
from core.messaging.wire import Channel, Priority

# Longer after, such news would only mislead.
USEFUL = timedelta(hours=1)


@dataclass(frozen=True)
class _Words:
    """As one listener reads them. subject: empty in a text."""

    subject: str
    body: str


def tell_household(
    session: Session, head: Letterhead, job: Job, text_name: str, values: dict[str, str]
) -> int:
    """Tell everyone who would be told that a technician is on the way; returns how many messages that are.

    Where the company has no such status nobody subscribed to anything like it, and nobody is told.
    """
    status = status_following(session, AppointmentState.EN_ROUTE)
    if status is None:
        return 0
    news = {**values, "number": str(job.number)}
    drafts = [
        _draft(session, job, each, _words(head.company, each, text_name, news))
        for each in who_hears(listeners(session, _audience(job, status.id)))
    ]
    queue_messages(session, head, drafts)
    return len(drafts)


def who_hears(found: Sequence[Listener]) -> list[Listener]:
    """Every number that may be texted, and the addresses of people who have none; each number and address once."""
    told: set[str] = set()
    texted: set[int] = set()
    chosen = []
    for each in sorted(found, key=lambda one: one.channel is Channel.EMAIL):
        if each.channel is Channel.EMAIL and each.contact_id in texted:
            continue
        silence = why_silent(each, told)
        if silence is None:
            told.add(each.address)
            chosen.append(each)
        # A number two people share reaches both of them.
        if silence is None or silence.reason is Reason.DUPLICATE:
            texted |= {each.contact_id} if each.channel is Channel.SMS else set()
    return chosen


def _audience(job: Job, status_id: int) -> Audience:
    return audience_of({**facts_of(job), "status_id": status_id})


def _words(company: Company, to: Listener, text_name: str, values: dict[str, str]) -> _Words:
    news = say(text_name, to.language, values)
    known = {
        **values,
        "news": news,
        "company": company.name,
        "phone": spoken_phone(company.phone),
        "first_name": to.first_name,
    }
    if to.channel is Channel.SMS:
        return _Words("", say("visit/text", to.language, known))
    subject = say("visit/mail_subject", to.language, known)
    return _Words(subject, say("visit/mail", to.language, known))


def _draft(session: Session, job: Job, to: Listener, words: _Words) -> Draft:
    return Draft(
        conversation_id=_thread(session, job, to, words),
        channel=to.channel,
        recipient=to.address,
        subject=words.subject,
        body=words.body,
        priority=Priority.ALERT,
        contact_point_id=to.point_id,
        job_id=job.id,
        expires_at=database_now(session) + USEFUL,
    )


def _thread(session: Session, job: Job, to: Listener, words: _Words) -> int:
    """The conversation with the number, or with the address about this job."""
    if to.channel is Channel.SMS:
        return conversation_with(session, Channel.SMS, to.address).id
    thread = conversation_with(session, Channel.EMAIL, to.address, job_id=job.id)
    if thread.contact_id is None:
        thread.contact_id = to.contact_id
    thread.subject = thread.subject or words.subject
    return thread.id
