"""Settings: what each role may do, read from the one table the doors ask, and which roles need a second factor."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from core.desk.actions.second_factor import excuse_from_second_factor, require_second_factor
from core.desk.model import StaffRole
from core.desk.permissions import Permission, may
from core.desk.queries.staff import StaffRow, colleagues, roles_needing_second_factor
from core.errors import NotFound
from office.access import actor, needs
from office.door import reading, writing
from office.forms import Form
from office.my_desk.permission_words import PERMISSION_WORDS, ROOM_WORDS


@dataclass(frozen=True)
class Line:
    """One permission, in words, and the roles that have it, in the table's order."""

    words: str
    held: tuple[bool, ...]


@dataclass(frozen=True)
class Group:
    """The permissions of one room."""

    room: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class RoleCard:
    """A role, who has it, and whether it needs a second factor."""

    role: StaffRole
    people: tuple[StaffRow, ...]
    needs_second_factor: bool

    @property
    def without(self) -> int:
        """How many of them have not set one up."""
        return sum(1 for each in self.people if not each.second_factor)


@needs(Permission.SETTINGS_EDIT)
def roles() -> str:
    """Every role, its people and what it may do."""
    with reading() as session:
        people = [each for each in colleagues(session) if each.active]
        needing = roles_needing_second_factor(session)
    cards = tuple(
        RoleCard(role, tuple(each for each in people if each.role is role), role in needing)
        for role in StaffRole
    )
    return render_template("office/my_desk/roles.html", cards=cards, groups=groups_of_permissions())


@needs(Permission.STAFF_EDIT)
def switch_second_factor(role: str) -> Response:
    """Ask everybody of a role for a second factor, or no longer, as the form says."""
    if role not in set(StaffRole):
        raise NotFound("role", role)
    switch = (
        require_second_factor if Form(request.form).ticked("wanted") else excuse_from_second_factor
    )
    with writing() as session:
        switch(session, StaffRole(role), actor=actor())
    return redirect(url_for("office.roles", _anchor=f"role-{role}"))


def groups_of_permissions() -> tuple[Group, ...]:
    """The whole table of `core/desk/permissions.py`, by room, in its own order of rooms."""
    by_room = sorted(Permission, key=lambda each: _ROOMS.index(_room(each)))
    return tuple(
        Group(ROOM_WORDS.get(room, room.capitalize()), tuple(_line(each) for each in listed))
        for room, listed in groupby(by_room, key=_room)
    )


def _line(permission: Permission) -> Line:
    words = PERMISSION_WORDS.get(permission, permission.value)
    return Line(words, tuple(may(role, permission) for role in StaffRole))


def _room(permission: Permission) -> str:
    return permission.value.partition(".")[0]


_ROOMS = tuple(dict.fromkeys(_room(each) for each in Permission))
