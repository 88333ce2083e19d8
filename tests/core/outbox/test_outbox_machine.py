"""The outbox under every order of its verbs: nothing promised vanishes, no two hands hold it, pressing things first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core.clock import database_now
from core.db import Database
from core.errors import NotFound
from core.outbox import Kind, Lane
from core.outbox.actions import (
    JUST_RUNG,
    begin,
    forget_leases,
    give_up,
    keep,
    postpone,
    promise,
    replay,
    take_due,
    unring,
)
from core.outbox.kinds import lane_of
from core.outbox.model import OutboxEntry
from tests.machines import play
from tests.passing import let_pass
from tests.servers import sweep

# Far longer than a game, so that nothing becomes due but by a move of the game.
LEASE_SECONDS = 3600.0
LATER = timedelta(hours=2)
GAMES, STEPS = 40, 30
KINDS = (Kind.CONVERSE, Kind.DELIVER, Kind.FAN_OUT, Kind.RECONCILE)
RANKS = st.integers(0, 4)


@dataclass
class Standing:
    """What is believed of an entry that stands. is_due: the relay may take it now."""

    lane: Lane
    rank: int
    key: str | None
    is_due: bool
    is_leased: bool = False
    is_dead: bool = False
    attempts: int = 0


class OutboxMachine(RuleBasedStateMachine):
    """Relays, hands and an operator over one outbox. holding: the hands in mid-work, by the entry they have locked."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        sweep(database.engine)
        self.database = database
        self.believed: dict[int, Standing] = {}
        self.holding: dict[int, Session] = {}
        self.kept: list[int] = []

    @rule(
        kind=st.sampled_from(KINDS),
        rank=RANKS,
        key=st.sampled_from([None, "a", "b"]),
        is_later=st.booleans(),
        is_undone=st.sampled_from([False, False, False, True]),
    )
    def somebody_promises(
        self, *, kind: Kind, rank: int, key: str | None, is_later: bool, is_undone: bool
    ) -> None:
        standing = {each.key for each in self.believed.values()}
        with self.database.reading() as session:
            run_at = database_now(session) + LATER if is_later else None
            made = promise(session, kind, {}, dedupe_key=key, run_at=run_at, rank=rank)
            if is_undone:
                return
            session.commit()
        assert (made is None) == (key is not None and key in standing)
        if made is not None:
            self.believed[made] = Standing(lane_of(kind, rank), rank, key, not is_later)

    @rule(lane=st.sampled_from(Lane), most=st.integers(1, 4), rings=st.booleans())
    def a_relay_takes(self, *, lane: Lane, most: int, rings: bool) -> None:
        with self.database.transaction() as session:
            taken = self._take(session, lane, most)
        for entry in taken:
            self.believed[entry].is_due = False
            self.believed[entry].is_leased = True
        if not rings:
            with self.database.transaction() as session:
                unring(session, taken)
            self._lease_over(taken)

    @rule(lane=st.sampled_from(Lane), most=st.integers(1, 3))
    def two_relays_look_at_once(self, *, lane: Lane, most: int) -> None:
        with self.database.reading() as first, self.database.reading() as second:
            both = [*self._take(first, lane, most), *self._ids(second, lane, most)]
        assert len(both) == len(set(both))
        assert len(both) == min(2 * most, len(self._takeable(lane)))

    @rule(data=st.data())
    def a_hand_begins(self, data: st.DataObject) -> None:
        entry = self._any(data, [*self.believed, *self.kept])
        if entry is None:
            return
        session = Session(self.database.engine)
        held = begin(session, entry)
        known = self.believed.get(entry)
        may = known is not None and not known.is_dead and entry not in self.holding
        assert (held is not None) == may
        if held is None:
            session.close()
            return
        assert known is not None
        assert held.attempts == known.attempts
        self.holding[entry] = session

    @precondition(lambda self: bool(self.holding))
    @rule(data=st.data())
    def a_hand_keeps_its_promise(self, data: st.DataObject) -> None:
        entry, session = self._finish(data)
        keep(session, [entry])
        session.commit()
        del self.believed[entry]
        self.kept.append(entry)

    @precondition(lambda self: bool(self.holding))
    @rule(data=st.data())
    def a_hand_vanishes(self, data: st.DataObject) -> None:
        _, session = self._finish(data)
        session.close()

    @precondition(lambda self: bool(self.holding))
    @rule(data=st.data())
    def a_hand_postpones(self, data: st.DataObject) -> None:
        entry, session = self._finish(data)
        postpone(session, entry, seconds=LATER.total_seconds(), why="busy")
        session.commit()
        self.believed[entry].attempts += 1
        self.believed[entry].is_due = self.believed[entry].is_leased = False

    @precondition(lambda self: bool(self.holding))
    @rule(data=st.data())
    def a_hand_gives_up(self, data: st.DataObject) -> None:
        entry, session = self._finish(data)
        give_up(session, entry, why="never")
        session.commit()
        known = self.believed[entry]
        known.attempts += 1
        known.is_dead, known.key = True, None

    @rule(data=st.data())
    def an_operator_replays(self, data: st.DataObject) -> None:
        entry = self._any(data, list(self.believed))
        if entry is None:
            return
        known = self.believed[entry]
        with self.database.transaction() as session:
            if not known.is_dead:
                with pytest.raises(NotFound):
                    replay(session, entry)
                return
            replay(session, entry)
        known.is_dead, known.attempts, known.is_due, known.is_leased = False, 0, True, False

    @rule()
    def hours_pass(self) -> None:
        if self.holding:
            return
        with self.database.transaction() as session:
            let_pass(session, LATER.total_seconds())
        for known in self.believed.values():
            known.is_due, known.is_leased = True, False

    @rule()
    def the_bell_loses_everything(self) -> None:
        if self.holding:
            return
        with self.database.transaction() as session:
            long_ago = OutboxEntry.rung_at - 2 * JUST_RUNG
            session.execute(update(OutboxEntry).values(rung_at=long_ago))
            forget_leases(session)
        self._lease_over([id_ for id_, known in self.believed.items() if not known.is_dead])

    @invariant()
    def nothing_vanishes_and_nothing_appears(self) -> None:
        with self.database.reading() as session:
            rows = session.scalars(select(OutboxEntry)).all()
        found = {row.id: (row.dead_at is not None, row.attempts, row.dedupe_key) for row in rows}
        assert found == {
            id_: (known.is_dead, known.attempts, known.key) for id_, known in self.believed.items()
        }

    @invariant()
    def exactly_what_is_believed_due_is_due(self) -> None:
        due_at = func.greatest(
            OutboxEntry.run_at, func.coalesce(OutboxEntry.lease_until, OutboxEntry.run_at)
        )
        query = select(OutboxEntry.id).where(
            OutboxEntry.dead_at.is_(None), due_at <= func.clock_timestamp()
        )
        with self.database.reading() as session:
            found = set(session.scalars(query))
        assert found == {
            id_ for id_, known in self.believed.items() if known.is_due and not known.is_dead
        }

    def teardown(self) -> None:
        """All hands let go; what stands can be worked off to the last, but for the dead."""
        for session in self.holding.values():
            session.close()
        self.holding.clear()
        self.hours_pass()
        with self.database.transaction() as session:
            for lane in Lane:
                keep(session, self._take(session, lane, len(self.believed) + 1))
        dead = {id_ for id_, known in self.believed.items() if known.is_dead}
        with self.database.reading() as session:
            assert set(session.scalars(select(OutboxEntry.id))) == dead

    def _lease_over(self, entries: list[int]) -> None:
        """Those of them that were leased are due again."""
        for entry in entries:
            known = self.believed[entry]
            known.is_due, known.is_leased = known.is_due or known.is_leased, False

    def _takeable(self, lane: Lane) -> dict[int, Standing]:
        return {
            id_: known
            for id_, known in self.believed.items()
            if known.lane is lane and known.is_due and not known.is_dead and id_ not in self.holding
        }

    def _take(self, session: Session, lane: Lane, most: int) -> list[int]:
        """Take, and see that as many as may be are taken, none that may not, and none before a more pressing one."""
        may = self._takeable(lane)
        taken = self._ids(session, lane, most)
        assert set(taken) <= set(may)
        assert len(taken) == min(most, len(may))
        ranks = [may[id_].rank for id_ in taken]
        assert ranks == sorted(each.rank for each in may.values())[:most]
        return taken

    @staticmethod
    def _ids(session: Session, lane: Lane, most: int) -> list[int]:
        return [due.id for due in take_due(session, lane, most=most, lease_seconds=LEASE_SECONDS)]

    def _finish(self, data: st.DataObject) -> tuple[int, Session]:
        entry = data.draw(st.sampled_from(list(self.holding)))
        return entry, self.holding.pop(entry)

    @staticmethod
    def _any(data: st.DataObject, entries: list[int]) -> int | None:
        return data.draw(st.sampled_from(entries)) if entries else None


def test_whatever_the_order_of_its_verbs_the_outbox_keeps_every_promise(database: Database) -> None:
    play(lambda: OutboxMachine(database), games=GAMES, steps=STEPS)
