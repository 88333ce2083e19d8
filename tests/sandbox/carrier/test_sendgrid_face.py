"""SendGrid's own payload builder sends, and its own verifier checks what comes back."""

import base64
import json
from collections.abc import Mapping
from typing import cast

import pytest
import requests
from sendgrid.helpers.eventwebhook import EventWebhook
from sendgrid.helpers.mail import (
    Attachment,
    Content,
    CustomArg,
    Email,
    FileContent,
    FileName,
    FileType,
    Header,
    Mail,
    Personalization,
    To,
)

from tests.sandbox.carrier.conftest import KEYS, World
from tests.sandbox.carrier.receiver import Posted
from tests.waiting import until

MANAGER = "pm@example.com"
OWNER = "owner@example.com"
Event = dict[str, object]


def _payload(**changed: object) -> dict[str, object]:
    plain: dict[str, object] = {
        "personalizations": [{"to": [{"email": MANAGER}], "custom_args": {"message_id": "7"}}],
        "from": {"email": "desk@fixline.example", "name": "Fixline"},
        "subject": "Job 1042",
        "content": [{"type": "text/plain", "value": "On our way"}],
    }
    return plain | changed


def _events(posts: list[Posted]) -> list[Event]:
    return [event for post in posts for event in json.loads(post.body)]


def _told(world: World, count: int) -> list[Event]:
    until(lambda: len(_events(world.receiver.at("/events"))) >= count)
    return _events(world.receiver.at("/events"))


def _mailbox(world: World) -> list[dict[str, object]]:
    messages = world.get("messages")["messages"]
    assert isinstance(messages, list)
    return messages


def test_what_the_sdk_builds_is_accepted_with_a_message_id_and_no_body(world: World) -> None:
    mail = Mail(from_email=Email("desk@fixline.example", "Fixline"), subject="Job 1042")
    for address, number in ((MANAGER, "1"), (OWNER, "2")):
        person = Personalization()
        person.add_to(To(address))
        person.add_custom_arg(CustomArg("message_id", number))
        mail.add_personalization(person)
    mail.add_content(Content("text/plain", "On our way"))
    mail.add_content(Content("text/html", "<p>On our way</p>"))
    mail.add_header(Header("List-Unsubscribe", "<mailto:stop@fixline.example>"))
    mail.reply_to = Email("reply+abc@in.fixline.example")

    answer = world.mail(mail.get())

    assert (answer.status_code, answer.content) == (202, b"")
    assert answer.headers["X-Message-Id"]
    box = {str(item["to"]): item for item in _mailbox(world)}
    assert box.keys() == {MANAGER, OWNER}
    assert box[MANAGER]["custom_args"] == {"message_id": "1"}
    assert box[OWNER]["text"] == "On our way"
    assert box[OWNER]["html"] == "<p>On our way</p>"
    assert box[OWNER]["reply_to"] == "reply+abc@in.fixline.example"
    assert box[OWNER]["list_unsubscribe"] == "<mailto:stop@fixline.example>"


def test_a_wrong_key_is_not_let_in(world: World) -> None:
    refused = world.mail(_payload(), key="SG.other")

    assert refused.status_code == 401
    assert refused.json()["errors"][0]["field"] is None


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"personalizations": []}, "personalizations"),
        ({"personalizations": [{"to": []}]}, "personalizations.0.to"),
        ({"personalizations": [{"to": [{"email": "no"}]}]}, "personalizations.0.to.0.email"),
        ({"personalizations": [{"to": [{"email": MANAGER}] * 2}]}, "personalizations.0"),
        ({"from": {"email": ""}}, "from.email"),
        ({"subject": ""}, "subject"),
        ({"content": []}, "content"),
        ({"content": [{"type": "text/plain", "value": ""}]}, "content.0.value"),
        ({"custom_args": {"message_id": 7}}, "custom_args.message_id"),
        ({"custom_args": {"long": "7" * 10_001}}, "personalizations.0.custom_args"),
        ({"headers": {"Reply-To": "x"}}, "personalizations.0.headers"),
        (
            {
                "content": [
                    {"type": "text/html", "value": "h"},
                    {"type": "text/plain", "value": "t"},
                ]
            },
            "content",
        ),
    ],
)
def test_what_sendgrid_refuses_is_refused_with_the_field(
    world: World, changed: Mapping[str, object], field: str
) -> None:
    refused = world.mail(_payload(**changed))

    assert refused.status_code == 400
    assert refused.json()["errors"][0]["field"] == field
    assert _mailbox(world) == []


