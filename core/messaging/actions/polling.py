"""How far the carriers' lists have been read, and which of the texts on them are new to us."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.messaging.model import Envelope, EnvelopeSource, Watermark


def reached(session: Session, name: str) -> datetime:
    """Until when the list has been read without a gap; from now on when it never was."""
    session.execute(
        insert(Watermark)
        .values(name=name, reached_at=func.clock_timestamp())
        .on_conflict_do_nothing(index_elements=["name"])
    )
    return session.get_one(Watermark, name).reached_at


def advance(session: Session, name: str, moment: datetime) -> None:
    """The list has been read up to this moment; never goes back."""
    row = session.get_one(Watermark, name, with_for_update=True)
    row.reached_at = max(row.reached_at, moment)
    session.flush()


def stored_ids(session: Session, source: EnvelopeSource, ids: Collection[str]) -> set[str]:
    """Those of the carrier's ids whose envelope is here already."""
    query = select(Envelope.provider_id).where(
        Envelope.source == source, Envelope.provider_id.in_(ids)
    )
    return set(session.scalars(query))
