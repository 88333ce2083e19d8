"""What the form of a new task offers, on whatever page it stands."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from core.desk.actions.mentioning import nameable
from core.desk.model import TaskKind, TaskPriority
from core.desk.queries.task_pages import TaskRow, tasks_about
from core.desk.tasking import KIND_WORDS, PRIORITY_WORDS
from office.door import reading

KEY_BYTES = 16


@dataclass(frozen=True)
class TaskForm:
    """Colleagues, kinds and priorities as lists offer them. key: this one form's own, so that it counts once."""

    colleagues: tuple[tuple[int, str], ...]
    kinds: tuple[tuple[str, str], ...]
    priorities: tuple[tuple[str, str], ...]
    key: str


def task_form() -> TaskForm:
    """The choices, with a fresh key."""
    with reading() as session:
        people = nameable(session)
    return TaskForm(
        colleagues=tuple((each.id, each.name) for each in people),
        kinds=tuple((each.value, KIND_WORDS[each]) for each in TaskKind),
        priorities=tuple((each.value, PRIORITY_WORDS[each]) for each in reversed(TaskPriority)),
        key=secrets.token_hex(KEY_BYTES),
    )


def tasks_on(kind: str, row_id: int) -> tuple[TaskRow, ...]:
    """The open tasks about one row."""
    with reading() as session:
        listed = tasks_about(session, (kind, row_id))
    return tuple(each for each in listed if each.done_at is None)
