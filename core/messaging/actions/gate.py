"""The gate before every claim: shut while a pause stands, and passed by nothing the carrier has sent already.

Emergencies that begin during a pause still leave: a page that comes twice harms nobody.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from core.messaging.actions.turns import Judged
from core.messaging.sending import Hold, Send
from core.messaging.wire import Priority

# How long a held message waits before it is looked at again; lifting the pause makes them all due.
LOOK_AGAIN_SECONDS = 60
# Any number that no other lock of this kind uses.
MATCHING_LOCK = 8021


@dataclass(frozen=True)
class Gate:
    """What a claim must know before anything else, in one read.

    now: the database's clock. paused_since: None while messages may leave. has_lost: the carrier has sent messages
    this database does not know of, which may come to be written anew.
    """

    now: datetime
    paused_since: datetime | None
    has_lost: bool


def look_at_gate(session: Session) -> Gate:
    """The clock and the gate in one statement, for the beginning of a claim."""
    row = session.execute(_GATE).one()
    return Gate(row.now, row.paused_since, row.has_lost)


_GATE = text(
    """
    SELECT clock_timestamp() AS now,
           (SELECT began_at FROM pauses WHERE lifted_at IS NULL) AS paused_since,
           EXISTS (
               SELECT 1 FROM lost_sends
               WHERE message_id IS NULL AND counts_until > clock_timestamp() - interval '1 day'
           ) AS has_lost
    """
)


def held_at(gate: Gate, judged: Judged) -> Judged:
    """The same messages, those held that may not leave during a pause. Costs nothing while none stands.

    Each row tells its `priority` and `created_at`.
    """
    if gate.paused_since is None:
        return judged
    until = gate.now + timedelta(seconds=LOOK_AGAIN_SECONDS)
    return [
        (row, Hold(until))
        if isinstance(what, Send) and not _is_new_emergency(row, gate.paused_since)
        else (row, what)
        for row, what in judged
    ]


def _is_new_emergency(row: Row[tuple[object, ...]], paused_since: datetime) -> bool:
    is_new: bool = row.created_at >= paused_since
    return is_new and row.priority == Priority.EMERGENCY


def hold_while_paused(session: Session, entry_id: int) -> bool:
    """Put off any other work that must not happen during a pause; False when there is none."""
    held = session.scalar(_HOLD_BACK, {"id": entry_id, "wait": LOOK_AGAIN_SECONDS})
    return held is not None


_HOLD_BACK = text(
    """
    UPDATE outbox SET run_at = clock_timestamp() + make_interval(secs => :wait), lease_until = NULL
    WHERE id = :id AND EXISTS (SELECT 1 FROM pauses WHERE lifted_at IS NULL)
    RETURNING id
    """
)


def recognise(session: Session, gate: Gate, message_ids: Collection[int]) -> None:
    """Match messages written anew with what the carrier had sent before the restore, each with one.

    What is matched counts as accepted. Costs nothing while nothing is lost; else one claim at a time does it.
    """
    if not gate.has_lost:
        return
    session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MATCHING_LOCK})
    session.execute(_RECOGNISE, {"ids": list(message_ids)})


_RECOGNISE = text(
    """
    WITH anew AS (
        SELECT id, created_at, carrier, recipient, encode(sha256(convert_to(body, 'UTF8')), 'hex') AS words,
               row_number() OVER (PARTITION BY carrier, recipient, body ORDER BY id) AS nth
        FROM messages WHERE id = ANY(:ids) AND state = 'queued' AND priority <> 'emergency'
    ), lost AS (
        SELECT id, carrier, recipient, words, counts_until,
               row_number() OVER (PARTITION BY carrier, recipient, words ORDER BY sent_at, id) AS nth
        FROM lost_sends WHERE message_id IS NULL AND recipient IN (SELECT recipient FROM anew)
    ), matched AS (
        UPDATE lost_sends SET message_id = anew.id
        FROM anew JOIN lost USING (carrier, recipient, words, nth)
        WHERE lost_sends.id = lost.id AND anew.created_at < lost.counts_until
        RETURNING lost_sends.message_id, lost_sends.provider_id
    )
    UPDATE messages SET state = 'accepted', provider_id = matched.provider_id, state_at = clock_timestamp(),
           error_code = '', error_detail = 'sent before the database was restored'
    FROM matched WHERE messages.id = matched.message_id AND messages.state = 'queued'
    """
)
