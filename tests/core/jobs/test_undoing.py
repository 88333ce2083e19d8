"""A technician's last step is taken back within minutes, and never over the head of somebody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core.desk.model import StaffTask
from core.events.actions import Actor, ActorType
from core.events.model import Event
from core.jobs.actions.holding import no_access, run_late
from core.jobs.actions.offers import accept, pass_on
from core.jobs.actions.status import MOVED, move
from core.jobs.actions.undoing import UNDO_WITHIN, remember, standing_of, undo_last
from core.jobs.actions.visits import VisitOutcome, arrive, finish, start_travel
from core.jobs.model import AppointmentState, Assignment, AssignmentState, StepKind, VisitStep
from core.jobs.refusals import VisitRefused, WhyNot
from tests.builders import OFFICE, a_job, a_technician, a_visit, an_offer, number, status


def by(assignment: Assignment) -> Actor:
    return Actor(ActorType.TECHNICIAN, assignment.technician.name, assignment.technician_id)


def doing(
    session: Session, kind: StepKind, assignment: Assignment, deed: Callable[[], object]
) -> VisitStep:
    before = standing_of(session, assignment.id)
    deed()
    return remember(
        session, assignment.technician_id, kind, assignment_id=assignment.id, before=before
    )


def an_open_offer(session: Session) -> Assignment:
    return an_offer(session, a_visit(session, a_job(session)), a_technician(session))


def a_taken_one(session: Session) -> Assignment:
    return accept(session, an_open_offer(session).id, actor=OFFICE)


def undone(session: Session, assignment: Assignment) -> VisitStep:
    return undo_last(session, assignment.technician_id, actor=by(assignment))


def why_not(session: Session, assignment: Assignment) -> WhyNot:
    with pytest.raises(VisitRefused) as refused:
        undone(session, assignment)
    return refused.value.why


def deeds(session: Session, mine: Assignment) -> dict[StepKind, Callable[[], object]]:
    visit = mine.appointment_id
    return {
        StepKind.PASSED: lambda: pass_on(session, mine.id, reason="far", actor=by(mine)),
        StepKind.TRAVELLED: lambda: start_travel(session, visit, eta_minutes=20, actor=by(mine)),
        StepKind.ARRIVED: lambda: arrive(session, visit, actor=by(mine)),
        StepKind.FINISHED: lambda: finish(
            session, visit, outcome=VisitOutcome.FIXED, note="", actor=by(mine)
        ),
        StepKind.RAN_LATE: lambda: run_late(session, visit, minutes=30, actor=by(mine)),
        StepKind.HELD: lambda: no_access(session, visit, words="nobody", actor=by(mine)),
    }


@pytest.mark.parametrize(
    "kind", [each for each in StepKind if each not in {StepKind.SAID, StepKind.ACCEPTED}]
)
def test_everything_stands_as_before_the_step(session: Session, kind: StepKind) -> None:
    mine = a_taken_one(session)
    before = standing_of(session, mine.id)
    doing(session, kind, mine, deeds(session, mine)[kind])
    assert standing_of(session, mine.id) != before
    assert undone(session, mine).kind is kind
    assert standing_of(session, mine.id) == before


def test_an_acceptance_taken_back_leaves_the_offer_open_and_tells_the_office(
    session: Session,
) -> None:
    mine = an_open_offer(session)
    doing(session, StepKind.ACCEPTED, mine, lambda: accept(session, mine.id, actor=by(mine)))
    undone(session, mine)
    assert mine.state is AssignmentState.OFFERED
    assert mine.appointment.state is AppointmentState.SCHEDULED
    assert mine.appointment.job.status.name == "Scheduled"
    task = session.scalars(select(StaffTask)).one()
    assert task.details == "Maria Lopez took back their acceptance."


def test_no_alert_leaves_when_a_step_is_taken_back(session: Session) -> None:
    mine = a_taken_one(session)
    doing(session, StepKind.ARRIVED, mine, deeds(session, mine)[StepKind.ARRIVED])
    moved = select(func.count()).select_from(Event).where(Event.kind == MOVED)
    told = session.scalar(moved)
    undone(session, mine)
    assert session.scalar(moved) == told
    back = session.scalars(select(Event).where(Event.kind == "job.stepped_back")).one()
    assert (back.before, back.after) == ({"status": "In Progress"}, {"status": "Dispatched"})


def test_the_tasks_that_stood_because_of_the_step_are_closed(session: Session) -> None:
    mine = a_taken_one(session)
    back = lambda: finish(  # noqa: E731 - one deed
        session, mine.appointment_id, outcome=VisitOutcome.RETURN, note="", actor=by(mine)
    )
    doing(session, StepKind.FINISHED, mine, back)
    undone(session, mine)
    first = session.scalars(select(StaffTask)).one()
    assert first.done_at is not None
    doing(session, StepKind.FINISHED, mine, back)
    open_ones = select(StaffTask.title).where(StaffTask.done_at.is_(None))
    assert session.scalars(open_ones).all() == [
        f"Plan the next visit for job {mine.appointment.job.number}"
    ]


def test_a_step_is_undone_once_and_then_the_one_before_it(session: Session) -> None:
    mine = a_taken_one(session)
    for kind in (StepKind.TRAVELLED, StepKind.ARRIVED):
        doing(session, kind, mine, deeds(session, mine)[kind])
    assert [undone(session, mine).kind for _ in range(2)] == [
        StepKind.ARRIVED,
        StepKind.TRAVELLED,
    ]
    assert why_not(session, mine) is WhyNot.NOTHING_TO_UNDO


def test_after_ten_minutes_a_step_stands(session: Session) -> None:
    mine = a_taken_one(session)
    doing(session, StepKind.ARRIVED, mine, deeds(session, mine)[StepKind.ARRIVED])
    late = UNDO_WITHIN + timedelta(seconds=1)
    session.execute(update(VisitStep).values(created_at=VisitStep.created_at - late))
    session.expire_all()
    assert why_not(session, mine) is WhyNot.UNDO_TOO_LATE
    assert mine.appointment.state is AppointmentState.ARRIVED


def test_what_the_office_has_moved_on_since_stands(session: Session) -> None:
    mine = a_taken_one(session)
    doing(session, StepKind.ARRIVED, mine, deeds(session, mine)[StepKind.ARRIVED])
    move(session, mine.appointment.job, status(session, "On Hold"), actor=OFFICE)
    assert why_not(session, mine) is WhyNot.UNDO_OVERTAKEN


def test_a_passed_visit_that_another_has_been_offered_is_not_taken_back(session: Session) -> None:
    mine = a_taken_one(session)
    doing(session, StepKind.PASSED, mine, deeds(session, mine)[StepKind.PASSED])
    an_offer(session, mine.appointment, a_technician(session, "Tom Reed", number(171)))
    assert why_not(session, mine) is WhyNot.UNDO_OVERTAKEN


def test_words_that_were_passed_on_stand_and_shield_what_came_before(session: Session) -> None:
    mine = a_taken_one(session)
    doing(session, StepKind.ARRIVED, mine, deeds(session, mine)[StepKind.ARRIVED])
    remember(session, mine.technician_id, StepKind.SAID)
    assert why_not(session, mine) is WhyNot.UNDO_STANDS
    assert mine.appointment.state is AppointmentState.ARRIVED


def test_nobody_undoes_the_step_of_another(session: Session) -> None:
    mine = a_taken_one(session)
    doing(session, StepKind.ARRIVED, mine, deeds(session, mine)[StepKind.ARRIVED])
    tom = a_technician(session, "Tom Reed", number(171))
    with pytest.raises(VisitRefused, match="no step"):
        undo_last(session, tom.id, actor=OFFICE)
