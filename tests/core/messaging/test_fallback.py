"""When a text failed for good its words go by e-mail: to the same person, once, and only where that works."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.directory.actions.people import mark_bad, switch_updates_off
from core.directory.model import Contact, PointKind
from core.events.actions import FIXLINE
from core.events.model import Event
from core.messaging.actions.fallback import fall_back
from core.messaging.model import Message
from core.messaging.wire import Channel, MessageState, Priority
from core.outbox.model import OutboxEntry
from tests.builders import (
    HEAD,
    OFFICE,
    a_draft,
    a_job,
    a_message,
    a_person,
    a_phone,
    an_email,
    entry_of,
)

KEY = "job:1:point:1"


def test_the_same_words_go_to_the_same_person_by_mail(session: Session) -> None:
    person = with_mail(session)
    job = a_job(session)
    failed = a_failed_text(session, person, job_id=job.id, priority=Priority.EMERGENCY)
    mail = session.get_one(Message, fall_back(session, HEAD, failed))
    assert (mail.channel, mail.recipient) == (Channel.EMAIL, "bob@home.example")
    assert mail.body == failed.body
    assert mail.subject == "Practice Services: we could not text you"
    assert (mail.job_id, mail.priority) == (job.id, Priority.EMERGENCY)
    entry = session.get_one(OutboxEntry, entry_of(session, mail))
    assert entry.rank == 0


def test_without_a_working_address_there_is_no_other_way(session: Session) -> None:
    nobody = a_person(session, first_name="Nobody")
    assert fall_back(session, HEAD, a_failed_text(session, nobody)) is None
    bad = with_mail(session)
    mark_bad(session, "bob@home.example", why="hard bounce", actor=FIXLINE)
    session.expire_all()
    assert fall_back(session, HEAD, a_failed_text(session, bad)) is None


def test_an_address_that_wants_no_updates_is_not_used(session: Session) -> None:
    person = with_mail(session)
    switch_updates_off(session, person.points[0], actor=OFFICE)
    assert fall_back(session, HEAD, a_failed_text(session, person)) is None


def test_mail_of_another_person_is_never_used(session: Session) -> None:
    with_mail(session)
    other = a_person(session, first_name="Rita")
    assert fall_back(session, HEAD, a_failed_text(session, other)) is None


def test_who_was_told_by_mail_of_the_same_event_is_not_told_twice(session: Session) -> None:
    person = with_mail(session)
    event = a_job_event(session)
    told = a_draft(session, "bob@home.example", channel=Channel.EMAIL, event_id=event)
    a_message(session, told)
    assert fall_back(session, HEAD, a_failed_text(session, person, event_id=event)) is None


def test_a_failed_mail_and_a_text_to_a_stranger_have_no_other_way(session: Session) -> None:
    mail = a_message(session, a_draft(session, "bob@home.example", channel=Channel.EMAIL))
    assert fall_back(session, HEAD, mail) is None
    assert fall_back(session, HEAD, a_message(session)) is None


def test_a_text_is_stood_in_for_once(session: Session) -> None:
    failed = a_failed_text(session, with_mail(session))
    assert fall_back(session, HEAD, failed) is not None
    assert fall_back(session, HEAD, failed) is None


def test_news_that_newer_news_has_replaced_is_not_told_late(session: Session) -> None:
    person = with_mail(session)
    old, new = (a_failed_text(session, person, supersedes_key=KEY) for _ in range(2))
    assert fall_back(session, HEAD, old) is None
    assert fall_back(session, HEAD, new) is not None


def with_mail(session: Session) -> Contact:
    person = a_person(session)
    an_email(session, person)
    return person


def a_failed_text(
    session: Session,
    person: Contact,
    *,
    job_id: int | None = None,
    event_id: int | None = None,
    priority: Priority = Priority.ALERT,
    supersedes_key: str | None = None,
) -> Message:
    held = [each for each in person.points if each.kind is PointKind.PHONE]
    point = held[0] if held else a_phone(session, person)
    draft = a_draft(
        session,
        contact_point_id=point.id,
        job_id=job_id,
        event_id=event_id,
        priority=priority,
        supersedes_key=supersedes_key,
    )
    message = a_message(session, draft)
    message.state = MessageState.FAILED
    session.flush()
    return message


def a_job_event(session: Session) -> int:
    job = a_job(session)
    return session.scalars(
        select(Event.id).where(Event.job_id == job.id, Event.kind == "job.moved")
    ).one()
