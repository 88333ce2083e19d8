"""Brings a plan's faults about at their times, and ends those that last. Works on the main thread alone."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

from tests.chaos.carrier import CarrierClient
from tests.chaos.installation import Installation
from tests.chaos.plan import KILLS, STOPS, Fault, Planned

# All the time, whatever else: receipts and texts are lost, repeated and told out of order.
ALWAYS: dict[str, object] = {
    "duplicate_receipts_rate": 0.2,
    "lose_receipts_rate": 0.2,
    "reorder_receipts": "shuffled",
    "duplicate_inbound_rate": 0.3,
    "hang_seconds": 30.0,
}
OUTCOMES = {
    Fault.LIMITED: "429",
    Fault.LIMITED_WORDLESS: "429",
    Fault.FAILS_BEFORE: "500",
    Fault.FAILS_AFTER: "500_after",
    Fault.HANGS_BEFORE: "hang_before",
    Fault.HANGS_AFTER: "hang",
    Fault.CUT_BEFORE: "drop_before",
    Fault.CUT_AFTER: "drop",
    Fault.GARBLED: "garbled",
}
LOOKUP_FAILURES = ("500", "429", "garbled")
RETRY_AFTER_SECONDS = 1
SLOWEST_MILLISECONDS = 1500
MOST_BAD_ANSWERS = 0.95


class Injector:
    """Holds what is still to come. `tick` it often."""

    def __init__(
        self,
        installation: Installation,
        carrier: CarrierClient,
        plan: Sequence[Planned],
        say: Callable[[str], None],
    ) -> None:
        """say: hears each fault as it happens."""
        self._installation = installation
        self._carrier = carrier
        self._say = say
        self._turn = 0
        self._waiting: list[tuple[float, int, Callable[[float], None]]] = []
        self._moods: list[Planned] = []
        self.done: Counter[Fault] = Counter()
        for planned in plan:
            self._at(planned.at, partial(self._begin, planned))

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to do, and nothing lasts."""
        return not self._waiting

    def tick(self, elapsed: float) -> None:
        """Do what is due. elapsed: seconds since the start."""
        while self._waiting and self._waiting[0][0] <= elapsed:
            _, _, act = heapq.heappop(self._waiting)
            act(elapsed)

    def _at(self, moment: float, act: Callable[[float], None]) -> None:
        self._turn += 1
        heapq.heappush(self._waiting, (moment, self._turn, act))

    def _begin(self, planned: Planned, elapsed: float) -> None:
        self._say(f"{elapsed:6.1f} s  {str(planned)[10:]}")
        self.done[planned.fault] += 1
        fault = planned.fault
        if fault in KILLS:
            self._installation.kill(self._installation.name_of(KILLS[fault], planned.number))
        elif fault in STOPS:
            name = self._installation.name_of(STOPS[fault], planned.number)
            pid = self._installation.stop(name)
            self._at(elapsed + planned.seconds, lambda _: self._installation.wake(name, pid))
        elif fault is Fault.KILL_POSTGRES:
            self._installation.kill_postgres()
        elif fault is Fault.WIPE_REDIS:
            self._installation.wipe_redis()
        else:
            self._moods.append(planned)
            self._show_moods()
            self._at(elapsed + planned.seconds, lambda _: self._end_mood(planned))

    def _end_mood(self, planned: Planned) -> None:
        self._moods.remove(planned)
        self._show_moods()

    def _show_moods(self) -> None:
        self._carrier.set_moods(switches_of(self._moods))


def switches_of(moods: Sequence[Planned]) -> dict[str, object]:
    """The carrier's switches while these moods last together. Pure."""
    chances: dict[str, float] = {}
    for each in moods:
        if each.fault in OUTCOMES:
            outcome = OUTCOMES[each.fault]
            chances[outcome] = chances.get(outcome, 0.0) + each.share
    crowded = max(1.0, sum(chances.values()) / MOST_BAD_ANSWERS)
    kinds = {each.fault: each.share for each in moods}
    failing = kinds.get(Fault.LOOKUPS_FAIL, 0.0) / len(LOOKUP_FAILURES)
    return {
        **ALWAYS,
        "chances": {outcome: chance / crowded for outcome, chance in chances.items()},
        "lookup_chances": dict.fromkeys(LOOKUP_FAILURES, failing),
        "latency_ms": int(kinds.get(Fault.SLOW, 0.0) * SLOWEST_MILLISECONDS),
        "retry_after_seconds": None if Fault.LIMITED_WORDLESS in kinds else RETRY_AFTER_SECONDS,
    }
