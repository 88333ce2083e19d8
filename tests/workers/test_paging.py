"""The on-call ladder, in scaled seconds: rung by rung, again and again, until a human has it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.emergencies import take
from core.clock import database_now
from core.db import Database
from core.desk.actions.staff import add_staff
from core.desk.model import StaffRole, StaffTask
from core.events.actions import FIXLINE, Actor, ActorType
from core.jobs.actions.emergencies import Danger, raise_emergency
from core.jobs.actions.on_call import add_shift
from core.jobs.model import Emergency
from core.messaging.wire import Accepted, Channel, NeverSendable, PermanentCause
from core.outbox import Kind
from core.outbox.actions import promise
from core.outbox.model import OutboxEntry
from tests.builders import a_technician, number
from tests.workers.wall import Wall, runtime_at, work_off
from workers.runtime import Runtime

MARIA, BEN, OLIVIA, TENANT = number(131), number(132), number(109), number(111)
CLEO = number(133)
OLIVIAS_MAIL = "olivia@oakstreet.example"
REPORTED = re.compile(r"Emergency \d+ reported: ")
RUNGS = (0.0, 0.15, 0.3, 0.45)
LONGEST_WAIT_SECONDS = 10.0


@pytest.fixture
def ladder(database: Database, wall: Wall) -> Runtime:
    usual = runtime_at(database, wall)
    return replace(
        usual, settings=usual.settings.model_copy(update={"fixline_page_seconds": RUNGS})
    )


@pytest.fixture
def patient(database: Database, wall: Wall) -> Runtime:
    """A ladder whose next rung is far away, however slow the machine."""
    return runtime_at(database, wall)


def a_crew(session: Session) -> None:
    a_technician(session, "Maria Santos", MARIA, on_call_order=1)
    a_technician(session, "Ben Kowalski", BEN, on_call_order=2)
    an_office(session)


def an_office(session: Session) -> None:
    for name, phone, role in (
        ("Olivia", OLIVIA, StaffRole.DISPATCHER),
        ("Ann", None, StaffRole.ACCOUNTING),
    ):
        add_staff(
            session,
            name=name,
            email=f"{name.lower()}@oakstreet.example",
            role=role,
            password="practice-makes-perfect",
            phone=phone,
        )


def gas(session: Session) -> int:
    danger = Danger(safety="gas", words="I smell gas", reporter_address=TENANT)
    return raise_emergency(session, danger, actor=FIXLINE).id


def paged(wall: Wall) -> list[str]:
    """Who was paged, in order; the confirmation to the tenant and the first word to the office are no pages."""
    pages = [each for each in wall.sent if not REPORTED.match(each.subject)]
    return [each.recipient for each in pages if each.recipient != TENANT]


def until(runtime: Runtime, holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    while not holds():
        assert time.monotonic() < deadline, "what was waited for did not come about"
        work_off(runtime)
        time.sleep(0.01)


def test_the_ladder_is_climbed_in_order_and_its_last_rung_repeated(
    ladder: Runtime, wall: Wall
) -> None:
    with ladder.database.transaction() as session:
        a_crew(session)
        gas(session)

    everyone = [MARIA, BEN, OLIVIA, OLIVIAS_MAIL]
    expected = [MARIA, MARIA, MARIA, BEN, *everyone, *everyone]
    until(ladder, lambda: len(paged(wall)) >= len(expected))

    assert paged(wall)[: len(expected)] == expected


def test_the_first_page_leaves_at_once_and_says_what_is_needed(
    patient: Runtime, wall: Wall
) -> None:
    with patient.database.transaction() as session:
        a_crew(session)
        gas(session)

    work_off(patient)

    assert paged(wall) == [MARIA]
    (page,) = wall.to(MARIA)
    assert page.body == (
        'EMERGENCY 1042 (gas) address unknown: "I smell gas" Call (312) 555-0111 now.'
        " Reply ACK 1042 to take it."
    )


def test_once_a_human_has_it_nobody_is_paged_any_more(ladder: Runtime, wall: Wall) -> None:
    with ladder.database.transaction() as session:
        a_crew(session)
        gas(session)
    work_off(ladder)
    with ladder.database.transaction() as session:
        take(session, ladder.head, None, actor=Actor(ActorType.TECHNICIAN, "Maria Santos", 1))

    until(ladder, lambda: not _entries(ladder))

    assert paged(wall) == [MARIA]
    assert [each.body for each in wall.to(TENANT)] == [
        "Oak Street Services: Maria has your emergency and will contact you now."
    ]


def test_with_nobody_on_call_the_office_is_paged_at_once(patient: Runtime, wall: Wall) -> None:
    with patient.database.transaction() as session:
        an_office(session)
        gas(session)

    work_off(patient)

    assert paged(wall) == [OLIVIA, OLIVIAS_MAIL]


def test_the_rota_says_who_is_paged_first(patient: Runtime, wall: Wall) -> None:
    with patient.database.transaction() as session:
        a_crew(session)
        cleo = a_technician(session, "Cleo Brandt", CLEO)
        now = database_now(session)
        add_shift(
            session,
            cleo.id,
            starts_at=now - timedelta(hours=1),
            ends_at=now + timedelta(hours=1),
            place=1,
            actor=FIXLINE,
        )
        gas(session)

    work_off(patient)

    assert paged(wall) == [CLEO]


def test_in_a_gap_of_the_rota_every_technician_and_the_office_are_paged_at_once(
    patient: Runtime, wall: Wall
) -> None:
    with patient.database.transaction() as session:
        an_office(session)
        a_technician(session, "Cleo Brandt", CLEO)
        a_technician(session, "Maria Santos", MARIA)
        gas(session)

    work_off(patient)

    assert paged(wall) == [CLEO, MARIA, OLIVIA, OLIVIAS_MAIL]


def test_with_nobody_at_all_it_stands_on_top_of_the_tasks(patient: Runtime) -> None:
    with patient.database.transaction() as session:
        gas(session)

    work_off(patient)

    with patient.database.reading() as session:
        (title,) = session.scalars(select(StaffTask.title)).all()
    assert title == "EMERGENCY 1042 and nobody to page: call (312) 555-0111"


def test_a_rung_that_is_rung_twice_pages_once(patient: Runtime, wall: Wall) -> None:
    with patient.database.transaction() as session:
        a_crew(session)
        emergency_id = gas(session)
        promise(session, Kind.PAGE_ON_CALL, {"emergency_id": emergency_id, "rung": 0}, rank=0)

    work_off(patient)

    assert paged(wall) == [MARIA]


def test_more_words_about_the_same_danger_are_news_but_no_second_ladder(
    patient: Runtime, wall: Wall
) -> None:
    with patient.database.transaction() as session:
        a_crew(session)
        first = gas(session)
    work_off(patient)
    with patient.database.transaction() as session:
        again = gas(session)
    work_off(patient)

    assert first == again
    assert paged(wall) == [MARIA, MARIA]


def test_the_office_gets_texts_and_mails(patient: Runtime, wall: Wall) -> None:
    with patient.database.transaction() as session:
        an_office(session)
        gas(session)

    work_off(patient)

    assert [each.channel for each in wall.sent] == [Channel.SMS, Channel.EMAIL]
    assert wall.to(OLIVIAS_MAIL)[0].subject == "EMERGENCY 1042: gas"


@pytest.mark.inventory(52)
def test_the_office_has_it_in_its_mail_with_the_first_page(patient: Runtime, wall: Wall) -> None:
    with patient.database.transaction() as session:
        a_crew(session)
        gas(session)

    work_off(patient)

    assert [each.recipient for each in wall.sent] == [MARIA, OLIVIAS_MAIL]
    (told,) = wall.to(OLIVIAS_MAIL)
    assert told.subject == "Emergency 1042 reported: gas"
    assert '(gas) address unknown: "I smell gas" Reported from (312) 555-0111.' in told.body
    assert f"{patient.settings.public_url}/inbox" in told.body


def test_a_word_to_the_office_that_does_not_arrive_moves_no_ladder(
    patient: Runtime, wall: Wall
) -> None:
    gone = NeverSendable("550", "no such mailbox", PermanentCause.BAD_ADDRESS)
    wall.outcomes.extend([Accepted(f"SM{1:024d}sent-now"), gone])
    with patient.database.transaction() as session:
        a_crew(session)
        emergency_id = gas(session)

    work_off(patient)

    assert len(wall.to(OLIVIAS_MAIL)) == 1
    with patient.database.reading() as session:
        assert session.get_one(Emergency, emergency_id).rung == 1


def _entries(runtime: Runtime) -> list[OutboxEntry]:
    with runtime.database.reading() as session:
        return list(session.scalars(select(OutboxEntry)))


def test_danger_without_words_and_with_many_lines_is_paged_all_the_same(
    patient: Runtime, wall: Wall
) -> None:
    with patient.database.transaction() as session:
        a_crew(session)
        for reporter, words in (
            ("+13125550151", ""),
            ("+13125550152", "I smell gas\nplease hurry"),
        ):
            raise_emergency(session, Danger("gas", words, reporter), actor=FIXLINE)

    work_off(patient)

    assert paged(wall) == [MARIA, MARIA]
    assert any("I smell gas please hurry" in sent.body for sent in wall.sent)
