"""What is sent by the clock: reminders of visits, and the daily mail of those who want one."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.alerts.actions.collecting import write_digest
from core.alerts.actions.reminding import remind
from core.outbox import Kind
from core.outbox.actions import Promise
from workers.doing import Handler, number, one_by_one
from workers.handlers.deliver import deliver
from workers.handlers.fan_out import fan_out
from workers.runtime import Runtime


def _remind_visit(session: Session, runtime: Runtime, entry: Promise) -> None:
    """Safe to run twice: the reminder is marked as told in the transaction that promises its telling."""
    remind(session, number(entry, "reminder_id"), runtime.rules.quiet)


def _send_digest(session: Session, runtime: Runtime, entry: Promise) -> None:
    """Safe to run twice: the mail is queued with the end of the promise, and once a digest."""
    write_digest(session, runtime.head, number(entry, "digest_id"))


def _next_telling() -> dict[Kind, Handler]:
    return {Kind.FAN_OUT: fan_out}


def _next_delivery() -> dict[Kind, Handler]:
    return {Kind.DELIVER: deliver}


remind_visit = one_by_one(_remind_visit, then=_next_telling)
send_digest = one_by_one(_send_digest, then=_next_delivery)
