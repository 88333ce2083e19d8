"""The flows that are cut off at every point: how each begins, and how what it promised is worked off.

Time is not waited for: when nothing is due, all that waits is moved back to its moment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bench import crowd
from bot.decide import decide
from core.db import Database
from core.events.actions import FIXLINE
from core.jobs.actions.status import move
from core.jobs.model import Job
from core.messaging.actions.queueing import queue_messages
from core.messaging.model import Message
from core.messaging.sending import Leaving
from core.messaging.wire import Channel, MessageState, OutboundMessage
from core.outbox import Lane
from core.outbox.actions import due_lanes, take_due
from core.outbox.model import OutboxEntry
from tests.bot.people import tenant
from tests.builders import HEAD, a_draft, a_place, a_tenant
from tests.carriers.builders import sms_fields
from tests.chaos.failpoints import Points, WatchedCarrier
from tests.passing import let_pass, until_due
from tests.webhooks.letterbox import SMS, Letterbox
from tests.workers.road import Emulator, runtime_to
from workers.bell import chunks
from workers.handlers import HANDLERS
from workers.runtime import Runtime

MOST_ROUNDS = 200
MOST_A_ROUND = 500
LEASE_SECONDS = 60.0
HELD_SECONDS = 5.0
TOLD = 6
TENANT = "+13125550142"
WORDS = "kitchen faucet drips"
TEXTED = "+13125550199"
HELD = crowd.phones(3, 3)[0]
# The product's own waits: they pass at once here, and so much later than the work itself that its order is certain.
SETTINGS = {
    "FIXLINE_LEASE_SECONDS": str(LEASE_SECONDS),
    "FIXLINE_RETRY_BASE_SECONDS": "2",
    "FIXLINE_NO_TO_NO_SECONDS": "60",
    "FIXLINE_RESEND_AGE_SECONDS": "180",
    "FIXLINE_CIRCUIT_SECONDS": "60",
}


@dataclass
class OneWaits:
    """A pace that lets everybody go at once but one, who waits the first time."""

    has_waited: bool = field(default=False)

    def __call__(self, leaving: Sequence[Leaving]) -> Mapping[int, float]:
        held = [each.message_id for each in leaving if each.recipient == HELD]
        if self.has_waited or not held:
            return {}
        self.has_waited = True
        return dict.fromkeys(held, HELD_SECONDS)


@dataclass(frozen=True)
class Hands:
    """One process's hold on the database and the carriers. Messages leave one after another, in a known order."""

    database: Database
    runtime: Runtime
    points: Points

    def work_through(self) -> None:
        """Do what is due, as relay and workers would, until nothing is promised any more."""
        for _ in range(MOST_ROUNDS):
            with self.database.one_statement() as connection:
                lanes = due_lanes(connection, set(Lane))
            for lane in sorted(lanes):
                self._work(lane)
            if not lanes and not self._skip_the_wait():
                return
        raise AssertionError(f"work is still promised after {MOST_ROUNDS} rounds")

    def _work(self, lane: Lane) -> None:
        with self.database.one_statement() as connection:
            taken = take_due(connection, lane, most=MOST_A_ROUND, lease_seconds=LEASE_SECONDS)
        for kind, ids in chunks(taken):
            HANDLERS[kind](self.runtime, ids)

    def _skip_the_wait(self) -> bool:
        """Let the time until the next promise pass at once; False when there is none."""
        with self.points.closed(), self.database.transaction() as session:
            wait = until_due(session)
            if wait:
                let_pass(session, wait)
        return wait is not None


def hands_on(database: Database, emulator: Emulator, points: Points) -> Hands:
    ready = runtime_to(database, emulator, **SETTINGS)
    carriers = {channel: WatchedCarrier(inner, points) for channel, inner in ready.carriers.items()}
    rules = replace(ready.rules, pace=OneWaits())
    runtime = replace(ready, carriers=carriers, rules=rules, senders=ThreadPoolExecutor(1))
    return Hands(database, runtime, points)


