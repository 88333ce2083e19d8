"""Measure one status change told to thousands, through relay, queue, workers and SDK, against a bare loop of sends."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median

from sqlalchemy import text

from bench import crowd
from bench.figures import Contest, Pair, Pass
from bench.ground import Site, module_line
from bench.hands import Hand
from bench.peaks import peaks_of
from core.events.actions import FIXLINE
from core.jobs.actions.status import move
from core.outbox import Lane
from sandbox.processes import Processes, command_lines

ROUNDS = 7
POINTS = 5000
MANY_POINTS = 20_000
WARMING_POINTS = 200
LONGEST_ROUND_SECONDS = 300.0
LOOK_SECONDS = 0.25
SEND_COMMAND = ["worker", Lane.SEND.value]


class Miscounted(Exception):
    """The carrier's count is not one message a contact point."""


@dataclass(frozen=True)
class Told:
    """What telling one status change took. written_seconds: until the last message was written down."""

    whole: Pass
    written_seconds: float
    body: str


@dataclass(frozen=True)
class Telling:
    """All that was measured. many: one change told to MANY_POINTS. peaks: MB by process, after that.

    senders: how many processes sent, ours and bare alike. written_per_second: messages written down, the median.
    """

    contest: Contest
    senders: int
    written_per_second: float
    many: Told
    peaks: dict[str, float]


def measure_telling(site: Site, tell: Callable[[str], None]) -> Telling:
    """Tell 5,000 and send 5,000 bare in turn; then tell 20,000 once, to see what size does to memory."""
    lines = {**command_lines(site.ground), "sandbox": site.emulator_line}
    with Processes(lines, site.environment, site.folder / "logs") as processes:
        processes.wait_for(f"{site.emulator_url}/sandbox/health")
        place = _settle(site, 1, WARMING_POINTS)
        _tell_all(site, place, WARMING_POINTS)
        _settle(site, WARMING_POINTS + 1, POINTS, place)
        pairs, written = [], []
        for _ in range(ROUNDS):
            told = _tell_all(site, place, POINTS)
            pair = Pair(ours=told.whole, bare=_send_bare(site, told.body, POINTS))
            written.append(POINTS / told.written_seconds)
            tell(
                f"  told {pair.ours.per_second:.0f}/s (written {written[-1]:.0f}/s),"
                f" bare loop {pair.bare.per_second:.0f}/s: {pair.ratio:.2f}"
            )
            pairs.append(pair)
        _settle(site, POINTS + 1, MANY_POINTS, place)
        many = _tell_all(site, place, MANY_POINTS)
        tell(f"  told {MANY_POINTS} at {many.whole.per_second:.0f}/s")
        peaks = peaks_of({name: process.pid for name, process in processes.running.items()})
    peaks.pop("sandbox")
    return Telling(Contest(tuple(pairs)), send_workers(site), median(written), many, peaks)


def send_workers(site: Site) -> int:
    """How many processes of ours send alerts: the bare loop gets as many."""
    return sum(line[-2:] == SEND_COMMAND for line in command_lines(site.ground).values())


def _settle(site: Site, first: int, last: int, place: int | None = None) -> int:
    with site.database.transaction() as session:
        place = place or crowd.make_building(session)
        crowd.move_in(session, place, first=first, last=last)
    with site.database.one_statement() as connection:
        connection.execute(text("VACUUM ANALYZE"))
    return place


def _tell_all(site: Site, place: int, points: int) -> Told:
    """Move one job and wait until all have been told. Raises Miscounted unless each was told exactly once."""
    _calm(site)
    with site.database.transaction() as session:
        job = crowd.open_job(session, place)
    with site.database.transaction() as session:
        status = crowd.status_of(session, crowd.HEARD)
        event_id = move(session, job, status, actor=FIXLINE).id
    committed = time.time()
    _wait_until_idle(site, committed + LONGEST_ROUND_SECONDS)
    _check_count(site, points)
    with site.database.reading() as session:
        row = session.execute(_LAST, {"event": event_id}).one()
    if row.told != points:
        raise Miscounted(f"{row.told} of {points} messages are marked as accepted.")
    return Told(Pass(points, row.accepted - committed), row.written - committed, row.body)


_LAST = text(
    """
    SELECT count(*) FILTER (WHERE state = 'accepted') AS told, min(body) AS body,
           cast(extract(epoch FROM max(state_at)) AS double precision) AS accepted,
           cast(extract(epoch FROM max(created_at)) AS double precision) AS written
    FROM messages WHERE event_id = :event
    """
)
_BUSY = text("SELECT EXISTS (SELECT 1 FROM outbox WHERE kind IN ('fan_out', 'deliver'))")


def _wait_until_idle(site: Site, deadline: float) -> None:
    with site.database.one_statement() as connection:
        while connection.scalar(_BUSY):
            if time.time() > deadline:
                raise Miscounted(f"Not all told within {LONGEST_ROUND_SECONDS:.0f} seconds.")
            time.sleep(LOOK_SECONDS)


def _send_bare(site: Site, body: str, points: int) -> Pass:
    """The same number of the same words, from as many processes and threads as our send workers have."""
    recipients = crowd.phones(1, points)
    with ExitStack() as stack:
        hands = [
            stack.enter_context(Hand(module_line("bench.bare_loop"), site.environment))
            for _ in range(send_workers(site))
        ]
        for hand in hands:
            hand.says("ready")
        _calm(site)
        for n, hand in enumerate(hands):
            hand.told(json.dumps({"body": body, "recipients": recipients[n :: len(hands)]}))
            hand.says("set")
        started = time.time()
        for hand in hands:
            hand.told("go")
        ended = max(hand.answer()["ended"] for hand in hands)
    _check_count(site, points)
    return Pass(points, ended - started)


def _calm(site: Site) -> None:
    """An empty emulator that sends no receipts."""
    _post(site, "/sandbox/reset", {})
    _post(site, "/sandbox/moods", {"twilio": {"receipts_enabled": False}})


def _post(site: Site, path: str, body: dict[str, object]) -> None:
    request = urllib.request.Request(
        site.emulator_url + path,
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=20):
        return


def _check_count(site: Site, points: int) -> None:
    with urllib.request.urlopen(f"{site.emulator_url}/sandbox/count", timeout=20) as answer:
        counted = json.load(answer)["twilio"]
    if counted["accepted"] != points or counted["distinct"] != points:
        raise Miscounted(
            f"The carrier accepted {counted['accepted']} messages to {counted['distinct']} people, not {points}."
        )
