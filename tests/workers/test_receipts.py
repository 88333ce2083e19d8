"""Receipts as carriers post them: repeated, out of order, too early, half unreadable; states only climb."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from sqlalchemy import select

from core.desk.model import StaffTask
from core.messaging.actions.consenting import consent_of
from core.messaging.model import Message, ReceiptRow
from core.messaging.wire import Channel, ConsentState, MessageState
from tests.builders import a_draft, a_message, number
from tests.carriers.builders import status_fields
from tests.webhooks.letterbox import STATUS, Letterbox
from tests.workers.wall import Wall, work_off
from workers.handlers.sweep import start_sweeping
from workers.runtime import Runtime

TENANT = number(142)
MANAGER = "rita@lakeside.example"


class Post:
    """The carriers' side: one message of ours, and what they say of it."""

    def __init__(self, runtime: Runtime, channel: Channel = Channel.SMS) -> None:
        self.runtime = runtime
        self.letterbox = Letterbox(runtime.database)
        recipient = TENANT if channel is Channel.SMS else MANAGER
        with runtime.database.transaction() as session:
            sent = a_message(session, a_draft(session, recipient, channel=channel))
            self.message_id, self.ref = sent.id, str(sent.ref)
        work_off(runtime)

    @property
    def message(self) -> Message:
        with self.runtime.database.reading() as session:
            return session.get_one(Message, self.message_id)

    def says(self, status: str, **more: str) -> None:
        """A status callback, with our id in its address."""
        fields = status_fields(status, MessageSid=str(self.message.provider_id), **more)
        posted = self.letterbox.post_form(f"{STATUS}?ref={self.ref}", fields)
        assert posted.status_code == 204
        work_off(self.runtime)

    def tells(self, *events: Mapping[str, object]) -> None:
        """A batch of SendGrid's events."""
        posted = self.letterbox.post_events(json.dumps(list(events)).encode())
        assert posted.status_code < 300
        work_off(self.runtime)

    def kept(self) -> int:
        with self.runtime.database.reading() as session:
            return len(session.scalars(select(ReceiptRow)).all())


def event(post: Post, name: str, **more: object) -> dict[str, object]:
    found = {"event": name, "sg_event_id": f"{name}-1", "sg_message_id": post.message.provider_id}
    return {**found, "email": MANAGER, **more}


def test_receipts_move_a_text_to_delivered(runtime: Runtime) -> None:
    post = Post(runtime)
    for status, state in (("sent", MessageState.SENT), ("delivered", MessageState.DELIVERED)):
        post.says(status)
        assert post.message.state is state


def test_a_late_receipt_lowers_nothing(runtime: Runtime) -> None:
    post = Post(runtime)
    for status in ("delivered", "sent", "queued", "undelivered"):
        post.says(status)
    assert post.message.state is MessageState.DELIVERED


def test_the_same_receipt_again_is_kept_once(runtime: Runtime) -> None:
    post = Post(runtime)
    for _ in range(3):
        post.says("delivered")
    assert post.kept() == 1


def test_a_receipt_of_a_message_nobody_knows_is_kept_and_matched_when_it_appears(
    runtime: Runtime,
) -> None:
    post = Post(runtime)
    sid = post.message.provider_id
    with runtime.database.transaction() as session:
        session.get_one(Message, post.message_id).provider_id = None
    fields = status_fields("delivered", MessageSid=str(sid))
    assert post.letterbox.post_form(STATUS, fields).status_code == 204
    work_off(runtime)
    assert post.kept() == 1

    with runtime.database.transaction() as session:
        session.get_one(Message, post.message_id).provider_id = sid
        start_sweeping(session)
    work_off(runtime)

    assert post.message.state is MessageState.DELIVERED


def test_a_text_stopped_at_the_carrier_after_all_counts_as_an_opt_out(runtime: Runtime) -> None:
    post = Post(runtime)
    post.says("undelivered", ErrorCode="21610")
    assert post.message.state is MessageState.UNDELIVERED
    with runtime.database.reading() as session:
        assert consent_of(session, Channel.SMS, TENANT) is ConsentState.OPTED_OUT


@pytest.mark.parametrize(
    ("name", "state"),
    [("delivered", MessageState.DELIVERED), ("dropped", MessageState.FAILED)],
)
def test_events_move_a_mail(runtime: Runtime, name: str, state: MessageState) -> None:
    post = Post(runtime, Channel.EMAIL)
    post.tells(event(post, "processed"), event(post, name))
    assert post.message.state is state


def test_a_malformed_event_spoils_no_other_and_staff_are_told(runtime: Runtime, wall: Wall) -> None:
    post = Post(runtime, Channel.EMAIL)

    post.tells({"event": 7}, event(post, "delivered"), {"event": "bounce"})

    assert post.message.state is MessageState.DELIVERED
    with runtime.database.reading() as session:
        (task,) = session.scalars(select(StaffTask)).all()
    assert task.title == "A carrier's report could not be read in full"
    assert "entries 0, 2" in task.details
