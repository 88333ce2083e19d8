"""Who is signed in, as pages need to know them: never the password hash."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.addresses import spoken_phone
from core.desk.model import StaffRole, StaffUser


@dataclass(frozen=True)
class StaffMember:
    """An active person at a desk. session_version: which generation of their sessions still
    counts.
    """

    id: int
    name: str
    email: str
    role: StaffRole
    session_version: int


def active_staff(session: Session, user_id: int) -> StaffMember | None:
    """The staff user with this id, or None when there is none or they are switched off."""
    user = session.get(StaffUser, user_id)
    if user is None or not user.active:
        return None
    return StaffMember(user.id, user.name, user.email, StaffRole(user.role), user.session_version)


@dataclass(frozen=True)
class StaffRow:
    """A person in the list of staff. phone: as people write it, or empty."""

    id: int
    name: str
    email: str
    role: StaffRole
    phone: str
    active: bool


def colleagues(session: Session) -> tuple[StaffRow, ...]:
    """Everybody who signs in or did: the active first, by name."""
    rows = session.scalars(
        select(StaffUser).order_by(StaffUser.active.desc(), StaffUser.name, StaffUser.id)
    )
    return tuple(
        StaffRow(
            id=row.id,
            name=row.name,
            email=row.email,
            role=StaffRole(row.role),
            phone=spoken_phone(row.phone) if row.phone else "",
            active=row.active,
        )
        for row in rows
    )
