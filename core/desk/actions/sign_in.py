"""Sign in, change the own password, end sessions. One answer for every refusal, so that nobody learns which addresses
exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.desk.actions.tries import (
    FIRST_LOCK,
    LONGEST_LOCK,
    NOWHERE,
    SIGNED_IN,
    TRIES_BEFORE_LOCK,
    Origin,
    count_strange_try,
    count_wrong_try,
    forgive_tries,
    is_locked_out,
    is_turned_away,
    lock_after,
    note_of,
)
from core.desk.model import SecondFactor, StaffUser
from core.desk.passwords import HASHER, hashed, is_right

__all__ = [
    "FIRST_LOCK",
    "LONGEST_LOCK",
    "TRIES_BEFORE_LOCK",
    "CodeNeeded",
    "SignInRefused",
    "change_password",
    "end_sessions",
    "lock_after",
    "prove_password",
    "sign_in",
]


@dataclass(frozen=True)
class SignInRefused:
    """Wrong address, wrong password or code, switched off or locked: the person is not told which."""


@dataclass(frozen=True)
class CodeNeeded:
    """The password was right, and a code of the second factor is still to come. Nobody is signed in yet."""

    user_id: int
    session_version: int


def sign_in(
    session: Session,
    email: str,
    password: str,
    now: datetime,
    hasher: PasswordHasher = HASHER,
    *,
    origin: Origin = NOWHERE,
) -> StaffUser | CodeNeeded | SignInRefused:
    """The staff user, when the password is theirs and they are not turned away; with a second factor only half of it.

    Wrong tries are counted while the row is held: from one place TRIES_FROM_ONE_PLACE an hour, from all strangers
    together one in FIRST_LOCK after the first few (OWASP ASVS 5.0 6.3.1). So nobody who merely knows the address can
    shut its owner out of her own browser (6.1.1). The refusal is a value, not an exception, so that the count is kept.
    Who still owes a code is forgiven no try, or a known password would give endless guesses at codes.
    """
    user = _by_email(session, email)
    right = is_right(password, user.password_hash if user else None, hasher)
    if user is None or not user.active:
        return SignInRefused()
    if is_turned_away(session, user, origin, now):
        return SignInRefused()
    if not right:
        count_strange_try(session, user, origin, now)
        return SignInRefused()
    if _owes_a_code(session, user):
        return CodeNeeded(user.id, user.session_version)
    forgive_tries(user)
    note_of(session, user, SIGNED_IN, origin)
    return user


def end_sessions(session: Session, user: StaffUser) -> None:
    """Every session of this person ends, on every device: stolen cookies are worth nothing
    after.
    """
    user.session_version += 1
    note_of(session, user, "staff.signed_out")


def prove_password(
    session: Session,
    user: StaffUser,
    current: str,
    now: datetime,
    hasher: PasswordHasher = HASHER,
) -> StaffUser | SignInRefused:
    """The person again, with their row held, when they know their password.

    A wrong one counts like a wrong sign-in, so that a desk left alone is no place for guessing.
    """
    session.refresh(user, with_for_update=True)
    if is_locked_out(user, now):
        return SignInRefused()
    if not is_right(current, user.password_hash, hasher):
        count_wrong_try(session, user, now)
        return SignInRefused()
    forgive_tries(user)
    return user


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

    FieldRefused says how to mend a new password of an unfit length.
    """
    kept = hashed(wanted, hasher)
    proved = prove_password(session, user, current, now, hasher)
    if isinstance(proved, SignInRefused):
        return proved
    user.password_hash = kept
    user.session_version += 1
    session.flush()
    note_of(session, user, "staff.password_changed")
    return user


def _by_email(session: Session, email: str) -> StaffUser | None:
    address = email.strip().lower()
    return session.scalar(select(StaffUser).where(StaffUser.email == address).with_for_update())


def _owes_a_code(session: Session, user: StaffUser) -> bool:
    proved = select(SecondFactor.id).where(
        SecondFactor.staff_user_id == user.id, SecondFactor.sealed_secret.is_not(None)
    )
    return session.scalar(proved) is not None
