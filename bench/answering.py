"""Measure how soon a person who texts is answered, on an idle system and while thousands are told. Refuses silence."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from bench.change import ask, begin, calm, finish, settle, wait_for_all
from bench.figures import BUSY_P95_MS, IDLE_P95_MS, Limit, percentile
from bench.ground import Site
from bench.load import post_all
from bench.peaks import peaks_of
from bench.sizes import Sizes
from bench.spending import EMULATOR
from bench.texts import fields_of, wire_bytes
from sandbox.processes import Processes, command_lines

# Numbers of people, far from those of any tenant.
FIRST_STRANGER = 5_000_000
WARMING_TEXTS = 10
BETWEEN_TEXTS_SECONDS = 0.15
MOST_BUSY_TEXTS = 2_000
LONGEST_ANSWER_SECONDS = 30.0
LOOK_SECONDS = 0.05
MOST_PAGES = 10_000


class Unanswered(Exception):
    """Somebody who texted heard nothing."""


@dataclass(frozen=True)
class Waits:
    """How long people waited, in milliseconds, from the post of their text to the answer at the carrier."""

    milliseconds: tuple[float, ...]

    @property
    def p95(self) -> float:
        """All but one in twenty waited no longer."""
        return percentile(self.milliseconds, 95)

    def as_json(self) -> dict[str, object]:
        """How many, and how long."""
        return {
            "texts": len(self.milliseconds),
            "median_ms": round(percentile(self.milliseconds, 50), 1),
            "p95_ms": round(self.p95, 1),
            "longest_ms": round(max(self.milliseconds), 1),
        }


@dataclass(frozen=True)
class Answering:
    """All that was measured. alerts: how many drained meanwhile; drained: in how many seconds; peaks: MB by process."""

    idle: Waits
    busy: Waits
    alerts: int
    drained: float
    peaks: dict[str, float]

    def as_json(self) -> dict[str, object]:
        """Both kinds of waits."""
        drain = {"alerts": self.alerts, "drained_seconds": round(self.drained, 1)}
        return {"idle": self.idle.as_json(), "busy": {**self.busy.as_json(), **drain}}

    def limits(self) -> list[Limit]:
        """How long a person may wait."""
        return [
            Limit("answer_idle_p95_ms", self.idle.p95, below=IDLE_P95_MS),
            Limit("answer_busy_p95_ms", self.busy.p95, below=BUSY_P95_MS),
        ]


def measure_answering(site: Site, sizes: Sizes, tell: Callable[[str], None]) -> Answering:
    """Text one after another while nothing else is due; then go on texting while a change is told to thousands."""
    lines = {**command_lines(site.ground), EMULATOR: site.emulator_line}
    strangers = iter(
        range(FIRST_STRANGER, FIRST_STRANGER + MOST_BUSY_TEXTS + sizes.idle_texts + 99)
    )
    with Processes(lines, site.environment, site.folder / "logs") as processes:
        wait_for_all(site, processes)
        place = settle(site, 1, sizes.drained_points)
        calm(site)
        _one_by_one(site, strangers, WARMING_TEXTS)
        idle = _one_by_one(site, strangers, sizes.idle_texts)
        tell(f"  idle: {idle.p95:.0f} ms at the 95th percentile")
        calm(site)
        change = begin(site, place, sizes.drained_points)
        posted = _texting_while_due(site, strangers)
        drained = finish(site, processes, change).whole.seconds
        busy = _waits(site, posted)
        tell(f"  while {sizes.drained_points} are told: {busy.p95:.0f} ms of {len(posted)} texts")
        peaks = peaks_of({name: each.pid for name, each in processes.running.items()})
    peaks.pop(EMULATOR)
    return Answering(idle, busy, sizes.drained_points, drained, peaks)


# When each number's text was posted, in seconds since the epoch.
Posted = Mapping[str, float]


def _one_by_one(site: Site, strangers: Iterator[int], count: int) -> Waits:
    """Each texts when the one before has been answered, so that nothing else is under way."""
    each = [_waits(site, dict([_post(site, next(strangers))])) for _ in range(count)]
    return Waits(tuple(wait for waits in each for wait in waits.milliseconds))


def _texting_while_due(site: Site, strangers: Iterator[int]) -> Posted:
    """Text until no alert is due any more. Those posted last may find the system idle already: at most one does."""
    posted: dict[str, float] = {}
    with site.database.one_statement() as connection:
        while connection.scalar(_ALERTS_DUE) and len(posted) < MOST_BUSY_TEXTS:
            number, at = _post(site, next(strangers))
            posted[number] = at
    return posted


_ALERTS_DUE = text(
    "SELECT EXISTS (SELECT 1 FROM outbox WHERE kind = 'fan_out' OR (kind = 'deliver' AND lane = 'send'))"
)


def _post(site: Site, stranger: int) -> tuple[str, float]:
    """Post a text of somebody nobody knows, signed as the carrier signs, and wait for the 200 and a moment more."""
    environment = site.ground.environment
    fields = fields_of(
        stranger,
        account_sid=environment["TWILIO_ACCOUNT_SID"],
        recipient=environment["TWILIO_FROM_NUMBER"],
    )
    signed = wire_bytes(
        fields,
        auth_token=environment["TWILIO_AUTH_TOKEN"],
        public_url=environment["PUBLIC_URL"],
    )
    at = time.time()
    post_all(site.ground.port, [signed], connections=1)
    time.sleep(BETWEEN_TEXTS_SECONDS)
    return fields["From"], at


def _waits(site: Site, posted: Posted) -> Waits:
    """From each post to the first answer the carrier accepted. Raises Unanswered."""
    deadline = time.monotonic() + LONGEST_ANSWER_SECONDS
    while missing := posted.keys() - (answered := _answered(site)).keys():
        if time.monotonic() > deadline:
            raise Unanswered(f"{len(missing)} of {len(posted)} people heard nothing.")
        time.sleep(LOOK_SECONDS)
    return Waits(tuple((answered[number] - at) * 1000 for number, at in posted.items()))


def _answered(site: Site) -> dict[str, float]:
    """When the carrier first accepted something for each number."""
    first: dict[str, float] = {}
    for message in _accepted(site):
        number, moment = str(message["to"]), datetime.fromisoformat(str(message["created_at"]))
        first[number] = min(first.get(number, moment.timestamp()), moment.timestamp())
    return first


def _accepted(site: Site) -> Iterator[dict[str, object]]:
    cursor: object = 0
    for _ in range(MOST_PAGES):
        page = ask(site, f"/sandbox/messages?since={cursor}")
        messages = page["messages"]
        if isinstance(messages, list):
            yield from messages
        cursor = page["cursor"]
        if not page["more"]:
            return
