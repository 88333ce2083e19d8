"""News of single visits: who hears that one is set hears that it will not take place, or that there is one more."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.desk.model import StaffTask
from core.errors import Refused
from core.jobs.actions.callbacks import cancel_visit
from core.jobs.actions.leaving_crew import HasVisits, switch_off, switch_off_and_give_away
from core.jobs.actions.status import move
from core.jobs.actions.visits import arrive, start_travel
from core.jobs.lifecycle import Category
from core.jobs.model import (
    Appointment,
    AppointmentState,
    Assignment,
    AssignmentState,
    Job,
    Technician,
)
from tests.builders import (
    OFFICE,
    a_job,
    a_place,
    a_technician,
    a_tenant,
    a_visit,
    an_accepted_visit,
    an_offer,
    hears,
    number,
    status,
)
from tests.builders.jobs import TUESDAY
from tests.workers.wall import Wall, work_off
from workers.runtime import Runtime

TENANT, MARIA = number(142), number(131)
WHEN = f"Tue {TUESDAY.day} Mar, 9am-11am"


def a_job_heard_of(session: Session) -> Job:
    place = a_place(session)
    tenant = a_tenant(session, place)
    hears(session, tenant.customer, "Booked", "Scheduled")
    return a_job(session, place, tenant.customer)


@pytest.mark.inventory(72)
def test_a_visit_that_is_called_off_is_told_as_that(runtime: Runtime, wall: Wall) -> None:
    with runtime.database.transaction() as session:
        job = a_job_heard_of(session)
        visit_id = an_accepted_visit(session, job, a_technician(session, phone=MARIA)).id
    work_off(runtime)
    before = len(wall.to(TENANT)), len(wall.to(MARIA))
    with runtime.database.transaction() as session:
        cancel_visit(session, visit_id, reason="no parts", actor=OFFICE)
    work_off(runtime)
    assert [each.body for each in wall.to(TENANT)][before[0] :] == [
        f"Oak Street Services: the visit {WHEN} for job 1042 will not take place. "
        "We will be in touch."
    ]
    (told,) = [each.body for each in wall.to(MARIA)][before[1] :]
    assert f"the visit {WHEN} is called off, please do not go" in told
    with runtime.database.reading() as session:
        assert session.scalars(select(Job)).one().status.category is Category.BOOKED


def test_one_more_visit_is_told_with_its_day_and_so_is_its_end(
    runtime: Runtime, wall: Wall
) -> None:
    with runtime.database.transaction() as session:
        job = a_job_heard_of(session)
        a_visit(session, job)
    work_off(runtime)
    before = len(wall.to(TENANT))
    with runtime.database.transaction() as session:
        job = session.scalars(select(Job)).one()
        second_id = a_visit(session, job, 24).id
    work_off(runtime)
    with runtime.database.transaction() as session:
        cancel_visit(session, second_id, reason="once is enough", actor=OFFICE)
    work_off(runtime)
    when = f"Wed {TUESDAY.day + 1} Mar, 9am-11am"
    assert [each.body for each in wall.to(TENANT)][before:] == [
        f"Oak Street Services: one more visit is set for job 1042: {when}. "
        "Reply here if that does not work.",
        f"Oak Street Services: the visit {when} for job 1042 will not take place. "
        "We will be in touch.",
    ]


@pytest.mark.inventory(72)
@pytest.mark.parametrize("stand", ["In Progress", "On Hold"])
def test_one_more_visit_of_a_job_under_way_is_told_as_that_and_the_first_is_not_told_again(
    runtime: Runtime, wall: Wall, stand: str
) -> None:
    with runtime.database.transaction() as session:
        job = a_job_heard_of(session)
        arrive(session, an_accepted_visit(session, job, a_technician(session)).id, actor=OFFICE)
        if stand != "In Progress":
            move(session, job, status(session, stand), actor=OFFICE)
    work_off(runtime)
    before = len(wall.to(TENANT))
    with runtime.database.transaction() as session:
        a_visit(session, session.scalars(select(Job)).one(), 24)
    work_off(runtime)
    when = f"Wed {TUESDAY.day + 1} Mar, 9am-11am"
    assert [each.body for each in wall.to(TENANT)][before:] == [
        f"Oak Street Services: one more visit is set for job 1042: {when}. "
        "Reply here if that does not work."
    ]


def test_one_who_is_switched_off_gives_visits_away_and_is_told(
    runtime: Runtime, wall: Wall
) -> None:
    with runtime.database.transaction() as session:
        maria = a_technician(session, phone=MARIA)
        taken = an_accepted_visit(session, a_job(session), maria)
        offered = an_offer(session, a_visit(session, a_job(session), 4), maria)
        maria_id, taken_id, offered_id = maria.id, taken.id, offered.id
    work_off(runtime)
    with (
        pytest.raises(HasVisits, match="a visit to come: job 1042"),
        runtime.database.transaction() as session,
    ):
        switch_off(session, maria_id, actor=OFFICE)
    before = len(wall.to(MARIA))
    with runtime.database.transaction() as session:
        switch_off_and_give_away(session, maria_id, actor=OFFICE)
    work_off(runtime)
    with runtime.database.reading() as session:
        assert not session.get_one(Technician, maria_id).active
        visit = session.get_one(Appointment, taken_id)
        assert (visit.state, visit.job.status.name) == (AppointmentState.SCHEDULED, "Scheduled")
        assert session.get_one(Assignment, offered_id).state is AssignmentState.WITHDRAWN
        titles = session.scalars(select(StaffTask.title).order_by(StaffTask.title)).all()
        assert titles == [f"Find a technician for job {each}" for each in (1042, 1043)]
    (told,) = [each.body for each in wall.to(MARIA)][before:]
    assert "is not yours any more" in told


def test_one_with_offers_alone_is_switched_off_and_the_offers_withdrawn(runtime: Runtime) -> None:
    with runtime.database.transaction() as session:
        maria = a_technician(session)
        offered_id = an_offer(session, a_visit(session, a_job(session)), maria).id
        switch_off(session, maria.id, actor=OFFICE)
        assert session.get_one(Assignment, offered_id).state is AssignmentState.WITHDRAWN
        assert session.scalars(select(StaffTask.title)).one().startswith("Find a technician")


def test_one_who_is_on_the_way_is_not_switched_off(runtime: Runtime) -> None:
    with runtime.database.transaction() as session:
        maria = a_technician(session)
        visit = an_accepted_visit(session, a_job(session), maria)
        start_travel(session, visit.id, eta_minutes=20, actor=OFFICE)
        with pytest.raises(Refused, match="on the way or at work: job 1042"):
            switch_off_and_give_away(session, maria.id, actor=OFFICE)
        assert maria.active
