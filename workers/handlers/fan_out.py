"""Tell everyone who should hear of an event, a page at a time."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.alerts.actions.telling import fan_out as tell_page
from core.events.model import Event
from core.outbox import Kind
from core.outbox.actions import Promise
from workers.doing import Handler, number, one_by_one
from workers.runtime import Runtime


def _fan_out(session: Session, runtime: Runtime, promise: Promise) -> None:
    """Safe to run twice: a page's notifications are written with the end of its promise, one a contact point."""
    event = session.get_one(Event, number(promise, "event_id"))
    tell_page(session, runtime.head, event, after_point_id=number(promise, "after_point_id"))


def _next() -> dict[Kind, Handler]:
    return {Kind.FAN_OUT: fan_out}


fan_out = one_by_one(_fan_out, then=_next)
