"""Each switch does what it says, and the real SDK meets what it would meet at a bad carrier."""

import contextlib
import threading
import time

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from sandbox.carrier.serve import THREADS
from tests.sandbox.carrier.conftest import World
from tests.waiting import until

TENANT = "+15125550101"
COMPANY = "+15125550100"
MAIL = {
    "personalizations": [{"to": [{"email": "pm@example.com"}]}],
    "from": {"email": "desk@fixline.example"},
    "subject": "s",
    "content": [{"type": "text/plain", "value": "t"}],
}


def _send(twilio: Client, body: str = "hello") -> str:
    sid: str = twilio.messages.create(to=TENANT, from_=COMPANY, body=body).sid
    return sid


def _give_up(world: World) -> None:
    twilio = world.client()
    twilio.http_client.timeout = 2
    with contextlib.suppress(requests.exceptions.ReadTimeout):
        _send(twilio)


def _bodies(twilio: Client) -> list[str]:
    return [text.body for text in twilio.messages.list(to=TENANT)]


def test_a_dropped_line_is_a_connection_error_and_yet_the_text_is_listed(
    world: World, twilio: Client
) -> None:
    world.mood("twilio", script=["drop"])

    with pytest.raises(requests.exceptions.ConnectionError):
        _send(twilio, "did you get this?")

    assert _bodies(twilio) == ["did you get this?"]


def test_a_line_dropped_on_a_kept_connection_is_not_tried_again_by_the_sdk(
    world: World, twilio: Client
) -> None:
    _send(twilio, "first")
    world.mood("twilio", script=["drop"])

    with pytest.raises(requests.exceptions.ConnectionError):
        _send(twilio, "second")

    assert _bodies(twilio) == ["second", "first"]


def test_a_line_cut_before_accepting_leaves_nothing(world: World, twilio: Client) -> None:
    world.mood("twilio", script=["drop_before"])

    with pytest.raises(requests.exceptions.ConnectionError):
        _send(twilio)

    assert _bodies(twilio) == []


def test_too_many_requests_says_when_to_come_back(world: World, twilio: Client) -> None:
    world.mood("twilio", script=["429"], retry_after_seconds=7)
    with pytest.raises(TwilioRestException) as refused:
        _send(twilio)
    world.mood("sendgrid", script=["429"], retry_after_seconds=3)

    assert (refused.value.status, refused.value.code) == (429, 20429)
    assert world.mail(MAIL).headers["Retry-After"] == "3"
    assert _bodies(twilio) == []


def test_a_failure_before_accepting_leaves_nothing_and_one_after_leaves_the_text(
    world: World, twilio: Client
) -> None:
    world.mood("twilio", script=["500", "500_after"])
    statuses = []
    for body in ("before", "after"):
        with pytest.raises(TwilioRestException) as refused:
            _send(twilio, body)
        statuses.append(refused.value.status)

    assert statuses == [500, 500]
    assert _bodies(twilio) == ["after"]


def test_a_hanging_carrier_has_accepted_when_the_caller_gives_up(
    world: World, twilio: Client
) -> None:
    world.mood("twilio", script=["hang"], hang_seconds=60)
    twilio.http_client.timeout = 0.3

    with pytest.raises(requests.exceptions.ReadTimeout):
        _send(twilio)

    twilio.http_client.timeout = 5
    assert _bodies(twilio) == ["hello"]


def test_a_hanging_carrier_may_also_never_accept(world: World, twilio: Client) -> None:
    world.mood("twilio", script=["hang_before"], hang_seconds=0.5)

    with pytest.raises(requests.exceptions.ConnectionError):
        _send(twilio)

    assert _bodies(twilio) == []


def test_hanging_calls_whose_callers_left_do_not_use_up_the_server(
    world: World, twilio: Client
) -> None:
    world.mood("twilio", script=["hang"] * THREADS, hang_seconds=60)
    impatient = [threading.Thread(target=_give_up, args=(world,)) for _ in range(THREADS)]
    for thread in impatient:
        thread.start()
    for thread in impatient:
        thread.join()

    assert len(_bodies(twilio)) == THREADS