@dataclass(frozen=True)
class Flow:
    """lay: what stands before it. begin: from outside, by someone who repeats it unless it plainly took place.

    script: what the carrier answers to the first posts. reached: whom it reaches, once each. work: how what is
    promised is worked off.
    """

    lay: Callable[[Session], None]
    begin: Callable[[Hands], None]
    has_begun: Callable[[Session], bool]
    reached: tuple[str, ...]
    script: tuple[str, ...] = ()
    work: Callable[[Hands], None] = Hands.work_through


def _lay_a_home(session: Session) -> None:
    a_tenant(session, a_place(session), phone=TENANT)


def _post_a_text(hands: Hands) -> None:
    posted = Letterbox(hands.database).post_form(SMS, sms_fields(From=TENANT, Body=WORDS))
    assert posted.status_code == 200, posted.status


def _never(_: Session) -> bool:
    """A carrier that was not answered knows nothing, and posts again."""
    return False


def _lay_a_building(session: Session) -> None:
    place = crowd.make_building(session)
    crowd.move_in(session, place, first=1, last=TOLD)
    crowd.open_job(session, place)


def _move_the_job(hands: Hands) -> None:
    with hands.database.transaction() as session:
        job = session.scalars(select(Job)).one()
        move(session, job, crowd.status_of(session, crowd.HEARD), actor=FIXLINE)


def _has_moved(session: Session) -> bool:
    job = session.scalars(select(Job)).one()
    return job.status_id == crowd.status_of(session, crowd.HEARD).id


def _lay_nothing(_: Session) -> None:
    """Somebody nobody knows is written to."""


def _write_a_text(hands: Hands) -> None:
    with hands.database.transaction() as session:
        queue_messages(session, HEAD, [a_draft(session, TEXTED)])


def _is_written(session: Session) -> bool:
    return session.scalar(select(Message.id).limit(1)) is not None


FLOWS: dict[str, Flow] = {
    "a text comes in": Flow(_lay_a_home, _post_a_text, _never, (TENANT,)),
    "a job changes status": Flow(
        _lay_a_building, _move_the_job, _has_moved, tuple(crowd.phones(1, TOLD))
    ),
    "a send is uncertain and found": Flow(
        _lay_nothing, _write_a_text, _is_written, (TEXTED,), ("drop",)
    ),
    "a send is uncertain and repeated": Flow(
        _lay_nothing, _write_a_text, _is_written, (TEXTED,), ("drop_before",)
    ),
}


def _post_and_then_commit(hands: Hands) -> None:
    with hands.database.transaction() as session:
        for message in _settle_all(session):
            hands.runtime.carriers[Channel.SMS].send(message)


def _commit_and_then_post(hands: Hands) -> None:
    with hands.database.transaction() as session:
        settled = _settle_all(session)
    for message in settled:
        hands.runtime.carriers[Channel.SMS].send(message)


def _settle_all(session: Session) -> list[OutboundMessage]:
    """As if everything had been accepted."""
    rows = session.scalars(select(Message).where(Message.state == MessageState.QUEUED)).all()
    for row in rows:
        row.state = MessageState.ACCEPTED
    session.execute(delete(OutboxEntry))
    return [
        OutboundMessage(str(row.ref), Channel.SMS, row.recipient, row.sender, row.body)
        for row in rows
    ]


# How not to do it: these must be found out.
CARELESS: dict[str, Flow] = {
    "post, and then commit": Flow(
        _lay_nothing, _write_a_text, _is_written, (TEXTED,), work=_post_and_then_commit
    ),
    "commit, and then post": Flow(
        _lay_nothing, _write_a_text, _is_written, (TEXTED,), work=_commit_and_then_post
    ),
}


def warm_up() -> None:
    """Load what a person's words are read with."""
    decide(WORDS, tenant())


def run_flow(points: Points, answered: Callable[[], None], given: Mapping[str, str]) -> None:
    """A child's errand: the whole flow, from its beginning to the last promise kept."""
    database = Database(given["database"])
    hands = hands_on(database, Emulator(given["emulator"]), points)
    flow = (FLOWS | CARELESS)[given["flow"]]
    flow.begin(hands)
    answered()
    flow.work(hands)
