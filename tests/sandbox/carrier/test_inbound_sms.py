"""People text: the product gets Twilio's fields, signed, and reserved words work at the carrier."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from tests.sandbox.carrier.conftest import ACCOUNT, TOKEN, World, free_port, serving
from tests.waiting import until

TENANT = "+15125550101"
COMPANY = "+15125550100"


def _type(world: World, body: str) -> dict[str, object]:
    answer = world.post("sms", {"from": TENANT, "to": COMPANY, "body": body})
    sent: dict[str, object] = answer.json()
    return sent


def test_a_typed_text_reaches_the_webhook_with_twilios_fields_and_signature(world: World) -> None:
    sent = _type(world, "¿Pueden venir? 🚿 +A=B&C")

    (post,) = world.receiver.at("/sms")

    assert sent["status"] == 200
    assert post.path == "/sms?from=sandbox"
    form = post.form
    assert form["Body"] == "¿Pueden venir? 🚿 +A=B&C"
    assert (form["From"], form["To"], form["AccountSid"]) == (TENANT, COMPANY, ACCOUNT)
    assert form["MessageSid"] == form["SmsSid"] == sent["id"]
    assert (form["NumMedia"], form["NumSegments"], form["SmsStatus"]) == ("0", "1", "received")
    signature = post.headers["X-Twilio-Signature"]
    assert RequestValidator(TOKEN).validate(world.receiver.url + post.path, form, signature)


def test_the_products_answer_is_handed_back(world: World) -> None:
    world.receiver.statuses.append(403)

    assert _type(world, "hello")["status"] == 403


def test_a_webhook_that_fails_is_tried_as_often_as_its_url_asks(world: World) -> None:
    world.receiver.statuses.extend([500, 500, 500])
    _type(world, "hello")

    until(lambda: world.get("count")["pending"] == 0)

    assert len(world.receiver.at("/sms")) == 3


def test_a_text_lost_on_the_way_is_still_in_the_list(world: World, twilio: Client) -> None:
    world.mood("twilio", lose_inbound_rate=1.0)

    assert _type(world, "anyone there?")["status"] is None

    assert world.receiver.at("/sms") == []
    assert [text.body for text in twilio.messages.list(from_=TENANT)] == ["anyone there?"]


@pytest.mark.parametrize("word", ["STOP", " stop \n", "Cancel", "optout"])
def test_after_stop_the_carrier_refuses_texts_until_start(
    world: World, twilio: Client, word: str
) -> None:
    _type(world, word)
    with pytest.raises(TwilioRestException) as refused:
        twilio.messages.create(to=TENANT, from_=COMPANY, body="x")
    assert refused.value.code == 21610
    assert world.get("count")["blocked"] == [TENANT]

    _type(world, "start")

    assert twilio.messages.create(to=TENANT, from_=COMPANY, body="x").status == "queued"


@pytest.mark.parametrize("words", ["please stop", "Stop it", "the tap won't stop", "yes"])
def test_words_that_only_contain_a_reserved_one_change_nothing(
    world: World, twilio: Client, words: str
) -> None:
    _type(world, words)

    assert twilio.messages.create(to=TENANT, from_=COMPANY, body="x").status == "queued"
    assert "OptOutType" not in world.receiver.at("/sms")[0].form


def test_yes_frees_a_number_that_has_stopped(world: World, twilio: Client) -> None:
    _type(world, "STOP")
    _type(world, "Yes")

    assert twilio.messages.create(to=TENANT, from_=COMPANY, body="x").status == "queued"


def test_a_plain_number_does_not_say_what_it_made_of_a_reserved_word(world: World) -> None:
    _type(world, "help")

    assert "OptOutType" not in world.receiver.at("/sms")[0].form
    assert world.client().messages.list(to=TENANT) == []


@pytest.mark.parametrize(
    ("word", "answer"),
    [("STOP", "Reply START"), ("unstop", "subscribed again"), ("info", "Reply STOP")],
)
def test_a_messaging_service_marks_a_reserved_word_and_answers_it_itself(
    service: World, word: str, answer: str
) -> None:
    _type(service, word)

    told = {"STOP": "STOP", "unstop": "START", "info": "HELP"}
    assert service.receiver.at("/sms")[0].form["OptOutType"] == told[word]
    (own,) = service.client().messages.list(to=TENANT)
    assert answer in str(own.body)


@pytest.fixture
def service(world: World) -> Iterator[World]:
    """The same, behind a messaging service."""
    settings = replace(
        world.settings,
        messaging_service_sid="MG" + "2" * 32,
        public_url=f"http://127.0.0.1:{free_port()}",
    )
    with serving(settings):
        yield World(settings, world.receiver)


@pytest.mark.parametrize(
    "body",
    [
        {"from": TENANT},
        {"from": TENANT, "to": COMPANY, "body": 3},
        {"from": TENANT, "to": COMPANY, "media": [{"content_type": "image/png"}]},
        {
            "from": TENANT,
            "to": COMPANY,
            "media": [{"content_type": "image/png", "content_base64": "not base64!"}],
        },
        ["not", "an", "object"],
    ],
)
def test_what_no_phone_can_send_is_refused(world: World, body: object) -> None:
    assert world.post("sms", body).status_code == 400
    assert world.receiver.at("/sms") == []