def test_a_script_is_used_up_one_outcome_a_send(world: World, twilio: Client) -> None:
    world.mood("twilio", script=["500", "ok", "429"])
    seen = []
    for number in range(5):
        try:
            _send(twilio, f"text {number}")
            seen.append(201)
        except TwilioRestException as refused:
            seen.append(refused.status)

    assert seen == [500, 201, 429, 201, 201]


def test_chances_repeat_with_their_seed(world: World, twilio: Client) -> None:
    runs = []
    for _ in range(2):
        world.post("moods", {"seed": 11, "twilio": {"chances": {"500": 0.5}}})
        run = []
        for _ in range(12):
            try:
                _send(twilio)
                run.append(201)
            except TwilioRestException as refused:
                run.append(refused.status)
        runs.append(run)

    assert runs[0] == runs[1]
    assert set(runs[0]) == {201, 500}


def test_refused_credentials_stop_sends_and_look_ups(world: World, twilio: Client) -> None:
    world.mood("twilio", refuse_auth=True)
    world.mood("sendgrid", refuse_auth=True)

    with pytest.raises(TwilioRestException) as refused:
        _send(twilio)

    assert refused.value.status == 401
    assert world.mail(MAIL).status_code == 401
    with pytest.raises(TwilioRestException):
        twilio.messages("SM" + "0" * 32).fetch()


def test_a_look_up_can_fail_though_sends_are_well(world: World, twilio: Client) -> None:
    sid = _send(twilio)
    world.mood("twilio", lookup_script=["500", "drop"])

    with pytest.raises(TwilioRestException):
        twilio.messages(sid).fetch()
    with pytest.raises(requests.exceptions.ConnectionError):
        twilio.messages(sid).fetch()
    assert twilio.messages(sid).fetch().body == "hello"


def test_latency_delays_every_answer(world: World, twilio: Client) -> None:
    world.mood("twilio", latency_ms=250)
    started = time.monotonic()

    _send(twilio)

    assert time.monotonic() - started >= 0.25


def test_the_mail_side_drops_the_line_too(world: World) -> None:
    world.mood("sendgrid", script=["drop"])

    with pytest.raises(requests.exceptions.ConnectionError):
        world.mail(MAIL)

    counted = world.get("count")["sendgrid"]
    assert isinstance(counted, dict)
    assert counted["accepted"] == 1


@pytest.mark.parametrize(
    "switches",
    [
        {"twilio": {"grumpy": True}},
        {"twilio": {"script": ["maybe"]}},
        {"twilio": {"fates": {"*": "bounce"}}},
        {"sendgrid": {"fates": {"*": "30003"}}},
        {"sendgrid": {"fates": {"*": "received"}}},
        {"pigeon": {}},
        {"twilio": 3},
    ],
)
def test_an_unknown_switch_is_refused(world: World, switches: object) -> None:
    before = world.get("moods")

    refused = world.post("moods", switches)

    assert refused.status_code == 400
    assert world.get("moods") == before


def test_setting_one_switch_leaves_the_others(world: World) -> None:
    world.mood("twilio", latency_ms=5)
    world.mood("twilio", retry_after_seconds=9)

    twilio = world.get("moods")["twilio"]

    assert isinstance(twilio, dict)
    assert (twilio["latency_ms"], twilio["retry_after_seconds"]) == (5, 9)


def test_what_was_decided_is_counted(world: World, twilio: Client) -> None:
    world.mood("twilio", script=["500_after"])
    with pytest.raises(TwilioRestException):
        _send(twilio, "same")
    _send(twilio, "same")

    until(lambda: world.get("count")["pending"] == 0)
    counted = world.get("count")["twilio"]
    assert isinstance(counted, dict)
    assert (counted["accepted"], counted["distinct"], counted["extra"]) == (2, 1, 1)
    assert counted["duplicates"] == [{"to": TENANT, "body": "same", "count": 2}]
    assert counted["outcomes"] == {"send 500_after": 1, "send ok": 1}
    assert counted["states"] == {"delivered": 2}
