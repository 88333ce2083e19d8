"""The labels for how a customer stands to a property (inventory 28): added, renamed, given another role, switched off.
Rules read a label's role alone, so it refuses to take away what they need.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from core.db import JsonObject
from core.directory.model import RelationshipType, Role
from core.errors import FieldRefused, NotFound, Refused
from core.events.actions import Actor, record

LONGEST_NAME = 60
# The Primary is built in; whoever is demoted becomes something of the kind `other`; whoever reports lives there.
NEEDED = frozenset({Role.PRIMARY, Role.OCCUPANT, Role.OTHER})


@dataclass(frozen=True)
class Label:
    """A label as staff write it down."""

    name: str
    role: Role


def add_label(session: Session, label: Label, *, actor: Actor) -> RelationshipType:
    """One more label, last in the list. Refuses an empty, overlong or taken name, and a second Primary."""
    _hold_all(session)
    _check_name(session, label.name, but=None)
    if label.role is Role.PRIMARY:
        raise FieldRefused("role", "Primary is built in: there is one label for it.")
    last = session.scalar(select(func.max(RelationshipType.position)))
    added = RelationshipType(
        name=label.name.strip(), role=label.role, position=0 if last is None else last + 1
    )
    session.add(added)
    session.flush()
    _note(session, "relationship_type.added", added, actor)
    return added


def edit_label(session: Session, type_id: int, label: Label, *, actor: Actor) -> RelationshipType:
    """Change a label's name and role; every link that bears it follows.

    Refuses what `add_label` refuses, and another role for the Primary and for the last active one of a needed role.
    """
    _hold_all(session)
    row = _found(session, type_id)
    stands = Label(row.name, Role(row.role))
    wanted = Label(label.name.strip(), label.role)
    if wanted == stands:
        return row
    _check_name(session, wanted.name, but=row)
    if wanted.role is not stands.role:
        _check_role(session, row, wanted.role)
    before = _said(row)
    row.name, row.role = wanted.name, wanted.role
    session.flush()
    _note(session, "relationship_type.edited", row, actor, before)
    return row


def switch_label_off(session: Session, type_id: int, *, actor: Actor) -> None:
    """It is offered for new links no more; links that bear it stay. Refused for the last one of a needed role."""
    _hold_all(session)
    row = _found(session, type_id)
    if row.active:
        _refuse_last(session, row)
        _switch(session, row, "relationship_type.switched_off", actor)


def switch_label_on(session: Session, type_id: int, *, actor: Actor) -> None:
    """It is offered for new links again."""
    _hold_all(session)
    row = _found(session, type_id)
    if not row.active:
        _switch(session, row, "relationship_type.switched_on", actor)


def _switch(session: Session, row: RelationshipType, kind: str, actor: Actor) -> None:
    before = _said(row)
    row.active = not row.active
    session.flush()
    _note(session, kind, row, actor, before)


def _hold_all(session: Session) -> None:
    """One change at a time: of two who each switch off one of the last two the second is refused."""
    session.execute(text("LOCK TABLE relationship_types IN SHARE ROW EXCLUSIVE MODE"))


def _found(session: Session, type_id: int) -> RelationshipType:
    row = session.get(RelationshipType, type_id, populate_existing=True)
    if row is None:
        raise NotFound("relationship type", type_id)
    return row


def _check_name(session: Session, name: str, *, but: RelationshipType | None) -> None:
    plain = name.strip()
    if not plain or len(plain) > LONGEST_NAME:
        raise FieldRefused("name", f"Give a name of at most {LONGEST_NAME} characters.")
    taken = session.scalar(
        select(RelationshipType.id).where(func.lower(RelationshipType.name) == plain.lower())
    )
    if taken is not None and (but is None or taken != but.id):
        raise FieldRefused("name", f"There is a label {plain} already.")


def _check_role(session: Session, row: RelationshipType, wanted: Role) -> None:
    if Role.PRIMARY in {wanted, row.role}:
        raise FieldRefused("role", "Primary is built in: there is one label for it, and it stays.")
    if row.active:
        try:
            _refuse_last(session, row)
        except Refused as refusal:
            raise FieldRefused("role", str(refusal)) from refusal


def _refuse_last(session: Session, row: RelationshipType) -> None:
    if Role(row.role) not in NEEDED:
        return
    other = session.scalar(
        select(RelationshipType.id)
        .where(
            RelationshipType.role == row.role,
            RelationshipType.active,
            RelationshipType.id != row.id,
        )
        .limit(1)
    )
    if other is None:
        raise Refused(
            f"{row.name} is the only label left for its role, and Fixline needs one. Add another one first."
        )


def _said(row: RelationshipType) -> JsonObject:
    return {"name": row.name, "role": Role(row.role).value, "active": row.active}


def _note(
    session: Session,
    kind: str,
    row: RelationshipType,
    actor: Actor,
    before: JsonObject | None = None,
) -> None:
    record(
        session,
        kind,
        subject=("relationship_type", row.id),
        actor=actor,
        before=before,
        after=_said(row),
    )
