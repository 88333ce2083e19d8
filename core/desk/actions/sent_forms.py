"""Where the forms of the office landed, so that one sent again does nothing twice. It never sees what they say."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from core.desk.model import SentForm

# A browser resends what is on the screen; nobody's screen stands that long.
KEPT = timedelta(days=30)
MOST_FORGOTTEN = 20


def landed_at(session: Session, key: str) -> str | None:
    """Where this form landed when it was sent before, if it was. Of two at the same moment the second waits here."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 0))))
    return session.scalar(select(SentForm.landing).where(SentForm.key == key))


def keep_landing(session: Session, key: str, landing: str) -> None:
    """Remember where it landed; a few of those that nobody will send again are forgotten instead."""
    session.add(SentForm(key=key, landing=landing))
    old = (
        select(SentForm.id)
        .where(SentForm.created_at < func.clock_timestamp() - KEPT)
        .order_by(SentForm.created_at)
        .limit(MOST_FORGOTTEN)
        .with_for_update(skip_locked=True)
    )
    session.execute(delete(SentForm).where(SentForm.id.in_(old)))
    session.flush()
