"""Write down for one event who is told, in which message, and who is not and why: the same for every kind of news."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from core.alerts.actions.collecting import Collected, collect
from core.alerts.model import Notification
from core.alerts.reasons import Reason
from core.alerts.rules import Listener, Silence, why_silent
from core.alerts.wording import Word, Worded, kept_for_mail
from core.events.model import Event
from core.messaging.actions.queueing import Draft, write_messages
from core.messaging.actions.threads import LAST_WORDS_LENGTH
from core.messaging.letterhead import Letterhead
from core.messaging.wire import Channel, Priority


@dataclass(frozen=True)
class Manner:
    """How news travels. expires_at: after that it would only mislead.

    about: what it is the newest word on, as "job:7"; an older unsent message about it is replaced. None replaces none.
    collected_at: the time by which daily mails take it in; None where everybody is to hear at once.
    """

    priority: Priority
    expires_at: datetime
    about: str | None
    collected_at: datetime | None


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
    digest_id: int | None


def tell_these(
    session: Session,
    head: Letterhead,
    event: Event,
    found: Sequence[Listener],
    word: Word,
    manner: Manner,
    *,
    taken: set[str] | None = None,
) -> None:
    """Tell each of these listeners of the event, or write down why not; taken: addresses told of it elsewhere.

    Running it twice is harmless: a contact point that has been written down for the event is passed over.
    """
    known, told_before = _written_down(session, event, found)
    fresh = [listener for listener in found if listener.point_id not in known]
    told, silent = _judge(fresh, told_before | (taken or set()), word, manner)
    _write_down(session, head, event, told, silent, manner)


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
    found: Sequence[Listener], taken: set[str], word: Word, manner: Manner
) -> tuple[list[_Told], list[tuple[Listener, Silence]]]:
    told: list[_Told] = []
    silent: list[tuple[Listener, Silence]] = []
    for listener in found:
        answer: Worded | Silence | None = why_silent(listener, taken)
        if answer is None and manner.collected_at is not None:
            answer = kept_for_mail(listener, word)
        answer = answer or word(listener)
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
    manner: Manner,
) -> None:
    later = [each for each in told if _waits(each, manner)]
    at_once = [each for each in told if not _waits(each, manner)]
    threads = _threads(session, event, at_once)
    drafts = [_draft(event, each, threads[each.listener.address], manner) for each in at_once]
    message_ids = write_messages(session, head, drafts) if drafts else []
    rows = [
        _row(event, each.listener, message_id=message_id)
        for each, message_id in zip(at_once, message_ids, strict=True)
    ]
    rows += _collected(session, event, later, manner)
    rows += [_row(event, listener, silence=silence) for listener, silence in silent]
    if rows:
        session.execute(_NOTE, {"rows": json.dumps(rows)})


def _waits(told: _Told, manner: Manner) -> bool:
    return manner.collected_at is not None and told.listener.digest is not None


def _collected(
    session: Session, event: Event, later: Sequence[_Told], manner: Manner
) -> list[_Row]:
    rows = []
    for each in later:
        if each.listener.digest is None or manner.collected_at is None:
            continue
        entry = Collected(each.listener.point_id, event.id, each.words.subject, each.words.body)
        digest_id = collect(session, entry, each.listener.digest, manner.collected_at)
        rows.append(_row(event, each.listener, digest_id=digest_id))
    return rows


_NOTE = text(
    """
    INSERT INTO notifications (event_id, contact_point_id, address, message_id, reason, detail, digest_id)
    SELECT event_id, contact_point_id, address, message_id, reason, detail, digest_id
    FROM json_to_recordset(cast(:rows AS json)) AS rows(
        event_id bigint, contact_point_id bigint, address text, message_id bigint, reason text, detail text,
        digest_id bigint)
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


def _draft(event: Event, told: _Told, conversation_id: int, manner: Manner) -> Draft:
    point_id = told.listener.point_id
    return Draft(
        conversation_id=conversation_id,
        channel=told.listener.channel,
        recipient=told.listener.address,
        subject=told.words.subject,
        body=told.words.body,
        priority=manner.priority,
        contact_point_id=point_id,
        job_id=event.job_id,
        event_id=event.id,
        supersedes_key=f"{manner.about}:point:{point_id}" if manner.about else None,
        expires_at=manner.expires_at,
    )


def _row(
    event: Event,
    listener: Listener,
    *,
    message_id: int | None = None,
    silence: Silence | None = None,
    digest_id: int | None = None,
) -> _Row:
    return _Row(
        event_id=event.id,
        contact_point_id=listener.point_id,
        address=listener.address,
        message_id=message_id,
        reason=silence.reason if silence else None,
        detail=silence.detail if silence else "",
        digest_id=digest_id,
    )
