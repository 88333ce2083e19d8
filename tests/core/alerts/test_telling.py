"""Telling: everyone once an event, page after page, in their own words; what cannot be said is not sent."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from core.alerts.actions.telling import fan_out
from core.alerts.actions.words import save_template
from core.alerts.model import Notification, StatusTemplate
from core.db import Database
from core.directory.model import Customer
from core.events.model import Event
from core.jobs.actions.visits import start_travel
from core.jobs.model import Job, JobPriority
from core.language import Language
from core.messaging.model import Message
from core.messaging.wire import Channel, MessageState, Priority
from core.outbox.model import OutboxEntry
from tests.builders import (
    HEAD,
    OFFICE,
    a_customer,
    a_job,
    a_manager,
    a_person,
    a_phone,
    a_place,
    a_technician,
    a_tenant,
    a_visit,
    an_accepted_visit,
    claim_of,
    hears,
    number,
    status,
)
from tests.builders.jobs import TUESDAY
from tests.core.alerts.hearing import fan_out_wholly, moved, reasons, told, told_by
from tests.crowd import at_once


@pytest.mark.inventory(83, 86)
def test_reaching_a_status_tells_its_words_with_the_real_values(session: Session) -> None:
    job, _ = a_job_heard(session, "Scheduled")
    a_visit(session, job)
    event = told_by(session, job)
    (message,) = messages(session, event)
    assert message.body == (
        f"Practice Services: job {job.number} is set for Tue {TUESDAY.day} Mar, 9am-11am. "
        "Reply here if that does not work."
    )
    assert (message.priority, message.state) == (Priority.ALERT, MessageState.QUEUED)


@pytest.mark.inventory(71)
def test_on_the_way_tells_who_comes_and_when_and_soon_goes_stale(session: Session) -> None:
    job, _ = a_job_heard(session, "On the Way")
    visit = an_accepted_visit(session, job, a_technician(session))
    start_travel(session, visit.id, eta_minutes=20, actor=OFFICE)
    (message,) = messages(session, told_by(session, job))
    assert "Maria Lopez is on the way" in message.body
    assert "arriving soon" not in message.body
    assert message.expires_at is not None
    assert (message.expires_at - message.created_at).total_seconds() <= 3600


@pytest.mark.inventory(84)
def test_a_mail_carries_a_subject_and_lands_in_the_thread_of_its_job(session: Session) -> None:
    place = a_place(session)
    manager = a_manager(session, place)
    hears(session, manager.customer, "Booked")
    job = a_job(session, place, manager.customer)
    (mail,) = messages(session, told_by(session, job))
    assert mail.subject == f"[#{job.number}] Booked: Sink leaks"
    assert "Hello Rita," in mail.body
    assert (mail.job_id, mail.channel) == (job.id, Channel.EMAIL)


def test_each_reads_in_their_own_language(session: Session) -> None:
    place = a_place(session)
    ana = a_tenant(session, place, first_name="Ana", language=Language.SPANISH)
    bob = a_tenant(session, place, phone=number(9))
    for person in (ana, bob):
        hears(session, person.customer, "Booked")
    event = told_by(session, a_job(session, place, ana.customer))
    bodies = {message.recipient: message.body for message in messages(session, event)}
    assert "registramos el trabajo" in bodies[number(142)]
    assert "we have booked job" in bodies[number(9)]


def test_without_words_in_their_language_they_read_english(session: Session) -> None:
    place = a_place(session)
    ana = a_tenant(session, place, first_name="Ana", language=Language.SPANISH)
    booked = status(session, "Booked")
    hears(session, ana.customer, "Booked")
    remove_words(session, booked.id, Channel.SMS, Language.SPANISH)
    job = a_job(session, place, ana.customer)
    (message,) = messages(session, told_by(session, job))
    assert "we have booked job" in message.body
    remove_words(session, booked.id, Channel.SMS, Language.ENGLISH)
    event = told_by(session, a_job(session, place, ana.customer))
    assert reasons(session, event)[number(142)].startswith("there are no words for this status")


def test_a_message_with_a_hole_in_it_is_not_sent_and_the_office_sees_why(
    session: Session,
) -> None:
    job, _ = a_job_heard(session, "Booked")
    words(session, "Booked", "Your PO {PoNumber} for job {JobNumber}")
    event = told_by(session, job)
    assert messages(session, event) == []
    assert reasons(session, event) == {number(142): "a value the words need is missing (PoNumber)"}


def test_what_a_tenant_wrote_is_never_read_as_a_tag_or_a_second_subject_line(
    session: Session,
) -> None:
    place = a_place(session)
    manager = a_manager(session, place)
    hears(session, manager.customer, "Booked")
    attack = "{CustomerName} {{7*7}}\r\nBcc: all@evil.example"
    job = a_job(session, place, manager.customer, summary=attack)
    (mail,) = messages(session, told_by(session, job))
    assert mail.subject.endswith("Booked: {CustomerName} {{7*7}} Bcc: all@evil.example")
    assert "{CustomerName} {{7*7}}" in mail.body


@pytest.mark.inventory(52)
def test_news_of_an_emergency_is_sent_as_one(session: Session) -> None:
    job, _ = a_job_heard(session, "Booked", priority=JobPriority.EMERGENCY)
    (message,) = messages(session, told_by(session, job))
    assert message.priority is Priority.EMERGENCY


@pytest.mark.inventory(83)
def test_telling_the_same_event_twice_tells_once(session: Session) -> None:
    job, _ = a_job_heard(session, "Booked")
    event = told_by(session, job)
    before = (told(session, event), reasons(session, event), promises(session))
    fan_out(session, HEAD, event, after_point_id=0)
    assert (told(session, event), reasons(session, event), promises(session)) == before


@pytest.mark.inventory(83)
def test_coming_back_to_a_status_later_is_news_again(session: Session) -> None:
    job, _ = a_job_heard(session, "On Hold")
    for name in ("On Hold", "Booked", "On Hold"):
        told_by(session, job, name)
    heard = session.scalars(select(Message).where(Message.job_id == job.id)).all()
    assert len(heard) == 2
    assert len({message.event_id for message in heard}) == 2


@pytest.mark.parametrize("page", [1, 2, 3, 7, 100])
def test_everyone_is_told_once_whatever_the_size_of_a_page(session: Session, page: int) -> None:
    place, customer = a_place(session), a_customer(session)
    for n in range(7):
        a_phone(session, a_person(session, customer, f"Person {n}"), number(n % 6))
    hears(session, customer, "Booked")
    event = moved(session, a_job(session, place, customer))
    pages = fan_out_wholly(session, event, page=page)
    assert sorted(told(session, event)) == [number(n) for n in range(6)]
    assert pages == 7 // page + 1
    assert session.scalar(select(func.count()).select_from(Notification)) == 7


def test_newer_news_replaces_older_that_has_not_left(session: Session) -> None:
    job, _ = a_job_heard(session, "Booked", "Scheduled")
    first, second = told_by(session, job), told_by(session, job, "Scheduled")
    assert [state_of(session, each) for each in (first, second)] == ["superseded", "queued"]
    assert reasons(session, first) == {number(142): "replaced: a newer message says it better"}


def test_news_that_was_held_up_is_not_told_after_what_followed_it(session: Session) -> None:
    job, _ = a_job_heard(session, "Booked", "Scheduled")
    late = moved(session, job)
    newest = told_by(session, job, "Scheduled")
    fan_out(session, HEAD, late, after_point_id=0)
    assert state_of(session, newest) == "queued"
    (message,) = messages(session, late)
    assert claim_of(session, message).messages == ()
    assert state_of(session, late) == "superseded"


def test_news_of_another_job_replaces_nothing(session: Session) -> None:
    first, person = a_job_heard(session, "Booked")
    event = told_by(session, first)
    told_by(session, a_job(session, first.property, person))
    assert state_of(session, event) == "queued"


def test_two_events_told_at_once_meet_in_the_same_threads_without_harm(
    database: Database,
) -> None:
    with database.transaction() as session:
        place, customer = a_place(session), a_customer(session)
        for n in range(30):
            a_phone(session, a_person(session, customer, f"Person {n}"), number(n))
        hears(session, customer, "Booked")
        events = [moved(session, a_job(session, place, customer)).id for _ in range(4)]

    def act(hand: int) -> int:
        with database.transaction() as session:
            fan_out(session, HEAD, session.get_one(Event, events[hand]), after_point_id=0)
            return hand

    assert len(at_once(4, act)) == 4
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Message)) == 4 * 30


def a_job_heard(
    session: Session, *names: str, priority: JobPriority = JobPriority.NORMAL
) -> tuple[Job, Customer]:
    """A job at a tenant's place, of which the tenant's phone wants to hear these statuses."""
    place = a_place(session)
    person = a_tenant(session, place)
    hears(session, person.customer, *names)
    return a_job(session, place, person.customer, priority=priority), person.customer


def words(session: Session, name: str, body: str) -> None:
    save_template(
        session,
        status(session, name),
        Channel.SMS,
        Language.ENGLISH,
        subject="",
        body=body,
        actor=OFFICE,
    )


def remove_words(session: Session, status_id: int, channel: Channel, language: Language) -> None:
    session.execute(
        delete(StatusTemplate).where(
            StatusTemplate.status_id == status_id,
            StatusTemplate.channel == channel,
            StatusTemplate.language == language,
        )
    )


def messages(session: Session, event: Event) -> list[Message]:
    rows = select(Message).where(Message.event_id == event.id).order_by(Message.id)
    return list(session.scalars(rows))


def state_of(session: Session, event: Event) -> str:
    session.expire_all()
    (message,) = messages(session, event)
    return message.state.value


def promises(session: Session) -> int | None:
    return session.scalar(select(func.count()).select_from(OutboxEntry))
