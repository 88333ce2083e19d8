"""The on-call rota: one person a place, swaps, gaps, and the fixed order where no shift covers a moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import database_now
from core.db import Database
from core.errors import FieldRefused, NotFound
from core.events.model import Event
from core.jobs.actions.on_call import add_shift, drop_shift, swap_shift
from core.jobs.availability import Span
from core.jobs.model import OnCallShift, Technician
from core.jobs.queries.on_call import on_shift, shifts, uncovered
from core.jobs.queries.work import on_call
from tests.builders import OFFICE, a_technician, number
from tests.crowd import at_once

MONDAY = datetime(2026, 3, 2, 14, tzinfo=UTC)
WEEK = timedelta(days=7)


def a_shift(
    session: Session,
    technician: Technician,
    *,
    starts: datetime = MONDAY,
    lasts: timedelta = WEEK,
    place: int = 1,
) -> OnCallShift:
    return add_shift(
        session,
        technician.id,
        starts_at=starts,
        ends_at=starts + lasts,
        place=place,
        actor=OFFICE,
    )


def tom(session: Session) -> Technician:
    return a_technician(session, "Tom Reed", number(171))


def test_a_shift_counts_from_its_start_to_before_its_end(session: Session) -> None:
    maria, other = a_technician(session), tom(session)
    a_shift(session, other, place=2)
    a_shift(session, maria)
    assert [each.name for each in on_shift(session, MONDAY)] == ["Maria Lopez", "Tom Reed"]
    assert on_shift(session, MONDAY - timedelta(seconds=1)) == []
    assert on_shift(session, MONDAY + WEEK) == []
    maria.active = False
    session.flush()
    assert [each.name for each in on_shift(session, MONDAY)] == ["Tom Reed"]


def test_the_rota_goes_before_the_fixed_order_and_the_order_fills_its_gaps(
    session: Session,
) -> None:
    a_technician(session, on_call_order=1)
    other = tom(session)
    assert [each.name for each in on_call(session)] == ["Maria Lopez"]
    now = database_now(session)
    shift = a_shift(session, other, starts=now - timedelta(hours=1), lasts=timedelta(hours=2))
    assert [each.name for each in on_call(session)] == ["Tom Reed"]
    drop_shift(session, shift.id, actor=OFFICE)
    assert [each.name for each in on_call(session)] == ["Maria Lopez"]


def test_a_place_is_one_persons_at_a_time(session: Session) -> None:
    maria, other = a_technician(session), tom(session)
    a_shift(session, maria)
    with pytest.raises(FieldRefused, match="Maria Lopez has place 1 then; swap instead"):
        a_shift(session, other, starts=MONDAY + timedelta(days=6))
    with pytest.raises(FieldRefused, match="Maria Lopez is on call then already"):
        a_shift(session, maria, place=2)
    a_shift(session, other, starts=MONDAY + WEEK)
    a_shift(session, other, place=2)
    assert [each.place for each in shifts(session, Span(MONDAY, MONDAY + WEEK))] == [1, 2]


def test_a_swap_gives_the_shift_to_another_and_is_written_down(session: Session) -> None:
    maria, other = a_technician(session), tom(session)
    shift = a_shift(session, maria)
    for _ in range(2):
        swap_shift(session, shift.id, other.id, actor=OFFICE)
    assert [each.name for each in on_shift(session, MONDAY)] == ["Tom Reed"]
    (event,) = session.scalars(select(Event).where(Event.kind == "on_call.swapped")).all()
    assert event.before["technician"] == "Maria Lopez"
    assert event.after["technician"] == "Tom Reed"
    a_shift(session, maria, place=2)
    with pytest.raises(FieldRefused, match="Maria Lopez is on call then already"):
        swap_shift(session, shift.id, maria.id, actor=OFFICE)


def test_the_hours_nobody_covers_are_known(session: Session) -> None:
    maria = a_technician(session)
    a_shift(session, maria, starts=MONDAY + timedelta(days=1), lasts=timedelta(days=2))
    a_shift(session, tom(session), starts=MONDAY + timedelta(days=5), lasts=timedelta(days=9))
    found = uncovered(session, Span(MONDAY, MONDAY + WEEK))
    days = [((each.start - MONDAY).days, (each.end - MONDAY).days) for each in found]
    assert days == [(0, 1), (3, 5)]
    maria.active = False
    session.flush()
    assert len(uncovered(session, Span(MONDAY, MONDAY + WEEK))) == 1


def test_a_shift_that_makes_no_sense_is_refused(session: Session) -> None:
    maria = a_technician(session)
    with pytest.raises(FieldRefused, match="within a month"):
        a_shift(session, maria, lasts=timedelta(0))
    with pytest.raises(FieldRefused, match="within a month"):
        a_shift(session, maria, lasts=timedelta(days=32))
    with pytest.raises(FieldRefused, match="from 1 to 5"):
        a_shift(session, maria, place=0)
    maria.active = False
    session.flush()
    with pytest.raises(FieldRefused, match="Choose a technician who works now"):
        a_shift(session, maria)
    with pytest.raises(NotFound):
        drop_shift(session, 999, actor=OFFICE)


def test_of_two_put_on_call_at_once_one_has_the_place(database: Database) -> None:
    with database.transaction() as session:
        ids = [a_technician(session, f"Tech {n}", number(n)).id for n in range(4)]

    def act(hand: int) -> int:
        with database.transaction() as session:
            return a_shift(session, session.get_one(Technician, ids[hand])).id

    got = at_once(4, act)
    assert sum(isinstance(each, FieldRefused) for each in got) == 3
