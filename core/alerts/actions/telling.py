"""Tell everyone who should hear of a job's status, once each; write down who was not told, and why."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypedDict

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from core.alerts.model import Notification
from core.alerts.queries.recipients import PAGE, audience_of, listeners
from core.alerts.reasons import Reason
from core.alerts.rules import Listener, Silence, why_silent
from core.alerts.wording import Worded, Wording
from core.clock import database_now
from core.events.model import Event
from core.jobs.model import AppointmentState, JobStatus
from core.messaging.actions.queueing import Draft, write_messages
from core.messaging.actions.threads import LAST_WORDS_LENGTH
from core.messaging.letterhead import Letterhead
from core.messaging.wire import Channel, Priority
from core.outbox import Kind
from core.outbox.actions import promise

USEFUL = timedelta(hours=72)
USEFUL_ON_THE_WAY = timedelta(hours=1)
# Small, so that the senders begin soon.
FIRST_PAGE = 200


@dataclass(frozen=True)
class _Told:
    listener: Listener
    words: Worded


class _Row(TypedDict):
    event_id: int
    contact_point_id: int
    address: str
    message_id: int | None
    reason: Reason | None
    detail: str


def fan_out(
    session: Session, head: Letterhead, event: Event, *, after_point_id: int, most: int = PAGE
) -> None:
    """Tell one page of listeners of an event, and promise the next page if there may be one (inventory 83-85).

    Set-based, so the cost a message is flat. Running a page twice is harmless: the caller holds its promise, and a
    contact point that has been written down for the event is passed over.
    """
    page = most if after_point_id else min(most, FIRST_PAGE)
    audience = audience_of(event.facts)
    found = listeners(session, audience, after_point_id=after_point_id, most=page)
    known, taken = _written_down(session, event, found)
    wording = Wording(session, audience.status_id, event.facts, head.company)
    fresh = [listener for listener in found if listener.point_id not in known]
    told, silent = _judge(fresh, taken, wording)
    _write_down(session, head, event, told, silent)
    if len(found) == page:
        last = found[-1].point_id
        promise(
            session,
            Kind.FAN_OUT,
            {"event_id": event.id, "after_point_id": last},
            dedupe_key=f"fan_out:{event.id}:{last}",
            rank=3,
        )


def _written_down(
    session: Session, event: Event, found: Sequence[Listener]
) -> tuple[set[int], set[str]]:
    """The points that stand in the event's record already, and the addresses told of it."""
    rows = session.execute(
        select(Notification.contact_point_id, Notification.address, Notification.reason).where(
            Notification.event_id == event.id,
            Notification.address.in_([listener.address for listener in found]),
        )
    ).all()
    told = {row.address for row in rows if row.reason is None}
    return {row.contact_point_id for row in rows}, told


def _judge(
    found: Sequence[Listener], taken: set[str], wording: Wording
) -> tuple[list[_Told], list[tuple[Listener, Silence]]]:
    told: list[_Told] = []
    silent: list[tuple[Listener, Silence]] = []
    for listener in found:
        answer = why_silent(listener, taken) or wording.word(listener)
        if isinstance(answer, Silence):
            silent.append((listener, answer))
        else:
            taken.add(listener.address)
            told.append(_Told(listener, answer))
    return told, silent


def _write_down(
    session: Session,
    head: Letterhead,
    event: Event,
    told: Sequence[_Told],
    silent: Sequence[tuple[Listener, Silence]],
) -> None:
    threads = _threads(session, event, told)
    expires_at = _useful_until(session, event)
    drafts = [_draft(event, each, threads[each.listener.address], expires_at) for each in told]
    message_ids = write_messages(session, head, drafts) if drafts else []
    rows = [
        _row(event, each.listener, message_id=message_id)
        for each, message_id in zip(told, message_ids, strict=True)
    ]
    rows += [_row(event, listener, silence=silence) for listener, silence in silent]
    if rows:
        session.execute(_NOTE, {"rows": json.dumps(rows)})


_NOTE = text(
    """
    INSERT INTO notifications (event_id, contact_point_id, address, message_id, reason, detail)
    SELECT event_id, contact_point_id, address, message_id, reason, detail
    FROM json_to_recordset(cast(:rows AS json)) AS rows(
        event_id bigint, contact_point_id bigint, address text, message_id bigint, reason text, detail text)
    """
)


# Sorted, so that two fan-outs at once never wait for each other in a circle.
_THREADS = text(
    """
    INSERT INTO conversations (channel, address, job_id, contact_id, subject, last_words)
    SELECT * FROM unnest(cast(:channels AS text[]), cast(:addresses AS text[]), cast(:jobs AS bigint[]),
                         cast(:contacts AS bigint[]), cast(:subjects AS text[]), cast(:words AS text[]))
    ON CONFLICT (channel, address, job_id) DO UPDATE
    SET contact_id = coalesce(conversations.contact_id, excluded.contact_id),
        last_message_at = clock_timestamp(), last_words = excluded.last_words
    RETURNING id, address
    """
)


def _threads(session: Session, event: Event, told: Sequence[_Told]) -> dict[str, int]:
    """The conversation of each address, with what is about to be its last words.

    One a phone number, one a mail address and job.
    """
    if not told:
        return {}
    ordered = sorted(told, key=lambda each: (each.listener.channel, each.listener.address))
    rows = session.execute(
        _THREADS,
        {
            "channels": [each.listener.channel.value for each in ordered],
            "addresses": [each.listener.address for each in ordered],
            "jobs": [
                event.job_id if each.listener.channel is Channel.EMAIL else None for each in ordered
            ],
            "contacts": [each.listener.contact_id for each in ordered],
            "subjects": [each.words.subject[:300] for each in ordered],
            "words": [each.words.body[:LAST_WORDS_LENGTH] for each in ordered],
        },
    )
    return {row.address: row.id for row in rows}


def _useful_until(session: Session, event: Event) -> datetime:
    """A stale "on my way" must never arrive hours later; other news stays useful for days."""
    status = session.get(JobStatus, audience_of(event.facts).status_id)
    en_route = status is not None and status.follows_visit is AppointmentState.EN_ROUTE
    return database_now(session) + (USEFUL_ON_THE_WAY if en_route else USEFUL)


def _draft(event: Event, told: _Told, conversation_id: int, expires_at: datetime) -> Draft:
    emergency = event.facts.get("priority") == "emergency"
    return Draft(
        conversation_id=conversation_id,
        channel=told.listener.channel,
        recipient=told.listener.address,
        subject=told.words.subject,
        body=told.words.body,
        priority=Priority.EMERGENCY if emergency else Priority.ALERT,
        contact_point_id=told.listener.point_id,
        job_id=event.job_id,
        event_id=event.id,
        supersedes_key=f"job:{event.job_id}:point:{told.listener.point_id}",
        expires_at=expires_at,
    )


def _row(
    event: Event,
    listener: Listener,
    *,
    message_id: int | None = None,
    silence: Silence | None = None,
) -> _Row:
    return _Row(
        event_id=event.id,
        contact_point_id=listener.point_id,
        address=listener.address,
        message_id=message_id,
        reason=silence.reason if silence else None,
        detail=silence.detail if silence else "",
    )
