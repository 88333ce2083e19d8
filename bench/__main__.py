"""`make bench`: all measurements in one run, or the parts named; one JSON object on the last line."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Mapping, Sequence

from bench.figures import largest, memory_limits, report_line
from bench.parts import PARTS, Measured
from bench.peaks import NoPeaks, need_peaks
from bench.sizes import SIZES, Size


def main(given: Sequence[str] | None = None) -> int:
    """Measure; 0 when every limit is met, 1 when one is missed."""
    started = time.monotonic()
    asked = _asked(given)
    try:
        need_peaks()
    except NoPeaks as refusal:
        sys.exit(str(refusal))
    _tell("PostgreSQL and Redis of our own for each part; nothing else should be busy now.")
    found: dict[str, Measured] = {}
    for name in asked.part or PARTS:
        _tell(f"{name.capitalize()}: {(PARTS[name].__doc__ or '').strip()}")
        found[name] = PARTS[name](SIZES[_size(asked)], _tell)
    peaks = largest([each.peaks for each in found.values()])
    limits = [limit for each in found.values() for limit in each.limits] + memory_limits(peaks)
    print(report_line(_report(found, peaks, started), limits), flush=True)
    return 0 if all(limit.is_met for limit in limits) else 1


def _asked(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("part", nargs="*", help=f"of {', '.join(PARTS)}; all when none is named")
    parser.add_argument("--size", type=Size, choices=list(Size), help="how much to measure")
    asked = parser.parse_args(given)
    if unknown := [name for name in asked.part if name not in PARTS]:
        parser.error(f"there is no part {unknown[0]!r}; there are {', '.join(PARTS)}")
    return asked


def _size(asked: argparse.Namespace) -> Size:
    """Cost asked for alone means all of it; in a run of everything, the hundred thousand would take minutes more."""
    size: Size | None = asked.size
    return size or (Size.FULL if asked.part == ["cost"] else Size.USUAL)


def _report(
    found: Mapping[str, Measured], peaks: Mapping[str, float], started: float
) -> dict[str, object]:
    return {
        **{name: each.figures for name, each in found.items()},
        "peak_memory_mb": peaks,
        "machine": {"cpus": os.cpu_count(), "load_1m": round(os.getloadavg()[0], 1)},
        "seconds": round(time.monotonic() - started, 1),
    }


def _tell(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
