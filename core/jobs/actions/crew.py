"""Add technicians and change them: their number is how they are known, so no two share one. It
refuses what is no number.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.addresses import is_textable, reachable_number
from core.errors import FieldRefused, NotFound
from core.events.actions import Actor, record
from core.jobs.model import Technician
from core.language import Language

LONGEST_NAME = 120
LAST_ON_CALL = 99


@dataclass(frozen=True)
class CrewDetails:
    """What staff say of a technician. on_call_order: 1 is paged first; None is never paged."""

    name: str
    phone: str
    language: Language
    on_call_order: int | None


def add_technician(session: Session, details: CrewDetails, *, actor: Actor) -> Technician:
    """A new technician. Refuses an empty name, what is no textable number, and one that is taken."""
    name, phone = _name(details.name), _free_number(session, details.phone, None)
    technician = Technician(
        name=name,
        phone=phone,
        language=details.language,
        on_call_order=_order(details.on_call_order),
    )
    with _taking(session, phone):
        session.add(technician)
    _note(session, technician, "technician.added", actor)
    return technician


def edit_technician(
    session: Session, technician_id: int, details: CrewDetails, *, actor: Actor
) -> Technician:
    """Change a technician; refuses what `add_technician` refuses."""
    technician = _locked(session, technician_id)
    name, order = _name(details.name), _order(details.on_call_order)
    phone = _free_number(session, details.phone, technician_id)
    with _taking(session, phone):
        technician.name, technician.phone = name, phone
        technician.language, technician.on_call_order = details.language, order
    _note(session, technician, "technician.edited", actor)
    return technician


def deactivate_technician(session: Session, technician_id: int, *, actor: Actor) -> None:
    """No more offers and pages for them; what they did stays theirs. Harmless to repeat."""
    technician = _locked(session, technician_id)
    if technician.active:
        technician.active = False
        session.flush()
        _note(session, technician, "technician.deactivated", actor)


def activate_technician(session: Session, technician_id: int, *, actor: Actor) -> None:
    """They work again. Harmless to repeat."""
    technician = _locked(session, technician_id)
    if not technician.active:
        technician.active = True
        session.flush()
        _note(session, technician, "technician.activated", actor)


def _locked(session: Session, technician_id: int) -> Technician:
    found = session.scalar(
        select(Technician).where(Technician.id == technician_id).with_for_update()
    )
    if found is None:
        raise NotFound("technician", technician_id)
    return found


def _name(name: str) -> str:
    plain = name.strip()
    if not plain or len(plain) > LONGEST_NAME:
        raise FieldRefused("name", f"Give a name of at most {LONGEST_NAME} characters.")
    return plain


def _free_number(session: Session, typed: str, own_id: int | None) -> str:
    try:
        number = reachable_number(typed)
    except ValueError as error:
        raise FieldRefused(
            "phone", "That is no complete phone number; write it like 312 555 0142."
        ) from error
    if not is_textable(number):
        raise FieldRefused("phone", "That number cannot be texted; give a mobile number.")
    holder = session.scalar(select(Technician).where(Technician.phone == number.e164))
    if holder is not None and holder.id != own_id:
        raise FieldRefused("phone", f"That number belongs to {holder.name} already.")
    return number.e164


@contextmanager
def _taking(session: Session, phone: str) -> Iterator[None]:
    """What is done within is written at once. Of two who save one number at the same moment the second is refused."""
    try:
        with session.begin_nested():
            yield
    except IntegrityError as taken:
        holder = session.scalar(select(Technician.name).where(Technician.phone == phone))
        raise FieldRefused(
            "phone", f"That number has just been added to {holder or 'a colleague'}."
        ) from taken


def _order(order: int | None) -> int | None:
    if order is not None and not 1 <= order <= LAST_ON_CALL:
        raise FieldRefused(
            "on_call_order", f"Give a whole number from 1 to {LAST_ON_CALL}, or leave it empty."
        )
    return order


def _note(session: Session, technician: Technician, kind: str, actor: Actor) -> None:
    record(
        session,
        kind,
        subject=("technician", technician.id),
        actor=actor,
        after={"name": technician.name, "on_call_order": technician.on_call_order},
    )
