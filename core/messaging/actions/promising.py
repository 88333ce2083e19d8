"""Promise the delivery of messages: many in one entry, so that a promise costs a large telling next to nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import text
from sqlalchemy.orm import Session

from core.db import JsonObject
from core.outbox import Kind
from core.outbox.actions import note_promise
from core.outbox.kinds import lane_of

# One entry stands for no more, so that what is due can be shared out evenly.
PROMISED_TOGETHER = 50


@dataclass(frozen=True)
class Delivery:
    """A message that is to leave. rank: see Priority.rank. run_at: not before; None is at once."""

    message_id: int
    rank: int
    run_at: datetime | None = None


def promise_deliveries(session: Session, deliveries: Sequence[Delivery]) -> None:
    """Promise them by one statement, an entry for each run of equal urgency and time, in the order given."""
    if not deliveries:
        return
    rows = [
        {
            "lane": lane_of(Kind.DELIVER, first.rank).value,
            "rank": first.rank,
            "run_at": first.run_at,
            "args": _args([each.message_id for each in run]),
        }
        for first, run in _runs(deliveries)
    ]
    promised = session.scalars(_PROMISE, {"rows": json.dumps(rows, default=str)})
    note_promise(session, Kind.DELIVER, promised.all())


_PROMISE = text(
    """
    INSERT INTO outbox (kind, lane, args, rank, run_at)
    SELECT 'deliver', lane, args, rank, coalesce(run_at, clock_timestamp())
    FROM json_to_recordset(cast(:rows AS json)) AS rows(lane text, args jsonb, rank int, run_at timestamptz)
    RETURNING id
    """
)


def _runs(deliveries: Sequence[Delivery]) -> Iterator[tuple[Delivery, Sequence[Delivery]]]:
    for _, run in groupby(deliveries, key=lambda each: (each.rank, each.run_at)):
        alike = list(run)
        for start in range(0, len(alike), PROMISED_TOGETHER):
            yield alike[start], alike[start : start + PROMISED_TOGETHER]


def _args(message_ids: Sequence[int]) -> JsonObject:
    if len(message_ids) == 1:
        return {"message_id": message_ids[0]}
    return {"message_ids": list(message_ids)}


def promised_messages(args: JsonObject) -> list[int]:
    """The messages an entry of this kind stands for."""
    many = args.get("message_ids")
    found = many if isinstance(many, list) else [args.get("message_id")]
    return [each for each in found if isinstance(each, int)]
