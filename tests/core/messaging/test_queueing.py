"""Queued messages: written with their promise, priced, and replaced by newer news of the same thing."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.events.model import Event
from core.messaging.actions.queueing import queue_messages, say_in, staff_reply
from core.messaging.letterhead import reply_token, token_hash
from core.messaging.model import Message
from core.messaging.wire import Channel, MessageState, Priority
from core.outbox.model import OutboxEntry
from tests.builders import (
    HEAD,
    OFFICE,
    a_conversation,
    a_draft,
    a_job_at,
    a_message,
    number,
)

KEY = "job:1:point:1"


def test_messages_are_promised_in_the_order_given_each_by_its_urgency(session: Session) -> None:
    drafts = [a_draft(session, number(n), priority=each) for n, each in enumerate(Priority)]
    ids = queue_messages(session, HEAD, drafts)
    rows = session.scalars(select(Message).order_by(Message.id)).all()
    promised = session.scalars(select(OutboxEntry).order_by(OutboxEntry.id)).all()
    assert ids == [row.id for row in rows]
    assert [row.recipient for row in rows] == [draft.recipient for draft in drafts]
    assert {row.state for row in rows} == {MessageState.QUEUED}
    assert sorted((entry.args["message_id"], entry.rank) for entry in promised) == [
        (id_, draft.priority.rank) for id_, draft in zip(ids, drafts, strict=True)
    ]


def test_nothing_to_say_is_nothing(session: Session) -> None:
    assert queue_messages(session, HEAD, []) == []


def test_a_text_is_priced_by_its_parts_and_a_mail_is_not(session: Session) -> None:
    text = a_message(session, a_draft(session, body="a" * 161))
    mail = a_message(
        session, a_draft(session, "bob@home.example", channel=Channel.EMAIL, body="a" * 900)
    )
    assert (text.segments, mail.segments) == (2, 1)
    assert (text.sender, mail.sender) == (HEAD.company.phone, HEAD.company.email)


def test_only_the_trace_of_a_mails_reply_token_is_kept(session: Session) -> None:
    mail = a_message(session, a_draft(session, "bob@home.example", channel=Channel.EMAIL))
    token = reply_token(HEAD, mail.ref)
    assert mail.reply_token_hash == token_hash(token)
    assert token not in str(mail.reply_token_hash)
    assert a_message(session).reply_token_hash is None


def test_a_subject_cannot_bring_a_second_header_line(session: Session) -> None:
    thread = a_conversation(session, "bob@home.example", channel=Channel.EMAIL)
    thread.subject = "sink\r\nBcc: everyone@evil.example"
    sent = session.get_one(Message, say_in(session, HEAD, thread, "Hello"))
    assert sent.subject == "Re: sink Bcc: everyone@evil.example"


@pytest.mark.parametrize(
    ("was", "answered"),
    [("", "Re: your message"), ("Sink", "Re: Sink"), ("RE: Sink", "RE: Sink")],
)
def test_an_answer_keeps_the_subject_of_its_thread(
    session: Session, was: str, answered: str
) -> None:
    thread = a_conversation(session, "bob@home.example", channel=Channel.EMAIL)
    thread.subject = was
    assert session.get_one(Message, say_in(session, HEAD, thread, "Hi")).subject == answered


def test_an_answer_ends_the_waiting_and_shows_who_spoke(session: Session) -> None:
    thread = a_conversation(session)
    sent = session.get_one(Message, staff_reply(session, HEAD, thread, " Hello ", staff=OFFICE))
    session.refresh(thread)
    assert (sent.body, sent.author) == ("Hello", OFFICE.name)
    assert thread.waiting_since is None
    assert thread.last_words == "Hello"


def test_newer_news_replaces_what_has_not_left(session: Session) -> None:
    old = a_message(session, a_draft(session, supersedes_key=KEY))
    other = a_message(session, a_draft(session, supersedes_key="job:2:point:1"))
    new = a_message(session, a_draft(session, supersedes_key=KEY))
    assert states(session, old, other, new) == ["superseded", "queued", "queued"]
    assert old.error_detail == "a newer message says it better"


def test_what_is_being_sent_is_not_taken_back(session: Session) -> None:
    old = a_message(session, a_draft(session, supersedes_key=KEY))
    old.state = MessageState.SENDING
    session.flush()
    a_message(session, a_draft(session, supersedes_key=KEY))
    assert states(session, old) == ["sending"]


def test_news_held_up_on_its_way_does_not_replace_what_came_after_it(session: Session) -> None:
    first, second = two_events(session)
    new = a_message(session, a_draft(session, supersedes_key=KEY, event_id=second))
    a_message(session, a_draft(session, supersedes_key=KEY, event_id=first))
    assert states(session, new) == ["queued"]


def two_events(session: Session) -> tuple[int, int]:
    a_job_at(session, "Scheduled")
    first, second = session.scalars(
        select(Event.id).where(Event.kind == "job.moved").order_by(Event.id)
    )
    return first, second


def states(session: Session, *messages: Message) -> list[str]:
    for message in messages:
        session.refresh(message)
    return [message.state.value for message in messages]
