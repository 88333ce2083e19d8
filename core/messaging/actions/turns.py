"""Of the messages that might leave now, those whose turn it is: one probe where a circuit waits for it, then pace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Row
from sqlalchemy.orm import Session

from core.messaging.actions.circuits import held_back
from core.messaging.sending import Hold, Leaving, Pace, Send, Verdict
from core.messaging.wire import Channel, Priority

Judged = Sequence[tuple[Row[tuple[object, ...]], Verdict]]


def whose_turn(session: Session, judged: Judged, pace: Pace | None, now: datetime) -> Judged:
    """The same messages, some held that might have left. Costs nothing while circuits are closed and no pace is set.

    Asked last of all, so that only what is about to leave takes a turn.
    """
    return _paced(_gated(session, judged), pace, now)


def _gated(session: Session, judged: Judged) -> Judged:
    """Where a circuit waits for its probe only one message goes ahead; an emergency asks nobody."""
    waiting = [
        (row.id, row.carrier)
        for row, what in judged
        if row.open_until is not None
        and isinstance(what, Send)
        and row.priority != Priority.EMERGENCY
    ]
    held = held_back(session, waiting)
    if not held:
        return judged
    return [(row, Hold(held[row.id]) if row.id in held else what) for row, what in judged]


def _paced(judged: Judged, pace: Pace | None, now: datetime) -> Judged:
    if pace is None:
        return judged
    going = [
        Leaving(row.id, Channel(row.channel), row.sender, row.recipient, Priority(row.priority))
        for row, what in judged
        if isinstance(what, Send)
    ]
    waits = pace(going)
    if not waits:
        return judged
    return [
        (row, Hold(now + timedelta(seconds=waits[row.id])) if row.id in waits else what)
        for row, what in judged
    ]
