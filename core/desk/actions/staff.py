"""Add people who sign in to the office, and switch them off. It refuses an address that is taken,
unfit passwords, and to switch off the last administrator.
"""

from __future__ import annotations

from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.addresses import email_address, reachable_number
from core.desk.model import StaffRole, StaffUser
from core.desk.passwords import HASHER, hashed
from core.errors import FieldRefused, NotFound, Refused
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
    _write(session, user)
    _note(session, user, "staff.added", actor)
    return user


def _write(session: Session, user: StaffUser) -> None:
    """Of two who add one address at the same moment the second is refused."""
    address = user.email
    try:
        with session.begin_nested():
            session.add(user)
    except IntegrityError as taken:
        holder = session.scalar(select(StaffUser.name).where(StaffUser.email == address))
        raise FieldRefused(
            "email", f"{address} has just been added for {holder or 'a colleague'}."
        ) from taken


def deactivate_staff(session: Session, user_id: int, *, actor: Actor) -> None:
    """They cannot sign in any more, and every session of theirs ends. Harmless to repeat.

    Refused for the last active administrator, however many try at the same moment: nobody could
    let anybody in again.
    """
    # All of them are held, in one order, so that two who switch each other off come one by one.
    administrators = session.scalars(
        select(StaffUser)
        .where(StaffUser.active, StaffUser.role == StaffRole.ADMINISTRATOR)
        .order_by(StaffUser.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    user = _locked(session, user_id)
    if [each.id for each in administrators] == [user_id]:
        raise Refused(f"{user.name} is the last administrator. Add another one first.")
    if user.active:
        user.active = False
        user.session_version += 1
        session.flush()
        _note(session, user, "staff.deactivated", actor)


def activate_staff(session: Session, user_id: int, *, actor: Actor) -> None:
    """They may sign in again, with the password they had. Harmless to repeat."""
    user = _locked(session, user_id)
    if not user.active:
        user.active = True
        session.flush()
        _note(session, user, "staff.activated", actor)


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


def _note(session: Session, user: StaffUser, kind: str, actor: Actor) -> None:
    record(session, kind, subject=("staff", user.id), actor=actor, after={"role": user.role})


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
        return reachable_number(phone).e164
    except ValueError as error:
        raise FieldRefused("phone", str(error)) from error
