"""A message's delivery under every order of claims, answers, deaths, receipts and looks: never lost, never twice.

Counted at a carrier of the game's own, which never forgets what it took and lists it at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import database_now
from core.db import Database
from core.messaging.actions.claiming import Claimed, claim_messages
from core.messaging.actions.finalising import Result, Retry, finalise
from core.messaging.actions.promising import promised_messages
from core.messaging.actions.queueing import queue_messages
from core.messaging.actions.receipts import record_receipt
from core.messaging.actions.reconciling import Patience, settle_uncertain, sought
from core.messaging.model import Message
from core.messaging.wire import (
    MessageState,
    Outcome,
    Priority,
    Receipt,
)
from core.outbox import Kind, Lane
from core.outbox.actions import begin, keep, postpone, take_due, unring
from core.outbox.model import OutboxEntry
from tests.builders import HEAD, OPEN_RULES, a_draft, number
from tests.core.messaging.remembering_carrier import Answer, RememberingCarrier, Words
from tests.machines import find_out, play
from tests.passing import let_pass, until_due
from tests.servers import sweep

GAMES, STEPS = 20, 40
GAMES_ENOUGH_TO_FIND_OUT = 100
LEASE_SECONDS = OPEN_RULES.lease_seconds
LOOK_AGAIN_SECONDS = 60.0
MOST_ROUNDS = 100
RETRY = Retry(base=2, cap=900, jitter=1)
PATIENCE = Patience(no_to_no=60, resend_age=180)
ON_THE_WAY = (MessageState.QUEUED, MessageState.SENDING, MessageState.UNCERTAIN)
RECIPIENTS = tuple(number(n) for n in range(1, 4))
BODIES = ("We are on our way.", "The part has come.")
FINAL = (MessageState.DELIVERED, MessageState.UNDELIVERED, MessageState.SENT)


@dataclass
class Hand:
    """A claim in the middle of its posts. is_late: half its lease is over, so that it posts nothing any more."""

    token: UUID
    unposted: list[Claimed]
    unwritten: Counter[int]
    results: list[Result] = field(default_factory=list)
    is_late: bool = False


@dataclass(frozen=True)
class Letter:
    """A message as our own database has it."""

    words: Words
    state: MessageState


class DeliveryMachine(RuleBasedStateMachine):
    """Several hands, a carrier, and one database."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        sweep(database.engine)
        self.database = database
        self.hands: list[Hand] = []
        self.carrier = RememberingCarrier()
        self.receipts = 0

    @rule(
        letters=st.lists(
            st.tuples(st.sampled_from(RECIPIENTS), st.sampled_from(BODIES)), min_size=1, max_size=4
        ),
        priority=st.sampled_from([Priority.CONVERSATION, Priority.ALERT, Priority.EMERGENCY]),
    )
    def messages_are_queued(self, *, letters: list[Words], priority: Priority) -> None:
        with self.database.transaction() as session:
            drafts = [a_draft(session, to, body=body, priority=priority) for to, body in letters]
            queue_messages(session, HEAD, drafts)

    @rule()
    def a_hand_claims_what_is_due(self) -> None:
        with self.database.transaction() as session:
            due = self._due(session, Kind.DELIVER)
        with self.database.transaction() as session:
            claim = claim_messages(session, due, OPEN_RULES)
        if claim.messages:
            entries = Counter(each.entry_id for each in claim.messages)
            self.hands.append(Hand(claim.token, list(claim.messages), entries))

    @precondition(lambda self: any(hand.unposted for hand in self.hands))
    @rule(data=st.data(), answer=st.sampled_from(Answer))
    def a_hand_posts(self, *, data: st.DataObject, answer: Answer) -> None:
        hand = data.draw(st.sampled_from([each for each in self.hands if each.unposted]))
        self._post(hand, answer)

    @precondition(lambda self: any(hand.results for hand in self.hands))
    @rule(data=st.data())
    def a_hand_writes_down(self, data: st.DataObject) -> None:
        self._write(data.draw(st.sampled_from([each for each in self.hands if each.results])))

    @precondition(lambda self: bool(self.hands))
    @rule()
    def hands_fall_asleep_and_all_others_go_on(self) -> None:
        self._work_off(list(self.hands))

    @precondition(lambda self: bool(self.hands))
    @rule(data=st.data())
    def a_hand_dies(self, data: st.DataObject) -> None:
        self.hands.remove(data.draw(st.sampled_from(self.hands)))

    @rule(seconds=st.sampled_from([3.0, LEASE_SECONDS + 1, 600.0]))
    def time_passes(self, seconds: float) -> None:
        self._pass(seconds)

    @rule(is_asked=st.sampled_from([True, True, False]))
    def the_uncertain_are_looked_up(self, *, is_asked: bool) -> None:
        with self.database.transaction() as session:
            due = self._due(session, Kind.RECONCILE)
        for entry in due:
            self._reconcile(entry, is_asked=is_asked)

    @precondition(lambda self: bool(self.carrier.copies))
    @rule(data=st.data(), state=st.sampled_from(FINAL), has_ref=st.booleans())
    def a_receipt_comes(self, *, data: st.DataObject, state: MessageState, has_ref: bool) -> None:
        copy = data.draw(st.sampled_from(self.carrier.copies))
        self.receipts += 1
        receipt = Receipt(
            carrier="twilio",
            event_id=f"e{self.receipts}",
            provider_id=copy.provider_id,
            ref=str(copy.ref) if has_ref else None,
            state=state,
        )
        with self.database.transaction() as session:
            record_receipt(session, HEAD, receipt)

    @invariant()
    def nothing_is_taken_twice(self) -> None:
        """Nobody gets the same words more often than they were written; of twins, either copy may count as either's."""
        written = Counter(each.words for each in self._messages())
        assert not self.carrier.taken() - written

    @invariant()
    def nothing_on_its_way_is_without_a_promise(self) -> None:
        with self.database.reading() as session:
            entries = session.scalars(select(OutboxEntry)).all()
            waiting = set(session.scalars(select(Message.id).where(Message.state.in_(ON_THE_WAY))))
        promised = {id_ for entry in entries for id_ in promised_messages(entry.args)}
        assert waiting <= promised

    def teardown(self) -> None:
        """The living finish, the carrier is well, everything is worked off: then each has arrived, or is refused."""
        for hand in list(self.hands):
            self._finish(hand)
        self._work_off([])
        self.nothing_is_taken_twice()
        self._see_that_nothing_is_lost()

    def _see_that_nothing_is_lost(self) -> None:
        messages = self._messages()
        assert not [each for each in messages if each.state in ON_THE_WAY]
        refused = {MessageState.FAILED, MessageState.SUPPRESSED}
        wanted = Counter(each.words for each in messages if each.state not in refused)
        assert not wanted - self.carrier.taken()

    def _work_off(self, asleep: Sequence[Hand]) -> None:
        for _ in range(MOST_ROUNDS):
            with self.database.reading() as session:
                wait = until_due(session)
            if wait is None:
                return
            self._pass(wait)
            self.the_uncertain_are_looked_up(is_asked=True)
            self.a_hand_claims_what_is_due()
            for hand in [each for each in self.hands if each not in asleep]:
                self._finish(hand)

    def _post(self, hand: Hand, answer: Answer) -> None:
        message = hand.unposted.pop(0)
        outcome = None if hand.is_late else self._outcome(message, answer)
        hand.results.append(Result(message, outcome))

    def _outcome(self, message: Claimed, answer: Answer) -> Outcome:
        with self.database.reading() as session:
            now = database_now(session)
        return self.carrier.post(message, answer, now)

    def _write(self, hand: Hand) -> None:
        """As `workers.handlers.deliver` does: the promise is kept with the last of its results."""
        hand.unwritten.subtract(result.message.entry_id for result in hand.results)
        done = [entry for entry, left in hand.unwritten.items() if not left]
        for entry in done:
            del hand.unwritten[entry]
        with self.database.transaction() as session:
            finalise(session, HEAD, hand.token, hand.results, retry=RETRY, circuit_seconds=60)
            keep(session, done)
        hand.results = []
        if not hand.unposted:
            self.hands.remove(hand)

    def _finish(self, hand: Hand) -> None:
        while hand.unposted:
            self._post(hand, Answer.TAKEN)
        self._write(hand)

    def _reconcile(self, entry: int, *, is_asked: bool) -> None:
        """As `workers.handlers.reconcile` does, with this carrier's list, or with none at all."""
        with self.database.transaction() as session:
            row = begin(session, entry)
            assert row is not None
            (message_id,) = promised_messages(row.args)
            wanted = sought(session, message_id)
            if not is_asked:
                postpone(session, entry, seconds=LOOK_AGAIN_SECONDS, why="no answer")
                return
            found = self.carrier.look_up(wanted) if wanted else ()
            wait = settle_uncertain(session, message_id, found, patience=PATIENCE)
            if wait is None:
                keep(session, [entry])
            else:
                postpone(session, entry, seconds=wait, why="not found")

    def _pass(self, seconds: float) -> None:
        with self.database.transaction() as session:
            let_pass(session, seconds)
        self.carrier.let_pass(seconds)
        for hand in self.hands:
            hand.is_late = hand.is_late or seconds >= LEASE_SECONDS / 2

    @staticmethod
    def _due(session: Session, kind: Kind) -> list[int]:
        """What a relay would ring for of this kind. Calls for staff are no business of this game, and end here."""
        taken = [
            due
            for lane in Lane
            for due in take_due(session, lane, most=MOST_ROUNDS, lease_seconds=LEASE_SECONDS)
        ]
        unring(session, [due.id for due in taken if due.kind is not kind])
        keep(session, [due.id for due in taken if due.kind is Kind.ALERT_STAFF])
        return [due.id for due in taken if due.kind is kind]

    def _messages(self) -> list[Letter]:
        with self.database.reading() as session:
            rows = session.execute(select(Message.recipient, Message.body, Message.state)).all()
        return [Letter((row.recipient, row.body), MessageState(row.state)) for row in rows]


def test_whatever_happens_on_the_way_no_message_is_lost_or_taken_twice(database: Database) -> None:
    play(lambda: DeliveryMachine(database), games=GAMES, steps=STEPS)


class Sleepwalkers(DeliveryMachine):
    """Hands that look at no clock before they post."""

    def _pass(self, seconds: float) -> None:
        super()._pass(seconds)
        for hand in self.hands:
            hand.is_late = False


def test_a_hand_that_posts_after_its_lease_is_found_out(database: Database) -> None:
    find_out(lambda: Sleepwalkers(database), games=GAMES_ENOUGH_TO_FIND_OUT, steps=STEPS)
