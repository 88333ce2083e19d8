"""`make bench`: all measurements in one run, progress as it goes, one JSON object on the last line."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import asdict

from bench.figures import limits_of, reading_limits, report_line
from bench.ground import site
from bench.letterbox import ROUNDS as LETTERBOX_ROUNDS
from bench.letterbox import TEXTS_A_ROUND, Letterbox, measure_letterbox
from bench.peaks import NoPeaks, need_peaks
from bench.reading import Reading, measure_reading
from bench.telling import MANY_POINTS, POINTS, Telling, measure_telling
from sandbox.processes import WEB_THREADS, WEB_WORKERS
from workers.runtime import SENDING_THREADS


def main() -> int:
    """Measure; 0 when every limit is met, 1 when one is missed."""
    started = time.monotonic()
    try:
        need_peaks()
    except NoPeaks as refusal:
        sys.exit(str(refusal))
    print(
        "PostgreSQL and Redis of our own are starting; nothing else should be busy now.", flush=True
    )
    with site() as here:
        _tell(f"Webhook: {LETTERBOX_ROUNDS} rounds of {TEXTS_A_ROUND} signed texts ...")
        letterbox = measure_letterbox(here, _tell)
        _tell(f"Telling: one status change to {POINTS} contact points ...")
        telling = measure_telling(here, _tell)
    _tell("Reading: every held-out text, one at a time ...")
    reading = measure_reading()
    # The web process that took the texts, not the one that stood idle while thousands were told.
    peaks = {**telling.peaks, "web": letterbox.peak}
    limits = [
        *limits_of(letterbox.contest, telling.contest, peaks),
        *reading_limits(reading.p99_ms, reading.peak),
    ]
    measured: dict[str, object] = {
        **_as_json(letterbox, telling, reading),
        "peak_memory_mb": peaks,
        "machine": {"cpus": os.cpu_count(), "load_1m": round(os.getloadavg()[0], 1)},
        "seconds": round(time.monotonic() - started, 1),
    }
    print(report_line(measured, limits), flush=True)
    return 0 if all(limit.is_met for limit in limits) else 1


def _as_json(letterbox: Letterbox, telling: Telling, reading: Reading) -> dict[str, object]:
    return {
        "webhook": {
            **letterbox.contest.as_json(),
            "rows_stored": LETTERBOX_ROUNDS * TEXTS_A_ROUND,
            "processes": WEB_WORKERS,
            "threads": WEB_THREADS,
        },
        "telling": {
            **telling.contest.as_json(),
            "points": POINTS,
            "rows_written_per_second": round(telling.written_per_second, 1),
            "told_per_second_of_many": round(telling.many.whole.per_second, 1),
            "many": MANY_POINTS,
            "processes": telling.senders,
            "threads": SENDING_THREADS,
        },
        "reading": asdict(reading),
    }


def _tell(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
