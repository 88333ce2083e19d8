"""Every permission is said in words, in a room with a name."""

from __future__ import annotations

from core.desk.permissions import Permission
from office.my_desk.permission_words import PERMISSION_WORDS, ROOM_WORDS
from office.my_desk.roles import groups_of_permissions


def test_every_permission_and_its_room_has_words() -> None:
    assert set(PERMISSION_WORDS) == set(Permission)
    assert {each.value.partition(".")[0] for each in Permission} == set(ROOM_WORDS)


def test_the_table_shows_each_permission_once() -> None:
    lines = [line.words for group in groups_of_permissions() for line in group.lines]
    assert sorted(lines) == sorted(PERMISSION_WORDS.values())
