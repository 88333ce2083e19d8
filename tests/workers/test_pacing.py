"""The pace of texts, by a real Redis: empty after a wipe, shared by all hands, and no bar to whoever is in danger."""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence

import pytest
from redis import Redis

from core.db import Database
from core.messaging.sending import Leaving
from core.messaging.wire import Channel, MessageState, Priority
from tests.builders import a_draft, number
from tests.carriers.builders import settings
from tests.practice import practice_settings
from tests.workers.road import Emulator, Road
from workers.pacing import LONGEST_WAIT_SECONDS, RECIPIENT_BURST, Limits, Pacer, pacer_for
from workers.runtime import make_runtime

SECRET = "s" * 40
NOBODY = "redis://127.0.0.1:1/0"


def a_pacer(redis_url: str, *, per_sender: float = 0, per_recipient: float = 0) -> Pacer:
    return Pacer(redis_url, Limits(per_sender, per_recipient), secret=SECRET)


def texts(
    count: int,
    *,
    priority: Priority = Priority.CONVERSATION,
    recipient: str | None = None,
    sender: str = "+13125550100",
) -> list[Leaving]:
    return [Leaving(n, Channel.SMS, sender, recipient or number(n), priority) for n in range(count)]


def gone(pacer: Pacer, leaving: Sequence[Leaving]) -> int:
    """How many of them may leave now."""
    return len(leaving) - len(pacer(leaving))


def test_after_a_wipe_the_buckets_are_empty_and_fill_from_then(redis_url: str) -> None:
    pacer = a_pacer(redis_url, per_sender=10)
    (wait,) = pacer(texts(1)).values()
    assert 0 < wait <= 0.11
    time.sleep(0.5)
    assert 4 <= gone(pacer, texts(100)) <= 7


def test_a_wipe_in_full_swing_lets_nothing_burst_out(redis_url: str) -> None:
    pacer = a_pacer(redis_url, per_sender=10, per_recipient=10)
    pacer(texts(1))
    time.sleep(0.3)
    assert gone(pacer, texts(1)) == 1
    with Redis.from_url(redis_url) as redis:
        redis.flushdb()
    assert gone(pacer, texts(50)) == 0


def test_no_more_leave_than_the_pace_allows_however_many_hands_ask(redis_url: str) -> None:
    hands = [a_pacer(redis_url, per_sender=20) for _ in range(3)]
    started = time.monotonic()
    left = 0
    while time.monotonic() - started < 1.5:
        left += sum(gone(hand, texts(10)) for hand in hands)
        time.sleep(0.02)
    allowed = 20 * (time.monotonic() - started)
    assert 0.8 * allowed <= left <= allowed + 1


def test_those_who_wait_are_given_turns_one_after_another(redis_url: str) -> None:
    waits = list(a_pacer(redis_url, per_sender=10)(texts(20)).values())
    assert len(waits) == 20
    for before, following in itertools.pairwise(waits):
        assert following - before == pytest.approx(0.1, abs=0.01)


def test_the_turns_of_later_ones_come_after_those_given_out(redis_url: str) -> None:
    pacer = a_pacer(redis_url, per_sender=10)
    last = max(pacer(texts(20)).values())
    assert min(pacer(texts(20)).values()) > last - 0.1


def test_nobody_is_sent_away_for_longer_than_a_minute(redis_url: str) -> None:
    waits = a_pacer(redis_url, per_sender=1)(texts(500, priority=Priority.BULK))
    assert max(waits.values()) <= LONGEST_WAIT_SECONDS


def test_whoever_is_in_danger_waits_for_no_bucket_and_the_others_pay(redis_url: str) -> None:
    pacer = a_pacer(redis_url, per_sender=5, per_recipient=1)
    urgent = texts(20, priority=Priority.EMERGENCY, recipient=number(7))
    assert pacer(urgent) == {}
    (wait,) = pacer(texts(1)).values()
    assert wait > 1


def test_bulk_leaves_room_for_an_answer(redis_url: str) -> None:
    pacer = a_pacer(redis_url, per_sender=5)
    pacer(texts(1))
    time.sleep(1.2)
    assert gone(pacer, texts(50, priority=Priority.BULK)) == 4
    assert gone(pacer, texts(1)) == 1


def test_an_answer_does_not_queue_behind_the_turns_of_bulk(redis_url: str) -> None:
    pacer = a_pacer(redis_url, per_sender=1)
    assert max(pacer(texts(500, priority=Priority.BULK)).values()) > 30
    (wait,) = pacer(texts(1)).values()
    assert wait <= 1.1


