"""A page that does not arrive, or may not have: the next one up hears at once, and whoever has mail by mail."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.emergencies import take
from core.clock import database_now
from core.desk.actions.staff import add_staff
from core.desk.model import StaffRole, StaffTask
from core.events.actions import Actor, ActorType
from core.jobs.actions.emergencies import OFFICE_RUNG, promise_news
from core.jobs.model import Emergency
from core.messaging.model import Message
from core.messaging.wire import (
    Accepted,
    Channel,
    MessageState,
    NeverSendable,
    NotSent,
    PermanentCause,
    Unknown,
)
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.builders import a_technician
from tests.carriers.builders import status_fields
from tests.webhooks.letterbox import STATUS, Letterbox
from tests.workers.test_paging import (
    BEN,
    MARIA,
    OLIVIA,
    OLIVIAS_MAIL,
    a_crew,
    an_office,
    gas,
    paged,
)
from tests.workers.wall import Wall, work_off
from workers.runtime import Runtime

MARIAS_MAIL = "maria@oakstreet.example"
NO_SUCH_NUMBER = NeverSendable("21211", "no such number", PermanentCause.BAD_ADDRESS)
SOON = 20.0


@pytest.fixture
def ladder(runtime: Runtime) -> Runtime:
    """The usual ladder, whose rungs are minutes apart: what is climbed in a test is not climbed by the clock."""
    with runtime.database.transaction() as session:
        a_crew(session)
    return runtime


def raise_one(runtime: Runtime) -> int:
    with runtime.database.transaction() as session:
        return gas(session)


def next_rung_in(runtime: Runtime) -> float:
    """Seconds."""
    with runtime.database.reading() as session:
        entry = session.scalars(select(OutboxEntry).filter_by(kind=Kind.PAGE_ON_CALL)).one()
        return (entry.run_at - database_now(session)).total_seconds()


def time_passes(session: Session) -> None:
    session.execute(
        update(Message).values(created_at=func.clock_timestamp() - timedelta(seconds=SOON))
    )
    session.execute(
        update(OutboxEntry)
        .where(OutboxEntry.kind == Kind.PAGE_ON_CALL)
        .values(run_at=func.clock_timestamp())
    )


def test_a_page_refused_for_good_goes_to_the_backup_at_once(ladder: Runtime, wall: Wall) -> None:
    wall.outcomes.append(NO_SUCH_NUMBER)
    raise_one(ladder)

    work_off(ladder)

    assert paged(wall) == [MARIA, BEN]
    assert next_rung_in(ladder) > SOON


def test_a_page_reported_undelivered_goes_to_the_backup_at_once(
    ladder: Runtime, wall: Wall
) -> None:
    raise_one(ladder)
    work_off(ladder)
    assert paged(wall) == [MARIA]
    with ladder.database.reading() as session:
        page = session.scalars(select(Message).filter_by(recipient=MARIA)).one()
    fields = status_fields("undelivered", MessageSid=str(page.provider_id), ErrorCode="30003")

    Letterbox(ladder.database).post_form(f"{STATUS}?ref={page.ref}", fields)
    work_off(ladder)

    assert paged(wall) == [MARIA, BEN]


def test_the_only_technician_out_of_reach_is_the_offices_matter_at_once(
    runtime: Runtime, wall: Wall
) -> None:
    with runtime.database.transaction() as session:
        a_technician(session, "Maria Santos", MARIA, on_call_order=1)
        an_office(session)
        gas(session)
    wall.outcomes.append(NO_SUCH_NUMBER)

    work_off(runtime)

    assert paged(wall) == [MARIA, OLIVIA, OLIVIAS_MAIL]


def test_a_technician_who_signs_in_with_mail_gets_the_page_there_too(
    ladder: Runtime, wall: Wall
) -> None:
    with ladder.database.transaction() as session:
        add_staff(
            session,
            name="Maria Santos",
            email=MARIAS_MAIL,
            role=StaffRole.TECHNICIAN,
            password="practice-makes-perfect",
            phone=MARIA,
        )
    wall.outcomes.append(NO_SUCH_NUMBER)
    raise_one(ladder)

    work_off(ladder)

    assert paged(wall) == [MARIA, BEN, MARIAS_MAIL]


def test_a_page_in_doubt_moves_the_ladder_on_within_seconds(ladder: Runtime, wall: Wall) -> None:
    wall.outcomes.append(Unknown("read timeout"))
    raise_one(ladder)
    work_off(ladder)
    assert paged(wall) == [MARIA], "the look-up may still find it"
    assert 0 < next_rung_in(ladder) <= SOON

    with ladder.database.transaction() as session:
        time_passes(session)
    work_off(ladder)

    assert paged(wall) == [MARIA, BEN]


def test_a_page_found_after_all_is_only_repeated(ladder: Runtime, wall: Wall) -> None:
    wall.outcomes.append(Unknown("read timeout"))
    raise_one(ladder)
    work_off(ladder)

    with ladder.database.transaction() as session:
        session.execute(update(Message).values(state=MessageState.DELIVERED))
        time_passes(session)
    work_off(ladder)

    assert paged(wall) == [MARIA, MARIA]


def test_a_page_the_carrier_keeps_putting_off_moves_the_ladder_on(
    ladder: Runtime, wall: Wall
) -> None:
    slow, mailed = NotSent("429", "slow down", retry_after=0), Accepted("to the office")
    wall.outcomes.extend([slow, mailed, slow])
    raise_one(ladder)
    work_off(ladder)
    assert next_rung_in(ladder) > SOON, "once is no reason"

    with ladder.database.transaction() as session:
        entries = update(OutboxEntry).where(OutboxEntry.kind == Kind.DELIVER)
        session.execute(entries.values(run_at=func.clock_timestamp()))
    work_off(ladder)

    assert 0 < next_rung_in(ladder) <= SOON


def test_numbers_that_never_work_page_nobody_without_end(ladder: Runtime, wall: Wall) -> None:
    wall.outcomes.extend([NO_SUCH_NUMBER] * 20)
    emergency_id = raise_one(ladder)

    work_off(ladder)

    with ladder.database.reading() as session:
        assert session.get_one(Emergency, emergency_id).rung == OFFICE_RUNG + 1
    assert paged(wall).count(OLIVIAS_MAIL) <= 2
    assert len(wall.to(MARIA)) <= 2
    assert next_rung_in(ladder) > SOON


def test_news_that_misses_the_one_who_has_it_is_told_by_staff(ladder: Runtime, wall: Wall) -> None:
    emergency_id = raise_one(ladder)
    work_off(ladder)
    with ladder.database.transaction() as session:
        maria = Actor(ActorType.TECHNICIAN, "Maria Santos", 1)
        take(session, ladder.head, None, actor=maria, address=MARIA)
        promise_news(session, emergency_id)
    wall.outcomes.extend([NO_SUCH_NUMBER] * 2)

    work_off(ladder)

    with ladder.database.reading() as session:
        titles = session.scalars(select(StaffTask.title)).all()
    assert titles == ["News of EMERGENCY 1042 did not reach Maria Santos: call them"]
    assert [each.channel for each in wall.to(OLIVIA)] == [Channel.SMS]


def test_a_page_that_is_closed_at_the_last_moment_goes_to_the_next(
    runtime: Runtime, wall: Wall
) -> None:
    """Here, because a trial reaches only its guests."""
    guarded = replace(runtime, rules=replace(runtime.rules, guests=frozenset({BEN})))
    with guarded.database.transaction() as session:
        a_crew(session)
        gas(session)

    work_off(guarded)

    assert paged(wall) == [BEN]
