"""Offers leave by text, wait as long as their job allows, and fall back to the office when nobody answers."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.clock import database_now
from core.desk.model import StaffTask
from core.jobs.actions.offers import accept, pass_on
from core.jobs.model import Assignment, AssignmentState, JobPriority
from core.messaging.model import Message
from core.messaging.wire import MessageState, NotSent
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.builders import OFFICE, a_job, a_technician, a_visit, an_offer, number
from tests.builders.jobs import TUESDAY
from tests.workers.wall import Wall, work_off
from workers.runtime import Runtime

MARIA = number(131)


def an_open_offer(session: Session, priority: JobPriority = JobPriority.NORMAL) -> Assignment:
    job = a_job(session, priority=priority, summary="No heat.")
    return an_offer(session, a_visit(session, job), a_technician(session, phone=MARIA))


def let_time_pass(session: Session, wait: timedelta) -> None:
    session.execute(update(OutboxEntry).values(run_at=OutboxEntry.run_at - wait))
    session.execute(update(Message).values(expires_at=Message.expires_at - wait))


def titles(session: Session) -> list[str]:
    return list(session.scalars(select(StaffTask.title)))


def test_an_offer_says_what_where_when_and_how_to_answer(runtime: Runtime, wall: Wall) -> None:
    with runtime.database.transaction() as session:
        an_open_offer(session, JobPriority.HIGH)

    work_off(runtime)

    assert [each.body for each in wall.to(MARIA)] == [
        f"JOB 1042 URGENT 214 Oak St: No heat. Tue {TUESDAY.day} Mar, 9am-11am."
        " Reply A 1042 to accept, P 1042 to pass."
    ]


def test_an_offer_answered_before_its_text_left_is_not_texted(runtime: Runtime, wall: Wall) -> None:
    with runtime.database.transaction() as session:
        accept(session, an_open_offer(session).id, actor=OFFICE)

    work_off(runtime)

    assert wall.to(MARIA) == []


def test_an_urgent_offer_waits_minutes_and_another_half_an_hour(runtime: Runtime) -> None:
    waits = {}
    for priority, phone in ((JobPriority.HIGH, number(131)), (JobPriority.NORMAL, number(132))):
        with runtime.database.transaction() as session:
            job = a_job(session, priority=priority)
            an_offer(session, a_visit(session, job), a_technician(session, phone=phone))
        work_off(runtime)
        with runtime.database.reading() as session:
            last = select(OutboxEntry.run_at).where(OutboxEntry.kind == Kind.OFFER_AGAIN)
            run_at = session.scalars(last.order_by(OutboxEntry.id.desc())).first()
            assert run_at is not None
            waits[priority] = round((run_at - database_now(session)) / timedelta(minutes=1))

    assert waits == {JobPriority.HIGH: 5, JobPriority.NORMAL: 30}


def test_an_offer_nobody_answers_is_taken_back_and_the_office_finds_another(
    runtime: Runtime,
) -> None:
    with runtime.database.transaction() as session:
        offer_id = an_open_offer(session).id
    work_off(runtime)
    with runtime.database.transaction() as session:
        let_time_pass(session, timedelta(minutes=31))

    work_off(runtime)

    with runtime.database.reading() as session:
        assert session.get_one(Assignment, offer_id).state is AssignmentState.WITHDRAWN
        assert titles(session) == ["Find a technician for job 1042"]


def test_an_offer_that_was_accepted_in_time_stays_so(runtime: Runtime) -> None:
    with runtime.database.transaction() as session:
        offer_id = an_open_offer(session).id
    work_off(runtime)
    with runtime.database.transaction() as session:
        accept(session, offer_id, actor=OFFICE)
        let_time_pass(session, timedelta(minutes=31))

    work_off(runtime)

    with runtime.database.reading() as session:
        assert session.get_one(Assignment, offer_id).state is AssignmentState.ACCEPTED
        assert titles(session) == []


def test_a_pass_is_one_task_and_the_end_of_the_wait_not_another(runtime: Runtime) -> None:
    with runtime.database.transaction() as session:
        offer_id = an_open_offer(session).id
    work_off(runtime)
    with runtime.database.transaction() as session:
        pass_on(session, offer_id, reason="truck is in the shop", actor=OFFICE)
        let_time_pass(session, timedelta(minutes=31))

    work_off(runtime)

    with runtime.database.reading() as session:
        assert titles(session) == ["Find a technician for job 1042"]


def test_an_offer_that_could_not_leave_in_time_never_leaves(runtime: Runtime, wall: Wall) -> None:
    wall.outcomes.append(NotSent("429", "slow down"))
    with runtime.database.transaction() as session:
        an_open_offer(session)
    work_off(runtime)
    with runtime.database.transaction() as session:
        let_time_pass(session, timedelta(minutes=31))

    work_off(runtime)

    assert len(wall.to(MARIA)) == 1
    with runtime.database.reading() as session:
        text = session.scalars(select(Message).where(Message.recipient == MARIA)).one()
        assert text.state is MessageState.EXPIRED
