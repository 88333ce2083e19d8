"""What follows when a page does not arrive: somebody else hears of the emergency, now and not by the clock."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.desk.actions.tasks import open_task
from core.desk.model import TaskPriority
from core.jobs.actions.emergencies import climb_within
from core.jobs.model import Emergency
from core.messaging.model import Message
from core.outbox import Kind
from core.outbox.actions import promise


def page_failed(session: Session, message: Message) -> None:
    """A page, or news of it, will not arrive: the ladder goes on at once, or staff tell the one who has the emergency.

    Messages about no emergency are no concern of it.
    """
    if message.emergency_id is None:
        return
    emergency = session.get_one(Emergency, message.emergency_id)
    if emergency.acknowledged_at is None:
        climb_within(session, emergency.id, seconds=0)
    elif message.recipient == emergency.taker_address:
        _let_staff_tell(session, emergency)


def _let_staff_tell(session: Session, emergency: Emergency) -> None:
    task = open_task(
        session,
        title=f"News of EMERGENCY {emergency.number} did not reach {emergency.acknowledged_by}: call them",
        details=emergency.words,
        priority=TaskPriority.HIGH,
        subject=("emergency", emergency.id),
        once_key=f"news_missed:{emergency.id}",
    )
    key = f"alert_staff:{task.id}"
    promise(session, Kind.ALERT_STAFF, {"task_id": task.id}, dedupe_key=key, rank=1)
