"""What waits, what is uncertain, who lives: asked of real rows."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, text, update
from sqlalchemy.orm import Session

from core.clock import database_now
from core.messaging.actions.doubting import doubt
from core.messaging.circuit import OpenCause, Standing
from core.messaging.model import Circuit, Message
from core.messaging.wire import MessageState
from core.operations.actions import beat, leave
from core.operations.model import Role
from core.operations.queries.carriers import carrier_standings
from core.operations.queries.standing import (
    SILENT_SECONDS,
    LaneStanding,
    Process,
    bell_depths,
    lanes,
    processes,
    uncertain,
)
from core.outbox import Kind, Lane
from core.outbox.actions import give_up, promise, take_due
from tests.builders import a_message


def lane(session: Session, wanted: Lane) -> LaneStanding:
    return next(each for each in lanes(session) if each.lane is wanted)


def waiting(session: Session, *, minutes: float, kind: Kind = Kind.INTERPRET) -> int:
    """An entry due since so many minutes, or in so many when negative."""
    run_at = database_now(session) - timedelta(minutes=minutes)
    entry = promise(session, kind, {}, run_at=run_at)
    assert entry is not None
    return entry


def test_an_empty_outbox_has_every_lane_with_nothing_in_it(session: Session) -> None:
    assert lanes(session) == tuple(LaneStanding(each) for each in Lane)


def test_the_oldest_due_entry_is_counted_from_when_it_could_have_been_done(
    session: Session,
) -> None:
    waiting(session, minutes=3)
    waiting(session, minutes=10)
    waiting(session, minutes=-20)
    found = lane(session, Lane.TALK)
    assert (found.due, found.in_hand, found.later) == (2, 0, 1)
    assert 599 < found.oldest_seconds < 630
    assert lane(session, Lane.SEND).oldest_seconds == 0


def test_what_was_rung_for_still_waits_until_it_is_done(session: Session) -> None:
    waiting(session, minutes=10)
    take_due(session, Lane.TALK, most=5, lease_seconds=60)
    found = lane(session, Lane.TALK)
    assert (found.due, found.in_hand) == (0, 1)
    assert found.oldest_seconds > 599


def test_an_entry_counts_once_for_each_message_it_promises(session: Session) -> None:
    promise(session, Kind.DELIVER, {"message_ids": [1, 2, 3]}, rank=3)
    promise(session, Kind.DELIVER, {"message_id": 4}, rank=3)
    assert lane(session, Lane.SEND).due == 4


def test_a_dead_entry_is_counted_as_dead_and_as_nothing_else(session: Session) -> None:
    give_up(session, waiting(session, minutes=90), why="it never worked")
    assert lane(session, Lane.TALK) == LaneStanding(Lane.TALK, dead=1)


def test_an_uncertain_message_is_as_old_as_its_doubt(session: Session) -> None:
    message = a_message(session)
    message.state = MessageState.SENDING
    session.flush()
    doubt(session, message.id, why="the line broke")
    session.execute(update(Message).values(state_at=func.clock_timestamp() - timedelta(minutes=5)))
    found = uncertain(session)
    assert found.messages == 1
    assert 299 < found.oldest_seconds < 330


def test_a_message_that_was_found_out_is_not_uncertain_any_more(session: Session) -> None:
    message = a_message(session)
    message.state = MessageState.SENDING
    session.flush()
    doubt(session, message.id, why="the line broke")
    session.execute(update(Message).values(state=MessageState.ACCEPTED))
    assert uncertain(session).messages == 0


def test_every_carrier_is_shown_and_an_open_one_says_why_and_until_when(session: Session) -> None:
    until = database_now(session) + timedelta(minutes=1)
    session.add(
        Circuit(
            carrier="twilio",
            open_until=until,
            failures=3,
            openings=1,
            cause=OpenCause.SETTINGS,
            reason="it refuses our account (401)",
        )
    )
    session.flush()
    texts, mails = carrier_standings(session)
    assert (texts.standing, texts.until) == (Standing.OPEN, until)
    assert texts.reason == "it refuses our account (401)"
    assert (mails.carrier, mails.standing, mails.reason) == ("sendgrid", Standing.CLOSED, "")


def test_a_circuit_whose_pause_is_over_waits_for_its_probe(session: Session) -> None:
    past = database_now(session) - timedelta(seconds=1)
    session.add(Circuit(carrier="twilio", open_until=past, reason="it cannot be reached"))
    session.flush()
    texts, _ = carrier_standings(session)
    assert (texts.standing, texts.until) == (Standing.HALF_OPEN, None)


def test_a_process_is_known_by_its_beats(session: Session) -> None:
    beat(session, process="a:1", role=Role.RELAY, queued={"talk": 2, "send": 7, "chores": 0})
    beat(session, process="b:2", role=Role.SEND, busy_seconds=12)
    relay, sender = processes(session)
    assert relay.queued == {Lane.TALK: 2, Lane.SEND: 7, Lane.CHORES: 0}
    assert (relay.busy_seconds, relay.is_alive) == (None, True)
    assert sender.busy_seconds is not None
    assert 11.5 < sender.busy_seconds < 13


def test_a_process_that_falls_silent_is_seen_to_and_forgotten_after_a_day(
    session: Session,
) -> None:
    beat(session, process="a:1", role=Role.SEND)
    grow_silent(session, seconds=SILENT_SECONDS + 1)
    (silent,) = processes(session)
    assert not silent.is_alive
    grow_silent(session, seconds=25 * 3600)
    beat(session, process="b:2", role=Role.SEND)
    assert [each.process for each in processes(session)] == ["b:2"]


def test_a_process_that_ends_in_order_is_missed_by_nobody(session: Session) -> None:
    beat(session, process="a:1", role=Role.SEND)
    leave(session, "a:1")
    assert processes(session) == ()


def test_the_bells_depth_is_the_word_of_the_relay_heard_of_last() -> None:
    def relay(silent: float, jobs: int | None) -> Process:
        queued = None if jobs is None else {Lane.SEND: jobs}
        return Process(f"r{silent}", Role.RELAY, silent, 100, None, queued)

    assert bell_depths((relay(3, 9), relay(1, 4))) == {Lane.SEND: 4}
    assert bell_depths((relay(1, None),)) is None
    assert bell_depths((relay(SILENT_SECONDS + 5, 4),)) is None
    assert bell_depths(()) is None


def grow_silent(session: Session, *, seconds: float) -> None:
    session.execute(
        text("UPDATE heartbeats SET beat_at = clock_timestamp() - make_interval(secs => :seconds)"),
        {"seconds": seconds},
    )
