"""One tenant's conversation in any order: each text heard once and answered once at most, danger never passed over."""

from __future__ import annotations

from datetime import datetime

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.acts.talk import BESIDE_OTHERS
from bot.context import PromptKind
from bot.standing import MOST_TOLD
from core.db import Database
from core.desk.model import StaffUser
from core.events.actions import Actor, ActorType
from core.jobs.model import Emergency
from core.messaging.actions.threads import conversation_with, release, take_over
from core.messaging.model import Conversation, Message, Prompt
from core.messaging.wire import Channel
from sandbox.company import load_company
from tests.machines import play
from tests.passing import let_pass
from tests.servers import sweep
from tests.transcripts.people import person_named
from tests.transcripts.stage import Stage

GAMES, STEPS = 5, 16
LONGER_THAN_A_QUESTION = 25 * 3600.0
TARA = person_named("Tara")
MARIA = person_named("Maria")
# A question about questions stands beside those it asks about.
STANDING_BESIDE = BESIDE_OTHERS | {PromptKind.WHICH_QUESTION}
SMALL_TALK = (
    "kitchen faucet drips",
    "no heat in the bedroom since this morning, we have a dog, you can let yourself in any time",
    "la llave del baño gotea",
    "yes",
    "no",
    "1",
    "2",
    "tomorrow morning",
    "status",
    "when are you coming?",
    "please cancel",
    "can we move it to friday?",
    "thanks!",
    "???",
    "the moon is made of cheese",
    "I want to talk to a real person",
)
DANGERS = ("I smell gas!!", "gas smell in the hallway", "there is a fire in the kitchen")


class ConversationMachine(RuleBasedStateMachine):
    """Tara, the office and Maria, who is on call. said: texts of Tara's. heard: when the bot heard each message."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        sweep(database.engine)
        self.stage = Stage(database)
        self.said = 0
        self.is_out = False
        self.heard: dict[int, datetime] = {}

    @initialize()
    def the_company_is_at_work(self) -> None:
        with self.stage.database.transaction() as session:
            load_company(session)

    @rule(words=st.sampled_from(SMALL_TALK))
    def she_texts(self, words: str) -> None:
        is_silent = self.is_out or self._is_taken_over()
        assert self._texts(words) <= (0 if is_silent else MOST_TOLD)

    @rule(words=st.sampled_from(DANGERS))
    def she_is_in_danger(self, words: str) -> None:
        open_before, paged_before = self._open_emergencies(), len(self.stage.wall.to(MARIA.address))
        answers = self._texts(words)
        assert answers == (0 if self.is_out else 1)
        assert self._open_emergencies() >= max(open_before, 1)
        assert len(self.stage.wall.to(MARIA.address)) > paged_before

    @rule()
    def someone_has_it(self) -> None:
        self.stage.says(MARIA, "ACK")
        self._read_answers()

    @rule()
    def she_says_stop(self) -> None:
        was_out, self.is_out = self.is_out, True
        answers = self._texts("STOP")
        assert answers == (0 if was_out else 1)

    @rule()
    def she_says_start(self) -> None:
        self.is_out = False
        assert self._texts("START") <= 1

    @precondition(lambda self: self.said > 0)
    @rule(times=st.integers(1, 2))
    def the_carrier_posts_it_again(self, times: int) -> None:
        for _ in range(times):
            self.stage.repeat()
        assert self._read_answers() == 0

    @rule()
    def questions_expire(self) -> None:
        with self.stage.database.transaction() as session:
            let_pass(session, LONGER_THAN_A_QUESTION)
        self.stage.goes_on()
        self._read_answers()

    @rule()
    def the_office_takes_over(self) -> None:
        with self.stage.database.transaction() as session:
            thread = conversation_with(session, Channel.SMS, TARA.address)
            take_over(session, thread.id, staff=_office(session))

    @rule()
    def the_office_hands_back(self) -> None:
        with self.stage.database.transaction() as session:
            thread = conversation_with(session, Channel.SMS, TARA.address)
            release(session, thread.id, staff=_office(session))

    @invariant()
    def one_question_at_most_is_open(self) -> None:
        query = select(func.count()).where(
            Prompt.closed_at.is_(None),
            Prompt.kind.not_in(STANDING_BESIDE),
            Prompt.conversation_id == self._thread_id(),
        )
        with self.stage.database.reading() as session:
            assert (session.scalar(query) or 0) <= 1

    @invariant()
    def every_text_is_heard_exactly_once(self) -> None:
        query = select(Message.id, Message.heard_at).where(
            Message.inbound, Message.sender == TARA.address
        )
        with self.stage.database.reading() as session:
            heard = {row.id: row.heard_at for row in session.execute(query)}
        assert len(heard) == self.said
        assert None not in heard.values()
        assert heard.items() >= self.heard.items()
        self.heard = heard

    def _texts(self, words: str) -> int:
        """How many texts reach her in answer: one, or one for each of several jobs she asks about."""
        self._read_answers()
        self.said += 1
        self.stage.says(TARA, words)
        return self._read_answers()

    def _read_answers(self) -> int:
        """How many texts came since the last look; never two in the same words."""
        new = [each.body for each in self.stage.unheard(TARA)]
        assert len(new) == len(set(new)), new
        self.stage.heard[TARA.address] = self.stage.heard.get(TARA.address, 0) + len(new)
        return len(new)

    def _is_taken_over(self) -> bool:
        query = select(Conversation.taken_over_at).where(Conversation.id == self._thread_id())
        with self.stage.database.reading() as session:
            return session.scalar(query) is not None

    def _thread_id(self) -> int | None:
        query = select(Conversation.id).where(
            Conversation.channel == Channel.SMS, Conversation.address == TARA.address
        )
        with self.stage.database.reading() as session:
            return session.scalar(query)

    def _open_emergencies(self) -> int:
        query = select(func.count()).where(Emergency.acknowledged_at.is_(None))
        with self.stage.database.reading() as session:
            return session.scalar(query) or 0


def _office(session: Session) -> Actor:
    user = session.scalars(select(StaffUser).order_by(StaffUser.id).limit(1)).one()
    return Actor(ActorType.STAFF, user.name, user.id)


def test_in_whatever_order_it_comes_a_conversation_keeps_its_rules(database: Database) -> None:
    play(lambda: ConversationMachine(database), games=GAMES, steps=STEPS)
