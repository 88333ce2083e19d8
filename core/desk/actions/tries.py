"""Wrong tries are counted in the person's row, whatever was tried; too many lock it for longer each time."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.desk.model import StaffUser
from core.events.actions import Actor, ActorType, record

TRIES_BEFORE_LOCK = 5
FIRST_LOCK = timedelta(seconds=30)
LONGEST_LOCK = timedelta(hours=1)
MOST_DOUBLINGS = 16


def is_locked_out(user: StaffUser, now: datetime) -> bool:
    """Whether nothing this person tries counts at present, not even what is right."""
    return user.locked_until is not None and user.locked_until > now


def count_wrong_try(session: Session, user: StaffUser, now: datetime) -> None:
    """One more wrong try; the caller holds the person's row (OWASP ASVS 5.0 6.3.1)."""
    user.failed_logins += 1
    wait = lock_after(user.failed_logins)
    if wait is not None:
        user.locked_until = now + wait
    note_of(session, user, "staff.sign_in_refused")


def forgive_tries(user: StaffUser) -> None:
    """All was right: earlier tries are forgotten."""
    user.failed_logins, user.locked_until = 0, None


def lock_after(tries: int) -> timedelta | None:
    """How long the person must wait after so many wrong tries in a row; None while there are tries
    left.
    """
    beyond = tries - TRIES_BEFORE_LOCK
    if beyond < 0:
        return None
    doublings: int = 2 ** min(beyond, MOST_DOUBLINGS)
    return min(FIRST_LOCK * doublings, LONGEST_LOCK)


def note_of(session: Session, user: StaffUser, kind: str) -> None:
    """Record what a person did with their own account."""
    actor = Actor(ActorType.STAFF, user.name, user.id)
    record(session, kind, subject=("staff", user.id), actor=actor)
