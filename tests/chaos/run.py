"""One run: a load, a plan of faults, the wait until everything is settled, and the count at the carrier."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.chaos.carrier import CarrierClient
from tests.chaos.counting import Inbound, Tally, tally
from tests.chaos.ground import BRISK, PATIENCE, ChaosGround, chaos_ground
from tests.chaos.injecting import ALWAYS, Injector
from tests.chaos.installation import PRODUCT, WEB, WHOLE_CREW, Installation
from tests.chaos.load import Load, Size, alerts_only, persistently, size_of
from tests.chaos.plan import Planned, make_plan
from tests.chaos.standing import Standing, inbound_of, odd_ones, standing_of

SECONDS_A_FAULT = 2.2
BEFORE = -1.0
TICK_SECONDS = 0.05
LOOK_SECONDS = 1.0
TELL_SECONDS = 5.0
# Nothing may move any more between the first and the last of so many looks.
QUIET_LOOKS = 3
KEPT_LOGS = Path("build/chaos")

Say = Callable[[str], None]


@dataclass(frozen=True)
class Options:
    """What a run is to be.

    plan: instead of one drawn from the seed. entrance: instead of the product's own. crew: how many processes of each
    kind. settings: the waits, instead of the usual ones. after: the plan's time begins when so many have arrived.
    """

    seed: int
    messages: int
    faults: int
    minutes: float
    plan: Sequence[Planned] | None = None
    entrance: tuple[str, ...] = PRODUCT
    crew: Mapping[str, int] = field(default_factory=lambda: WHOLE_CREW)
    settings: Mapping[str, str] = field(default_factory=lambda: BRISK)

    after: int = 0

    @property
    def size(self) -> Size:
        """The load. Nobody writes to a crew without web processes."""
        return size_of(self.messages) if WEB in self.crew else alerts_only(self.messages)

    @property
    def planned(self) -> Sequence[Planned]:
        """What is to go wrong."""
        if self.plan is not None:
            return self.plan
        return make_plan(self.seed, self.faults, self.faults * SECONDS_A_FAULT, PATIENCE)


@dataclass(frozen=True)
class Report:
    """What a run came to. unsettled: still under way when time was up. draining: seconds after the last fault."""

    seed: int
    messages: int
    faults: dict[str, int]
    tally: Tally
    unsettled: int
    seconds: float
    draining: float
    sent_again: int
    dead: int
    ended_alone: dict[str, int]

    @property
    def lost(self) -> int:
        """Missing at the carrier or with us; what is not settled in time counts as missing."""
        return max(self.tally.lost, self.unsettled)

    @property
    def is_clean(self) -> bool:
        """Whether nothing was lost, nothing came twice and nothing came that should not."""
        return not (self.lost or self.tally.twice or self.tally.strange)

    def as_json(self) -> dict[str, object]:
        """The figures of the last line."""
        return {
            "seed": self.seed,
            "messages": self.messages,
            "faults": sum(self.faults.values()),
            "lost": self.lost,
            "twice": self.tally.twice,
            "seconds": round(self.seconds, 1),
            "drained_after_last_fault": round(self.draining, 1),
            "strange": self.tally.strange,
            "arrived": self.tally.arrived,
            "sent_again": self.sent_again,
            "dead": self.dead,
            "ended_by_themselves": self.ended_alone,
            "faults_by_kind": self.faults,
        }


def run(options: Options, say: Say) -> Report:
    """Carry the whole run out on a ground of its own. say: hears how it goes, a line at a time."""
    say(f"Seed {options.seed}: {len(options.planned)} faults are planned.")
    for planned in options.planned:
        say(f"  {planned}")
    with (
        chaos_ground(options.settings) as ground,
        Installation(ground, options.crew, options.entrance) as installation,
    ):
        report = _Run(options, ground, installation, say).through()
        if not report.is_clean:
            kept = KEPT_LOGS / str(options.seed)
            shutil.copytree(installation.logs, kept, dirs_exist_ok=True)
            say(f"What the processes said is kept in {kept}.")
        return report


class _Run:
    def __init__(
        self, options: Options, ground: ChaosGround, installation: Installation, say: Say
    ) -> None:
        self._options = options
        self._ground = ground
        self._installation = installation
        self._say = say
        self._carrier = CarrierClient(ground.carrier_url)
        always = ALWAYS if WEB in options.crew else {**ALWAYS, "receipts_enabled": False}
        self._carrier.set_moods(always, options.seed)
        self._size = options.size
        self._load = Load(ground, self._carrier, self._size, options.seed)
        self._injector = Injector(installation, self._carrier, options.planned, say)
        self._last_fault = max((each.at + each.seconds for each in options.planned), default=0.0)
        self._standing: Standing | None = None
        self._begun = None if options.after else 0.0

    def through(self) -> Report:
        started = time.monotonic()
        self._load.begin(max(self._last_fault, SECONDS_A_FAULT))
        try:
            is_settled = self._until_settled(started)
        finally:
            self._load.end()
        return self._report(time.monotonic() - started, at_least=0 if is_settled else 1)

    def _until_settled(self, started: float) -> bool:
        """True once all is settled, False when time is up before."""
        quiet, told, looked = 0, 0.0, 0.0
        while (elapsed := time.monotonic() - started) < self._options.minutes * 60:
            self._injector.tick(self._plan_time(elapsed))
            self._installation.look_after()
            if elapsed - looked >= LOOK_SECONDS:
                looked = elapsed
                quiet = quiet + 1 if self._is_settled() else 0
                if quiet == QUIET_LOOKS:
                    return True
            if elapsed - told >= TELL_SECONDS:
                told = elapsed
                self._tell(elapsed)
            time.sleep(TICK_SECONDS)
        return False

    def _plan_time(self, elapsed: float) -> float:
        """Seconds since the plan's time began; what is planned for BEFORE comes at once."""
        if self._begun is None and self._carrier.accepted() >= self._options.after:
            self._begun = elapsed
        return BEFORE if self._begun is None else elapsed - self._begun

    def _is_settled(self) -> bool:
        self._standing = standing_of(self._ground.database)
        return (
            self._injector.is_over
            and self._load.is_done
            and self._standing is not None
            and self._standing.unsettled == 0
            and self._standing.filed >= self._size.texts
            and self._carrier.pending() == 0
        )

    def _tell(self, elapsed: float) -> None:
        now = self._standing
        stands = (
            "the database is away"
            if now is None
            else (
                f"promised {now.promised}, queued {now.queued}, sending {now.sending}, uncertain {now.uncertain}"
            )
        )
        faults = sum(self._injector.done.values())
        self._say(f"{elapsed:6.1f} s  - {faults} faults so far; {stands}")

    def _report(self, seconds: float, *, at_least: int) -> Report:
        """at_least: how much is taken for unsettled, whatever the database says."""
        written = self._load.texts()
        arrivals = self._carrier.arrivals()
        inbound: dict[str, Inbound] = inbound_of(self._ground.database, written)
        found = tally(self._load.expected, arrivals, inbound)
        standing = persistently(self._ground.database, lambda _: standing_of(self._ground.database))
        self._explain(found)
        return Report(
            seed=self._options.seed,
            messages=self._size.messages,
            faults={fault.value: count for fault, count in sorted(self._injector.done.items())},
            tally=found,
            unsettled=max(at_least, standing.unsettled if standing else self._size.messages),
            seconds=seconds,
            draining=max(0.0, seconds - self._last_fault),
            sent_again=standing.sent_again if standing else 0,
            dead=standing.dead if standing else 0,
            ended_alone=dict(self._installation.ended_alone),
        )

    def _explain(self, found: Tally) -> None:
        for example in found.examples:
            self._say(f"  {example}")
        people = [example.split()[1] for example in found.examples]
        for words in odd_ones(self._ground.database, people) if people else ():
            self._say(f"  {words}")
