"""Where numbers and addresses stand, topic by topic, and everything that was ever said there about being written to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.events.model import Event
from core.messaging.consent import (
    BROUGHT_BACK_BY_START,
    ENDED_BY_STOP,
    HELD_BY_CARRIER,
    Topic,
)
from core.messaging.model import Consent
from core.messaging.wire import Channel, ConsentState

MOST_WORDS = 500
Place = tuple[Channel, str]


@dataclass(frozen=True)
class ConsentView:
    """What was said last of a topic at an address. words: as the person wrote it, where they did."""

    state: ConsentState
    changed_at: datetime
    source: str
    words: str


@dataclass(frozen=True)
class ConsentSaid:
    """One thing said. who: the person, or the member of staff who noted it."""

    at: datetime
    who: str
    state: ConsentState
    source: str
    words: str
    topics: tuple[Topic, ...]


@dataclass(frozen=True)
class Standing:
    """Where one address stands. topics: only those of which something was said. history: newest first."""

    topics: Mapping[Topic, ConsentView]
    history: tuple[ConsentSaid, ...]

    @property
    def is_held_by_carrier(self) -> bool:
        """Whether texts were stopped by text, so that only the person's own START brings them back."""
        spoken = self.topics.get(Topic.ANSWERS)
        is_out = spoken is not None and spoken.state is ConsentState.OPTED_OUT
        return is_out and spoken is not None and spoken.source in HELD_BY_CARRIER


NOTHING_SAID = Standing({}, ())


def standings_at(session: Session, addresses: Collection[str]) -> dict[Place, Standing]:
    """By channel and address; one at which nothing was ever said is absent. Of the history the last MOST_WORDS."""
    rows = session.scalars(select(Consent).where(Consent.address.in_(addresses))).all()
    place_of: dict[int, Place] = {row.id: (Channel(row.channel), row.address) for row in rows}
    topics: dict[Place, dict[Topic, ConsentView]] = defaultdict(dict)
    for row in rows:
        topics[place_of[row.id]][Topic(row.topic)] = ConsentView(
            ConsentState(row.state), row.changed_at, row.source, row.words
        )
    history = _history(session, place_of)
    return {place: Standing(said, tuple(history[place])) for place, said in topics.items()}


def _history(session: Session, place_of: Mapping[int, Place]) -> dict[Place, list[ConsentSaid]]:
    events = session.scalars(
        select(Event)
        .where(
            Event.subject_type == "consent",
            Event.subject_id.in_(place_of),
            Event.kind == "consent.changed",
        )
        .order_by(Event.id.desc())
        .limit(MOST_WORDS)
    )
    history: dict[Place, list[ConsentSaid]] = defaultdict(list)
    for event in events:
        place = place_of[event.subject_id]
        history[place].append(_said(event, place[0]))
    return history


def _said(event: Event, channel: Channel) -> ConsentSaid:
    state = ConsentState(str(event.after.get("state")))
    return ConsentSaid(
        at=event.created_at,
        who=event.actor_name,
        state=state,
        source=str(event.after.get("source", "")),
        words=str(event.after.get("words", "")),
        topics=_topics(event.after.get("topics"), state, channel),
    )


def _topics(told: object, state: ConsentState, channel: Channel) -> tuple[Topic, ...]:
    """An event from before topics were told apart speaks of all that STOP ended or START brought back."""
    if isinstance(told, list):
        return tuple(topic for topic in Topic if topic.value in told)
    meant = ENDED_BY_STOP if state is ConsentState.OPTED_OUT else BROUGHT_BACK_BY_START
    return tuple(topic for topic in Topic if topic in meant[channel])
