"""Tells the people of a job by text what its technician just said: late, before a closed door, not coming after all.

It goes the road of the "on the way" alert: the same people, the same consent; nobody who would not have heard that.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from bot.words import say
from core.alerts.queries.recipients import Audience, audience_of, listeners
from core.alerts.rules import Listener, why_silent
from core.clock import database_now
from core.jobs.actions.status import status_following
from core.jobs.facts import facts_of
from core.jobs.model import AppointmentState, Job
from core.messaging.actions.queueing import Draft, queue_messages
from core.messaging.actions.threads import conversation_with
from core.messaging.letterhead import Letterhead
from core.messaging.wire import Channel, Priority

# Longer after, such news would only mislead.
USEFUL = timedelta(hours=1)


def tell_household(
    session: Session, head: Letterhead, job: Job, text_name: str, values: dict[str, str]
) -> int:
    """Text everyone who would be told that a technician is on the way; returns how many that are.

    Where the company has no such status nobody subscribed to anything like it, and nobody is told.
    """
    status = status_following(session, AppointmentState.EN_ROUTE)
    if status is None:
        return 0
    told: set[str] = set()
    drafts = []
    for listener in listeners(session, _audience(job, status.id)):
        if listener.channel is Channel.SMS and why_silent(listener, told) is None:
            told.add(listener.address)
            drafts.append(_draft(session, head, job, listener, (text_name, values)))
    queue_messages(session, head, drafts)
    return len(drafts)


def _audience(job: Job, status_id: int) -> Audience:
    return audience_of({**facts_of(job), "status_id": status_id})


def _draft(
    session: Session,
    head: Letterhead,
    job: Job,
    listener: Listener,
    said: tuple[str, dict[str, str]],
) -> Draft:
    text_name, values = said
    company = {"company": head.company.name, "number": str(job.number)}
    return Draft(
        conversation_id=conversation_with(session, Channel.SMS, listener.address).id,
        channel=Channel.SMS,
        recipient=listener.address,
        body=say(text_name, listener.language, {**company, **values}),
        priority=Priority.ALERT,
        contact_point_id=listener.point_id,
        job_id=job.id,
        expires_at=database_now(session) + USEFUL,
    )
