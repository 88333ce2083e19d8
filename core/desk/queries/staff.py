"""Who is signed in, as pages need to know them: never the password hash."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

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
