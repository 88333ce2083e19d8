"""Write down what people say about being written to. Every change is kept as an event, with the words."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.events.actions import Actor, Place, record
from core.messaging.model import Consent
from core.messaging.wire import Channel, ConsentState

LONGEST_WORDS = 300


def opt_out(
    session: Session, channel: Channel, address: str, *, words: str, source: str, actor: Actor
) -> bool:
    """The person wants no more messages here. source: "text", "carrier", "office". False if it stood already."""
    return _change(session, channel, address, ConsentState.OPTED_OUT, words, source, actor)


def opt_in(
    session: Session, channel: Channel, address: str, *, words: str, source: str, actor: Actor
) -> bool:
    """The person wants messages here again. False if it stood already."""
    return _change(session, channel, address, ConsentState.OPTED_IN, words, source, actor)


def consent_of(session: Session, channel: Channel, address: str) -> ConsentState | None:
    """Where the address stands, or None when nothing was ever said."""
    return session.scalar(
        select(Consent.state).where(Consent.channel == channel, Consent.address == address)
    )


def _change(
    session: Session,
    channel: Channel,
    address: str,
    state: ConsentState,
    words: str,
    source: str,
    actor: Actor,
) -> bool:
    values = {"state": state, "source": source, "words": words[:LONGEST_WORDS]}
    changed = session.scalar(
        insert(Consent)
        .values(channel=channel, address=address, **values)
        .on_conflict_do_update(
            index_elements=["channel", "address"],
            set_={**values, "changed_at": func.clock_timestamp()},
            where=Consent.state != state,
        )
        .returning(Consent.id)
    )
    if changed is None:
        return False
    record(
        session,
        "consent.changed",
        subject=("consent", changed),
        actor=actor,
        place=Place(),
        after={"state": state, "source": source, "words": words[:LONGEST_WORDS]},
    )
    return True
