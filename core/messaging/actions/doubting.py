"""Mark messages of which nobody knows whether they left, and promise to find out; sends nothing again by itself."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from core.jobs.actions.emergencies import climb_within
from core.messaging.wire import Priority
from core.outbox import Kind
from core.outbox.actions import promise
from core.outbox.kinds import DANGER_RANK

# By then a safety text has been looked for twice and sent again, where the carrier can be asked.
PAGE_IN_DOUBT_SECONDS = 20.0
USUAL_RANK = 1


def doubt(session: Session, message_id: int, *, why: str) -> None:
    """Nobody knows whether the message left: mark it so and promise to find out.

    Doubt about somebody's safety passes by everything else; about a page, it also moves its ladder on soon.
    """
    row = session.execute(_DOUBT, {"id": message_id, "why": why[:400]}).one()
    is_pressing = row.priority == Priority.EMERGENCY
    promise(
        session,
        Kind.RECONCILE,
        {"message_id": message_id},
        dedupe_key=f"reconcile:{message_id}",
        rank=DANGER_RANK if is_pressing else USUAL_RANK,
    )
    if row.emergency_id is not None:
        climb_within(session, row.emergency_id, seconds=PAGE_IN_DOUBT_SECONDS)


_DOUBT = text(
    """
    WITH doubted AS (
        UPDATE messages SET state = 'uncertain', error_detail = :why, state_at = clock_timestamp()
        WHERE id = :id AND state = 'sending'
    )
    SELECT priority, emergency_id FROM messages WHERE id = :id
    """
)
