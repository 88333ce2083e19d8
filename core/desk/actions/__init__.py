"""Verbs of the desk, by idea: staff and their sessions, tasks, notes."""

from core.desk.actions.notes import add_note
from core.desk.actions.sign_in import (
    CodeNeeded,
    SignInRefused,
    change_password,
    end_sessions,
    sign_in,
)
from core.desk.actions.staff import activate_staff, add_staff, deactivate_staff
from core.desk.actions.tasks import finish_task, open_task

__all__ = [
    "CodeNeeded",
    "SignInRefused",
    "activate_staff",
    "add_note",
    "add_staff",
    "change_password",
    "deactivate_staff",
    "end_sessions",
    "finish_task",
    "open_task",
    "sign_in",
]
