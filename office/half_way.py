"""A browser that has given the right password and still owes a code: signed in to nothing, and only for minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import session

from core.desk.actions.sign_in import CodeNeeded
from office.door import now

# Long enough to find the telephone, too short for a browser left alone.
PATIENCE = timedelta(minutes=5)
KEPT = "half_way"


@dataclass(frozen=True)
class HalfWay:
    """Whose password was given, and the generation of their sessions at that moment."""

    user_id: int
    session_version: int


def note_half_way(needed: CodeNeeded, moment: datetime) -> None:
    """Remember it in a session that shares nothing with the one before."""
    session.clear()
    session[KEPT] = [needed.user_id, needed.session_version, moment.timestamp()]


def half_way() -> HalfWay | None:
    """Who owes a code in this browser, or None once PATIENCE is over."""
    kept = session.get(KEPT)
    if not isinstance(kept, list) or len(kept) != 3:
        return None
    user_id, version, since = kept
    if now().timestamp() - since > PATIENCE.total_seconds():
        return None
    return HalfWay(user_id, version)
