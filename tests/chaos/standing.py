"""How the installation stands, read from its database: what is still to be done, and which texts are filed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from core.db import Database
from core.outbox import Kind
from tests.chaos.counting import Inbound

UNSETTLED = (Kind.DELIVER, Kind.FAN_OUT, Kind.RECONCILE, Kind.INTERPRET, Kind.CONVERSE)
MOST_ODD_ONES = 10

_STANDING = text(
    """
    SELECT (SELECT count(*) FROM outbox WHERE kind = ANY(:kinds) AND dead_at IS NULL) AS promised,
           (SELECT count(*) FROM outbox WHERE dead_at IS NOT NULL) AS dead,
           count(*) FILTER (WHERE state = 'queued') AS queued,
           count(*) FILTER (WHERE state = 'sending') AS sending,
           count(*) FILTER (WHERE state = 'uncertain') AS uncertain,
           count(*) FILTER (WHERE attempts > 1) AS sent_again,
           (SELECT count(*) FROM messages WHERE inbound) AS filed
    FROM messages WHERE NOT inbound
    """
)


@dataclass(frozen=True)
class Standing:
    """Counts of what is not settled. dead: promises given up. sent_again: messages with more than one attempt.

    filed: texts that people wrote, as far as they have reached us.
    """

    promised: int
    dead: int
    queued: int
    sending: int
    uncertain: int
    sent_again: int
    filed: int

    @property
    def unsettled(self) -> int:
        """0 when everything is drained."""
        return self.promised + self.queued + self.sending + self.uncertain


def standing_of(database: Database) -> Standing | None:
    """How things stand now, or None while the database is away."""
    try:
        with database.reading() as session:
            row = session.execute(_STANDING, {"kinds": [kind.value for kind in UNSETTLED]}).one()
    except DBAPIError:
        return None
    return Standing(**row._mapping)


def has_rung(database: Database) -> bool:
    """Whether a relay has taken anything yet: the first is the periodic round, which each relay promises."""
    with database.reading() as session:
        return bool(session.scalar(_HAS_RUNG))


_HAS_RUNG = text(
    "SELECT EXISTS (SELECT 1 FROM outbox WHERE kind = 'sweep' AND rung_at IS NOT NULL)"
)


_FILED = text(
    """
    SELECT m.sender, count(*) AS filed,
           count(DISTINCT m.provider_id) FILTER (WHERE e.id IS NOT NULL) AS stored
    FROM messages m
    LEFT JOIN envelopes e ON e.source = 'twilio_sms' AND e.provider_id = m.provider_id
    WHERE m.inbound AND m.provider_id = ANY(:sids)
    GROUP BY m.sender
    """
)


def inbound_of(database: Database, written: Mapping[str, Sequence[str]]) -> dict[str, Inbound]:
    """What is filed of the texts that people wrote. written: the carrier's ids by person."""
    sids = [sid for each in written.values() for sid in each]
    with database.reading() as session:
        rows = session.execute(_FILED, {"sids": sids}).all()
    return {row.sender: Inbound(row.stored, row.filed) for row in rows}


_ODD_ONES = text(
    """
    SELECT id, state, attempts, error_code, error_detail, created_at::time AS created, claimed_at::time AS claimed,
           state_at::time AS since, heard_at::time AS heard, reading->>'flow' AS flow, reading->>'why' AS why
    FROM messages WHERE inbound AND sender = ANY(:people) OR recipient = ANY(:people) AND attempts <> 1
    ORDER BY state_at DESC LIMIT :most
    """
)


def odd_ones(database: Database, people: Sequence[str]) -> list[str]:
    """What Fixline itself says of texts by these people, and of messages to them that did not leave in one go."""
    with database.reading() as session:
        rows = session.execute(_ODD_ONES, {"people": list(people), "most": MOST_ODD_ONES})
        return [str(dict(row._mapping)) for row in rows]
