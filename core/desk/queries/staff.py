"""Who is signed in, as pages need to know them: never the password hash."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from core.addresses import spoken_phone
from core.desk.model import RecoveryCode, RoleRule, SecondFactor, StaffRole, StaffUser


@dataclass(frozen=True)
class StaffMember:
    """An active person at a desk. session_version: which generation of their sessions still
    counts. owes_second_factor: their role needs one and they have none yet.
    """

    id: int
    name: str
    email: str
    role: StaffRole
    session_version: int
    owes_second_factor: bool = False


def active_staff(session: Session, user_id: int) -> StaffMember | None:
    """The staff user with this id, or None when there is none or they are switched off."""
    user = session.get(StaffUser, user_id)
    if user is None or not user.active:
        return None
    return StaffMember(
        user.id,
        user.name,
        user.email,
        StaffRole(user.role),
        user.session_version,
        owes_second_factor=_owes(session, user),
    )


def _owes(session: Session, user: StaffUser) -> bool:
    needed = select(RoleRule.id).where(RoleRule.role == user.role, RoleRule.needs_second_factor)
    return bool(session.scalar(select(needed.exists() & ~_proved(user.id))))


def _proved(user_id: int) -> ColumnElement[bool]:
    return (
        select(SecondFactor.id)
        .where(SecondFactor.staff_user_id == user_id, SecondFactor.sealed_secret.is_not(None))
        .exists()
    )


@dataclass(frozen=True)
class Standing:
    """How a person's second factor stands. pending: the sealed secret of a device being set up. codes_left: recovery
    codes not used yet.
    """

    proved: bool
    needed: bool
    pending: str | None
    codes_left: int


def second_factor_of(session: Session, user_id: int, role: StaffRole) -> Standing:
    """What the person's own page shows of it."""
    factor = session.scalar(select(SecondFactor).where(SecondFactor.staff_user_id == user_id))
    left = session.scalar(
        select(func.count())
        .select_from(RecoveryCode)
        .where(RecoveryCode.staff_user_id == user_id, RecoveryCode.used_at.is_(None))
    )
    return Standing(
        proved=factor is not None and factor.sealed_secret is not None,
        needed=role in roles_needing_second_factor(session),
        pending=factor.sealed_pending if factor else None,
        codes_left=left or 0,
    )


def roles_needing_second_factor(session: Session) -> frozenset[StaffRole]:
    """The roles whose people must have one."""
    rows = session.scalars(select(RoleRule.role).where(RoleRule.needs_second_factor))
    return frozenset(StaffRole(role) for role in rows)


def staff_id_at(session: Session, email: str) -> int | None:
    """Whoever signs in with this address, active or not."""
    return session.scalar(select(StaffUser.id).where(StaffUser.email == email.strip().lower()))


@dataclass(frozen=True)
class StaffRow:
    """A person in the list of staff. phone: as people write it, or empty."""

    id: int
    name: str
    email: str
    role: StaffRole
    phone: str
    active: bool
    second_factor: bool


def colleagues(session: Session) -> tuple[StaffRow, ...]:
    """Everybody who signs in or did: the active first, by name."""
    rows = session.scalars(
        select(StaffUser).order_by(StaffUser.active.desc(), StaffUser.name, StaffUser.id)
    )
    proved = set(
        session.scalars(
            select(SecondFactor.staff_user_id).where(SecondFactor.sealed_secret.is_not(None))
        )
    )
    return tuple(
        StaffRow(
            id=row.id,
            name=row.name,
            email=row.email,
            role=StaffRole(row.role),
            phone=spoken_phone(row.phone) if row.phone else "",
            active=row.active,
            second_factor=row.id in proved,
        )
        for row in rows
    )
