"""Measure reading alone: one text at a time, in a process of its own. Reads the held-out texts of the tests."""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bench.figures import percentile
from bench.hands import Hand
from bench.peaks import peak_megabytes
from bot.cases import CaseKind, read_case
from bot.predicting import predict
from core.db import JsonObject

CASES = Path(__file__).resolve().parent.parent / "tests" / "bot" / "cases"
ROUNDS = 5


@dataclass(frozen=True)
class Reading:
    """What reading took. peak: MB, of the process that read."""

    texts: int
    median_ms: float
    p99_ms: float
    peak: float


def measure_reading() -> Reading:
    """Read every labelled text several times in a fresh process; loading the weights is not counted."""
    with Hand([sys.executable, "-m", "bench.reading"], {}) as reader:
        figures = reader.answer()
    return Reading(
        int(figures["texts"]), figures["median_ms"], figures["p99_ms"], round(figures["peak"], 1)
    )


def main() -> None:
    """`python -m bench.reading`: read every text once to warm up, then ROUNDS times, and print how long one took."""
    cases = labelled()
    for case, kind in cases:
        predict(case, kind)
    taken = []
    for _ in range(ROUNDS):
        for case, kind in cases:
            started = time.perf_counter()
            predict(case, kind)
            taken.append(time.perf_counter() - started)
    figures = {
        "texts": len(cases),
        "median_ms": round(percentile(taken, 50) * 1000, 3),
        "p99_ms": round(percentile(taken, 99) * 1000, 3),
        "peak": peak_megabytes(os.getpid()),
    }
    print(json.dumps(figures), flush=True)


def labelled() -> list[tuple[JsonObject, CaseKind]]:
    """Every held-out case, with who wrote it."""
    return [
        (read_case(line), kind)
        for kind in CaseKind
        for line in (CASES / f"held_out_{kind.value}.jsonl").read_text("utf-8").split("\n")
        if line
    ]


if __name__ == "__main__":
    main()
