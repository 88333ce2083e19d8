"""What happened stays as it was written, in order, by whom."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core.events.actions import FIXLINE, Actor, ActorType, Place, record
from core.events.model import Event
from core.events.queries.timeline import (
    happenings_about,
    happenings_of_customer,
    happenings_of_job,
    happenings_of_property,
)

DANA = Actor(ActorType.STAFF, "Dana", 7)


def test_an_event_cannot_be_changed(session: Session) -> None:
    event = happened(session)
    with pytest.raises(DBAPIError, match="history"), session.begin_nested():
        session.execute(update(Event).where(Event.id == event.id).values(actor_name="Nobody"))
    session.refresh(event)
    assert event.actor_name == "Dana"


def test_an_event_cannot_be_deleted(session: Session) -> None:
    event = happened(session)
    with pytest.raises(DBAPIError, match="history"), session.begin_nested():
        session.execute(delete(Event).where(Event.id == event.id))
    assert session.scalar(select(func.count()).where(Event.id == event.id)) == 1


def test_an_event_says_who_did_what_when_with_before_and_after(session: Session) -> None:
    happened(session)
    (shown,) = happenings_of_job(session, 5, None)
    assert (shown.actor, shown.actor_type) == ("Dana", ActorType.STAFF)
    assert shown.kind == "job.noted"
    assert shown.before == {"colour": "red"}
    assert shown.after == {"colour": "blue"}
    assert shown.at.utcoffset() is not None


def test_the_timeline_of_a_job_begins_with_its_booking(session: Session) -> None:
    opened = record(
        session, "booking.opened", subject=("booking", 3), actor=FIXLINE, place=Place(booking_id=3)
    )
    moved = happened(session)
    record(session, "job.noted", subject=("job", 6), actor=DANA, place=Place(job_id=6))
    assert [each.id for each in happenings_of_job(session, 5, 3)] == [opened.id, moved.id]


def test_an_event_is_shown_wherever_it_belongs(session: Session) -> None:
    event = happened(session)
    shown = [
        happenings_of_customer(session, 11),
        happenings_of_property(session, 12),
        happenings_about(session, ("job", 5)),
    ]
    assert [[each.id for each in place] for place in shown] == [[event.id]] * 3


def happened(session: Session) -> Event:
    return record(
        session,
        "job.noted",
        subject=("job", 5),
        actor=DANA,
        place=Place(job_id=5, customer_id=11, property_id=12),
        before={"colour": "red"},
        after={"colour": "blue"},
        facts={"number": 1042},
    )
