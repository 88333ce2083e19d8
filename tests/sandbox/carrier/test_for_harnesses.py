"""What the emulator offers a harness: answers that cannot be read, repeated texts, and a list of what arrived."""

from __future__ import annotations

import pytest
import requests
from twilio.base.exceptions import TwilioException
from twilio.rest import Client

from tests.sandbox.carrier.conftest import World
from tests.waiting import until

TENANT, COMPANY = "+15125550101", "+15125550100"
MAIL = {
    "personalizations": [
        {"to": [{"email": "pm@example.com"}], "custom_args": {"message_ref": "our-id"}}
    ],
    "from": {"email": "desk@fixline.example"},
    "subject": "s",
    "content": [{"type": "text/plain", "value": "t"}],
}


def _post_text(world: World) -> requests.Response:
    """Past the SDK, which keeps the headers of a refusal to itself."""
    settings = world.settings
    return requests.post(
        f"{world.url}/2010-04-01/Accounts/{settings.account_sid}/Messages.json",
        data={"To": TENANT, "From": COMPANY, "Body": "hello"},
        auth=(settings.account_sid, settings.auth_token),
        timeout=10,
    )


def test_a_success_that_cannot_be_read_has_accepted_the_text(world: World, twilio: Client) -> None:
    world.mood("twilio", script=["garbled"])

    with pytest.raises((TwilioException, ValueError)):
        twilio.messages.create(to=TENANT, from_=COMPANY, body="hello")

    assert [text.body for text in twilio.messages.list(to=TENANT)] == ["hello"]


def test_a_mail_accepted_without_a_readable_word_bears_no_id(world: World) -> None:
    world.mood("sendgrid", script=["garbled"])

    answer = world.mail(MAIL)

    assert (answer.status_code, answer.headers.get("X-Message-Id")) == (202, None)


@pytest.mark.parametrize("carrier", ["twilio", "sendgrid"])
def test_too_many_requests_may_leave_the_wait_to_the_caller(world: World, carrier: str) -> None:
    world.mood(carrier, script=["429"], retry_after_seconds=None)
    answer = world.mail(MAIL) if carrier == "sendgrid" else _post_text(world)

    assert (answer.status_code, "Retry-After" in answer.headers) == (429, False)


def test_a_text_may_be_posted_twice_under_one_id(world: World) -> None:
    world.mood("twilio", duplicate_inbound_rate=1.0)

    world.post("sms", {"from": TENANT, "to": COMPANY, "body": "hello"})

    first, second = world.receiver.wait_for("/sms", 2)
    assert first.form == second.form
    until(lambda: world.get("count")["pending"] == 0)
    assert len(world.receiver.at("/sms")) == 2


def test_what_arrived_is_listed_with_our_own_ids(world: World, twilio: Client) -> None:
    callback = f"{world.receiver.url}/status?ref=a-text-of-ours"
    twilio.messages.create(to=TENANT, from_=COMPANY, body="hello", status_callback=callback)
    world.mail(MAIL)

    assert world.get("arrivals")["arrivals"] == [
        ["twilio", TENANT, "a-text-of-ours", "hello"],
        ["sendgrid", "pm@example.com", "our-id", "s\nt"],
    ]
