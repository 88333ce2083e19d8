"""Measure how fast one, two and four send workers tell, with a carrier that takes its time. Refuses a wrong count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bench.change import settle, tell_once, wait_for_all
from bench.ground import Site
from bench.sizes import Sizes
from bench.spending import EMULATOR
from core.outbox import Lane
from sandbox.processes import Processes, command_lines

WORKERS = (1, 2, 4)
# A tenth of a second is a carrier's usual answer; a slower one shows what more workers are for on a small machine.
LATENCIES_MS = (0, 100, 250)
WARMING_POINTS = 200


@dataclass(frozen=True)
class Step:
    """What so many send workers told a second, with a carrier of this latency."""

    workers: int
    latency_ms: int
    per_second: float


@dataclass(frozen=True)
class Ladder:
    """All steps. points: contact points told at each."""

    steps: tuple[Step, ...]
    points: int

    @property
    def gain(self) -> float:
        """How many times as fast two workers are as one, with the slowest carrier."""
        slowest = max(step.latency_ms for step in self.steps)
        told = {step.workers: step.per_second for step in self.steps if step.latency_ms == slowest}
        return told[2] / told[1]

    def as_json(self) -> dict[str, object]:
        """A row for each number of workers, a column for each latency."""
        rows = [
            {
                "workers": workers,
                "per_second_by_latency_ms": {
                    str(step.latency_ms): round(step.per_second, 1)
                    for step in self.steps
                    if step.workers == workers
                },
            }
            for workers in sorted({step.workers for step in self.steps})
        ]
        return {"points": self.points, "rows": rows, "gain_of_a_second_worker": round(self.gain, 2)}


def measure_ladder(site: Site, sizes: Sizes, tell: Callable[[str], None]) -> Ladder:
    """Tell the same building from ever more workers, each number started afresh."""
    warming = settle(site, 1, WARMING_POINTS)
    place = settle(site, 1, sizes.ladder_points)
    steps: list[Step] = []
    for workers in WORKERS:
        with Processes(_lines(site, workers), site.environment, site.folder / "logs") as processes:
            wait_for_all(site, processes)
            tell_once(site, processes, warming, WARMING_POINTS)
            for latency in LATENCIES_MS:
                told = tell_once(site, processes, place, sizes.ladder_points, latency_ms=latency)
                steps.append(Step(workers, latency, told.whole.per_second))
                tell(f"  {workers} workers, {latency} ms: {told.whole.per_second:.0f}/s")
    return Ladder(tuple(steps), sizes.ladder_points)


def _lines(site: Site, workers: int) -> dict[str, list[str]]:
    lines = command_lines(site.ground)
    more = {f"send-{number}": lines[Lane.SEND.value] for number in range(2, workers + 1)}
    return {**lines, **more, EMULATOR: site.emulator_line}
