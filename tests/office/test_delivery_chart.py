"""The drawing's geometry and the sentences about what is wrong: plain rules, checked without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from core.messaging.circuit import OpenCause, Standing
from core.messaging.wire import Channel
from core.operations.model import Role
from core.operations.queries.carriers import CarrierStanding
from core.operations.queries.standing import LaneStanding, Process, Uncertain
from core.operations.queries.throughput import Slot
from core.outbox import Lane
from office.delivery_chart import LEAST_BAR, LINES, chart, nice_top
from office.delivery_troubles import Seen, duration, troubles

START = datetime(2026, 3, 1, tzinfo=UTC)
COUNTS = some.lists(
    some.tuples(some.integers(0, 10**7), some.integers(0, 10**5)), min_size=1, max_size=48
)


def slots(*counts: tuple[int, int]) -> list[Slot]:
    return [
        Slot(START + timedelta(hours=nth), sent, failed, 0)
        for nth, (sent, failed) in enumerate(counts)
    ]


@given(COUNTS)
def test_every_bar_stands_inside_the_drawing_and_what_is_there_is_seen(
    counts: list[tuple[int, int]],
) -> None:
    drawing = chart(slots(*counts), width=600, marks=3)
    for column, (sent, failed) in zip(drawing.columns, counts, strict=True):
        assert (column.sent is not None) is (sent > 0)
        assert (column.failed is not None) is (failed > 0)
        for bar in (column.sent, column.failed):
            if bar is not None:
                assert bar.height >= LEAST_BAR
                assert drawing.left <= bar.x <= bar.x + bar.width <= drawing.right
                assert bar.y >= -2 * LEAST_BAR
                assert bar.y + bar.height <= drawing.foot + 0.1


def test_failures_stand_on_top_of_what_was_sent() -> None:
    (column,) = chart(slots((80, 20)), width=600, marks=1).columns
    assert column.sent is not None
    assert column.failed is not None
    assert column.failed.y + column.failed.height == pytest.approx(column.sent.y, abs=0.1)
    assert column.sent.height == pytest.approx(4 * column.failed.height, abs=0.1)


@given(some.integers(0, 10**9))
def test_the_scale_ends_at_a_round_number_above_all_bars(most: int) -> None:
    top = nice_top(most)
    assert top >= max(most, LINES)
    assert top % LINES == 0
    assert top <= max(LINES, 5 * most)


def test_times_are_marked_from_the_last_slot_backwards() -> None:
    drawing = chart(slots(*[(1, 0)] * 7), width=600, marks=3)
    assert [nth for nth, column in enumerate(drawing.columns) if column.marked] == [0, 3, 6]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (59.9, "59 s"), (60, "1 min"), (7800, "2 h 10 min"), (86_400, "1 day"),
     (200_000, "2 days")],
)  # fmt: skip
def test_lengths_of_time_are_said_roughly(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def process(role: Role, **changed: object) -> Process:
    queued = dict.fromkeys(Lane, 0) if role is Role.RELAY else None
    return replace(Process(f"host:{role}", role, 1.0, 60.0, None, queued), **changed)  # type: ignore[arg-type]


ALL_ALIVE = tuple(process(role) for role in Role)
WELL = Seen(tuple(LaneStanding(lane) for lane in Lane), Uncertain(0, 0), (), ALL_ALIVE, 0)


def seen(**changed: object) -> list[str]:
    return [each.words for each in troubles(Seen(**{**vars(WELL), **changed}))]


def test_nothing_wrong_is_nothing_said() -> None:
    assert seen() == []


def test_redis_away_is_said_only_when_no_living_relay_reaches_it() -> None:
    deaf = process(Role.RELAY, queued=None)
    assert seen(processes=(*ALL_ALIVE[1:], deaf)) == ["Redis does not answer the relay."]
    assert seen(processes=(*ALL_ALIVE, deaf)) == []


def test_a_failing_carrier_needs_nobody_but_a_refusing_one_does() -> None:
    failing = CarrierStanding(
        "sendgrid", Channel.EMAIL, Standing.OPEN, OpenCause.FAILING, "it gives no usable answer"
    )
    refusing = CarrierStanding(
        "twilio", Channel.SMS, Standing.HALF_OPEN, OpenCause.SETTINGS, "it refuses our account"
    )
    found = troubles(Seen(**{**vars(WELL), "carriers": (failing, refusing)}))
    assert [(each.meaning, each.words) for each in found] == [
        ("danger", "Twilio is tried with one message: it refuses our account."),
        ("attention", "SendGrid is left alone: it gives no usable answer."),
    ]


def test_lateness_has_a_limit_for_each_lane() -> None:
    def late(lane: Lane, seconds: float) -> list[str]:
        return seen(lanes=(LaneStanding(lane, due=1, oldest_seconds=seconds),))

    assert late(Lane.TALK, 30) == []
    assert late(Lane.TALK, 61) == ["Conversations are late: the oldest has waited 1 min."]
    assert late(Lane.SEND, 61) == []
    assert late(Lane.CHORES, 3600) == ["Other work is late: the oldest has waited 1 h 0 min."]


def test_long_doubt_and_dead_letters_are_said() -> None:
    assert seen(uncertain=Uncertain(3, 1200)) == ["A message has been uncertain for 20 min."]
    assert seen(uncertain=Uncertain(3, 30)) == []
    assert seen(dead=1) == ["One piece of work was given up."]
    assert seen(dead=4) == ["4 pieces of work were given up."]
