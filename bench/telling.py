"""Measure one status change told to ten thousand, through relay, queue, workers and SDK, against a bare loop of sends.

With a carrier that answers at once everything is a matter of processor time; with one that takes as long as carriers
do, of keeping its threads busy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bench.bare_sends import send_bare
from bench.change import send_workers, settle, tell_once, wait_for_all
from bench.figures import Contest, Pair
from bench.ground import Site
from bench.peaks import peaks_of
from bench.spending import EMULATOR
from sandbox.processes import Processes, command_lines

POINTS = 10_000
WARMING_POINTS = 200
# What a carrier takes to answer a post, in ms: the limit is for that one. With one that answers at once it is a matter
# of who gets the two cores.
CARRIER_MS = 100
# How many pairs are run with each latency.
ROUNDS = {0: 3, CARRIER_MS: 3}


@dataclass(frozen=True)
class Telling:
    """All that was measured. contests: by the carrier's latency in ms; peaks: MB by process.

    senders: how many processes sent, ours and bare alike.
    """

    contests: dict[int, Contest]
    senders: int
    peaks: dict[str, float]


def measure_telling(site: Site, tell: Callable[[str], None]) -> Telling:
    """Tell them and send them bare in turn."""
    lines = {**command_lines(site.ground), EMULATOR: site.emulator_line}
    with Processes(lines, site.environment, site.folder / "logs") as processes:
        wait_for_all(site, processes)
        place = settle(site, 1, WARMING_POINTS)
        tell_once(site, processes, place, WARMING_POINTS)
        settle(site, WARMING_POINTS + 1, POINTS, place)
        contests = {}
        for latency_ms, rounds in ROUNDS.items():
            tell(f"  a carrier that answers after {latency_ms} ms")
            pairs = [_pair(site, processes, place, latency_ms, tell) for _ in range(rounds)]
            contests[latency_ms] = Contest(tuple(pairs))
        peaks = peaks_of({name: each.pid for name, each in processes.running.items()})
    peaks.pop(EMULATOR)
    return Telling(contests, send_workers(site), peaks)


def _pair(
    site: Site, processes: Processes, place: int, latency_ms: int, tell: Callable[[str], None]
) -> Pair:
    told = tell_once(site, processes, place, POINTS, latency_ms=latency_ms)
    bare = send_bare(site, told.body, POINTS, latency_ms=latency_ms)
    pair = Pair(ours=told.whole, bare=bare.whole)
    tell(
        f"  told {pair.ours.per_second:.0f}/s, bare loop {pair.bare.per_second:.0f}/s: {pair.ratio:.2f}"
    )
    return pair
