"""A colleague's second factor: set up, proved by a code at sign-in, taken away. Every code counts once, and each is
refused while too many wrong ones were tried.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.desk.actions.sign_in import SignInRefused
from core.desk.actions.tries import (
    NOWHERE,
    SIGNED_IN,
    Origin,
    count_wrong_try,
    forgive_tries,
    is_locked_out,
    is_turned_away,
    note_of,
)
from core.desk.model import RecoveryCode, RoleRule, SecondFactor, StaffRole, StaffUser
from core.desk.one_time import new_recovery_codes, new_secret, recovery_hash, step_of
from core.desk.vault import opened, resealed, sealed
from core.errors import NotFound, Refused
from core.events.actions import Actor, record

MOST_RESEALED = 10_000


@dataclass(frozen=True)
class Enrolled:
    """The second factor stands from now on. codes: the recovery codes, never readable again after this."""

    codes: tuple[str, ...]


def begin_second_factor(session: Session, user: StaffUser, keys: Sequence[str]) -> None:
    """Make a secret for a new device; the one in use, if any, counts until a code has proved the new one.

    keys: the secret keys of the settings, the present one first.
    """
    factor = _held(session, user.id) or SecondFactor(staff_user_id=user.id)
    factor.sealed_pending = sealed(new_secret(), keys)
    session.add(factor)
    session.flush()


def confirm_second_factor(
    session: Session, user_id: int, code: str, now: datetime, keys: Sequence[str]
) -> Enrolled | SignInRefused:
    """The device shows the right code: from now on sign-in asks for one, and every session of before ends.

    Refused when nothing was begun. A wrong code counts like a wrong sign-in.
    """
    user = _locked(session, user_id)
    factor = _held(session, user_id)
    if factor is None or factor.sealed_pending is None:
        raise Refused("Begin with the picture to scan; there is no device to confirm.")
    if is_locked_out(user, now):
        return SignInRefused()
    step = step_of(opened(factor.sealed_pending, keys), code, now)
    if step is None:
        count_wrong_try(session, user, now)
        return SignInRefused()
    factor.sealed_secret, factor.sealed_pending = factor.sealed_pending, None
    factor.last_step = step
    user.session_version += 1
    forgive_tries(user)
    note_of(session, user, "staff.second_factor_added")
    return Enrolled(renew_recovery_codes(session, user))


def renew_recovery_codes(session: Session, user: StaffUser) -> tuple[str, ...]:
    """Ten new recovery codes, to be shown this once; the old ones are worth nothing from now on."""
    codes = new_recovery_codes()
    session.execute(delete(RecoveryCode).where(RecoveryCode.staff_user_id == user.id))
    session.add_all(
        RecoveryCode(staff_user_id=user.id, code_hash=recovery_hash(code)) for code in codes
    )
    session.flush()
    note_of(session, user, "staff.recovery_codes_made")
    return codes


def prove_code(
    session: Session,
    user_id: int,
    code: str,
    now: datetime,
    keys: Sequence[str],
    *,
    session_version: int,
    origin: Origin = NOWHERE,
) -> StaffUser | SignInRefused:
    """The second half of signing in: a code of the device, or a recovery code in its place.

    The person's row is held meanwhile, so that of two browsers with the same code one gets in. A code counts once,
    and none of its time step or earlier counts after it (RFC 6238 §5.2). session_version: as it stood when the
    password was given; sessions ended since then end this sign-in too.
    """
    user = _locked(session, user_id)
    stale = not user.active or user.session_version != session_version
    if stale or is_turned_away(session, user, origin, now):
        return SignInRefused()
    # The recovery code first: it helps even where the device's secret cannot be read any more.
    if not (
        _is_recovery_code(session, user, code) or _is_device_code(session, user, code, now, keys)
    ):
        count_wrong_try(session, user, now, origin)
        return SignInRefused()
    forgive_tries(user)
    note_of(session, user, SIGNED_IN, origin)
    return user


def remove_second_factor(session: Session, user: StaffUser) -> None:
    """The person does without one again; refused where their role needs it."""
    if needs_second_factor(session, StaffRole(user.role)):
        raise Refused("Your role needs a second factor. Set up another device instead.")
    _forget(session, user)
    note_of(session, user, "staff.second_factor_removed")


def reset_second_factor(session: Session, user_id: int, *, actor: Actor) -> StaffUser:
    """A colleague has lost their device and their codes: they sign in by password alone, and every session ends.

    Raises NotFound for nobody, Refused for somebody who has none.
    """
    user = _locked(session, user_id)
    if _held(session, user_id) is None:
        raise Refused(f"{user.name} has no second factor.")
    _forget(session, user)
    record(session, "staff.second_factor_reset", subject=("staff", user.id), actor=actor)
    return user


def require_second_factor(session: Session, role: StaffRole, *, actor: Actor) -> None:
    """Everybody of this role sets one up before anything else. Harmless to repeat."""
    _set_rule(session, role, "on", actor)


def excuse_from_second_factor(session: Session, role: StaffRole, *, actor: Actor) -> None:
    """This role may do without one; devices set up still count. Harmless to repeat."""
    _set_rule(session, role, "off", actor)


def needs_second_factor(session: Session, role: StaffRole) -> bool:
    """Whether everybody of this role needs one."""
    return bool(session.scalar(select(RoleRule.needs_second_factor).where(RoleRule.role == role)))


def reseal_second_factors(session: Session, keys: Sequence[str]) -> int:
    """Seal every secret under the present key, so that the one before can go. Returns how many."""
    rows = session.scalars(
        select(SecondFactor).order_by(SecondFactor.id).limit(MOST_RESEALED).with_for_update()
    ).all()
    for row in rows:
        if row.sealed_secret is not None:
            row.sealed_secret = resealed(row.sealed_secret, keys)
        row.sealed_pending = None
    session.flush()
    return len(rows)


def _is_device_code(
    session: Session, user: StaffUser, code: str, now: datetime, keys: Sequence[str]
) -> bool:
    factor = _held(session, user.id)
    if factor is None or factor.sealed_secret is None:
        return False
    step = step_of(opened(factor.sealed_secret, keys), code, now)
    if step is None or step <= factor.last_step:
        return False
    factor.last_step = step
    factor.sealed_secret = resealed(factor.sealed_secret, keys)
    return True


def _is_recovery_code(session: Session, user: StaffUser, code: str) -> bool:
    used = session.scalar(
        update(RecoveryCode)
        .where(
            RecoveryCode.staff_user_id == user.id,
            RecoveryCode.code_hash == recovery_hash(code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=func.clock_timestamp())
        .returning(RecoveryCode.id)
    )
    if used is None:
        return False
    note_of(session, user, "staff.recovery_code_used")
    return True


def _forget(session: Session, user: StaffUser) -> None:
    session.execute(delete(SecondFactor).where(SecondFactor.staff_user_id == user.id))
    session.execute(delete(RecoveryCode).where(RecoveryCode.staff_user_id == user.id))
    user.session_version += 1
    session.flush()


def _set_rule(session: Session, role: StaffRole, wanted: str, actor: Actor) -> None:
    session.execute(
        insert(RoleRule).values(role=role).on_conflict_do_nothing(index_elements=["role"])
    )
    rule = session.scalars(select(RoleRule).where(RoleRule.role == role).with_for_update()).one()
    if rule.needs_second_factor == (wanted == "on"):
        return
    rule.needs_second_factor = wanted == "on"
    session.flush()
    kind = f"role.second_factor_{'required' if wanted == 'on' else 'excused'}"
    record(session, kind, subject=("role", rule.id), actor=actor, after={"role": role})


def _held(session: Session, user_id: int) -> SecondFactor | None:
    return session.scalar(
        select(SecondFactor)
        .where(SecondFactor.staff_user_id == user_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _locked(session: Session, user_id: int) -> StaffUser:
    user = session.scalar(
        select(StaffUser)
        .where(StaffUser.id == user_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if user is None:
        raise NotFound("member of staff", user_id)
    return user
