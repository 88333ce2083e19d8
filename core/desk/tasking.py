"""What tasks are called and when colleagues hear of them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from core.desk.model import TaskKind, TaskPriority

# A reminder comes this long before the task is due; a task opened later than that is not reminded of.
REMINDED_BEFORE = timedelta(hours=2)

KIND_WORDS: Mapping[TaskKind, str] = {
    TaskKind.FOLLOW_UP: "Follow up",
    TaskKind.SEND_ESTIMATE: "Send estimate",
    TaskKind.VERIFY_PAYMENT: "Verify payment",
    TaskKind.PAPERWORK: "Paperwork",
    TaskKind.REVIEW_CALL: "Review call",
}
PRIORITY_WORDS: Mapping[TaskPriority, str] = {
    TaskPriority.LOW: "Low",
    TaskPriority.NORMAL: "Normal",
    TaskPriority.HIGH: "High",
}


def reminder_at(due_at: datetime, now: datetime) -> datetime | None:
    """When to remind of a task due then; None when that moment is past."""
    moment = due_at - REMINDED_BEFORE
    return moment if moment > now else None
