"""What every carrier must do with whatever its interface answers; a new one passes all of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from carriers.base import Carrier, RawEnvelope, Unreadable
from carriers.network import Patience
from core.messaging.wire import (
    Accepted,
    Channel,
    LookUpFailed,
    Misconfigured,
    NeverSendable,
    NotSent,
    PermanentCause,
    Unknown,
)
from tests.carriers.builders import outbound, sought
from tests.carriers.scripted import Answer, BrokenLine, ScriptedServer, closed_port

SHORT = Patience(connect=0.5, read=0.4)


@dataclass(frozen=True)
class Vendor:
    """How one carrier is made and how its interface speaks."""

    channel: Channel
    carrier_at: Callable[[str, Patience], Carrier]
    accepted: Answer
    accepted_id: str
    bad_address: Answer
    bad_content: Answer
    found: Answer
    found_id: str


class CarrierConformance:
    """Inherited by one test class a carrier, which names its vendor."""

    vendor: Vendor

    @pytest.fixture
    def interface(self) -> Iterator[ScriptedServer]:
        with ScriptedServer() as server:
            yield server

    @pytest.fixture
    def carrier(self, interface: ScriptedServer) -> Carrier:
        return self.vendor.carrier_at(interface.url, SHORT)

    def test_an_accepted_message_brings_the_carriers_id(
        self, carrier: Carrier, interface: ScriptedServer
    ) -> None:
        interface.will(self.vendor.accepted)
        assert carrier.send(outbound(self.vendor.channel)) == Accepted(self.vendor.accepted_id)

    def test_a_bad_address_is_refused_for_good(
        self, carrier: Carrier, interface: ScriptedServer
    ) -> None:
        interface.will(self.vendor.bad_address)
        outcome = carrier.send(outbound(self.vendor.channel))
        assert isinstance(outcome, NeverSendable)
        assert outcome.cause is PermanentCause.BAD_ADDRESS

    def test_a_refusal_of_the_words_does_not_condemn_the_address(
        self, carrier: Carrier, interface: ScriptedServer
    ) -> None:
        interface.will(self.vendor.bad_content)
        outcome = carrier.send(outbound(self.vendor.channel))
        assert isinstance(outcome, NeverSendable)
        assert outcome.cause is PermanentCause.REFUSED_CONTENT

    def test_details_carry_no_numbers_and_addresses(
        self, carrier: Carrier, interface: ScriptedServer
    ) -> None:
        message = outbound(self.vendor.channel)
        interface.will(self.vendor.bad_address)
        assert message.recipient not in str(carrier.send(message))

    @pytest.mark.parametrize("status", [401, 403, 404, 301])
    def test_refused_credentials_are_misconfiguration(
        self, carrier: Carrier, interface: ScriptedServer, status: int
    ) -> None:
        interface.will(Answer(status, b"{}"))
        assert isinstance(carrier.send(outbound(self.vendor.channel)), Misconfigured)

    def test_a_carrier_that_asks_for_time_gets_it(
        self, carrier: Carrier, interface: ScriptedServer
    ) -> None:
        interface.will(Answer(429, b"{}", {"Retry-After": "7"}))
        outcome = carrier.send(outbound(self.vendor.channel))
        assert isinstance(outcome, NotSent)
        assert outcome.retry_after == 7

    def test_429_without_a_wait_is_still_not_sent(
        self, carrier: Carrier, interface: ScriptedServer
    ) -> None:
        interface.will(Answer(429, b"<html>slow down</html>", {"Retry-After": "soon"}))
        outcome = carrier.send(outbound(self.vendor.channel))
        assert isinstance(outcome, NotSent)
        assert outcome.retry_after is None

    @pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
    def test_a_servers_failure_leaves_the_outcome_unknown(
        self, carrier: Carrier, interface: ScriptedServer, status: int
    ) -> None:
        interface.will(Answer(status, b"oops", {"Retry-After": "1"}))
        assert isinstance(carrier.send(outbound(self.vendor.channel)), Unknown)

    def test_no_answer_in_time_is_unknown_and_is_not_waited_for(
        self, carrier: Carrier, interface: ScriptedServer
    ) -> None:
        interface.will(Answer(201, self.vendor.accepted.body, slow=1.5))
        started = time.monotonic()
        assert isinstance(carrier.send(outbound(self.vendor.channel)), Unknown)
        assert time.monotonic() - started < 1.2

    def test_a_line_that_breaks_after_the_request_is_unknown_and_nothing_is_repeated(
        self, carrier: Carrier, interface: ScriptedServer
    ) -> None:
        interface.will(BrokenLine(), self.vendor.accepted)
        assert isinstance(carrier.send(outbound(self.vendor.channel)), Unknown)
        assert len(interface.asked) == 1

    @pytest.mark.parametrize(
        "answer",
        [
            Answer(201, b"<html>hello</html>"),
            Answer(200, b"[]"),
            Answer(201, b"\xff\xfe"),
            Answer(202, b"{}"),
            Answer(201, b'{"sid": null}'),
            Answer(201, b'{"sid": "SM', declared=900),
        ],
    )
    def test_a_success_that_cannot_be_read_is_unknown(
        self, carrier: Carrier, interface: ScriptedServer, answer: Answer
    ) -> None:
        interface.will(answer)
        assert isinstance(carrier.send(outbound(self.vendor.channel)), Unknown)

    def test_a_refused_connection_is_not_sent(self) -> None:
        with closed_port() as nowhere:
            outcome = self.vendor.carrier_at(nowhere, SHORT).send(outbound(self.vendor.channel))
        assert isinstance(outcome, NotSent)

    def test_a_host_without_address_is_not_sent(self) -> None:
        carrier = self.vendor.carrier_at("http://carrier.invalid", SHORT)
        assert isinstance(carrier.send(outbound(self.vendor.channel)), NotSent)

    def test_plain_speech_where_tls_is_expected_is_not_sent(
        self, interface: ScriptedServer
    ) -> None:
        carrier = self.vendor.carrier_at(interface.url.replace("http:", "https:"), SHORT)
        assert isinstance(carrier.send(outbound(self.vendor.channel)), NotSent)
        assert interface.asked == []

    def test_connections_are_kept(self, carrier: Carrier, interface: ScriptedServer) -> None:
        interface.will(self.vendor.accepted, self.vendor.accepted)
        first = carrier.send(outbound(self.vendor.channel))
        assert first == carrier.send(outbound(self.vendor.channel))
        assert interface.connections == 1

    def test_words_no_database_keeps_are_replaced_and_sent(
        self, carrier: Carrier, interface: ScriptedServer
    ) -> None:
        interface.will(self.vendor.accepted)
        outcome = carrier.send(outbound(self.vendor.channel, body="Heat \ud83d\x00 off"))
        assert isinstance(outcome, Accepted)

    def test_a_found_message_is_a_candidate(
        self, carrier: Carrier, interface: ScriptedServer
    ) -> None:
        interface.will(self.vendor.found)
        candidates = carrier.look_up(sought(outbound(self.vendor.channel)))
        assert [one.provider_id for one in candidates] == [self.vendor.found_id]

    def test_nothing_found_is_a_no(self, carrier: Carrier, interface: ScriptedServer) -> None:
        interface.will(Answer(200, b'{"messages": []}'))
        assert carrier.look_up(sought(outbound(self.vendor.channel))) == ()

    @pytest.mark.parametrize(
        "answer",
        [
            Answer(500, b"oops"),
            Answer(401, b"{}"),
            Answer(429, b"{}"),
            Answer(200, b"not json"),
            Answer(200, b'{"messages": [{}]}'),
            Answer(200, b'{"messages": []}', slow=1),
            BrokenLine(),
        ],
    )
    def test_a_failed_look_up_is_not_a_no(
        self, carrier: Carrier, interface: ScriptedServer, answer: Answer | BrokenLine
    ) -> None:
        interface.will(answer)
        with pytest.raises(LookUpFailed):
            carrier.look_up(sought(outbound(self.vendor.channel)))

    @pytest.mark.parametrize("content", [b"", b"\x00\xff", b"{}", b"a=b", b"[" * 100_000])
    def test_a_post_without_sense_is_unreadable_and_no_crash(
        self, carrier: Carrier, content: bytes
    ) -> None:
        envelope = RawEnvelope(content, "text/plain")
        with pytest.raises(Unreadable):
            carrier.translate_inbound(envelope)
        with pytest.raises(Unreadable):
            carrier.translate_receipts(envelope)
