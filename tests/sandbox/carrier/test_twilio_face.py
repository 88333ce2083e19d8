"""Twilio's own SDK sends, looks up, lists and pages on the emulator over HTTP."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from tests.sandbox.carrier.conftest import ACCOUNT, World
from tests.waiting import until

TENANT = "+15125550101"
OTHER = "+15125550102"
COMPANY = "+15125550100"


def test_a_sent_text_is_answered_with_its_full_resource(twilio: Client) -> None:
    message = twilio.messages.create(to=TENANT, from_=COMPANY, body="We are on our way — ø" * 8)

    assert message.sid.startswith("SM")
    assert len(message.sid) == 34
    assert (message.status, message.direction) == ("queued", "outbound-api")
    assert (message.to, message.from_) == (TENANT, COMPANY)
    assert message.num_segments == "3"
    assert message.error_code is None
    assert message.account_sid == ACCOUNT
    assert abs(message.date_created - datetime.now(UTC)) < timedelta(seconds=5)


def test_a_messaging_service_accepts_first_and_picks_the_sender_later(
    world: World, twilio: Client
) -> None:
    message = twilio.messages.create(to=TENANT, messaging_service_sid="MG" + "1" * 32, body="Hi")

    assert (message.status, message.from_, message.num_segments) == ("accepted", None, "0")
    until(lambda: twilio.messages(message.sid).fetch().status == "delivered")
    later = twilio.messages(message.sid).fetch()
    assert later.messaging_service_sid == "MG" + "1" * 32
    assert (later.from_, later.num_segments) == (world.settings.from_number, "1")


def test_a_text_can_be_fetched_by_its_sid(twilio: Client) -> None:
    sent = twilio.messages.create(to=TENANT, from_=COMPANY, body="Fetch me")

    assert twilio.messages(sent.sid).fetch().body == "Fetch me"


def test_an_unknown_sid_is_not_found(twilio: Client) -> None:
    with pytest.raises(TwilioRestException) as refused:
        twilio.messages("SM" + "f" * 32).fetch()

    assert (refused.value.status, refused.value.code) == (404, 20404)


@pytest.mark.parametrize(
    ("to", "sender", "body", "code"),
    [
        ("", COMPANY, "x", 21604),
        (TENANT, "", "x", 21603),
        ("512-not-a-number", COMPANY, "x", 21211),
        ("+1555", COMPANY, "x", 21211),
        ("+15005550001", COMPANY, "x", 21211),
        (TENANT, "+15005550001", "x", 21212),
        (TENANT, COMPANY, "", 21602),
        (TENANT, COMPANY, "x" * 1601, 21617),
        ("+15005550009", COMPANY, "x", 21614),
        ("+15005550004", COMPANY, "x", 21610),
    ],
)
def test_what_twilio_refuses_is_refused_with_its_code(
    twilio: Client, to: str, sender: str, body: str, code: int
) -> None:
    with pytest.raises(TwilioRestException) as refused:
        twilio.messages.create(to=to, from_=sender, body=body)

    assert (refused.value.status, refused.value.code) == (400, code)


def test_a_wrong_token_is_not_let_in(world: World) -> None:
    with pytest.raises(TwilioRestException) as refused:
        world.client(token="wrong").messages.create(to=TENANT, from_=COMPANY, body="x")

    assert (refused.value.status, refused.value.code) == (401, 20003)


def test_another_account_is_not_found(world: World, twilio: Client) -> None:
    with pytest.raises(TwilioRestException) as refused:
        twilio.api.accounts("AC" + "9" * 32).messages.create(to=TENANT, from_=COMPANY, body="x")

    assert refused.value.code == 20404


def test_the_list_is_narrowed_by_recipient_and_sender(world: World, twilio: Client) -> None:
    twilio.messages.create(to=TENANT, from_=COMPANY, body="one")
    twilio.messages.create(to=OTHER, from_=COMPANY, body="two")
    world.post("sms", {"from": TENANT, "to": COMPANY, "body": "three"})

    assert [text.body for text in twilio.messages.list(to=TENANT)] == ["one"]
    assert [text.body for text in twilio.messages.list(from_=TENANT)] == ["three"]
    assert twilio.messages.list(to=TENANT, from_=OTHER) == []
    assert [text.body for text in twilio.messages.list()] == ["three", "two", "one"]


def test_the_list_is_narrowed_by_when_it_was_sent(twilio: Client) -> None:
    twilio.messages.create(to=TENANT, from_=COMPANY, body="now")
    now, minute = datetime.now(UTC), timedelta(minutes=1)

    assert len(twilio.messages.list(date_sent_after=now - minute)) == 1
    assert twilio.messages.list(date_sent_after=now + minute) == []
    assert len(twilio.messages.list(date_sent_before=now + minute)) == 1
    assert twilio.messages.list(date_sent_before=now - minute) == []
    assert len(twilio.messages.list(date_sent=now)) == 1
    assert twilio.messages.list(date_sent=now - timedelta(days=2)) == []


def test_the_sdk_follows_pages_to_the_end_and_sees_each_text_once(twilio: Client) -> None:
    for number in range(7):
        twilio.messages.create(to=TENANT, from_=COMPANY, body=f"text {number}")

    listed = [text.body for text in twilio.messages.list(to=TENANT, page_size=3)]

    assert listed == [f"text {number}" for number in reversed(range(7))]


def test_a_text_that_arrives_between_two_pages_moves_nothing(twilio: Client) -> None:
    for number in range(4):
        twilio.messages.create(to=TENANT, from_=COMPANY, body=f"text {number}")
    first = twilio.messages.page(to=TENANT, page_size=2)
    seen = [text.body for text in first]
    twilio.messages.create(to=TENANT, from_=COMPANY, body="late")

    second = first.next_page()

    assert second is not None
    assert seen + [text.body for text in second] == ["text 3", "text 2", "text 1", "text 0"]
    assert second.next_page() is None


def test_media_a_person_sent_can_be_listed_and_downloaded(world: World, twilio: Client) -> None:
    picture = b"\xff\xd8\xff a leaking tap"
    media = [{"content_type": "image/jpeg", "content_base64": base64.b64encode(picture).decode()}]
    sent = world.post("sms", {"from": TENANT, "to": COMPANY, "body": "look", "media": media})
    sid = sent.json()["id"]

    (item,) = twilio.messages(sid).media.list()
    (post,) = world.receiver.at("/sms")
    downloaded = requests.get(post.form["MediaUrl0"], auth=(ACCOUNT, "any"), timeout=5)

    assert (item.parent_sid, item.content_type) == (sid, "image/jpeg")
    assert twilio.messages(sid).media(item.sid).fetch().sid == item.sid
    assert (post.form["NumMedia"], post.form["MediaContentType0"]) == ("1", "image/jpeg")
    assert (downloaded.content, downloaded.headers["Content-Type"]) == (picture, "image/jpeg")


def test_media_of_another_text_is_not_found(world: World, twilio: Client) -> None:
    media = [{"content_type": "image/png", "content_base64": base64.b64encode(b"x").decode()}]
    world.post("sms", {"from": TENANT, "to": COMPANY, "body": "", "media": media})
    (post,) = world.receiver.at("/sms")
    elsewhere = post.form["MediaUrl0"].replace(post.form["MessageSid"], "MM" + "0" * 32)

    assert requests.get(elsewhere, timeout=5).status_code == 404
