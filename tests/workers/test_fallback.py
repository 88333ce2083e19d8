"""A text that failed for good goes by mail within a minute, whatever else waits to leave; by answer or by receipt."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select

from core.directory.model import ContactPoint
from core.messaging.actions.queueing import queue_messages
from core.messaging.model import Message
from core.messaging.wire import (
    Channel,
    MessageState,
    NeverSendable,
    PermanentCause,
    Priority,
)
from core.outbox import Kind, Lane
from core.outbox.model import OutboxEntry
from tests.builders import HEAD, a_draft, a_message, a_person, a_phone, an_email, entry_of, number
from tests.carriers.builders import status_fields
from tests.webhooks.letterbox import STATUS, Letterbox
from tests.workers.wall import Wall, work_off
from workers.handlers.deliver import deliver
from workers.runtime import Runtime

BOB = "bob@home.example"
BULK = 40
LONGEST_SECONDS = 60.0
# The bulk's own lane is served by nobody in these tests: what leaves has passed it by.
BESIDE_THE_BULK = (Lane.TALK, Lane.CHORES)
NO_SUCH_NUMBER = NeverSendable("21211", "no such number", PermanentCause.BAD_ADDRESS)


@dataclass(frozen=True)
class Text:
    """An alert to somebody who also has mail."""

    id: int
    ref: str
    point_id: int


def a_text(runtime: Runtime, priority: Priority = Priority.ALERT) -> Text:
    with runtime.database.transaction() as session:
        person = a_person(session)
        point = a_phone(session, person)
        an_email(session, person, BOB)
        draft = a_draft(session, contact_point_id=point.id, priority=priority)
        message = a_message(session, draft)
        return Text(message.id, str(message.ref), point.id)


def a_heap_of_bulk(runtime: Runtime) -> None:
    with runtime.database.transaction() as session:
        priority = Priority.ALERT
        drafts = [a_draft(session, number(200 + n), priority=priority) for n in range(BULK)]
        queue_messages(session, HEAD, drafts)


def reports(runtime: Runtime, text: Text, code: str, *, status: str = "undelivered") -> None:
    """Twilio's callback that the text was not delivered."""
    with runtime.database.reading() as session:
        sid = session.get_one(Message, text.id).provider_id
    fields = status_fields(status, MessageSid=str(sid), ErrorCode=code)
    posted = Letterbox(runtime.database).post_form(f"{STATUS}?ref={text.ref}", fields)
    assert posted.status_code == 204


def mail_for(runtime: Runtime, text: Text) -> Message:
    with runtime.database.reading() as session:
        mails = select(Message).where(Message.stands_in_for_id == text.id)
        return session.scalars(mails).one()


@pytest.mark.parametrize("code", ["30005", "30006", "30003"])
def test_a_receipt_of_failure_brings_the_mail_past_all_the_bulk(
    runtime: Runtime, wall: Wall, code: str
) -> None:
    text = a_text(runtime)
    work_off(runtime)
    a_heap_of_bulk(runtime)

    reports(runtime, text, code)
    started = time.monotonic()
    work_off(runtime, BESIDE_THE_BULK)

    assert time.monotonic() - started < LONGEST_SECONDS
    assert mail_for(runtime, text).state is MessageState.ACCEPTED
    (mail,) = wall.to(BOB)
    assert mail.body == wall.sent[0].body
    is_condemned = code != "30003"
    with runtime.database.reading() as session:
        point = session.get_one(ContactPoint, text.point_id)
        assert (point.bad_since is not None) is is_condemned


@pytest.mark.parametrize("status", ["undelivered", "failed"])
def test_word_of_a_failure_does_not_wait_behind_the_chores(
    runtime: Runtime, wall: Wall, status: str
) -> None:
    """A large telling brings thousands of receipts; none of them is worked off in this test."""
    text = a_text(runtime)
    work_off(runtime)
    with runtime.database.transaction() as session:
        others = [a_message(session, a_draft(session, number(200 + n))) for n in range(BULK)]
        session.execute(delete(OutboxEntry))
    for other in others:
        fields = status_fields("delivered", MessageSid=f"SM{other.id}")
        Letterbox(runtime.database).post_form(f"{STATUS}?ref={other.ref}", fields)

    reports(runtime, text, "30005", status=status)
    work_off(runtime, [Lane.TALK])

    assert mail_for(runtime, text).state is MessageState.ACCEPTED
    assert len(wall.to(BOB)) == 1
    with runtime.database.reading() as session:
        waiting = session.scalars(select(OutboxEntry)).all()
    assert {(entry.lane, entry.rank) for entry in waiting} == {(Lane.CHORES, 4)}
    assert len(waiting) == BULK


@pytest.mark.parametrize("priority", list(Priority))
def test_a_refusal_promises_the_mail_at_once_among_the_conversations(
    runtime: Runtime, wall: Wall, priority: Priority
) -> None:
    text = a_text(runtime, priority)
    wall.outcomes.append(NO_SUCH_NUMBER)
    work_off_one_text(runtime)

    with runtime.database.reading() as session:
        mail = session.scalars(select(Message).filter_by(stands_in_for_id=text.id)).one()
        entry = session.get_one(OutboxEntry, entry_of(session, mail))
        assert entry.lane is Lane.TALK
        assert entry.run_at <= entry.created_at
    a_heap_of_bulk(runtime)
    work_off(runtime, BESIDE_THE_BULK)
    assert [each.channel for each in wall.to(BOB)] == [Channel.EMAIL]


def work_off_one_text(runtime: Runtime) -> None:
    """Only the entry that stands now."""
    with runtime.database.reading() as session:
        deliver(runtime, list(session.scalars(select(OutboxEntry.id).filter_by(kind=Kind.DELIVER))))


def test_what_is_still_queued_to_a_bad_number_goes_by_mail_too(
    runtime: Runtime, wall: Wall
) -> None:
    text = a_text(runtime)
    work_off(runtime)
    with runtime.database.transaction() as session:
        words, priority = "See you at 9.", Priority.ALERT
        draft = a_draft(session, contact_point_id=text.point_id, body=words, priority=priority)
        later = a_message(session, draft).id
        entry = session.get_one(OutboxEntry, entry_of(session, session.get_one(Message, later)))
        entry.run_at = datetime.now(UTC) + timedelta(hours=9)

    reports(runtime, text, "30005")
    work_off(runtime)

    assert [each.body for each in wall.to(BOB)] == [wall.sent[0].body, "See you at 9."]
    with runtime.database.reading() as session:
        assert session.get_one(Message, later).state is MessageState.SUPPRESSED


def test_a_failure_reported_twice_brings_one_mail(runtime: Runtime, wall: Wall) -> None:
    text = a_text(runtime)
    work_off(runtime)
    for code in ("30005", "30006", "30005"):
        reports(runtime, text, code)
        work_off(runtime)
    assert len(wall.to(BOB)) == 1
