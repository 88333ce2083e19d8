"""Which staff are told at once when something cannot wait."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.desk.model import StaffRole, StaffUser

TOLD_AT_ONCE = (StaffRole.ADMINISTRATOR, StaffRole.MANAGER, StaffRole.DISPATCHER)
MOST_TOLD = 20


def reachable_staff(session: Session) -> Sequence[StaffUser]:
    """Active administrators, managers and dispatchers; every one has an e-mail address, some a phone."""
    return session.scalars(
        select(StaffUser)
        .where(StaffUser.active, StaffUser.role.in_(TOLD_AT_ONCE))
        .order_by(StaffUser.id)
        .limit(MOST_TOLD)
    ).all()


def staff_at(session: Session, phone: str) -> StaffUser | None:
    """The active member of staff who has this number."""
    return session.scalar(
        select(StaffUser).where(StaffUser.phone == phone, StaffUser.active).limit(1)
    )
