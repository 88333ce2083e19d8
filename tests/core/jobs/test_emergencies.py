"""Emergencies: one ladder a danger, each rung taken once, stopped only by a human."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import database_now
from core.db import Database
from core.errors import NotFound, Refused
from core.events.actions import Actor, ActorType
from core.events.model import Event
from core.jobs.actions.booking import convert
from core.jobs.actions.emergencies import Danger, acknowledge, climb, raise_emergency
from core.jobs.model import Emergency
from core.jobs.queries.work import on_call, unacknowledged
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.builders import OFFICE, a_booking, a_job, a_technician, number
from tests.builders.jobs import new_job
from tests.crowd import at_once

MARIA = Actor(ActorType.TECHNICIAN, "Maria", 1)
TOM = Actor(ActorType.TECHNICIAN, "Tom", 2)


@pytest.mark.inventory(52)
def test_an_emergency_promises_its_first_page_at_once_before_all_else(session: Session) -> None:
    emergency = danger(session)
    (page,) = pages(session)
    assert page.args == {"emergency_id": emergency.id, "rung": 0}
    assert page.rank == 0
    assert page.run_at <= database_now(session)


@pytest.mark.inventory(52)
def test_more_words_from_the_same_person_start_no_second_ladder(session: Session) -> None:
    first = danger(session, words="I smell gas")
    assert danger(session, words="it is worse") == first
    assert first.words == "I smell gas\nit is worse"
    assert len(pages(session)) == 1


def test_another_danger_or_another_person_has_a_ladder_of_its_own(session: Session) -> None:
    three = {
        danger(session).id,
        danger(session, safety="fire").id,
        danger(session, reporter=number(9)).id,
    }
    assert len(three) == 3
    assert len(pages(session)) == 3


def test_after_a_human_has_it_new_words_start_anew(session: Session) -> None:
    first = danger(session)
    acknowledge(session, first.number, actor=MARIA)
    assert danger(session).id != first.id


@pytest.mark.inventory(52)
def test_the_first_human_has_it_and_a_later_one_is_told_who(session: Session) -> None:
    emergency = danger(session)
    assert acknowledge(session, emergency.number, actor=MARIA) == (emergency, True)
    assert acknowledge(session, emergency.number, actor=MARIA) == (emergency, False)
    with pytest.raises(Refused, match=f"Maria has emergency {emergency.number} already"):
        acknowledge(session, emergency.number, actor=TOM)
    told = session.scalars(select(Event).where(Event.kind == "emergency.acknowledged")).all()
    assert [event.after for event in told] == [{"by": "Maria"}]
    assert unacknowledged(session) == []


def test_of_eight_humans_at_once_one_has_it(database: Database) -> None:
    with database.transaction() as session:
        wanted = danger(session).number

    def act(hand: int) -> str:
        actor = Actor(ActorType.TECHNICIAN, f"Tech {hand}", hand)
        with database.transaction() as session:
            return acknowledge(session, wanted, actor=actor)[0].acknowledged_by

    got = at_once(8, act)
    assert sum(isinstance(each, Refused) for each in got) == 7


def test_without_a_number_only_a_single_open_one_can_be_meant(session: Session) -> None:
    with pytest.raises(NotFound):
        acknowledge(session, None, actor=MARIA)
    only = danger(session)
    assert acknowledge(session, None, actor=MARIA) == (only, True)
    danger(session), danger(session, safety="fire")
    with pytest.raises(NotFound, match="emergency with no number"):
        acknowledge(session, None, actor=MARIA)


def test_an_emergency_goes_by_the_number_of_its_job(session: Session) -> None:
    job = a_job(session)
    emergency = danger(session, job_id=job.id)
    assert acknowledge(session, job.number, actor=MARIA) == (emergency, True)
    with pytest.raises(NotFound, match="emergency 999"):
        acknowledge(session, 999, actor=MARIA)


def test_what_is_paged_before_there_is_a_job_keeps_a_number_no_other_job_gets(
    session: Session,
) -> None:
    emergency = danger(session)
    assert a_job(session).number != emergency.number


def test_the_number_people_were_paged_with_becomes_the_jobs(session: Session) -> None:
    booking = a_booking(session)
    report = Danger("gas", "I smell gas", number(142), booking_id=booking.id)
    emergency = raise_emergency(session, report, actor=OFFICE)
    assert convert(session, booking.id, new_job(session), actor=OFFICE).number == emergency.number


def test_of_two_dangers_at_one_job_each_acknowledgement_stops_one(session: Session) -> None:
    job = a_job(session)
    danger(session, job_id=job.id), danger(session, job_id=job.id, safety="fire")
    for _ in range(2):
        acknowledge(session, job.number, actor=MARIA)
    assert unacknowledged(session) == []


def test_each_rung_is_taken_once_and_in_order(session: Session) -> None:
    emergency = danger(session)
    assert climb(session, emergency.id, rung=1) is None
    assert climb(session, emergency.id, rung=0) is not None
    assert climb(session, emergency.id, rung=0) is None
    assert climb(session, emergency.id, rung=1) is not None


def test_nobody_climbs_once_a_human_has_it(session: Session) -> None:
    emergency = danger(session)
    acknowledge(session, emergency.number, actor=OFFICE)
    assert climb(session, emergency.id, rung=0) is None


def test_of_eight_pagers_at_once_one_takes_the_rung(database: Database) -> None:
    with database.transaction() as session:
        emergency_id = danger(session).id

    def act(_hand: int) -> bool:
        with database.transaction() as session:
            return climb(session, emergency_id, rung=0) is not None

    assert sum(got is True for got in at_once(8, act)) == 1


def test_the_ladder_is_in_the_order_the_company_set(session: Session) -> None:
    a_technician(session, "Backup", number(1), on_call_order=2)
    a_technician(session, "First", number(2), on_call_order=1)
    a_technician(session, "Resting", number(3))
    assert [each.name for each in on_call(session)] == ["First", "Backup"]


def danger(
    session: Session,
    *,
    safety: str = "gas",
    words: str = "I smell gas",
    reporter: str = number(142),
    job_id: int | None = None,
    booking_id: int | None = None,
) -> Emergency:
    report = Danger(safety, words, reporter, job_id=job_id, booking_id=booking_id)
    return raise_emergency(session, report, actor=OFFICE)


def pages(session: Session) -> list[OutboxEntry]:
    rows = select(OutboxEntry).where(OutboxEntry.kind == Kind.PAGE_ON_CALL)
    return list(session.scalars(rows.order_by(OutboxEntry.id)))
