"""Remind colleagues of their tasks before they are due, and tell of those that are overdue: once each, by mail."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from bot.words import say
from core.clock import local, spoken_time
from core.desk.actions.task_letters import claim_overdue, claim_reminder
from core.desk.model import StaffTask, StaffUser
from core.desk.queries.reachable import reachable_staff
from core.language import Language
from core.messaging.actions.queueing import Draft, queue_messages
from core.messaging.actions.threads import conversation_with
from core.messaging.wire import Channel, Priority
from core.outbox import Kind
from core.outbox.actions import Promise
from workers.doing import Handler, number, one_by_one
from workers.handlers.deliver import deliver
from workers.runtime import Runtime


def _remind_task(session: Session, runtime: Runtime, entry: Promise) -> None:
    """Safe to run twice, and by two workers at once: the task's row is held and remembers that it was done.

    A task finished, put off or given away meanwhile reminds nobody of this date.
    """
    task = claim_reminder(session, number(entry, "task_id"), str(entry.args.get("due")))
    if task is not None:
        _write(session, runtime, task, "dispatch/task_reminder")


def _task_overdue(session: Session, runtime: Runtime, entry: Promise) -> None:
    """Safe to run twice, for the same reason."""
    task = claim_overdue(session, number(entry, "task_id"), str(entry.args.get("due")))
    if task is not None:
        _write(session, runtime, task, "dispatch/task_overdue")


def _write(session: Session, runtime: Runtime, task: StaffTask, words: str) -> None:
    values = {
        "company": runtime.head.company.name,
        "title": task.title,
        "due": _due(runtime, task),
        "link": f"{runtime.head.public_url}/tasks/{task.id}",
    }
    drafts = [
        Draft(
            conversation_id=conversation_with(session, Channel.EMAIL, staff.email).id,
            channel=Channel.EMAIL,
            recipient=staff.email,
            subject=task.title,
            body=say(words, Language.ENGLISH, values),
            priority=Priority.DISPATCH,
        )
        for staff in _told(session, task)
    ]
    queue_messages(session, runtime.head, drafts)


def _told(session: Session, task: StaffTask) -> Sequence[StaffUser]:
    """Whose task it is; of a task nobody has, those who give tasks out."""
    holder = task.assigned_to
    return [holder] if holder is not None and holder.active else reachable_staff(session)


def _due(runtime: Runtime, task: StaffTask) -> str:
    if task.due_at is None:
        return ""
    moment = local(task.due_at, runtime.settings.company_timezone)
    return f"{moment:%b} {moment.day}, {spoken_time(moment)}"


def _next() -> dict[Kind, Handler]:
    return {Kind.DELIVER: deliver}


remind_task = one_by_one(_remind_task, then=_next)
task_overdue = one_by_one(_task_overdue, then=_next)
