"""Messages and events in one order, as threads and job pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.alerts.queries.inbox_told import ToldCount, told_counts
from core.events.queries.timeline import Happening
from core.messaging.queries.inbox_thread import Bubble
from office.event_words import quote_of, sentence_of


@dataclass(frozen=True)
class Line:
    """An event in a timeline. told: how many heard of it, where anyone could."""

    id: int
    at: datetime
    actor: str
    sentence: str
    quote: str
    told: ToldCount | None


@dataclass(frozen=True)
class Entry:
    """Either a message or an event."""

    at: datetime
    bubble: Bubble | None = None
    line: Line | None = None


# Said by the bubbles already, or of no use to someone who reads the thread.
NOT_SHOWN = frozenset({"booking.opened", "staff.signed_in"})


def interleaved(
    session: Session, bubbles: Iterable[Bubble], happenings: Iterable[Happening]
) -> tuple[Entry, ...]:
    """Both in the order they happened."""
    shown = {each.id: each for each in happenings if each.kind not in NOT_SHOWN}
    counts = told_counts(session, list(shown))
    entries = [Entry(each.at, bubble=each) for each in bubbles]
    entries += [Entry(each.at, line=_line(each, counts)) for each in shown.values()]
    return tuple(sorted(entries, key=lambda entry: entry.at))


def lines(session: Session, happenings: Iterable[Happening]) -> tuple[Line, ...]:
    """Events alone, newest first."""
    listed = list(happenings)
    counts = told_counts(session, [each.id for each in listed])
    return tuple(_line(each, counts) for each in reversed(listed))


def _line(event: Happening, counts: dict[int, ToldCount]) -> Line:
    return Line(
        id=event.id,
        at=event.at,
        actor=event.actor,
        sentence=sentence_of(event),
        quote=quote_of(event),
        told=counts.get(event.id),
    )
