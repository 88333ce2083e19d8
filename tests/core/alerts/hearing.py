"""How tests of alerts ask who was told: by moving a job, fanning out, and reading the office's own answer."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.alerts.actions.telling import fan_out
from core.alerts.queries.hearing import told_of
from core.alerts.queries.recipients import PAGE
from core.events.model import Event
from core.jobs.actions.status import MOVED, move
from core.jobs.model import Job
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.builders import HEAD, OFFICE, status


def told_by(session: Session, job: Job, status_name: str | None = None) -> Event:
    """Move the job, or take the move that brought it here, and tell everyone of it."""
    event = moved(session, job, status_name)
    fan_out(session, HEAD, event, after_point_id=0)
    return event


def moved(session: Session, job: Job, status_name: str | None = None) -> Event:
    if status_name is not None:
        return move(session, job, status(session, status_name), actor=OFFICE)
    last = select(Event).where(Event.kind == MOVED, Event.job_id == job.id)
    return session.scalars(last.order_by(Event.id.desc()).limit(1)).one()


def fan_out_wholly(session: Session, event: Event, *, page: int = PAGE) -> int:
    """Tell page after page as the promises say; returns how many pages there were."""
    after, pages = 0, 1
    fan_out(session, HEAD, event, after_point_id=after, most=page)
    while (entry := _next_page(session, event, after)) is not None:
        after = entry
        fan_out(session, HEAD, event, after_point_id=after, most=page)
        pages += 1
    return pages


def _next_page(session: Session, event: Event, after: int) -> int | None:
    rows = session.scalars(select(OutboxEntry).where(OutboxEntry.kind == Kind.FAN_OUT))
    wanted = [row.args["after_point_id"] for row in rows if row.args["event_id"] == event.id]
    later = [each for each in wanted if isinstance(each, int) and each > after]
    return min(later, default=None)


def told(session: Session, event: Event) -> list[str]:
    """The addresses told of the event."""
    return [each.address for each in told_of(session, event.id) if each.why_not is None]


def reasons(session: Session, event: Event) -> dict[str, str]:
    """Why the others were not."""
    return {
        each.address: each.why_not
        for each in told_of(session, event.id)
        if each.why_not is not None
    }
