"""Counts: in memory, then in the database, whole and never falling, whoever adds to them at the same time."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from core.db import Database
from core.messaging.model import EnvelopeSource
from core.messaging.wire import (
    Accepted,
    Misconfigured,
    NeverSendable,
    NotSent,
    Outcome,
    PermanentCause,
    Unknown,
)
from core.operations.actions import KEPT_DAYS, SLOT_MINUTES, add_posts, add_sends
from core.operations.counting import WAIT_BOUNDS, SendCounts, SendKey, Waits, outcome_of
from core.operations.model import SendOutcome
from core.operations.queries.throughput import posts_ever, sends_ever, throughput

SENT: SendKey = ("twilio", SendOutcome.ACCEPTED)
FAILED: SendKey = ("twilio", SendOutcome.FAILED)
LATER: SendKey = ("sendgrid", SendOutcome.LATER)
SMS = EnvelopeSource.TWILIO_SMS


@pytest.mark.parametrize(
    ("outcome", "word"),
    [
        (Accepted("SM1"), SendOutcome.ACCEPTED),
        (NotSent("429", "slow down"), SendOutcome.LATER),
        (NeverSendable("21211", "no number", PermanentCause.BAD_ADDRESS), SendOutcome.FAILED),
        (Misconfigured("401", "no"), SendOutcome.MISCONFIGURED),
        (Unknown("timeout"), SendOutcome.UNKNOWN),
        (None, SendOutcome.UNPOSTED),
    ],
)
def test_every_answer_of_a_carrier_is_counted_under_a_word(
    outcome: Outcome | None, word: SendOutcome
) -> None:
    counts = SendCounts()
    counts.add([("twilio", outcome), ("twilio", outcome)])
    assert outcome_of(outcome) is word
    assert counts.take() == {("twilio", word): 2}
    assert counts.take() == {}


def test_what_could_not_be_written_down_counts_again() -> None:
    counts = SendCounts()
    counts.add([("twilio", Accepted("SM1"))])
    taken = counts.take()
    counts.add([("twilio", Accepted("SM2"))])
    counts.give_back(taken)
    assert counts.take() == {SENT: 2}


def test_sends_are_added_to_the_present_ten_minutes(session: Session) -> None:
    add_sends(session, {SENT: 3, FAILED: 1})
    add_sends(session, {SENT: 2, LATER: 4})
    add_sends(session, {})
    *before, now = throughput(session, minutes=SLOT_MINUTES, slots=6)
    assert (now.sent, now.failed, now.again) == (5, 1, 4)
    assert len(before) == 5
    assert all(slot.sent == slot.failed == slot.again == 0 for slot in before)
    assert sends_ever(session) == {SENT: 5, FAILED: 1, LATER: 4}


def test_hours_hold_what_their_ten_minutes_held(session: Session) -> None:
    add_sends(session, {SENT: 3})
    age(session, hours=1)
    add_sends(session, {SENT: 4})
    hours = throughput(session, minutes=60, slots=3)
    assert sum(slot.sent for slot in hours) == 7
    assert len(hours) == 3
    assert [slot.starts_at.minute for slot in hours] == [0, 0, 0]
    assert [hours[1].sent, hours[2].sent] == [3, 4]


def test_a_counter_never_falls_when_old_slots_are_folded(session: Session) -> None:
    for _ in range(3):
        add_sends(session, {SENT: 10, FAILED: 1})
        age(session, hours=24 * (KEPT_DAYS + 1))
    add_sends(session, {SENT: 1})
    assert sends_ever(session) == {SENT: 31, FAILED: 3}
    assert session.scalar(text("SELECT count(DISTINCT slot) FROM send_tallies")) == 2


def test_many_processes_add_at_once_and_nothing_is_lost(database: Database) -> None:
    def add(counts: Mapping[SendKey, int]) -> None:
        for _ in range(20):
            with database.transaction() as session:
                add_sends(session, counts)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, [{SENT: 1, FAILED: 2, LATER: 3}, {LATER: 3, FAILED: 2, SENT: 1}] * 2))
    with database.reading() as session:
        assert sends_ever(session) == {SENT: 80, FAILED: 160, LATER: 240}


def test_a_wait_falls_into_its_bucket() -> None:
    waits = Waits()
    for seconds in (0.001, WAIT_BOUNDS[0], 0.3, 99.0):
        waits.add(seconds)
    assert waits.posts == 4
    assert waits.buckets[0] == 2
    assert waits.buckets[WAIT_BOUNDS.index(0.5)] == 1
    assert waits.buckets[-1] == 1
    assert len(waits.buckets) == len(WAIT_BOUNDS) + 1


def test_posts_and_their_waits_add_up_in_the_database(session: Session) -> None:
    once = Waits()
    once.add(0.003)
    once.add(0.3)
    for _ in range(2):
        add_posts(session, {(SMS, "stored"): once, (SMS, "forged"): Waits()})
    found = posts_ever(session)[SMS, "stored"]
    assert found.posts == 4
    assert found.seconds == pytest.approx(0.606)
    assert found.buckets == [2 * each for each in once.buckets]
    assert posts_ever(session)[SMS, "forged"].posts == 0


def age(session: Session, *, hours: int) -> None:
    """Everything counted so far was counted earlier."""
    session.execute(
        text(
            "UPDATE send_tallies SET slot = slot - make_interval(hours => :hours)"
            " WHERE slot > to_timestamp(0)"
        ),
        {"hours": hours},
    )
