"""Stop everything that leaves, and let it leave again; what the pause means to a claim stands in `gate`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.desk.actions.tasks import open_task
from core.desk.model import TaskPriority
from core.errors import Refused
from core.events.actions import Actor, record
from core.messaging.actions.gate import LOOK_AGAIN_SECONDS
from core.messaging.model import LifeSign, Pause

LONGEST_REASON = 300
PAUSED, RESUMED = "delivery.paused", "delivery.resumed"


def pause(
    session: Session, *, reason: str, actor: Actor, known_until: datetime | None = None
) -> Pause:
    """Nothing leaves from now on; repeating it changes nothing, but may widen the window.

    known_until: what happened later may be unknown here; when absent, the database's last sign of life.
    """
    since = known_until or _last_life_sign(session)
    begun_id = session.scalar(
        insert(Pause)
        .values(began_by=actor.name[:200], reason=reason[:LONGEST_REASON], known_until=since)
        .on_conflict_do_nothing()
        .returning(Pause.id)
    )
    if begun_id is None:
        return _widened(session, since)
    begun = session.get_one(Pause, begun_id)
    record(session, PAUSED, subject=("pause", begun.id), actor=actor, after={"reason": reason})
    open_task(
        session,
        title="Fixline is paused: no message leaves",
        details=f"{reason} Run `fixline resume` to find out what was sent meanwhile and to go on.",
        priority=TaskPriority.HIGH,
        once_key=f"paused:{begun.id}",
    )
    return begun


def _widened(session: Session, since: datetime) -> Pause:
    standing = session.scalars(
        select(Pause).where(Pause.lifted_at.is_(None)).with_for_update()
    ).one()
    standing.known_until = min(standing.known_until, since)
    session.flush()
    return standing


def lift(session: Session, *, outcome: str, actor: Actor) -> Pause:
    """Messages may leave again; those that were held are due at once. Refused while nothing is paused."""
    standing = session.scalar(select(Pause).where(Pause.lifted_at.is_(None)).with_for_update())
    if standing is None:
        raise Refused("Fixline is not paused.")
    standing.lifted_at = func.clock_timestamp()
    standing.lifted_by = actor.name[:200]
    standing.outcome = outcome[:LONGEST_REASON]
    session.flush()
    session.execute(_DUE_AGAIN, {"within": LOOK_AGAIN_SECONDS})
    _close_task(session, standing)
    record(session, RESUMED, subject=("pause", standing.id), actor=actor, after={"found": outcome})
    return standing


# Only what the pause can have put off: nothing waits longer for it.
_DUE_AGAIN = text(
    """
    UPDATE outbox SET run_at = clock_timestamp(), lease_until = NULL
    WHERE dead_at IS NULL AND attempts = 0
      AND run_at > clock_timestamp() AND run_at <= clock_timestamp() + make_interval(secs => :within)
      AND kind IN ('deliver', 'offer_job', 'offer_again', 'ask_feedback', 'ask_approval', 'remind_approval')
    """
)


def _close_task(session: Session, standing: Pause) -> None:
    session.execute(_TASK_DONE, {"key": f"paused:{standing.id}", "note": standing.outcome})


_TASK_DONE = text(
    "UPDATE staff_tasks SET done_at = clock_timestamp(), completion_note = :note"
    " WHERE once_key = :key AND done_at IS NULL"
)


def _last_life_sign(session: Session) -> datetime:
    found = session.scalar(select(func.max(LifeSign.beat_at)))
    now: datetime = session.scalars(select(func.clock_timestamp())).one()
    return found or now
