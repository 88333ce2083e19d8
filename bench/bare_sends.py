"""A number of sends in bare loops, as many processes as send for us, and what they spent. Refuses a wrong count."""

from __future__ import annotations

import json
import time
from contextlib import ExitStack
from dataclasses import dataclass

from bench import crowd
from bench.change import calm, check_count, send_workers
from bench.figures import Pass
from bench.ground import Site, module_line
from bench.hands import Hand
from bench.spending import Spending, spent_by


@dataclass(frozen=True)
class BareSends:
    """How long it took, and what the sending processes spent meanwhile."""

    whole: Pass
    spending: Spending


def send_bare(site: Site, body: str, points: int, *, latency_ms: int = 0) -> BareSends:
    """Send these words to so many, on an emptied emulator, over the same SDK with the same threads as ours."""
    recipients = crowd.phones(1, points)
    with ExitStack() as stack:
        hands = [
            stack.enter_context(Hand(module_line("bench.bare_loop"), site.environment))
            for _ in range(send_workers(site))
        ]
        for hand in hands:
            hand.says("ready")
        calm(site, latency_ms=latency_ms)
        for n, hand in enumerate(hands):
            hand.told(json.dumps({"body": body, "recipients": recipients[n :: len(hands)]}))
            hand.says("set")
        pids = {f"bare-{n}": hand.pid for n, hand in enumerate(hands)}
        before, started = spent_by(pids), time.time()
        for hand in hands:
            hand.told("go")
        ended = max(hand.answer()["ended"] for hand in hands)
        spending = spent_by(pids).since(before)
    check_count(site, points)
    return BareSends(Pass(points, ended - started), spending)
