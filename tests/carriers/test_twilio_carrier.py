"""Texts by Twilio: what goes out, what the interface's answers mean, what is found again."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from carriers.network import Patience
from carriers.twilio.carrier import TwilioCarrier
from core.messaging.wire import (
    Accepted,
    Channel,
    LookUpFailed,
    Misconfigured,
    NeverSendable,
    NotSent,
    Outcome,
    PermanentCause,
)
from tests.carriers.builders import AUTH_TOKEN, outbound, settings, sought
from tests.carriers.conformance import SHORT, CarrierConformance, Vendor
from tests.carriers.scripted import Answer, ScriptedServer

SID = "SM" + "c" * 32


def carrier_at(url: str, patience: Patience) -> TwilioCarrier:
    return TwilioCarrier(settings(TWILIO_API_URL=url), patience=patience)


def a_text(**given: object) -> dict[str, object]:
    return {
        "sid": SID,
        "to": "+13125550142",
        "from": "+13125550100",
        "body": "Your job #1042 is booked.",
        "status": "queued",
        "date_created": "Mon, 02 Mar 2026 12:00:01 +0000",
    } | given


def said(http: int, /, **fields: object) -> Answer:
    return Answer(http, json.dumps(fields).encode(), {"Content-Type": "application/json"})


def listed(*texts: dict[str, object]) -> Answer:
    return said(200, messages=list(texts), next_page_uri=None, page=0, page_size=50)


class TestTwilioConforms(CarrierConformance):
    vendor = Vendor(
        channel=Channel.SMS,
        carrier_at=carrier_at,
        accepted=said(201, **a_text()),
        accepted_id=SID,
        bad_address=said(400, code=21211, message="The 'To' number +13125550142 is not valid."),
        bad_content=said(400, code=21617, message="The message body is too long."),
        found=listed(a_text()),
        found_id=SID,
    )


def sent(server: ScriptedServer) -> dict[str, str]:
    fields = parse_qs(server.asked[-1].body.decode(), keep_blank_values=True)
    return {name: values[0] for name, values in fields.items()}


def test_a_text_leaves_with_everything_it_was_given() -> None:
    message = replace(
        outbound(Channel.SMS, body="Caf\u00e9 \U0001f525 fixed"),
        receipt_url="https://fixline.example.com/webhooks/twilio/status?ref=r1",
        valid_seconds=99_999,
    )
    with ScriptedServer() as server:
        server.will(said(201, **a_text()))
        carrier_at(server.url, SHORT).send(message)
        assert sent(server) == {
            "To": "+13125550142",
            "From": "+13125550100",
            "Body": "Caf\u00e9 \U0001f525 fixed",
            "StatusCallback": "https://fixline.example.com/webhooks/twilio/status?ref=r1",
            "ValidityPeriod": "36000",
        }
        asked = server.asked[0]
    assert asked.path == f"/2010-04-01/Accounts/AC{'0' * 32}/Messages.json"
    signed_in = base64.b64decode(asked.headers["authorization"].removeprefix("Basic "))
    assert signed_in == f"AC{'0' * 32}:{AUTH_TOKEN}".encode()


def test_a_messaging_service_takes_the_place_of_a_sender() -> None:
    with ScriptedServer() as server:
        given = settings(TWILIO_API_URL=server.url, TWILIO_MESSAGING_SERVICE_SID="MG" + "1" * 32)
        server.will(said(201, **a_text()))
        assert TwilioCarrier(given).send(outbound(Channel.SMS)) == Accepted(SID)
        assert sent(server)["MessagingServiceSid"] == "MG" + "1" * 32
        assert "From" not in sent(server)


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, 21610, NeverSendable),
        (400, 21614, NeverSendable),
        (400, 21606, NeverSendable),
        (400, 21659, Misconfigured),
        (400, 20003, Misconfigured),
        (400, 21611, NotSent),
        (400, 99999, NeverSendable),
        (409, None, NotSent),
    ],
)
def test_codes_decide_what_a_refusal_means(
    status: int, code: int | None, kind: type[Outcome]
) -> None:
    with ScriptedServer() as server:
        server.will(said(status, code=code, message="No."))
        assert isinstance(carrier_at(server.url, SHORT).send(outbound(Channel.SMS)), kind)


def test_a_sender_that_does_not_serve_a_destination_condemns_neither_account_nor_number() -> None:
    """Twilio, error 21606; what is wrong with the sender itself has codes of its own."""
    with ScriptedServer() as server:
        server.will(said(400, code=21606, message="Not message-capable for this destination."))
        outcome = carrier_at(server.url, SHORT).send(outbound(Channel.SMS))
    assert isinstance(outcome, NeverSendable)
    assert outcome.cause is PermanentCause.REFUSED_CONTENT


def test_a_trial_accounts_mark_hides_no_text_from_the_look_up() -> None:
    message = outbound(Channel.SMS)
    marked = a_text(body=f"Sent from your Twilio trial account - {message.body}")
    with ScriptedServer() as server:
        server.will(listed(marked, a_text(sid="SM2", body=f"Fwd: {message.body}")))
        found = carrier_at(server.url, SHORT).look_up(sought(message))
    assert [each.provider_id for each in found] == [SID]


def test_an_opted_out_number_is_told_apart() -> None:
    with ScriptedServer() as server:
        server.will(said(400, code=21610, message="Attempt to send to unsubscribed recipient"))
        outcome = carrier_at(server.url, SHORT).send(outbound(Channel.SMS))
    assert isinstance(outcome, NeverSendable)
    assert outcome.cause is PermanentCause.OPTED_OUT


def test_a_look_up_wants_the_very_words_since_just_before_the_claim() -> None:
    with ScriptedServer() as server:
        server.will(
            listed(
                a_text(sid="SM-later", date_created="Mon, 02 Mar 2026 12:04:00 +0000"),
                a_text(sid="SM-skewed", date_created="Mon, 02 Mar 2026 11:59:55 +0000"),
                a_text(sid="SM-older", date_created="Mon, 02 Mar 2026 11:59:54 +0000"),
                a_text(sid="SM-other", body="Your job #1043 is booked."),
            )
        )
        found = carrier_at(server.url, SHORT).look_up(sought(outbound(Channel.SMS)))
        assert [one.provider_id for one in found] == ["SM-skewed", "SM-later"]
        assert parse_qs(urlsplit(server.asked[0].path).query)["To"] == ["+13125550142"]


def test_a_listing_too_long_to_reach_the_claim_is_not_a_no() -> None:
    message = sought(outbound(Channel.SMS))
    early = replace(message, claimed_at=message.claimed_at - timedelta(days=1))
    with ScriptedServer() as server:
        server.will(listed(*[a_text(body=f"{n}") for n in range(200)]))
        with pytest.raises(LookUpFailed):
            carrier_at(server.url, SHORT).look_up(early)
