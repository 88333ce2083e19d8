"""A message whose time is up does not leave, wherever between the decision and the line its sender was asleep."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic, sleep

import pytest

from carriers import carriers_for
from carriers.fence import fenced, written_before
from carriers.network import Patience, connection_pool
from core.messaging.wire import Accepted, Channel, NotSent, Outcome
from tests.carriers.builders import outbound, settings
from tests.carriers.scripted import Answer, ScriptedServer

TAKEN = {
    Channel.SMS: Answer(201, b'{"sid": "SM1"}'),
    Channel.EMAIL: Answer(202, headers={"X-Message-Id": "m1"}),
}
BOTH = pytest.mark.parametrize("channel", list(Channel))
A_MINUTE, A_MOMENT = 60.0, 0.05


@pytest.fixture
def carrier() -> Iterator[ScriptedServer]:
    with ScriptedServer() as server:
        yield server


def send(carrier: ScriptedServer, channel: Channel, *, before: float) -> Outcome:
    carriers = carriers_for(settings(TWILIO_API_URL=carrier.url, SENDGRID_API_URL=carrier.url))
    with written_before(before):
        return carriers[channel].send(outbound(channel))


@BOTH
def test_a_message_in_time_leaves(carrier: ScriptedServer, channel: Channel) -> None:
    carrier.will(TAKEN[channel])

    assert isinstance(send(carrier, channel, before=monotonic() + A_MINUTE), Accepted)


@BOTH
def test_a_message_too_late_certainly_does_not_leave(
    carrier: ScriptedServer, channel: Channel
) -> None:
    carrier.will(TAKEN[channel])

    assert isinstance(send(carrier, channel, before=monotonic()), NotSent)
    assert carrier.asked == []


def test_a_request_whose_time_runs_out_before_its_body_is_never_whole(
    carrier: ScriptedServer,
) -> None:
    def slowly() -> Iterator[bytes]:
        yield b"the first half"
        sleep(A_MOMENT)
        yield b"the second half"

    pool = connection_pool(Patience())
    with pytest.raises(Exception, match="No time was left"), written_before(monotonic() + A_MOMENT):
        pool.request("POST", carrier.url, body=slowly(), headers={"Content-Length": "29"})

    assert [each for each in carrier.asked if b"second half" in each.body] == []


def test_outside_the_block_nothing_is_refused(carrier: ScriptedServer) -> None:
    carrier.will(Answer(200))
    pool = connection_pool(Patience())
    with written_before(monotonic()):
        pass

    assert fenced(pool).request("GET", carrier.url).status == 200