def test_one_person_gets_a_few_at_once_and_then_waits_while_others_do_not(redis_url: str) -> None:
    pacer = a_pacer(redis_url, per_recipient=5)
    pacer(texts(1))
    time.sleep(0.8)
    waits = pacer([*texts(5, recipient=number(7)), Leaving(9, *OTHER)])
    assert sorted(waits) == [3, 4]
    assert RECIPIENT_BURST == 3


OTHER = (Channel.SMS, "+13125550100", number(8), Priority.CONVERSATION)


def test_somebody_new_is_written_to_at_once_once_the_wipe_is_past(redis_url: str) -> None:
    pacer = a_pacer(redis_url, per_recipient=5)
    pacer(texts(1))
    time.sleep(0.25)
    assert pacer(texts(50)) == {}


def test_each_of_our_numbers_has_a_pace_of_its_own(redis_url: str) -> None:
    pacer = a_pacer(redis_url, per_sender=2)
    pacer(texts(1))
    time.sleep(1.1)
    assert gone(pacer, texts(9)) == 2
    assert gone(pacer, texts(9, sender="+13125550101")) == 2


def test_mail_has_no_pace(redis_url: str) -> None:
    mails = [Leaving(n, Channel.EMAIL, "us@x", "you@x", Priority.BULK) for n in range(9)]
    assert a_pacer(redis_url, per_sender=1, per_recipient=1)(mails) == {}


def test_while_redis_is_away_messages_leave_and_do_not_wait_for_it() -> None:
    pacer = a_pacer(NOBODY, per_sender=1)
    assert pacer(texts(9)) == {}
    started = time.monotonic()
    for _ in range(100):
        assert pacer(texts(9)) == {}
    assert time.monotonic() - started < 0.5


def test_nobodys_number_is_kept_in_redis(redis_url: str) -> None:
    a_pacer(redis_url, per_sender=1, per_recipient=1)(texts(3))
    with Redis.from_url(redis_url) as redis:
        keys = [key.decode() for key in redis.keys("fixline:*")]
        assert len(keys) == 5
        assert not [key for key in keys if "312555" in key]
        assert redis.ttl(next(key for key in keys if ":to:" in key)) > 0


def test_without_limits_nobody_is_asked() -> None:
    assert pacer_for(practice_settings()) is None
    assert make_runtime(practice_settings()).rules.pace is None


@pytest.mark.parametrize(
    ("given", "per_sender", "per_recipient"),
    [
        ({}, 1, 1),
        ({"TWILIO_MESSAGING_SERVICE_SID": "MG1"}, 0, 1),
        ({"TWILIO_API_URL": "http://127.0.0.1:1"}, 0, 0),
        ({"TWILIO_API_URL": "http://127.0.0.1:1", "FIXLINE_SMS_PER_SECOND": "3"}, 3, 0),
        ({"FIXLINE_SMS_PER_SECOND": "0", "FIXLINE_RECIPIENT_PER_SECOND": "0"}, 0, 0),
    ],
)
def test_the_pace_is_that_of_an_ordinary_number_unless_told_otherwise(
    given: dict[str, str], per_sender: float, per_recipient: float
) -> None:
    chosen = settings(**{"TWILIO_API_URL": "", **given})
    assert chosen.sms_per_second == per_sender
    assert chosen.recipient_per_second == per_recipient


def test_on_the_road_everybody_is_reached_at_the_pace_and_no_attempt_is_spent_on_waiting(
    database: Database, emulator: Emulator, redis_url: str
) -> None:
    road = Road(database, emulator, REDIS_URL=redis_url, FIXLINE_SMS_PER_SECOND="10")
    started = time.monotonic()
    ids = road.send(*(number(n) for n in range(20)))

    road.until(lambda: all(road.state(each) is MessageState.ACCEPTED for each in ids))

    assert time.monotonic() - started >= 1.0
    assert {road.message(each).attempts for each in ids} == {1}
    assert emulator.accepted() == (20, 0)
    assert road.entries() == []


def test_on_the_road_an_emergency_passes_by_all_who_wait(
    database: Database, emulator: Emulator, redis_url: str
) -> None:
    road = Road(database, emulator, REDIS_URL=redis_url, FIXLINE_SMS_PER_SECOND="1")
    held = road.send(number(1), number(2))
    with database.transaction() as session:
        draft = a_draft(session, number(1), priority=Priority.EMERGENCY)
    urgent = road.queue(draft)

    road.work_off()

    assert road.state(urgent) is MessageState.ACCEPTED
    assert {road.state(each) for each in held} == {MessageState.QUEUED}
