"""Offers: sent to whoever is free, taken by the first who accepts, handed back when one cannot."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.db import Database
from core.desk.model import StaffTask, TaskPriority
from core.errors import NotFound, Refused
from core.events.model import Event
from core.jobs.actions.offers import (
    OfferGone,
    Overlapping,
    accept,
    accept_both,
    offer,
    offer_anyway,
    pass_on,
    withdraw,
)
from core.jobs.actions.status import move
from core.jobs.actions.visits import arrive, start_travel
from core.jobs.model import (
    Appointment,
    AppointmentState,
    Assignment,
    AssignmentState,
)
from core.jobs.queries.work import visits_of
from core.jobs.refusals import NeedsForce
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.builders import (
    CHICAGO,
    OFFICE,
    a_job,
    a_technician,
    a_visit,
    an_accepted_visit,
    an_offer,
    number,
    status,
)
from tests.crowd import at_once


@pytest.mark.inventory(65)
def test_an_offer_is_promised_to_be_texted_and_not_repeated(session: Session) -> None:
    visit, maria = a_visit(session, a_job(session)), a_technician(session)
    first = offer(session, visit, maria, zone=CHICAGO, actor=OFFICE)
    assert offer(session, visit, maria, zone=CHICAGO, actor=OFFICE) == first
    promised = session.scalars(select(OutboxEntry).where(OutboxEntry.kind == Kind.OFFER_JOB)).one()
    assert promised.args == {"assignment_id": first.id}
    assert [each.id for each in visits_of(session, maria.id)] == [first.id]


@pytest.mark.inventory(66)
@pytest.mark.parametrize("hours_later", [0, 1.9, -1.9])
def test_a_technician_with_another_visit_then_is_busy(session: Session, hours_later: float) -> None:
    maria = a_technician(session)
    taken = an_accepted_visit(session, a_job(session), maria)
    visit = a_visit(session, a_job(session), hours_later)
    with pytest.raises(NeedsForce, match=f"Maria Lopez has job {taken.job.number} then"):
        offer(session, visit, maria, zone=CHICAGO, actor=OFFICE)


@pytest.mark.parametrize("hours_later", [2, -2])
def test_windows_that_only_touch_do_not_overlap(session: Session, hours_later: float) -> None:
    maria = a_technician(session)
    an_accepted_visit(session, a_job(session), maria)
    visit = a_visit(session, a_job(session), hours_later)
    assert offer(session, visit, maria, zone=CHICAGO, actor=OFFICE).state is AssignmentState.OFFERED


def test_a_dispatcher_may_force_an_overlap(session: Session) -> None:
    maria = a_technician(session)
    an_accepted_visit(session, a_job(session), maria)
    forced = offer_anyway(session, a_visit(session, a_job(session), 1), maria, actor=OFFICE)
    assert accept(session, forced.id, actor=OFFICE).state is AssignmentState.ACCEPTED


def test_a_visit_that_is_over_blocks_nobody(session: Session) -> None:
    maria, job = a_technician(session), a_job(session)
    an_accepted_visit(session, job, maria)
    move(session, job, status(session, "Canceled"), actor=OFFICE)
    assert offer(session, a_visit(session, a_job(session)), maria, zone=CHICAGO, actor=OFFICE).id


def test_what_is_taken_is_offered_to_nobody_else(session: Session) -> None:
    visit = an_accepted_visit(session, a_job(session), a_technician(session))
    tom = a_technician(session, "Tom Reed", number(171))
    with pytest.raises(Refused, match="dispatched already"):
        offer(session, visit, tom, zone=CHICAGO, actor=OFFICE)


def test_who_accepts_has_the_visit_and_the_other_offers_are_withdrawn(session: Session) -> None:
    job = a_job(session)
    visit = a_visit(session, job)
    first, second = two_offers(session, visit)
    accept(session, first.id, actor=OFFICE)
    accept(session, first.id, actor=OFFICE)
    assert visit.state is AppointmentState.DISPATCHED
    assert job.status.name == "Dispatched"
    assert second.state is AssignmentState.WITHDRAWN
    with pytest.raises(OfferGone, match=f"Job {job.number} is already taken or withdrawn"):
        accept(session, second.id, actor=OFFICE)
    assert turns(session) == [
        ("assignment.withdrawn", "offered", "Tom Reed"),
        ("assignment.accepted", "offered", "Maria Lopez"),
    ]


def test_of_eight_technicians_who_accept_at_once_one_has_the_visit(database: Database) -> None:
    with database.transaction() as session:
        visit = a_visit(session, a_job(session))
        offers = [
            an_offer(session, visit, a_technician(session, f"Tech {n}", number(n))).id
            for n in range(8)
        ]

    def act(hand: int) -> int:
        with database.transaction() as session:
            return accept(session, offers[hand], actor=OFFICE).id

    got = at_once(8, act)
    assert sum(isinstance(each, OfferGone) for each in got) == 7
    with database.reading() as session:
        accepted = session.scalars(
            select(Assignment.id).where(Assignment.state == AssignmentState.ACCEPTED)
        ).all()
        moved = session.scalar(
            select(func.count()).where(Event.after["status"].astext == "Dispatched")
        )
    assert accepted == [each for each in got if isinstance(each, int)]
    assert moved == 1


def test_nobody_accepts_a_visit_of_a_canceled_job(session: Session) -> None:
    job = a_job(session)
    offered = an_offer(session, a_visit(session, job), a_technician(session))
    move(session, job, status(session, "Canceled"), actor=OFFICE)
    with pytest.raises(OfferGone, match="is canceled"):
        accept(session, offered.id, actor=OFFICE)


def test_while_another_may_still_accept_a_pass_makes_no_task(session: Session) -> None:
    first, second = two_offers(session, a_visit(session, a_job(session)))
    pass_on(session, first.id, reason="too far", actor=OFFICE)
    assert tasks(session) == []
    pass_on(session, second.id, reason="sick", actor=OFFICE)
    (task,) = tasks(session)
    assert task.details == "Tom Reed passed: sick"
    assert task.priority is TaskPriority.HIGH


def test_a_visit_can_be_handed_back_even_on_the_way(session: Session) -> None:
    job = a_job(session)
    visit = an_accepted_visit(session, job, a_technician(session))
    start_travel(session, visit.id, eta_minutes=20, actor=OFFICE)
    (mine,) = visit.assignments
    pass_on(session, mine.id, reason="car broke down", actor=OFFICE)
    assert (visit.state, visit.eta_at) == (AppointmentState.SCHEDULED, None)
    assert job.status.name == "Scheduled"
    assert len(tasks(session)) == 1
    tom = a_technician(session, "Tom Reed", number(171))
    assert accept(session, an_offer(session, visit, tom).id, actor=OFFICE).technician == tom


def test_a_visit_may_be_handed_back_after_staff_moved_the_job_themselves(session: Session) -> None:
    job = a_job(session)
    visit = an_accepted_visit(session, job, a_technician(session))
    move(session, job, status(session, "Scheduled"), actor=OFFICE)
    pass_on(session, visit.assignments[0].id, reason="sick", actor=OFFICE)
    assert visit.state is AppointmentState.SCHEDULED


def test_once_there_the_technician_cannot_hand_back(session: Session) -> None:
    visit = an_accepted_visit(session, a_job(session), a_technician(session))
    arrive(session, visit.id, actor=OFFICE)
    with pytest.raises(Refused, match="is arrived"):
        pass_on(session, visit.assignments[0].id, reason="bored", actor=OFFICE)


def test_only_an_unanswered_offer_can_be_withdrawn(session: Session) -> None:
    first, second = two_offers(session, a_visit(session, a_job(session)))
    assert withdraw(session, first.id, actor=OFFICE) == first
    assert withdraw(session, first.id, actor=OFFICE) is None
    with pytest.raises(OfferGone):
        accept(session, first.id, actor=OFFICE)
    accept(session, second.id, actor=OFFICE)
    assert withdraw(session, second.id, actor=OFFICE) is None


def test_an_offer_must_exist(session: Session) -> None:
    with pytest.raises(NotFound, match="assignment 0"):
        accept(session, 0, actor=OFFICE)


def two_offers(session: Session, visit: Appointment) -> tuple[Assignment, Assignment]:
    maria = a_technician(session)
    tom = a_technician(session, "Tom Reed", number(171))
    return an_offer(session, visit, maria), an_offer(session, visit, tom)


def tasks(session: Session) -> list[StaffTask]:
    return list(session.scalars(select(StaffTask).order_by(StaffTask.id)))


def turns(session: Session) -> list[tuple[str, object, object]]:
    rows = session.scalars(
        select(Event)
        .where(Event.kind.in_(["assignment.accepted", "assignment.withdrawn"]))
        .order_by(Event.id)
    )
    return [(row.kind, row.before["state"], row.after["technician"]) for row in rows]


def test_what_was_taken_since_the_offer_is_not_overlapped_by_accident(session: Session) -> None:
    maria = a_technician(session)
    first, second = (an_offer(session, a_visit(session, a_job(session)), maria) for _ in range(2))
    accept(session, first.id, actor=OFFICE)
    with pytest.raises(Overlapping) as refused:
        accept(session, second.id, actor=OFFICE)
    assert refused.value.other == first.appointment.job.number
    assert accept_both(session, second.id, actor=OFFICE).state is AssignmentState.ACCEPTED


def test_of_two_overlapping_offers_accepted_at_once_one_is_asked_about(database: Database) -> None:
    with database.transaction() as session:
        maria = a_technician(session)
        offers = [an_offer(session, a_visit(session, a_job(session)), maria).id for _ in range(2)]

    def act(hand: int) -> int:
        with database.transaction() as session:
            return accept(session, offers[hand], actor=OFFICE).id

    assert sum(isinstance(each, Overlapping) for each in at_once(2, act)) == 1


def test_a_visit_handed_back_tells_nobody_the_same_time_again(session: Session) -> None:
    maria, job = a_technician(session), a_job(session)
    visit = an_accepted_visit(session, job, maria)
    moved = select(func.count()).select_from(Event).where(Event.kind == "job.moved")
    told = session.scalar(moved)
    pass_on(session, visit.assignments[0].id, reason="sick", actor=OFFICE)
    assert session.scalar(moved) == told
    assert job.status.name == "Scheduled"


def test_a_visit_handed_back_leaves_the_job_under_way_elsewhere(session: Session) -> None:
    job = a_job(session)
    mine = an_accepted_visit(session, job, a_technician(session))
    an_accepted_visit(session, job, a_technician(session, "Tom Reed", number(171)), 5)
    pass_on(session, mine.assignments[0].id, reason="sick", actor=OFFICE)
    assert job.status.name == "Dispatched"
