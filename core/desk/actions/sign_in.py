"""Sign in, change the own password, end sessions. One answer for every refusal, so that nobody learns which addresses
exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.desk.model import StaffUser
from core.desk.passwords import HASHER, hashed, is_right
from core.events.actions import Actor, ActorType, record

TRIES_BEFORE_LOCK = 5
FIRST_LOCK = timedelta(seconds=30)
LONGEST_LOCK = timedelta(hours=1)
MOST_DOUBLINGS = 16


@dataclass(frozen=True)
class SignInRefused:
    """Wrong address, wrong password, switched off or locked: the person is not told which."""


def sign_in(
    session: Session,
    email: str,
    password: str,
    now: datetime,
    hasher: PasswordHasher = HASHER,
) -> StaffUser | SignInRefused:
    """The staff user, when the password is theirs and they are not locked out.

    Wrong tries are counted in the row, which is locked meanwhile: after TRIES_BEFORE_LOCK each
    further one locks for twice as long, up to LONGEST_LOCK (OWASP ASVS 5.0 6.3.1). The refusal is a
    value, not an exception, so that the count is kept.
    """
    user = _by_email(session, email)
    right = is_right(password, user.password_hash if user else None, hasher)
    if user is None or not user.active:
        return SignInRefused()
    if user.locked_until is not None and user.locked_until > now:
        return SignInRefused()
    if not right:
        _count_wrong_try(session, user, now)
        return SignInRefused()
    user.failed_logins, user.locked_until = 0, None
    _note(session, user, "staff.signed_in")
    return user


def end_sessions(session: Session, user: StaffUser) -> None:
    """Every session of this person ends, on every device: stolen cookies are worth nothing
    after.
    """
    user.session_version += 1
    _note(session, user, "staff.signed_out")


def change_password(
    session: Session,
    user: StaffUser,
    *,
    current: str,
    wanted: str,
    now: datetime,
    hasher: PasswordHasher = HASHER,
) -> StaffUser | SignInRefused:
    """A new password for whoever proves to know the old one; every session opened with it ends.

    A wrong one counts like a wrong sign-in, so that a desk left alone is no place for guessing.
    FieldRefused says how to mend a new password of an unfit length.
    """
    kept = hashed(wanted, hasher)
    session.refresh(user, with_for_update=True)
    if user.locked_until is not None and user.locked_until > now:
        return SignInRefused()
    if not is_right(current, user.password_hash, hasher):
        _count_wrong_try(session, user, now)
        return SignInRefused()
    user.password_hash = kept
    user.failed_logins, user.locked_until = 0, None
    user.session_version += 1
    session.flush()
    _note(session, user, "staff.password_changed")
    return user


def lock_after(tries: int) -> timedelta | None:
    """How long the person must wait after so many wrong tries in a row; None while there are tries
    left.
    """
    beyond = tries - TRIES_BEFORE_LOCK
    if beyond < 0:
        return None
    doublings: int = 2 ** min(beyond, MOST_DOUBLINGS)
    return min(FIRST_LOCK * doublings, LONGEST_LOCK)


def _by_email(session: Session, email: str) -> StaffUser | None:
    address = email.strip().lower()
    return session.scalar(select(StaffUser).where(StaffUser.email == address).with_for_update())


def _count_wrong_try(session: Session, user: StaffUser, now: datetime) -> None:
    user.failed_logins += 1
    wait = lock_after(user.failed_logins)
    if wait is not None:
        user.locked_until = now + wait
    _note(session, user, "staff.sign_in_refused")


def _note(session: Session, user: StaffUser, kind: str) -> None:
    actor = Actor(ActorType.STAFF, user.name, user.id)
    record(session, kind, subject=("staff", user.id), actor=actor)
