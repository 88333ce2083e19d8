"""Let staff know of a task that cannot wait for them to look."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.words import say
from core.desk.model import StaffTask, StaffUser
from core.desk.queries.reachable import reachable_staff
from core.language import Language
from core.messaging.actions.circuits import is_left_alone
from core.messaging.actions.queueing import CARRIER_OF, Draft, queue_messages
from core.messaging.actions.threads import conversation_with
from core.messaging.wire import Channel, Priority
from core.outbox import Kind
from core.outbox.actions import Promise
from workers.doing import Handler, number, one_by_one
from workers.handlers.deliver import deliver
from workers.runtime import Runtime


def _alert_staff(session: Session, runtime: Runtime, entry: Promise) -> None:
    """Safe to run twice: the messages are queued with the end of the promise. A task done meanwhile alerts nobody."""
    task = session.get_one(StaffTask, number(entry, "task_id"))
    if task.done_at is not None:
        return
    drafts = [_draft(session, runtime, task, each) for each in reachable_staff(session)]
    queue_messages(session, runtime.head, drafts)


def _draft(session: Session, runtime: Runtime, task: StaffTask, staff: StaffUser) -> Draft:
    channel, address = _way_to(session, staff)
    thread = conversation_with(session, channel, address)
    values = {
        "company": runtime.head.company.name,
        "title": task.title,
        "link": f"{runtime.head.public_url}/tasks",
    }
    return Draft(
        conversation_id=thread.id,
        channel=channel,
        recipient=address,
        subject=task.title,
        body=say("dispatch/staff_alert", Language.ENGLISH, values),
        priority=Priority.DISPATCH,
    )


def _way_to(session: Session, staff: StaffUser) -> tuple[Channel, str]:
    """By text where they have a phone; by mail where not, and while no text leaves."""
    if staff.phone and not is_left_alone(session, CARRIER_OF[Channel.SMS]):
        return Channel.SMS, staff.phone
    return Channel.EMAIL, staff.email


def _next() -> dict[Kind, Handler]:
    return {Kind.DELIVER: deliver}


alert_staff = one_by_one(_alert_staff, then=_next)
