"""One status change told to a building, from its commit to the last acceptance. Refuses a count that does not fit."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import text

from bench import crowd
from bench.figures import Pass
from bench.ground import Site
from core.events.actions import FIXLINE
from core.jobs.actions.status import move
from core.outbox import Lane
from sandbox.processes import HOST, Processes, command_lines

STARTING_SECONDS = 120.0
LONGEST_SECONDS = 900.0
LOOK_SECONDS = 0.1
PATIENCE_SECONDS = 30.0
SEND_COMMAND = ["worker", Lane.SEND.value]


class NotToldOnce(Exception):
    """The carrier's count, or ours, is not one message a contact point."""


@dataclass(frozen=True)
class Change:
    """A change under way. committed: when its promise was written, seconds since the epoch."""

    event_id: int
    points: int
    committed: float


@dataclass(frozen=True)
class Finished:
    """What became of it. body: the words everyone was told."""

    whole: Pass
    body: str


def wait_for_all(site: Site, processes: Processes) -> None:
    """Return when web and emulator answer: what starts beside them is then about to work, too."""
    processes.wait_for(f"{site.emulator_url}/sandbox/health", within=STARTING_SECONDS)
    processes.wait_for(f"http://{HOST}:{site.ground.port}/sign-in", within=STARTING_SECONDS)


def settle(site: Site, first: int, last: int, place: int | None = None) -> int:
    """Move in tenants numbered first to last, in a new building or in `place`; the building's id."""
    with site.database.transaction() as session:
        place = place or crowd.make_building(session)
        crowd.move_in(session, place, first=first, last=last)
    with site.database.one_statement() as connection:
        connection.execute(text("VACUUM ANALYZE"))
    return place


def begin(site: Site, place: int, points: int) -> Change:
    """Move one job of the building, which all its tenants wish to hear of."""
    with site.database.transaction() as session:
        job = crowd.open_job(session, place)
    with site.database.transaction() as session:
        status = crowd.status_of(session, crowd.HEARD)
        event_id = move(session, job, status, actor=FIXLINE).id
    return Change(event_id, points, time.time())


def finish(site: Site, processes: Processes, change: Change) -> Finished:
    """Wait until nothing of it is due any more.

    Raises NotToldOnce after LONGEST_SECONDS or for a wrong count, and RuntimeError when a process has ended.
    """
    with site.database.one_statement() as connection:
        while connection.scalar(_BUSY):
            if time.time() > change.committed + LONGEST_SECONDS:
                raise NotToldOnce(f"Not all told within {LONGEST_SECONDS:.0f} seconds.")
            processes.need_all()
            time.sleep(LOOK_SECONDS)
    with site.database.reading() as session:
        row = session.execute(_LAST, {"event": change.event_id}).one()
    if row.told != change.points:
        raise NotToldOnce(f"{row.told} of {change.points} messages are marked as accepted.")
    return Finished(Pass(change.points, row.accepted - change.committed), row.body)


_LAST = text(
    """
    SELECT count(*) FILTER (WHERE state = 'accepted') AS told, min(body) AS body,
           cast(extract(epoch FROM max(state_at)) AS double precision) AS accepted
    FROM messages WHERE event_id = :event
    """
)
_BUSY = text("SELECT EXISTS (SELECT 1 FROM outbox WHERE kind IN ('fan_out', 'deliver'))")


def tell_once(
    site: Site, processes: Processes, place: int, points: int, *, latency_ms: int = 0
) -> Finished:
    """Tell everybody in the building, on an emptied emulator, and check that each was told exactly once."""
    calm(site, latency_ms=latency_ms)
    finished = finish(site, processes, begin(site, place, points))
    check_count(site, points)
    return finished


def send_workers(site: Site) -> int:
    """How many processes of ours send alerts: whatever we are measured against gets as many."""
    return sum(line[-2:] == SEND_COMMAND for line in command_lines(site.ground).values())


def calm(site: Site, *, latency_ms: int = 0) -> None:
    """An empty emulator that sends no receipts and takes so long to answer a post."""
    _post(site, "/sandbox/reset", {})
    mood = {"receipts_enabled": False, "latency_ms": latency_ms}
    _post(site, "/sandbox/moods", {"twilio": mood})


def check_count(site: Site, points: int) -> None:
    """Raise NotToldOnce unless the carrier accepted one message for each of so many people, and no other."""
    counted = ask(site, "/sandbox/count")["twilio"]
    if not isinstance(counted, dict):
        raise NotToldOnce("The emulator counts no texts.")
    accepted, distinct = counted["accepted"], counted["distinct"]
    if accepted != points or distinct != points:
        raise NotToldOnce(
            f"The carrier accepted {accepted} texts to {distinct} people, not {points}."
        )


def ask(site: Site, path: str) -> dict[str, object]:
    """What the emulator's control panel answers."""
    with urllib.request.urlopen(site.emulator_url + path, timeout=PATIENCE_SECONDS) as answer:
        said: dict[str, object] = json.load(answer)
    return said


def _post(site: Site, path: str, body: Mapping[str, object]) -> None:
    request = urllib.request.Request(
        site.emulator_url + path,
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS):
        return