def test_the_files_of_a_mail_are_kept_byte_for_byte_and_told_by_the_feed(world: World) -> None:
    content = bytes(range(256))
    mail = Mail(Email("desk@fixline.example"), To(MANAGER), "Invoice", "See attached")
    coded = base64.b64encode(content).decode()
    mail.add_attachment(
        Attachment(FileContent(coded), FileName("a.pdf"), FileType("application/pdf"))
    )
    assert world.mail(mail.get()).status_code == 202
    (shown,) = _mailbox(world)
    assert shown["attachments"] == ["a.pdf"]
    (sid,) = cast("list[str]", shown["files"])
    got = requests.get(f"{world.url}/sandbox/files/{sid}", timeout=10)
    assert (got.content, got.headers["Content-Type"]) == (content, "application/pdf")
    assert requests.get(f"{world.url}/sandbox/files/MF0", timeout=10).status_code == 404


def test_what_is_no_base64_and_what_is_too_large_is_refused(world: World) -> None:
    bad = world.mail(_payload(attachments=[{"content": "%%", "filename": "a.pdf"}]))
    assert (bad.status_code, bad.json()["errors"][0]["field"]) == (400, "attachments.0.content")
    large = world.mail(_payload(attachments=[{"content": "A" * 30_000_000, "filename": "a.pdf"}]))
    assert large.status_code == 413
    assert _mailbox(world) == []


def test_events_carry_our_argument_and_pass_sendgrids_own_verifier(world: World) -> None:
    batch = world.mail(_payload()).headers["X-Message-Id"]

    events = _told(world, 2)

    assert [event["event"] for event in events] == ["processed", "delivered"]
    assert {event["message_id"] for event in events} == {"7"}
    assert {event["email"] for event in events} == {MANAGER}
    assert all(str(event["sg_message_id"]).startswith(batch + ".") for event in events)
    assert len({event["sg_event_id"] for event in events}) == 2
    verifier = EventWebhook(KEYS.public_base64)
    for post in world.receiver.at("/events"):
        headers = post.headers
        signature = headers["X-Twilio-Email-Event-Webhook-Signature"]
        stamp = headers["X-Twilio-Email-Event-Webhook-Timestamp"]
        assert verifier.verify_signature(post.body.decode(), signature, stamp)
        assert not verifier.verify_signature(post.body.decode() + " ", signature, stamp)


@pytest.mark.parametrize(
    ("fate", "told"),
    [
        ("bounce", ["processed", "bounce"]),
        ("blocked", ["processed", "bounce"]),
        ("dropped", ["dropped"]),
        ("deferred", ["processed", "deferred", "delivered"]),
        ("spamreport", ["processed", "delivered", "spamreport"]),
        ("unsubscribe", ["processed", "delivered", "unsubscribe"]),
    ],
)
def test_a_recipients_fate_is_told_in_sendgrids_words(
    world: World, fate: str, told: list[str]
) -> None:
    world.mood("sendgrid", fates={MANAGER: fate})
    world.mail(_payload())

    events = _told(world, len(told))

    assert [event["event"] for event in events] == told
    if fate in {"bounce", "blocked"}:
        assert events[-1]["type"] == fate


def test_a_mail_marked_as_spam_by_hand_is_told(world: World) -> None:
    world.mail(_payload())
    _told(world, 2)

    world.post("receipts", {"id": _mailbox(world)[0]["id"], "state": "spamreport"})

    assert _told(world, 3)[-1]["event"] == "spamreport"


def test_a_doubled_event_keeps_its_id(world: World) -> None:
    world.mood("sendgrid", duplicate_receipts_rate=1.0)
    world.mail(_payload())

    events = _told(world, 4)

    assert len({event["sg_event_id"] for event in events}) == 2


def test_a_refused_batch_of_events_is_sent_again(world: World) -> None:
    world.receiver.statuses.append(503)
    world.mail(_payload())

    events = _told(world, 3)

    assert [event["event"] for event in events] == ["processed", "processed", "delivered"]
    assert events[0] == events[1]


def test_an_accepted_mail_is_found_by_our_argument_or_its_recipient(world: World) -> None:
    world.mail(_payload())

    found = world.look_up("""unique_args['message_id']="7\"""").json()["messages"]

    assert [(mail["to_email"], mail["subject"]) for mail in found] == [(MANAGER, "Job 1042")]
    assert world.look_up("""(unique_args['message_id']="8")""").json()["messages"] == []
    assert len(world.look_up(f'to_email="{MANAGER}"').json()["messages"]) == 1
    assert world.look_up("anything else").status_code == 400
