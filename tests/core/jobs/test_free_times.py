"""What falls free when a visit is moved or called off, and who is never asked about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import Refused
from core.jobs.actions.callbacks import cancel_visit
from core.jobs.actions.dispatching import place_visit_anyway
from core.jobs.actions.offers import offer_anyway
from core.jobs.actions.slots import offer_by_hand, offer_next
from core.jobs.actions.wait_list import wait_list_job
from core.jobs.model import (
    Appointment,
    OpenSlot,
    SlotState,
    Technician,
)
from core.jobs.objections import Wanted, standing_of
from core.jobs.queries.wait_list_page import times_free
from core.jobs.wait_rules import Wishes
from tests.builders.directory import OFFICE
from tests.builders.wait_list import (
    a_visit,
    crew,
    falls_free,
    is_asked_about_another,
    some_waiting,
    taken_visit,
)

ZONE = "America/Chicago"
Hindrance = Callable[[Session, OpenSlot], None]


def moved(
    session: Session, visit: Appointment, technician: Technician | None, **later: float
) -> None:
    """The board sets the visit so much later."""
    session.refresh(visit, ["assignments"])
    start, end = visit.window_start + timedelta(**later), visit.window_end + timedelta(**later)
    seen = standing_of(visit)
    wanted = Wanted(technician.id if technician else None, start, end, seen, ZONE)
    place_visit_anyway(session, visit.id, wanted, actor=OFFICE)


def free(session: Session) -> list[tuple[float, float]]:
    """Hours of each open time, from the first hour of Maria's visit two days ahead."""
    rows = session.scalars(
        select(OpenSlot).where(OpenSlot.state == SlotState.OPEN).order_by(OpenSlot.window_start)
    ).all()
    first = session.scalars(select(Appointment).order_by(Appointment.id)).first()
    assert first is not None
    zero = first.created_at + timedelta(hours=48)
    return [(_hours(row.window_start - zero), _hours(row.window_end - zero)) for row in rows]


def _hours(span: timedelta) -> float:
    return round(span / timedelta(hours=1), 1)


def a_long_visit(session: Session) -> Appointment:
    """Maria's, of three hours."""
    visit = taken_visit(session)
    visit.window_end = visit.window_start + timedelta(hours=3)
    session.flush()
    return visit


@pytest.mark.inventory(56)
@pytest.mark.parametrize(
    ("later", "left"),
    [
        ({"minutes": 10}, []),
        ({"hours": 2}, [(0.0, 2.0)]),
        ({"hours": -2}, [(1.0, 3.0)]),
        ({"hours": 3}, [(0.0, 3.0)]),
        ({"days": 1}, [(0.0, 3.0)]),
    ],
)
def test_what_the_visit_takes_still_is_not_free(
    session: Session, later: dict[str, float], left: list[tuple[float, float]]
) -> None:
    visit = a_long_visit(session)
    moved(session, visit, crew(session), **later)
    assert free(session) == left


def test_all_of_it_is_free_for_another_where_the_visit_went_to_somebody_else(
    session: Session,
) -> None:
    tom = Technician(name="Tom Reed", phone="+13125550171")
    session.add(tom)
    session.flush()
    moved(session, a_long_visit(session), tom, minutes=10)
    assert free(session) == [(0.0, 3.0)]
    assert session.scalars(select(OpenSlot.technician_id)).all() == [crew(session).id]


def test_a_visit_that_nobody_had_frees_nobodys_time(session: Session) -> None:
    visit = a_visit(session, hours=48)
    moved(session, visit, None, days=1)
    cancel_visit(session, visit.id, reason="Away", actor=OFFICE)
    assert session.scalars(select(OpenSlot)).all() == []


def test_a_visit_that_was_only_offered_frees_the_time_of_who_was_asked(session: Session) -> None:
    visit = a_visit(session, hours=48)
    offer_anyway(session, visit, crew(session), actor=OFFICE)
    cancel_visit(session, visit.id, reason="Away", actor=OFFICE)
    assert session.scalars(select(OpenSlot.technician_id)).all() == [crew(session).id]


def test_one_hour_of_one_technician_stands_on_the_list_once(session: Session) -> None:
    first_id = falls_free(session)
    other = is_asked_about_another(session, session.get_one(OpenSlot, first_id)).appointment
    cancel_visit(session, other.id, reason="Away", actor=OFFICE)
    rows = session.scalars(select(OpenSlot).order_by(OpenSlot.id)).all()
    assert [row.state for row in rows] == [SlotState.CLOSED, SlotState.OPEN]
    assert rows[1].appointment_id == other.id


def test_one_hour_of_one_technician_is_not_asked_about_twice_at_once(session: Session) -> None:
    _, second = some_waiting(session, 2)
    first_id = falls_free(session)
    assert offer_next(session, first_id, zone=ZONE) is not None
    other = is_asked_about_another(session, session.get_one(OpenSlot, first_id)).appointment
    cancel_visit(session, other.id, reason="Away", actor=OFFICE)
    twin = select(OpenSlot.id).where(OpenSlot.appointment_id == other.id)
    twin_id = session.scalars(twin).one()
    assert offer_next(session, twin_id, zone=ZONE) is None
    with pytest.raises(Refused, match="being asked about that hour already"):
        offer_by_hand(session, twin_id, second.id, zone=ZONE, actor=OFFICE)


@pytest.mark.inventory(56)
def test_nobody_is_offered_the_time_at_which_they_were_away(session: Session) -> None:
    visit = taken_visit(session)
    person = some_waiting(session, 1)[0]
    assert person.job is not None
    visit.job.requester = person.job.requester
    cancel_visit(session, visit.id, reason="Tenant is away", actor=OFFICE)
    own = wait_list_job(session, visit.job_id, Wishes(), actor=OFFICE)
    slot_id = session.scalars(select(OpenSlot.id)).one()
    with pytest.raises(Refused, match="their own visit"):
        offer_by_hand(session, slot_id, own.id, zone=ZONE, actor=OFFICE)
    made = offer_next(session, slot_id, zone=ZONE)
    assert made is not None
    assert made.wish_id == person.id
    twin = taken_visit(session, hours=200)
    twin.window_start, twin.window_end = visit.window_start, visit.window_end
    cancel_visit(session, twin.id, reason="Away", actor=OFFICE)
    with pytest.raises(Refused):
        offer_by_hand(session, _slot_of(session, twin), own.id, zone=ZONE, actor=OFFICE)


def _slot_of(session: Session, visit: Appointment) -> int:
    return session.scalars(select(OpenSlot.id).where(OpenSlot.appointment_id == visit.id)).one()


def test_a_time_of_before_that_was_nobodys_is_closed(session: Session) -> None:
    some_waiting(session, 1)
    slot = session.get_one(OpenSlot, falls_free(session))
    slot.technician_id = None
    session.flush()
    session.expire(slot)
    assert times_free(session, zone=ZONE)[0].hindrance == "It is nobody’s time."
    assert offer_next(session, slot.id, zone=ZONE) is None
    assert slot.state is SlotState.CLOSED
