"""Promises of work: made with their cause, taken once, rung again when nobody kept them."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core.clock import database_now
from core.db import Database
from core.errors import NotFound
from core.outbox import Kind, Lane
from core.outbox.actions import (
    Due,
    begin,
    give_up,
    keep,
    postpone,
    promise,
    promised_in,
    replay,
    take_due,
    unring,
)
from core.outbox.kinds import LANE, lane_of
from core.outbox.model import OutboxEntry
from tests.crowd import at_once

LEASE = 60.0


def test_a_promise_is_kept_only_if_its_cause_is(database: Database) -> None:
    with database.reading() as session:
        a_promise(session)
    with database.reading() as session:
        assert standing(session) == 0


def test_a_second_promise_with_the_same_key_is_none_while_the_first_stands(
    session: Session,
) -> None:
    first = promise(session, Kind.FAN_OUT, {"event_id": 1}, dedupe_key="fan_out:1:0")
    assert promise(session, Kind.FAN_OUT, {"event_id": 1}, dedupe_key="fan_out:1:0") is None
    assert first is not None
    keep(session, [first])
    assert promise(session, Kind.FAN_OUT, {"event_id": 1}, dedupe_key="fan_out:1:0") is not None


def test_promises_without_a_key_never_meet(session: Session) -> None:
    assert a_promise(session) != a_promise(session)
    assert standing(session) == 2


def test_one_of_eight_hands_promises_what_has_a_key(database: Database) -> None:
    def act(_hand: int) -> int | None:
        with database.transaction() as session:
            return promise(session, Kind.SWEEP, {}, dedupe_key="sweep:1")

    assert len([made for made in at_once(8, act) if made is not None]) == 1


def test_the_session_remembers_what_it_promised_for_the_next_hop(session: Session) -> None:
    heard = promise(session, Kind.CONVERSE, {"message_id": 1})
    promise(session, Kind.FETCH_MEDIA, {"media_id": 1})
    assert promised_in(session, {Kind.CONVERSE}) == [heard]


@pytest.mark.inventory(52)
def test_the_most_pressing_is_taken_first(session: Session) -> None:
    late = promise(session, Kind.CONVERSE, {}, rank=3)
    early = promise(session, Kind.PAGE_ON_CALL, {}, rank=0)
    middle = promise(session, Kind.OFFER_JOB, {}, rank=1)
    taken = take_due(session, Lane.TALK, most=2, lease_seconds=LEASE)
    assert [due.id for due in taken] == [early, middle]
    assert ids(take_due(session, Lane.TALK, most=2, lease_seconds=LEASE)) == [late]


def test_the_longest_waiting_goes_first_within_a_rank(session: Session) -> None:
    now = database_now(session)
    new = promise(session, Kind.FAN_OUT, {}, run_at=now - timedelta(seconds=5))
    old = promise(session, Kind.FAN_OUT, {}, run_at=now - timedelta(hours=1))
    assert ids(take_due(session, Lane.CHORES, most=1, lease_seconds=LEASE)) == [old]
    assert ids(take_due(session, Lane.CHORES, most=1, lease_seconds=LEASE)) == [new]


def test_what_is_promised_for_later_is_not_due_yet(session: Session) -> None:
    later = database_now(session) + timedelta(hours=1)
    promise(session, Kind.OFFER_AGAIN, {}, run_at=later)
    assert take_due(session, Lane.CHORES, most=9, lease_seconds=LEASE) == []


@pytest.mark.parametrize(("kind", "rank"), list(itertools.product(Kind, range(6))))
def test_every_entry_travels_in_exactly_one_lane(session: Session, kind: Kind, rank: int) -> None:
    entry = promise(session, kind, {}, rank=rank)
    found = {lane: ids(take_due(session, lane, most=9, lease_seconds=LEASE)) for lane in list(Lane)}
    wanted = {lane: [entry] if lane is lane_of(kind, rank) else [] for lane in Lane}
    assert found == wanted


def test_an_answer_to_a_person_never_stands_behind_bulk() -> None:
    assert lane_of(Kind.DELIVER, rank=1) is Lane.TALK
    assert lane_of(Kind.DELIVER, rank=4) is Lane.SEND
    assert set(LANE) == set(Kind)


def test_what_was_taken_is_not_taken_again_until_its_lease_is_over(session: Session) -> None:
    entry = a_promise(session)
    assert ids(take_due(session, Lane.CHORES, most=9, lease_seconds=LEASE)) == [entry]
    assert take_due(session, Lane.CHORES, most=9, lease_seconds=LEASE) == []
    end_lease(session, entry)
    assert ids(take_due(session, Lane.CHORES, most=9, lease_seconds=LEASE)) == [entry]


def test_what_could_not_be_rung_for_is_due_at_once(session: Session) -> None:
    entry = a_promise(session)
    take_due(session, Lane.CHORES, most=9, lease_seconds=LEASE)
    unring(session, [entry])
    assert ids(take_due(session, Lane.CHORES, most=9, lease_seconds=LEASE)) == [entry]


def test_many_relays_at_once_never_take_the_same_entry(database: Database) -> None:
    with database.transaction() as session:
        wanted = {a_promise(session) for _ in range(200)}

    def relay(_hand: int) -> list[int]:
        mine: list[int] = []
        for _look in range(20):
            with database.transaction() as session:
                mine += ids(take_due(session, Lane.CHORES, most=10, lease_seconds=LEASE))
        return mine

    rounds = [got for got in at_once(4, relay) if isinstance(got, list)]
    taken = [entry for mine in rounds for entry in mine]
    assert len(taken) == len(set(taken))
    assert set(taken) == wanted


def test_one_handler_holds_an_entry_and_others_pass_on(database: Database) -> None:
    with database.transaction() as session:
        entry = a_promise(session)
    with database.reading() as first, database.reading() as second:
        held = begin(first, entry)
        assert held is not None
        assert held.kind is Kind.FAN_OUT
        assert held.attempts == 0
        assert begin(second, entry) is None


def test_what_is_kept_is_gone(session: Session) -> None:
    entry = a_promise(session)
    keep(session, [entry])
    assert begin(session, entry) is None
    assert standing(session) == 0


def test_a_failed_attempt_is_counted_and_waits(session: Session) -> None:
    entry = a_promise(session)
    postpone(session, entry, seconds=30, why="the carrier was busy " * 50)
    row = session.get_one(OutboxEntry, entry, populate_existing=True)
    assert row.attempts == 1
    assert row.run_at > database_now(session) + timedelta(seconds=20)
    assert len(row.last_error or "") == 400
    assert take_due(session, Lane.CHORES, most=9, lease_seconds=LEASE) == []


def test_a_dead_letter_is_neither_taken_nor_begun(session: Session) -> None:
    entry = a_promise(session)
    give_up(session, entry, why="it never worked")
    assert take_due(session, Lane.CHORES, most=9, lease_seconds=LEASE) == []
    assert begin(session, entry) is None
    assert standing(session) == 1


def test_a_dead_letter_comes_back_to_life_as_new(session: Session) -> None:
    entry = a_promise(session)
    postpone(session, entry, seconds=3600, why="busy")
    give_up(session, entry, why="still busy")
    replay(session, entry)
    assert ids(take_due(session, Lane.CHORES, most=9, lease_seconds=LEASE)) == [entry]
    revived = begin(session, entry)
    assert revived is not None
    assert revived.attempts == 0


def test_only_a_dead_letter_can_be_replayed(session: Session) -> None:
    entry = a_promise(session)
    with pytest.raises(NotFound, match=f"dead letter {entry}"):
        replay(session, entry)


def a_promise(session: Session) -> int:
    entry = promise(session, Kind.FAN_OUT, {"event_id": 1})
    assert entry is not None
    return entry


def ids(taken: list[Due]) -> list[int]:
    return [due.id for due in taken]


def standing(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(OutboxEntry)) or 0


def end_lease(session: Session, entry: int) -> None:
    past = database_now(session) - timedelta(seconds=1)
    session.execute(update(OutboxEntry).where(OutboxEntry.id == entry).values(lease_until=past))
