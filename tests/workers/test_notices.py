"""What is sent by the clock, over the real road: planned in a round, told once, the daily mail written once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.alerts.actions.digest_choosing import tell_daily
from core.alerts.actions.notice_settings import set_hour, switch_rule_off, switch_rule_on
from core.alerts.digest_times import DigestWish
from core.alerts.model import NoticeKind
from core.alerts.queries.hearing import told_of
from core.clock import database_now
from core.events.model import Event
from core.jobs.actions.visits import schedule
from core.jobs.model import Job
from core.messaging.wire import MessageState, NotSent
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.builders import (
    CHICAGO,
    OFFICE,
    a_job,
    a_job_at,
    a_manager,
    a_place,
    a_tenant,
    hears,
    number,
)
from tests.core.alerts.hearing import moved
from tests.workers.wall import Wall, work_off
from workers.handlers.feedback import plan_question
from workers.handlers.sweep import start_sweeping, sweep
from workers.runtime import Runtime


def test_a_round_plans_the_reminder_and_it_is_texted_once(runtime: Runtime, wall: Wall) -> None:
    with runtime.database.transaction() as session:
        place = a_place(session)
        tenant = a_tenant(session, place)
        hears(session, tenant.customer, "Scheduled")
        switch_rule_on(session, NoticeKind.HOUR_BEFORE, actor=OFFICE)
        job = a_job(session, place, tenant.customer)
        start = database_now(session) + timedelta(hours=1, minutes=5)
        schedule(session, job, start=start, end=start + timedelta(hours=2), actor=OFFICE)
    work_off(runtime)
    wall.sent.clear()
    for _ in range(2):
        round_once(runtime)
        make_due(runtime, Kind.REMIND_VISIT)
        work_off(runtime)
    assert [each.recipient for each in wall.sent] == [number(142)]
    assert "we expect to be at 214 Oak St" in wall.sent[0].body


def test_the_daily_mail_leaves_once_when_it_is_due(runtime: Runtime, wall: Wall) -> None:
    with runtime.database.transaction() as session:
        place = a_place(session)
        rita = a_manager(session, place)
        hears(session, rita.customer, "Booked")
        tell_daily(session, rita, DigestWish(17, CHICAGO), actor=OFFICE)
        a_job(session, place, rita.customer)
        a_job(session, place, rita.customer, summary="Door sticks")
    work_off(runtime)
    assert wall.sent == []
    for _ in range(2):
        make_due(runtime, Kind.SEND_DIGEST)
        work_off(runtime)
    assert [each.recipient for each in wall.sent] == ["rita@lakeside.example"]
    assert "Sink leaks" in wall.sent[0].body
    assert "Door sticks" in wall.sent[0].body


@pytest.mark.parametrize("hours", [1, 6])
def test_the_follow_up_is_asked_when_the_company_says_or_not_at_all(
    session: Session, hours: int
) -> None:
    set_hour(session, NoticeKind.FOLLOW_UP, hours, actor=OFFICE)
    event = a_completion(session)
    plan_question(session, event)
    asked = session.scalars(select(OutboxEntry).where(OutboxEntry.kind == Kind.ASK_FEEDBACK)).one()
    wait = asked.run_at - database_now(session)
    assert abs(wait - timedelta(hours=hours)) < timedelta(minutes=1)
    session.delete(asked)
    switch_rule_off(session, NoticeKind.FOLLOW_UP, actor=OFFICE)
    plan_question(session, event)
    assert (
        session.scalars(select(OutboxEntry).where(OutboxEntry.kind == Kind.ASK_FEEDBACK)).all()
        == []
    )


@pytest.mark.inventory(83)
def test_while_the_carrier_is_down_a_job_still_changes_status_and_its_news_leaves_later(
    runtime: Runtime, wall: Wall
) -> None:
    with runtime.database.transaction() as session:
        place = a_place(session)
        tenant = a_tenant(session, place)
        hears(session, tenant.customer, "On Hold")
        job_id = a_job(session, place, tenant.customer).id
    work_off(runtime)
    wall.outcomes.append(NotSent("503", "down for a while"))
    with runtime.database.transaction() as session:
        event = moved(session, session.get_one(Job, job_id), "On Hold")
    work_off(runtime)
    with runtime.database.reading() as session:
        assert session.get_one(Job, job_id).status.name == "On Hold"
        (hearing,) = told_of(session, event.id)
        assert (hearing.why_not, hearing.state) == (None, MessageState.QUEUED)
    make_due(runtime, Kind.DELIVER)
    work_off(runtime)
    with runtime.database.reading() as session:
        (hearing,) = told_of(session, event.id)
        assert hearing.state is MessageState.ACCEPTED
    assert [each.recipient for each in wall.sent] == [number(142)] * 2


def a_completion(session: Session) -> Event:
    job = a_job_at(session, "Completed")
    moves = select(Event).where(Event.job_id == job.id, Event.kind == "job.moved")
    return session.scalars(moves.order_by(Event.id.desc()).limit(1)).one()


def round_once(runtime: Runtime) -> None:
    with runtime.database.transaction() as session:
        start_sweeping(session)
        entry = session.scalars(select(OutboxEntry.id).where(OutboxEntry.kind == Kind.SWEEP)).one()
    sweep(runtime, [entry])


def make_due(runtime: Runtime, kind: Kind) -> None:
    with runtime.database.transaction() as session:
        session.execute(
            update(OutboxEntry)
            .where(OutboxEntry.kind == kind)
            .values(run_at=database_now(session) - timedelta(seconds=1))
        )
