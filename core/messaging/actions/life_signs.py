"""Signs that this database is the one that works, and of its having been put back in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, literal_column, select, text
from sqlalchemy.orm import Session

from core.messaging.model import LifeSign

NAME = "fixline"


@dataclass(frozen=True)
class Beat:
    """One sign of life, to be kept outside the database too. A later one of the same incarnation is greater."""

    incarnation: UUID
    number: int


@dataclass(frozen=True)
class Signs:
    """How the database looks at a start. is_copy: its rows were written in another server or another database."""

    incarnation: UUID
    number: int
    beat_at: datetime
    silent_seconds: float
    is_copy: bool


def signs_of_life(session: Session) -> Signs | None:
    """What the database says of itself, or None when it has never worked."""
    row = session.execute(
        select(
            LifeSign,
            func.clock_timestamp().label("now"),
            literal_column(_FINGERPRINT).label("here"),
        ).where(LifeSign.name == NAME)
    ).one_or_none()
    if row is None:
        return None
    sign: LifeSign = row[0]
    return Signs(
        incarnation=sign.incarnation,
        number=sign.beat,
        beat_at=sign.beat_at,
        silent_seconds=(row.now - sign.beat_at).total_seconds(),
        is_copy=row.here != sign.fingerprint,
    )


# The server's own number and the database's: a dump restored elsewhere, or beside the old one, has others.
_FINGERPRINT = (
    "(SELECT system_identifier::text FROM pg_control_system())"
    " || '/' || (SELECT oid::text FROM pg_database WHERE datname = current_database())"
)


def beat(session: Session) -> Beat:
    """Give a sign of life; the first one begins an incarnation."""
    row = session.execute(_BEAT, {"name": NAME, "drawn": uuid4()}).one()
    return Beat(row.incarnation, row.beat)


_BEAT = text(
    f"""
    INSERT INTO life_signs (name, incarnation, fingerprint) VALUES (:name, :drawn, {_FINGERPRINT})
    ON CONFLICT (name) DO UPDATE SET beat = life_signs.beat + 1, beat_at = clock_timestamp()
    RETURNING incarnation, beat
    """  # noqa: S608 - our own words only
)


def begin_anew(session: Session) -> Beat:
    """From here on this database is the one that works: what was kept outside of its former life counts no more."""
    row = session.execute(_ANEW, {"name": NAME, "drawn": uuid4()}).one()
    return Beat(row.incarnation, row.beat)


_ANEW = text(
    f"""
    INSERT INTO life_signs (name, incarnation, fingerprint) VALUES (:name, :drawn, {_FINGERPRINT})
    ON CONFLICT (name) DO UPDATE SET incarnation = excluded.incarnation, fingerprint = excluded.fingerprint,
        beat = life_signs.beat + 1, beat_at = clock_timestamp(), began_at = clock_timestamp()
    RETURNING incarnation, beat
    """  # noqa: S608 - our own words only
)
