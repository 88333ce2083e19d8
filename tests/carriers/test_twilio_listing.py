"""What Twilio's list shows of texts in and out: whole or not at all, and only what is ours."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TypeVar
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from carriers.network import Patience
from carriers.twilio.carrier import TwilioCarrier
from carriers.twilio.windows import MOST_IN_A_WINDOW, PAGE_SIZE
from core.messaging.listed import ReceivedText, SentText
from core.messaging.wire import LookUpFailed, MessageState
from tests.carriers.builders import settings
from tests.carriers.scripted import Answer, Asked, ScriptedServer

# Nothing here is about waiting: a busy machine may take its time over a page.
LONG = Patience(connect=5.0, read=30.0)
NOON = datetime(2026, 3, 2, 12, 0, 0, 900_000, tzinfo=UTC)
Listed = TypeVar("Listed", ReceivedText, SentText)
THEM, US = "+13125550142", "+13125550100"


def at(server: ScriptedServer, **given: str) -> TwilioCarrier:
    return TwilioCarrier(settings(TWILIO_API_URL=server.url, **given), patience=LONG)


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
        found = all_of(at(server).received_since(NOON))
        query = parse_qs(urlsplit(server.asked[0].path).query)
    assert [text.provider_id for text in found] == ["SM1", "SM3"]
    assert (query["To"], query["DateSent>"]) == ([US], ["2026-03-02T12:00:00Z"])


def test_where_a_pool_of_numbers_sends_texts_to_any_of_them_count() -> None:
    with ScriptedServer() as server:
        server.will(a_page(a_text("SM1", to="+13125550177")))
        found = all_of(at(server, TWILIO_MESSAGING_SERVICE_SID="MG1").received_since(NOON))
        query = parse_qs(urlsplit(server.asked[0].path).query)
    assert [text.recipient for text in found] == ["+13125550177"]
    assert "To" not in query


def test_a_list_with_a_page_missing_is_no_list() -> None:
    onward = "/2010-04-01/Accounts/AC0/Messages.json?Page=1&PageToken=PA1"
    with ScriptedServer() as server:
        server.will(a_page(a_text("SM2"), onward=onward), Answer(500, b"{}"))
        with pytest.raises(LookUpFailed):
            all_of(at(server).received_since(NOON))
        assert len(server.asked) == 2


def test_a_text_from_nobody_stands_before_no_other() -> None:
    with ScriptedServer() as server:
        server.will(a_page(a_text("SM2") | {"from": None}, a_text("SM1")))
        assert ids(at(server).received_since(NOON)) == ["SM1"]


def test_of_what_left_only_what_we_sent_since_then_counts() -> None:
    with ScriptedServer() as server:
        server.will(
            a_page(),
            a_page(
                ours("SM4", 9, status="some-new-word"),
                ours("SM3", 5, direction="outbound-reply"),
                ours("SM2", 0),
                ours("SM1", 0, date_created="Mon, 02 Mar 2026 11:59:59 +0000"),
            ),
        )
        found = all_of(at(server).sent_since(NOON))
        queries = [parse_qs(urlsplit(asked.path).query) for asked in server.asked]
    assert [(text.provider_id, text.state) for text in found] == [
        ("SM2", MessageState.DELIVERED),
        ("SM4", MessageState.ACCEPTED),
    ]
    assert [query["From"] for query in queries] == [[US], [US]]


def test_of_an_account_many_share_only_what_our_service_or_number_sent_is_ours() -> None:
    with ScriptedServer() as server:
        server.will(
            a_page(),
            a_page(
                ours("SM3", 5, messaging_service_sid="MG2") | {"from": "+13125550188"},
                ours("SM2", 2, messaging_service_sid="MG1") | {"from": "+13125550177"},
                ours("SM1", 1),
            ),
        )
        found = at(server, TWILIO_MESSAGING_SERVICE_SID="MG1").sent_since(NOON)
        assert ids(found) == ["SM1", "SM2"]
        assert all("From" not in asked.path for asked in server.asked)


def test_what_still_waits_to_be_sent_is_told_once_and_last() -> None:
    now = format_datetime(datetime.now(UTC))
    waiting = ours("SM2", date_created=now, date_sent=None, status="queued")
    with ScriptedServer() as server:
        server.will(a_page(waiting), a_page(waiting | {"date_sent": now}, ours("SM1")))
        found = all_of(at(server).sent_since(NOON))
    assert [(text.provider_id, text.state) for text in found] == [
        ("SM1", MessageState.DELIVERED),
        ("SM2", MessageState.ACCEPTED),
    ]


def test_a_trial_accounts_mark_is_no_part_of_our_words() -> None:
    with ScriptedServer() as server:
        marked = ours("SM1", body="Sent from your Twilio trial account - We come at 9.")
        server.will(a_page(), a_page(marked))
        (found,) = all_of(at(server).sent_since(NOON))
    assert found.body == "We come at 9."


def test_what_waits_is_not_looked_for_further_than_it_may_matter() -> None:
    long_ago = ours("SM1", date_created="Mon, 02 Mar 2026 08:00:00 +0000")
    with ScriptedServer() as server:
        server.will(a_page(long_ago, onward="/more"), a_page(ours("SM2")))
        assert ids(at(server).sent_since(NOON)) == ["SM2"]
        assert len(server.asked) == 2


@pytest.mark.parametrize("texts", [1, 25_000])
def test_a_list_of_any_length_is_read_without_a_gap_and_a_little_at_a_time(texts: int) -> None:
    """The server shows what lies in the window it is asked for, as Twilio does; a thousand a page."""
    began = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=9)
    moments = [began + timedelta(hours=8) * n / texts for n in range(texts)]
    with ShownBetween([(f"SM{n}", moment) for n, moment in enumerate(moments)]) as server:
        windows = list(at(server).received_since(began))
        asked = len(server.asked)
    found = [text.provider_id for window in windows for text in window]
    assert found == [f"SM{n}" for n in range(texts)]
    assert max(len(window) for window in windows) <= MOST_IN_A_WINDOW
    assert asked <= 2 + 4 * texts / PAGE_SIZE


def test_more_texts_in_a_second_than_can_be_held_are_refused() -> None:
    moment = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=1)
    texts = [(f"SM{n}", moment) for n in range(MOST_IN_A_WINDOW + 1)]
    with ShownBetween(texts) as server, pytest.raises(LookUpFailed, match="one second"):
        all_of(at(server).received_since(moment - timedelta(seconds=5)))


def all_of(windows: Iterator[tuple[Listed, ...]]) -> list[Listed]:
    return [text for window in windows for text in window]


def ids(windows: Iterator[tuple[ReceivedText, ...]] | Iterator[tuple[SentText, ...]]) -> list[str]:
    return [text.provider_id for window in windows for text in window]


class ShownBetween(ScriptedServer):
    """A list of texts (id, moment) that answers by its bounds, both of them included, newest first."""

    def __init__(self, texts: Sequence[tuple[str, datetime]]) -> None:
        super().__init__()
        self._texts = sorted(texts, key=lambda text: text[1])

    def answer(self, asked: Asked) -> Answer:
        query = parse_qs(urlsplit(asked.path).query)
        lowest = datetime.fromisoformat(query["DateSent>"][0])
        highest = datetime.fromisoformat(query.get("DateSent<", ["9999-01-01T00:00:00+00:00"])[0])
        start = int(query.get("Page", ["0"])[0]) * PAGE_SIZE
        shown = [
            (sid, moment.replace(microsecond=0))
            for sid, moment in reversed(self._texts)
            if lowest <= moment.replace(microsecond=0) <= highest
        ]
        onward = None
        if start + PAGE_SIZE < len(shown):
            kept = {name: given[0] for name, given in query.items()}
            more = urlencode(kept | {"Page": str(start // PAGE_SIZE + 1)})
            onward = f"/2010-04-01/Accounts/AC0/Messages.json?{more}"
        page = shown[start : start + PAGE_SIZE]
        told = [
            a_text(sid, date_created=format_datetime(moment), date_sent=format_datetime(moment))
            for sid, moment in page
        ]
        return a_page(*told, onward=onward)
