"""Cut off at every commit and every post of the three flows, exhaustively: nothing is lost, nothing comes twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

import pytest
import requests
from sqlalchemy import func, select

from core.db import Database
from core.messaging.model import Message
from core.messaging.wire import MessageState
from core.outbox.model import OutboxEntry
from tests.chaos.failing_flows import CARELESS, FLOWS, Flow, hands_on, run_flow, warm_up
from tests.chaos.failpoints import CUT_OFF, NEVER, Ended, Forge, Points
from tests.servers import sweep
from tests.workers.road import Emulator, served_emulator

# A flow with fewer would not be the whole flow.
FEWEST_POINTS = 14
# In which a message may rest.
AT_REST = (MessageState.ACCEPTED, MessageState.RECEIVED)


@pytest.fixture(scope="module")
def served() -> Iterator[Emulator]:
    with served_emulator() as emulator:
        yield emulator


@pytest.fixture(scope="module")
def forge() -> Iterator[Forge]:
    forge = Forge(run_flow, warm_up=warm_up)
    yield forge
    forge.close()


@dataclass(frozen=True)
class Ground:
    """Where a flow runs: its children in one process, what they leave behind in this one."""

    database: Database
    emulator: Emulator
    forge: Forge


@pytest.fixture
def ground(database: Database, served: Emulator, forge: Forge) -> Ground:
    return Ground(database, served, forge)


@pytest.mark.parametrize("name", FLOWS)
def test_cut_off_at_any_point_a_flow_loses_nothing_and_does_nothing_twice(
    name: str, ground: Ground
) -> None:
    points, troubles = cut_off_everywhere(name, FLOWS[name], ground)
    assert troubles == []
    assert points >= FEWEST_POINTS


@pytest.mark.parametrize("name", CARELESS)
def test_a_careless_sender_is_found_out(name: str, ground: Ground) -> None:
    _, troubles = cut_off_everywhere(name, CARELESS[name], ground)
    assert troubles != []


def cut_off_everywhere(name: str, flow: Flow, ground: Ground) -> tuple[int, list[str]]:
    """One child without an end of its own, then one for each point; how many points, and what went wrong where."""
    clean, troubles = cut_off(name, flow, NEVER, ground)
    assert clean.code == 0, f"{name} breaks by itself"
    assert troubles == []
    for point in count(1):
        ended, found = cut_off(name, flow, point, ground)
        troubles += found
        if ended.code == 0:
            break
        assert ended.code == CUT_OFF, f"the child broke before point {point}"
    assert point == len(clean.points) + 1
    return len(clean.points), troubles


def cut_off(name: str, flow: Flow, point: int, ground: Ground) -> tuple[Ended, list[str]]:
    """Let a child go so far, a clean process do the rest, and count at the carrier."""
    lay(flow, ground)
    given = {"flow": name, "database": ground.database.url, "emulator": ground.emulator.url}
    ended = ground.forge.child(point, given)
    go_on(flow, ended, ground)
    return ended, [f"point {point}: {wrong}" for wrong in wrongs(flow, ground)]


def lay(flow: Flow, ground: Ground) -> None:
    sweep(ground.database.engine)
    ground.emulator.calm()
    if flow.script:
        ground.emulator.mood("twilio", script=flow.script)
    with ground.database.transaction() as session:
        flow.lay(session)


def go_on(flow: Flow, ended: Ended, ground: Ground) -> None:
    """Whoever began and got no answer begins again, and everything promised is worked off."""
    hands = hands_on(ground.database, ground.emulator, Points())
    with ground.database.reading() as session:
        is_to_repeat = not ended.is_answered and not flow.has_begun(session)
    if is_to_repeat:
        flow.begin(hands)
    flow.work(hands)
    hands.runtime.senders.shutdown()


def wrongs(flow: Flow, ground: Ground) -> list[str]:
    """Who was reached too often or not at all, and what has not come to rest."""
    arrivals = requests.get(f"{ground.emulator.url}/sandbox/arrivals", timeout=10).json()
    reached = Counter(recipient for _, recipient, _, _ in arrivals["arrivals"])
    wrong = [] if reached == Counter(flow.reached) else [f"reached {dict(reached)}"]
    left = unsettled(ground.database)
    return wrong + ([f"{left} left over"] if left else [])


def unsettled(database: Database) -> int:
    """Messages that have not come to rest, inbound ones nobody heard, and promises of whatever kind."""
    restless = select(func.count()).where(Message.state.not_in(AT_REST))
    unheard = select(func.count()).where(Message.inbound, Message.heard_at.is_(None))
    promised = select(func.count()).select_from(OutboxEntry)
    with database.reading() as session:
        return sum(session.scalar(query) or 0 for query in (restless, unheard, promised))
