"""Put messages in the queue: written down and promised in the transaction of their cause, sent by `workers` later."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.orm import Session

from core.directory.queries.people import points_at
from core.events.actions import Actor
from core.messaging.actions.carrying import KeptFile, carry_files, check_files
from core.messaging.actions.promising import Delivery, promise_deliveries
from core.messaging.actions.threads import LAST_WORDS_LENGTH, note_answered
from core.messaging.consent import Purpose
from core.messaging.folding import folded
from core.messaging.letterhead import Letterhead, reply_token, token_hash
from core.messaging.model import Conversation
from core.messaging.segments import segments_of
from core.messaging.tags import one_line
from core.messaging.wire import Channel, MessageState, Priority

CARRIER_OF = {Channel.SMS: "twilio", Channel.EMAIL: "sendgrid"}
LONGEST_SUBJECT = 300


@dataclass(frozen=True)
class Draft:
    """One message to send.

    author: who speaks, shown in the thread ("Fixline", or a member of staff).
    supersedes_key: an unsent older message with the same key is not sent any more.
    expires_at: after that the message would only mislead, and is not sent.
    files: kept files that go with a mail; refused on a text, and when they are too large (see `check_files`).
    """

    conversation_id: int
    channel: Channel
    recipient: str
    body: str
    priority: Priority
    subject: str = ""
    author: str = "Fixline"
    contact_point_id: int | None = None
    job_id: int | None = None
    booking_id: int | None = None
    event_id: int | None = None
    emergency_id: int | None = None
    supersedes_key: str | None = None
    expires_at: datetime | None = None
    purpose: Purpose = Purpose.ORDINARY
    files: tuple[KeptFile, ...] = ()

    @property
    def words(self) -> str:
        """The body as it is kept, shown, counted and sent: a text in plain typography, a mail as written."""
        return folded(self.body) if self.channel is Channel.SMS else self.body


class _Row(TypedDict):
    ref: UUID
    conversation_id: int
    inbound: bool
    channel: Channel
    carrier: str
    sender: str
    recipient: str
    author: str
    subject: str
    body: str
    contact_point_id: int | None
    job_id: int | None
    booking_id: int | None
    event_id: int | None
    emergency_id: int | None
    supersedes_key: str | None
    expires_at: datetime | None
    purpose: Purpose
    priority: Priority
    segments: int
    state: MessageState
    reply_token_hash: str | None
    files: int


def queue_messages(session: Session, head: Letterhead, drafts: Sequence[Draft]) -> list[int]:
    """Write messages down as queued, promise their delivery, and return their ids in the order given.

    Set-based: a few statements whatever the number.
    """
    if not drafts:
        return []
    ids = write_messages(session, head, drafts)
    _note_last_words(session, drafts)
    return ids


def write_messages(session: Session, head: Letterhead, drafts: Sequence[Draft]) -> list[int]:
    """As `queue_messages`, for a caller that has noted the last words in the conversations itself."""
    ids = _insert(session, [_row(head, draft) for draft in drafts])
    carry_files(session, ((id_, each.files) for id_, each in zip(ids, drafts, strict=True)))
    _supersede(session, ids, drafts)
    promise_deliveries(
        session,
        [Delivery(id_, draft.priority.rank) for id_, draft in zip(ids, drafts, strict=True)],
    )
    return ids


# Every column a draft fills. Named once for the target, once with its type for what comes as JSON.
_COLUMNS = {
    "ref": "uuid",
    "conversation_id": "bigint",
    "inbound": "boolean",
    "channel": "text",
    "carrier": "text",
    "sender": "text",
    "recipient": "text",
    "author": "text",
    "subject": "text",
    "body": "text",
    "contact_point_id": "bigint",
    "job_id": "bigint",
    "booking_id": "bigint",
    "event_id": "bigint",
    "emergency_id": "bigint",
    "supersedes_key": "text",
    "expires_at": "timestamptz",
    "purpose": "text",
    "priority": "text",
    "segments": "int",
    "state": "text",
    "reply_token_hash": "text",
    "files": "smallint",
}
_INSERT = text(
    f"""
    INSERT INTO messages ({", ".join(_COLUMNS)})
    SELECT {", ".join(_COLUMNS)}
    FROM json_to_recordset(cast(:rows AS json)) AS rows({", ".join(map(" ".join, _COLUMNS.items()))})
    RETURNING id, ref
    """  # noqa: S608 - nothing but our own column names
)


def _insert(session: Session, rows: Sequence[_Row]) -> list[int]:
    """One statement of fixed words: a thousand rows of bound parameters cost ten times as much to send."""
    written = session.execute(_INSERT, {"rows": json.dumps(rows, default=str)})
    ids: dict[UUID, int] = {row.ref: row.id for row in written}
    return [ids[row["ref"]] for row in rows]


# In order of conversation, so that two at once never wait for each other in a circle.
_LAST_WORDS = text(
    """
    WITH said AS (
        SELECT * FROM unnest(cast(:ids AS bigint[]), cast(:words AS text[])) AS said(id, words)
    ), held AS (
        SELECT id FROM conversations WHERE id = ANY(:ids) ORDER BY id FOR UPDATE
    )
    UPDATE conversations SET last_message_at = clock_timestamp(), last_words = said.words
    FROM held JOIN said USING (id) WHERE conversations.id = held.id
    """
)


def _note_last_words(session: Session, drafts: Sequence[Draft]) -> None:
    said = {draft.conversation_id: draft.words[:LAST_WORDS_LENGTH] for draft in drafts}
    session.execute(_LAST_WORDS, {"ids": list(said), "words": list(said.values())})


def _row(head: Letterhead, draft: Draft) -> _Row:
    check_files(draft.channel, draft.files)
    ref = uuid4()
    is_mail = draft.channel is Channel.EMAIL
    words = draft.words
    return _Row(
        ref=ref,
        conversation_id=draft.conversation_id,
        inbound=False,
        channel=draft.channel,
        carrier=CARRIER_OF[draft.channel],
        sender=head.company.email if is_mail else head.company.phone,
        recipient=draft.recipient,
        author=draft.author,
        subject=one_line(draft.subject)[:LONGEST_SUBJECT],
        body=words,
        contact_point_id=draft.contact_point_id,
        job_id=draft.job_id,
        booking_id=draft.booking_id,
        event_id=draft.event_id,
        emergency_id=draft.emergency_id,
        supersedes_key=draft.supersedes_key,
        expires_at=draft.expires_at,
        purpose=draft.purpose,
        priority=draft.priority,
        segments=1 if is_mail else segments_of(words).count,
        state=MessageState.QUEUED,
        reply_token_hash=token_hash(reply_token(head, ref)) if is_mail else None,
        files=len(draft.files),
    )


# News is as old as its event: a fan-out that was held up must not replace what came after it.
_SUPERSEDE = text(
    """
    UPDATE messages SET state = 'superseded', state_at = clock_timestamp(),
           error_detail = 'a newer message says it better'
    FROM unnest(cast(:keys AS text[]), cast(:events AS bigint[]), cast(:ids AS bigint[])) AS newer(key, event, id)
    WHERE messages.supersedes_key = newer.key
      AND (coalesce(messages.event_id, 0), messages.id) < (newer.event, newer.id)
      AND messages.state = 'queued'
    """
)


def _supersede(session: Session, ids: Sequence[int], drafts: Sequence[Draft]) -> None:
    keyed = [
        (draft, id_)
        for id_, draft in zip(ids, drafts, strict=True)
        if draft.supersedes_key is not None
    ]
    if keyed:
        session.execute(
            _SUPERSEDE,
            {
                "keys": [draft.supersedes_key for draft, _ in keyed],
                "events": [draft.event_id or 0 for draft, _ in keyed],
                "ids": [id_ for _, id_ in keyed],
            },
        )


def say_in(
    session: Session,
    head: Letterhead,
    conversation: Conversation,
    body: str,
    *,
    priority: Priority = Priority.CONVERSATION,
    author: str = "Fixline",
    purpose: Purpose = Purpose.ORDINARY,
    subject: str = "",
) -> int:
    """Answer in a conversation, in its own channel; returns the message's id. subject: of a mail, where not its own."""
    draft = Draft(
        conversation_id=conversation.id,
        channel=conversation.channel,
        recipient=conversation.address,
        body=body,
        subject=subject or _answer_subject(conversation),
        priority=priority,
        author=author,
        contact_point_id=_only_point(session, conversation.address),
        job_id=conversation.job_id,
        booking_id=conversation.booking_id,
        purpose=purpose,
    )
    (message_id,) = queue_messages(session, head, [draft])
    note_answered(session, conversation)
    return message_id


def _only_point(session: Session, address: str) -> int | None:
    """The entry of the one person who has this address; with it an answer that fails can go another way."""
    points = points_at(session, address)
    return points[0].id if len(points) == 1 else None


def _answer_subject(conversation: Conversation) -> str:
    if conversation.channel is Channel.SMS:
        return ""
    subject = conversation.subject or "your message"
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"


def staff_reply(
    session: Session, head: Letterhead, conversation: Conversation, body: str, *, staff: Actor
) -> int:
    """A member of staff answers by hand; returns the message's id."""
    return say_in(session, head, conversation, body.strip(), author=staff.name)


def requeue(session: Session, message_id: int, *, rank: int) -> None:
    """Promise the delivery of a message that stands queued again."""
    promise_deliveries(session, [Delivery(message_id, rank)])
