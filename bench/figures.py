"""The arithmetic of a run: rates, paired ratios, medians, limits and their JSON. Pure; refuses empty runs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

WEBHOOK_RATIO = 0.6
TELLING_RATIO = 0.85
PLAIN_RATIO = 8.0
COST_SPREAD = 0.2
OVERHEAD_MS = 1.0
IDLE_P95_MS = 300.0
BUSY_P95_MS = 2000.0
WORKER_MEGABYTES = 200.0
READING_P99_MS = 10.0
READER_MEGABYTES = 300.0
PAYMENT_MS = 300.0
PAYMENT_RATIO = 40.0


@dataclass(frozen=True)
class Pass:
    """One timed stretch of work. p99_ms: 99 in 100 requests took no longer; None where only the whole was timed."""

    done: int
    seconds: float
    p99_ms: float | None = None

    @property
    def per_second(self) -> float:
        """How many a second. Raises ValueError when nothing was done or no time passed."""
        if self.done <= 0 or self.seconds <= 0:
            raise ValueError(f"{self.done} done in {self.seconds} seconds is no measurement.")
        return self.done / self.seconds


@dataclass(frozen=True)
class Pair:
    """Ours and the bare loop, one right after the other, so that a slow moment of the machine slows both."""

    ours: Pass
    bare: Pass

    @property
    def ratio(self) -> float:
        """Our rate as a part of the bare loop's."""
        return self.ours.per_second / self.bare.per_second


@dataclass(frozen=True)
class Contest:
    """All pairs of one measurement."""

    pairs: tuple[Pair, ...]

    @property
    def ratio(self) -> float:
        """The median of the pairs' ratios."""
        return median(pair.ratio for pair in self.pairs)

    def as_json(self) -> dict[str, object]:
        """Medians first, then every pair's ratio, so that the spread can be seen."""
        return {
            "ratio": round(self.ratio, 3),
            **_medians("ours", [pair.ours for pair in self.pairs]),
            **_medians("bare", [pair.bare for pair in self.pairs]),
            "ratios": [round(pair.ratio, 3) for pair in self.pairs],
        }


def _medians(whose: str, passes: Sequence[Pass]) -> dict[str, object]:
    found: dict[str, object] = {
        f"{whose}_per_second": round(median(each.per_second for each in passes), 1)
    }
    timed = [each.p99_ms for each in passes if each.p99_ms is not None]
    if timed:
        found[f"{whose}_p99_ms"] = round(median(timed), 1)
    return found


@dataclass(frozen=True)
class Limit:
    """What a figure must reach (`at_least`) or stay under (`below`); exactly one of both is given."""

    name: str
    seen: float
    at_least: float | None = None
    below: float | None = None

    @property
    def is_met(self) -> bool:
        """Whether the figure keeps to its limit."""
        if self.at_least is not None:
            return self.seen >= self.at_least
        return self.below is not None and self.seen < self.below

    def as_json(self) -> dict[str, object]:
        """The figure beside its limit."""
        bound = {"at_least": self.at_least} if self.at_least is not None else {"below": self.below}
        return {"name": self.name, "seen": round(self.seen, 3), **bound, "met": self.is_met}


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that `percent` of 100 values do not exceed (nearest rank). Raises ValueError on nothing."""
    if not values:
        raise ValueError("A percentile of nothing.")
    ordered = sorted(values)
    rank = -(-len(ordered) * percent // 100)
    return ordered[max(0, int(rank) - 1)]


def ms_each(seconds: float, done: int) -> float:
    """Milliseconds a piece. Raises ValueError when nothing was done."""
    if done <= 0:
        raise ValueError(f"{done} done is no measurement.")
    return seconds * 1000 / done


def half_spread(values: Sequence[float]) -> float:
    """How far the furthest lie from the middle between them, as a part of it: 0.2 means all are within 20 %.

    Raises ValueError on nothing, or when the middle is not above 0.
    """
    if not values or min(values) + max(values) <= 0:
        raise ValueError("A spread of nothing.")
    return (max(values) - min(values)) / (max(values) + min(values))


def largest(peaks: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Each process's largest peak of several parts."""
    names = dict.fromkeys(name for each in peaks for name in each)
    return {name: max(each[name] for each in peaks if name in each) for name in names}


def memory_limits(peaks: Mapping[str, float]) -> list[Limit]:
    """The limit of every process's memory, in MB by name."""
    return [
        Limit(f"memory_mb_{name}", megabytes, below=WORKER_MEGABYTES)
        for name, megabytes in peaks.items()
    ]


def reading_limits(p99_ms: float, megabytes: float) -> list[Limit]:
    """The limits of reading one text, and of a process that reads."""
    return [
        Limit("reading_p99_ms", p99_ms, below=READING_P99_MS),
        Limit("memory_mb_reader", megabytes, below=READER_MEGABYTES),
    ]


def report_line(measured: Mapping[str, object], limits: Sequence[Limit]) -> str:
    """The run as one line of JSON, with whether it passed first."""
    return json.dumps(
        {
            "passed": all(limit.is_met for limit in limits),
            **measured,
            "limits": [limit.as_json() for limit in limits],
        }
    )
