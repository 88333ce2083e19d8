"""What processes have spent of the processors, by the kernel's books. A process that ended meanwhile counts nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import psutil

from bench.ground import Site
from sandbox.processes import Processes

POSTGRES, REDIS, EMULATOR = "postgres", "redis", "sandbox"


@dataclass(frozen=True)
class Spending:
    """Seconds of processor time by process name, over one stretch of work."""

    seconds: Mapping[str, float]

    def of(self, *names: str) -> float:
        """What these processes spent together; a name nobody bears spent nothing."""
        return sum(self.seconds.get(name, 0.0) for name in names)

    @property
    def total(self) -> float:
        """What all spent together."""
        return sum(self.seconds.values())

    def since(self, earlier: Spending) -> Spending:
        """What was spent after an earlier look."""
        return Spending({name: spent - earlier.of(name) for name, spent in self.seconds.items()})


def spent_by(pids: Mapping[str, int]) -> Spending:
    """What each named process, with all its children living and gone, has spent since its start."""
    return Spending({name: _family_seconds(pid) for name, pid in pids.items()})


def product_pids(site: Site, processes: Processes) -> dict[str, int]:
    """Everything that works for us: our processes, PostgreSQL and Redis, but not the carrier."""
    ours = {name: each.pid for name, each in processes.running.items() if name != EMULATOR}
    return {**ours, POSTGRES: site.postgres_pid, REDIS: site.redis_pid}


def _family_seconds(pid: int) -> float:
    parent = psutil.Process(pid)
    return sum(_seconds(each) for each in [*parent.children(recursive=True), parent])


def _seconds(process: psutil.Process) -> float:
    """Its own time and that of children it has waited for, so that an ended connection's stays counted."""
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system + times.children_user + times.children_system)
