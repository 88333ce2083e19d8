"""Whether each carrier is being used, and if not, why and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import database_now
from core.messaging.actions.queueing import CARRIER_OF
from core.messaging.circuit import OpenCause, Standing, standing
from core.messaging.model import Circuit
from core.messaging.wire import Channel


@dataclass(frozen=True)
class CarrierStanding:
    """A carrier's circuit as people look at it. until: end of the pause, if any. slow_until: it asked for air."""

    carrier: str
    channel: Channel
    standing: Standing
    cause: OpenCause | None = None
    reason: str = ""
    failures: int = 0
    opened_at: datetime | None = None
    until: datetime | None = None
    slow_until: datetime | None = None


def carrier_standings(session: Session) -> tuple[CarrierStanding, ...]:
    """Every carrier we send through; one that never gave trouble is closed, as electricians say of a live wire."""
    now = database_now(session)
    rows = {row.carrier: row for row in session.scalars(select(Circuit))}
    return tuple(
        _as_seen(name, channel, rows.get(name), now) for channel, name in CARRIER_OF.items()
    )


def _as_seen(name: str, channel: Channel, row: Circuit | None, now: datetime) -> CarrierStanding:
    if row is None:
        return CarrierStanding(name, channel, Standing.CLOSED)
    stands = standing(row.open_until, now)
    is_slow = row.slow_until is not None and row.slow_until > now
    return CarrierStanding(
        name,
        channel,
        stands,
        cause=row.cause,
        reason="" if stands is Standing.CLOSED else row.reason,
        failures=row.failures,
        opened_at=row.opened_at,
        until=row.open_until if stands is Standing.OPEN else None,
        slow_until=row.slow_until if is_slow else None,
    )
