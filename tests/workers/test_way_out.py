"""The way out of our e-mails: on every notice, for its own topic; on no answer."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from core.messaging.actions.claiming import Claimed
from core.messaging.consent import Purpose, Topic
from core.messaging.farewell import Farewell, farewell_in
from core.messaging.wire import Channel, Priority
from workers.letters import outbound
from workers.runtime import Runtime

MAIL = Claimed(
    entry_id=1,
    message_id=1,
    ref=uuid4(),
    channel=Channel.EMAIL,
    carrier="sendgrid",
    sender="service@fixline.example",
    recipient="rita@lakeside.example",
    subject="Your job",
    body="It is booked.",
    author="Fixline",
    attempts=1,
    priority=Priority.ALERT,
    expires_at=None,
    job_id=None,
)


@pytest.mark.parametrize(
    ("mail", "topic"),
    [
        (MAIL, Topic.JOB_UPDATES),
        (replace(MAIL, priority=Priority.BULK), Topic.JOB_UPDATES),
        (replace(MAIL, priority=Priority.BULK, purpose=Purpose.MARKETING), Topic.MARKETING),
        (replace(MAIL, priority=Priority.CONVERSATION, purpose=Purpose.MARKETING), Topic.MARKETING),
    ],
)
def test_each_notice_carries_the_way_out_of_its_own_topic(
    runtime: Runtime, mail: Claimed, topic: Topic
) -> None:
    headers = outbound(runtime, mail).headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    token = headers["List-Unsubscribe"].strip("<>").rpartition("/")[2]
    assert farewell_in(runtime.head.secret, token) == Farewell(mail.recipient, topic)


@pytest.mark.parametrize("priority", [Priority.EMERGENCY, Priority.CONVERSATION, Priority.DISPATCH])
def test_an_answer_carries_none(runtime: Runtime, priority: Priority) -> None:
    assert "List-Unsubscribe" not in outbound(runtime, replace(MAIL, priority=priority)).headers
