"""Write down what people say about being written to, by topic. Every change is kept as an event, with the words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.errors import Refused
from core.events.actions import Actor, Place, record
from core.messaging.consent import (
    BROUGHT_BACK_BY_START,
    ENDED_BY_STOP,
    HELD_BY_CARRIER,
    Topic,
    topics_allowed,
)
from core.messaging.model import Consent
from core.messaging.wire import Channel, ConsentState

LONGEST_WORDS = 300


class HeldByCarrier(Refused):
    """Texts were stopped by text: the carrier lets nothing through until the person texts START."""

    def __init__(self) -> None:
        super().__init__(
            "They stopped texts themselves, and the carrier holds the number back until they text START."
        )


@dataclass(frozen=True)
class _Word:
    """One thing said about one address."""

    channel: Channel
    address: str
    state: ConsentState
    words: str
    source: str


def opt_out(
    session: Session,
    channel: Channel,
    address: str,
    *,
    words: str,
    source: str,
    actor: Actor,
    topics: Collection[Topic] | None = None,
    said_at: datetime | None = None,
) -> bool:
    """The person wants no more messages here. False if that stood already.

    source: "text", "email", "carrier", "complaint", "office" or "link". topics: all that STOP ends where None.
    said_at: where it was said earlier than now; then a yes that came after it stands.
    """
    word = _Word(channel, address, ConsentState.OPTED_OUT, words[:LONGEST_WORDS], source)
    ended = ENDED_BY_STOP[channel] if topics is None else topics
    return _change(session, word, ended, _is_news_of_no(word, said_at), actor)


def opt_in(
    session: Session,
    channel: Channel,
    address: str,
    *,
    words: str,
    source: str,
    actor: Actor,
    topics: Collection[Topic] | None = None,
    said_at: datetime | None = None,
) -> bool:
    """The person wants messages here again. False if that stood already. topics: what START brings back where None.

    said_at: where it was said earlier than now; then a no that came after it stands.
    """
    word = _Word(channel, address, ConsentState.OPTED_IN, words[:LONGEST_WORDS], source)
    opened = BROUGHT_BACK_BY_START[channel] if topics is None else topics_allowed(channel, topics)
    return _change(session, word, opened, _differs(word, said_at), actor)


def opt_in_for(
    session: Session,
    channel: Channel,
    address: str,
    *,
    words: str,
    actor: Actor,
    topics: Collection[Topic],
) -> bool:
    """Staff note a yes given elsewhere. Raises `HeldByCarrier` where the person stopped texts by text."""
    if is_held_by_carrier(session, channel, address):
        raise HeldByCarrier
    return opt_in(
        session, channel, address, words=words, source="office", actor=actor, topics=topics
    )


def is_held_by_carrier(session: Session, channel: Channel, address: str) -> bool:
    """Whether the carrier lets nothing through to it, whatever we would wish."""
    if channel is not Channel.SMS:
        return False
    held = select(Consent.id).where(
        Consent.channel == channel,
        Consent.address == address,
        Consent.topic == Topic.ANSWERS,
        Consent.state == ConsentState.OPTED_OUT,
        Consent.source.in_(HELD_BY_CARRIER),
    )
    return session.scalar(held) is not None


def consent_of(
    session: Session, channel: Channel, address: str, topic: Topic = Topic.JOB_UPDATES
) -> ConsentState | None:
    """Where the address stands with a topic, or None when nothing was ever said of it."""
    return session.scalar(
        select(Consent.state).where(
            Consent.channel == channel, Consent.address == address, Consent.topic == topic
        )
    )


def _is_news_of_no(word: _Word, said_at: datetime | None) -> ColumnElement[bool]:
    """A no changes a yes, unless that came later; the person's own STOP also outweighs what staff noted."""
    is_yes = _differs(word, said_at)
    if word.channel is not Channel.SMS or word.source not in HELD_BY_CARRIER:
        return is_yes
    return or_(
        is_yes,
        and_(
            Consent.state == ConsentState.OPTED_OUT, Consent.source.not_in(sorted(HELD_BY_CARRIER))
        ),
    )


def _differs(word: _Word, said_at: datetime | None) -> ColumnElement[bool]:
    differs = Consent.state != word.state
    return differs if said_at is None else and_(differs, Consent.changed_at <= said_at)


def _change(
    session: Session,
    word: _Word,
    topics: Collection[Topic],
    is_news: ColumnElement[bool],
    actor: Actor,
) -> bool:
    values = {"state": word.state, "source": word.source, "words": word.words}
    key = {"channel": word.channel, "address": word.address}
    # Always in one order, so that two who write at once wait for each other and never in a ring.
    changed = session.execute(
        insert(Consent)
        .values([{**key, **values, "topic": topic} for topic in sorted(topics)])
        .on_conflict_do_update(
            index_elements=["channel", "address", "topic"],
            set_={**values, "changed_at": func.clock_timestamp()},
            where=is_news,
        )
        .returning(Consent.id, Consent.topic)
    ).all()
    if not changed:
        return False
    record(
        session,
        "consent.changed",
        subject=("consent", min(row.id for row in changed)),
        actor=actor,
        place=Place(),
        after={
            **values,
            "channel": word.channel,
            "topics": sorted(row.topic for row in changed),
        },
    )
    return True
