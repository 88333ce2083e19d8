"""Real processes and a real kill -9 in mid-fan-out: everyone is told exactly once, nothing is left unsettled."""

from __future__ import annotations

import os
import signal
import sys
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, select

from core.db import Database
from core.messaging.model import Message
from core.messaging.wire import MessageState
from core.outbox import Kind, Lane
from core.outbox.model import OutboxEntry
from sandbox.processes import Processes
from tests.telling import tell_everyone
from tests.waiting import until
from tests.workers.road import Emulator, environment_of

TENANTS = 200
SLOW_CARRIER_MS = 200
LONGEST_WAIT_SECONDS = 60.0
LOOK_AGAIN_SECONDS = 0.05
# The product's own waits, in proportion: a kill is found out in seconds instead of minutes.
BRISK = {
    "FIXLINE_LEASE_SECONDS": "2",
    "FIXLINE_RETRY_BASE_SECONDS": "0.1",
    "FIXLINE_NO_TO_NO_SECONDS": "0.3",
    "FIXLINE_RESEND_AGE_SECONDS": "1.5",
    "FIXLINE_SWEEP_SECONDS": "0.5",
}


def line(name: str) -> list[str]:
    """The command line of the relay, or of a lane's worker."""
    fixline = [sys.executable, "-m", "app"]
    return [*fixline, "relay"] if name == "relay" else [*fixline, "worker", name]


def kill(processes: Processes, name: str) -> None:
    """As power failures do: no word of warning, and the process is started anew."""
    process = processes.running[name]
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    processes.start(name, line(name))


def told(emulator: Emulator) -> int:
    accepted = emulator.count()["accepted"]
    assert isinstance(accepted, int)
    return accepted


def told_to(emulator: Emulator, enough: int) -> bool:
    return told(emulator) >= enough


def unsettled(database: Database) -> int:
    """Messages on their way to the carrier, and promises of anything but the periodic rounds."""
    under_way = select(func.count()).where(Message.state != MessageState.ACCEPTED)
    rounds = (Kind.SWEEP, Kind.POLL, Kind.REMIND_OVERDUE)
    promised = select(func.count()).where(OutboxEntry.kind.not_in(rounds))
    with database.reading() as session:
        return (session.scalar(under_way) or 0) + (session.scalar(promised) or 0)


@pytest.mark.parametrize("victims", [("send",), ("relay", "send", "chores")])
def test_a_killed_process_loses_nothing_and_tells_nobody_twice(
    victims: tuple[str, ...],
    database: Database,
    redis_url: str,
    emulator: Emulator,
    tmp_path: Path,
) -> None:
    emulator.mood("twilio", latency_ms=SLOW_CARRIER_MS)
    names = ("relay", Lane.SEND.value, Lane.CHORES.value)
    environment = environment_of(database, emulator, redis_url, **BRISK)
    with Processes({name: line(name) for name in names}, environment, tmp_path) as processes:
        tell_everyone(database, TENANTS)
        for order, victim in enumerate(victims, start=1):
            until(partial(told_to, emulator, order * TENANTS // 10))
            kill(processes, victim)
        assert told(emulator) < TENANTS, "the kill came too late to prove anything"
        until(lambda: told(emulator) >= TENANTS and unsettled(database) == 0)

    assert emulator.accepted() == (TENANTS, 0)
    with database.reading() as session:
        points = select(func.count(Message.contact_point_id.distinct()))
        assert session.scalar(points) == TENANTS
