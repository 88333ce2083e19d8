"""How the safety nets stand: whether anything may leave, and how far the carriers' lists have been read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.messaging.model import Pause, Watermark


def standing_pause(session: Session) -> Pause | None:
    """The pause that stands, or None while messages leave."""
    return session.scalar(select(Pause).where(Pause.lifted_at.is_(None)))


def polled_until(session: Session) -> dict[str, datetime]:
    """By list, such as `inbound:twilio`: until when it has been read without a gap."""
    rows = session.scalars(select(Watermark).order_by(Watermark.name))
    return {row.name: row.reached_at for row in rows}
