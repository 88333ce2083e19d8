"""What Twilio's list shows of texts in and out: whole or not at all, and only what is ours."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from carriers.twilio.carrier import TwilioCarrier
from core.messaging.wire import LookUpFailed, MessageState
from tests.carriers.builders import settings
from tests.carriers.conformance import SHORT
from tests.carriers.scripted import Answer, ScriptedServer

NOON = datetime(2026, 3, 2, 12, 0, 0, 900_000, tzinfo=UTC)
THEM, US = "+13125550142", "+13125550100"


def at(server: ScriptedServer, **given: str) -> TwilioCarrier:
    return TwilioCarrier(settings(TWILIO_API_URL=server.url, **given), patience=SHORT)


def a_text(sid: str, second: int = 1, **given: object) -> dict[str, object]:
    moment = f"Mon, 02 Mar 2026 12:00:{second:02d} +0000"
    return {
        "sid": sid,
        "to": US,
        "from": THEM,
        "body": "no heat",
        "direction": "inbound",
        "status": "received",
        "num_media": "0",
        "date_created": moment,
        "date_sent": moment,
    } | given


def ours(sid: str, second: int = 1, **given: object) -> dict[str, object]:
    sent = {"to": THEM, "from": US, "direction": "outbound-api", "status": "delivered"}
    return a_text(sid, second, **sent) | given


def a_page(*texts: dict[str, object], onward: str | None = None) -> Answer:
    told = {"messages": texts, "next_page_uri": onward, "page": 0, "page_size": 50}
    return Answer(200, json.dumps(told).encode(), {"Content-Type": "application/json"})


def test_texts_come_oldest_first_and_only_those_people_wrote() -> None:
    with ScriptedServer() as server:
        server.will(a_page(a_text("SM3", 9), ours("SM2", 5), a_text("SM1", 2)))
        found = at(server).received_since(NOON)
        query = parse_qs(urlsplit(server.asked[0].path).query)
    assert [text.provider_id for text in found] == ["SM1", "SM3"]
    assert (query["To"], query["DateSent>"]) == ([US], ["2026-03-02T12:00:00Z"])


def test_where_a_pool_of_numbers_sends_texts_to_any_of_them_count() -> None:
    with ScriptedServer() as server:
        server.will(a_page(a_text("SM1", to="+13125550177")))
        found = at(server, TWILIO_MESSAGING_SERVICE_SID="MG1").received_since(NOON)
        query = parse_qs(urlsplit(server.asked[0].path).query)
    assert [text.recipient for text in found] == ["+13125550177"]
    assert "To" not in query


def test_a_list_with_a_page_missing_is_no_list() -> None:
    onward = "/2010-04-01/Accounts/AC0/Messages.json?Page=1&PageToken=PA1"
    with ScriptedServer() as server:
        server.will(a_page(a_text("SM2"), onward=onward), Answer(500, b"{}"))
        with pytest.raises(LookUpFailed):
            at(server).received_since(NOON)
        assert len(server.asked) == 2


def test_a_text_from_nobody_stands_before_no_other() -> None:
    with ScriptedServer() as server:
        server.will(a_page(a_text("SM2") | {"from": None}, a_text("SM1")))
        assert [text.provider_id for text in at(server).received_since(NOON)] == ["SM1"]


def test_of_what_left_only_what_we_sent_since_then_counts() -> None:
    with ScriptedServer() as server:
        server.will(
            a_page(
                ours("SM4", 9, status="some-new-word"),
                ours("SM3", 5, direction="outbound-reply"),
                ours("SM2", 0, date_sent=None),
                ours("SM1", 0, date_created="Mon, 02 Mar 2026 11:59:59 +0000"),
            )
        )
        found = at(server).sent_since(NOON)
    assert [(text.provider_id, text.state) for text in found] == [
        ("SM2", MessageState.DELIVERED),
        ("SM4", MessageState.ACCEPTED),
    ]


def test_the_list_is_not_read_further_than_it_may_matter() -> None:
    long_ago = ours("SM1", date_created="Mon, 02 Mar 2026 08:00:00 +0000")
    with ScriptedServer() as server:
        server.will(a_page(ours("SM2"), long_ago, onward="/more"))
        assert [text.provider_id for text in at(server).sent_since(NOON)] == ["SM2"]
        assert len(server.asked) == 1
