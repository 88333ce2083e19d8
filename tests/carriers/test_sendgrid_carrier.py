"""Mail by SendGrid: what goes out, and what the interface's answers mean."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import cast
from urllib.parse import parse_qs, urlsplit

import pytest

from carriers.base import MediaRefused
from carriers.network import Patience
from carriers.sendgrid.carrier import LARGEST_MAIL, SendGridCarrier
from core.messaging.wire import Channel, Misconfigured, NeverSendable, NotSent, SentFile
from tests.carriers.builders import DOMAIN, outbound, settings, sought
from tests.carriers.conformance import SHORT, CarrierConformance, Vendor
from tests.carriers.scripted import Answer, ScriptedServer

ACCEPTED = Answer(202, b"", {"X-Message-Id": "14c5d75ce93.dfd.64b469"})


def carrier_at(url: str, patience: Patience) -> SendGridCarrier:
    return SendGridCarrier(settings(SENDGRID_API_URL=url), patience=patience)


def refused(field: str, message: str) -> Answer:
    errors = [{"message": message, "field": field, "help": None}]
    return Answer(400, json.dumps({"errors": errors}).encode())


class TestSendGridConforms(CarrierConformance):
    vendor = Vendor(
        channel=Channel.EMAIL,
        carrier_at=carrier_at,
        accepted=ACCEPTED,
        accepted_id="14c5d75ce93.dfd.64b469",
        bad_address=refused(
            "personalizations.0.to.0.email", "pm@oakview.example.com is not a valid address."
        ),
        bad_content=refused("content.0.value", "The content value must be a string."),
        found=Answer(
            200,
            b'{"messages": [{"msg_id": "14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0"}]}',
        ),
        found_id="14c5d75ce93.dfd.64b469",
    )


def test_a_mail_leaves_with_everything_it_was_given() -> None:
    message = replace(
        outbound(Channel.EMAIL),
        html="<p>Booked.</p>",
        sender_name="Lakeside Mechanical",
        reply_to=f"r+token@{DOMAIN}",
        headers={"List-Unsubscribe": "<https://fixline.example.com/u/1>", "Subject": "no"},
    )
    with ScriptedServer() as server:
        server.will(ACCEPTED)
        carrier_at(server.url, SHORT).send(message)
        asked = server.asked[0]
    assert (asked.method, asked.path) == ("POST", "/v3/mail/send")
    assert asked.headers["authorization"] == "Bearer SG.key"
    payload = cast("dict[str, object]", json.loads(asked.body))
    assert payload["from"] == {"email": f"service@{DOMAIN}", "name": "Lakeside Mechanical"}
    assert payload["reply_to"] == {"email": f"r+token@{DOMAIN}"}
    assert payload["subject"] == "Job 1042 is booked"
    assert payload["personalizations"] == [
        {"to": [{"email": "pm@oakview.example.com"}], "custom_args": {"message_ref": message.ref}}
    ]
    assert payload["content"] == [
        {"type": "text/plain", "value": "Your job #1042 is booked."},
        {"type": "text/html", "value": "<p>Booked.</p>"},
    ]
    assert payload["headers"] == {
        "Message-ID": f"<{message.ref}@{DOMAIN}>",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": "<https://fixline.example.com/u/1>",
    }


def test_files_go_along_in_base64_under_their_names() -> None:
    content = bytes(range(256))
    file = SentFile("invoice-7.pdf\r\nX: 1", "application/pdf", content)
    with ScriptedServer() as server:
        server.will(ACCEPTED)
        carrier_at(server.url, SHORT).send(replace(outbound(Channel.EMAIL), files=(file,)))
        payload = json.loads(server.asked[0].body)
    (sent,) = payload["attachments"]
    assert base64.b64decode(sent["content"], validate=True) == content
    assert {name: sent[name] for name in ("filename", "type", "disposition")} == {
        "filename": "invoice-7.pdf X: 1",
        "type": "application/pdf",
        "disposition": "attachment",
    }


def test_a_mail_over_the_carriers_limit_is_refused_before_it_is_posted() -> None:
    file = SentFile("scan.pdf", "application/pdf", bytes(LARGEST_MAIL * 3 // 4))
    with ScriptedServer() as server:
        server.will(ACCEPTED)
        message = replace(outbound(Channel.EMAIL), files=(file,))
        outcome = carrier_at(server.url, SHORT).send(message)
        assert server.asked == []
    assert isinstance(outcome, NeverSendable)
    assert outcome.code == "too_large"
    assert outcome.detail == "The mail is 30.0 MB with its files, and at most 30 MB can be sent."


def test_no_header_can_be_smuggled_in_by_a_line_break() -> None:
    message = replace(
        outbound(Channel.EMAIL, subject="Hi\r\nBcc: x@y.example"), headers={"X-A": "1\r\nB: 2"}
    )
    with ScriptedServer() as server:
        server.will(ACCEPTED)
        carrier_at(server.url, SHORT).send(message)
        payload = json.loads(server.asked[0].body)
    assert payload["subject"] == "Hi Bcc: x@y.example"
    assert payload["headers"]["X-A"] == "1 B: 2"


def test_nobody_is_tracked() -> None:
    with ScriptedServer() as server:
        server.will(ACCEPTED)
        carrier_at(server.url, SHORT).send(outbound(Channel.EMAIL))
        tracking = json.loads(server.asked[0].body)["tracking_settings"]
    assert not tracking["click_tracking"]["enable"]
    assert not tracking["open_tracking"]["enable"]


def test_a_sender_that_is_not_ours_is_misconfiguration() -> None:
    with ScriptedServer() as server:
        server.will(refused("from.email", "The from address is no verified sender."))
        assert isinstance(
            carrier_at(server.url, SHORT).send(outbound(Channel.EMAIL)), Misconfigured
        )


def test_the_rate_limits_reset_is_a_wait() -> None:
    with ScriptedServer() as server:
        server.will(Answer(429, b"{}", {"X-RateLimit-Reset": "99999999999"}))
        outcome = carrier_at(server.url, SHORT).send(outbound(Channel.EMAIL))
    assert isinstance(outcome, NotSent)
    assert outcome.retry_after == 3600


def test_a_look_up_asks_for_our_own_id() -> None:
    message = outbound(Channel.EMAIL)
    with ScriptedServer() as server:
        server.will(Answer(200, b'{"messages": []}'))
        carrier_at(server.url, SHORT).look_up(sought(message))
        query = parse_qs(urlsplit(server.asked[0].path).query)["query"]
    assert query == [f"unique_args['message_ref']=\"{message.ref}\""]


def test_a_link_in_a_mail_is_never_followed() -> None:
    with pytest.raises(MediaRefused):
        SendGridCarrier(settings()).fetch_media("https://example.com/a.png")
