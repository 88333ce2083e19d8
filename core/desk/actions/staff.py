"""Add people who sign in to the office. It refuses an address that is taken and passwords too easy
to guess.
"""

from __future__ import annotations

from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.addresses import email_address, phone_number
from core.desk.model import StaffRole, StaffUser
from core.desk.passwords import HASHER, hashed
from core.errors import FieldRefused
from core.events.actions import FIXLINE, Actor, record

LONGEST_NAME = 120


def add_staff(
    session: Session,
    *,
    name: str,
    email: str,
    role: StaffRole,
    password: str,
    phone: str | None = None,
    actor: Actor = FIXLINE,
    hasher: PasswordHasher = HASHER,
) -> StaffUser:
    """A new person at a desk. phone: where they are paged in emergencies, if they are.

    Refuses an empty name, what is no address or number, an address somebody has, and unfit
    passwords.
    """
    plain_name = name.strip()
    if not plain_name or len(plain_name) > LONGEST_NAME:
        raise FieldRefused("name", f"Give a name of at most {LONGEST_NAME} characters.")
    user = StaffUser(
        name=plain_name,
        email=_free_address(session, email),
        role=role,
        password_hash=hashed(password, hasher),
        phone=_number(phone),
    )
    session.add(user)
    session.flush()
    record(
        session,
        "staff.added",
        subject=("staff", user.id),
        actor=actor,
        after={"role": role.value},
    )
    return user


def _free_address(session: Session, email: str) -> str:
    try:
        address = email_address(email).address
    except ValueError as error:
        raise FieldRefused("email", str(error)) from error
    if session.scalar(select(StaffUser.id).where(StaffUser.email == address)) is not None:
        raise FieldRefused("email", f"{address} belongs to a colleague already.")
    return address


def _number(phone: str | None) -> str | None:
    if not phone:
        return None
    try:
        return phone_number(phone).e164
    except ValueError as error:
        raise FieldRefused("phone", str(error)) from error
