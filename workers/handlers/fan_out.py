"""Tell everyone who should hear of an event, a page at a time; and whoever was to come that nobody is to."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.alerts.actions.telling import fan_out as tell_page
from core.events.model import Event
from core.jobs.lifecycle import Category
from core.outbox import Kind
from core.outbox.actions import Promise
from workers.doing import Handler, number, one_by_one
from workers.handlers.feedback import plan_question
from workers.handlers.offers import call_off
from workers.runtime import Runtime


def _fan_out(session: Session, runtime: Runtime, promise: Promise) -> None:
    """Safe to run twice: a page's notifications are written with the end of its promise, one a contact point."""
    event = session.get_one(Event, number(promise, "event_id"))
    after = number(promise, "after_point_id")
    then = session.get_one(Event, number(promise, "then")) if "then" in promise.args else None
    tell_page(session, runtime.head, event, after_point_id=after, then=then)
    if after == 0 and event.facts.get("category") == Category.CANCELED:
        call_off(session, runtime, event)
    if after == 0:
        plan_question(session, event)


def _next() -> dict[Kind, Handler]:
    return {Kind.FAN_OUT: fan_out}


fan_out = one_by_one(_fan_out, then=_next)
