"""Second factors for tests: people with a device, and the codes it shows."""

from __future__ import annotations

from datetime import datetime

import pyotp
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.desk.actions.second_factor import Enrolled, begin_second_factor, confirm_second_factor
from core.desk.model import SecondFactor, StaffUser
from core.desk.one_time import STEP_SECONDS
from core.desk.vault import opened

KEYS = ("practice-practice-practice-practice-practice",)


def pending_secret(session: Session, user_id: int, keys: tuple[str, ...] = KEYS) -> str:
    """The secret of the device being set up."""
    row = session.scalars(select(SecondFactor).where(SecondFactor.staff_user_id == user_id)).one()
    assert row.sealed_pending is not None
    return opened(row.sealed_pending, keys)


def shown_by(secret: str, now: datetime, *, steps: int = 0) -> str:
    """What the device shows then, or some steps of half a minute later."""
    return pyotp.TOTP(secret).at(int(now.timestamp()) + steps * STEP_SECONDS)


def enrol(
    session: Session, user: StaffUser, now: datetime, keys: tuple[str, ...] = KEYS
) -> tuple[str, tuple[str, ...]]:
    """Give them a device; returns its secret and the recovery codes."""
    begin_second_factor(session, user, keys)
    secret = pending_secret(session, user.id, keys)
    done = confirm_second_factor(session, user.id, shown_by(secret, now), now, keys)
    assert isinstance(done, Enrolled)
    return secret, done.codes
