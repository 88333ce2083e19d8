"""Measure what a message costs, told to a thousand, to ten thousand, to a hundred thousand. Refuses a wrong count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from sqlalchemy import text

from bench.bare_sends import BareSends, send_bare
from bench.change import begin, calm, check_count, finish, settle, wait_for_all
from bench.figures import COST_SPREAD, OVERHEAD_MS, Limit, Pass, half_spread, ms_each
from bench.ground import Site
from bench.peaks import peaks_of
from bench.sizes import Sizes
from bench.spending import EMULATOR, POSTGRES, REDIS, Spending, product_pids, spent_by
from core.outbox import Lane
from sandbox.processes import Processes, command_lines

WARMING_POINTS = 200
# Whose work a told message is; web and talk have no part in it.
TELLING = ("relay", Lane.SEND.value, Lane.CHORES.value, POSTGRES, REDIS)
# A bare loop beside a round of more than this would only prolong the run.
MOST_BESIDE = 10_000
STORED = ("messages", "notifications")


@dataclass(frozen=True)
class Round:
    """One change told. wal: bytes PostgreSQL wrote to its log for it; bare: the same sends bare, where made."""

    whole: Pass
    spending: Spending
    wal: int
    bare: BareSends | None

    @property
    def cpu_ms(self) -> float:
        """Processor time of everything that works for us, a message."""
        return ms_each(self.spending.total, self.whole.done)

    @property
    def wall_ms(self) -> float:
        """Time that passed, a message."""
        return ms_each(self.whole.seconds, self.whole.done)

    def overhead_ms(self, bare: BareSends) -> float:
        """Processor time a message of fan-out, claim, rendering, recording and PostgreSQL beyond the SDK's own."""
        ours = ms_each(self.spending.of(*TELLING), self.whole.done)
        return ours - ms_each(bare.spending.total, bare.whole.done)


@dataclass(frozen=True)
class Cost:
    """All rounds by number of contact points. stored: bytes a message keeps on disk; peaks: MB by process."""

    rounds: dict[int, list[Round]]
    stored: float
    peaks: dict[str, float]

    @property
    def overhead_ms(self) -> float:
        """The median over all rounds that had a bare loop beside them."""
        return median(
            each.overhead_ms(each.bare)
            for rounds in self.rounds.values()
            for each in rounds
            if each.bare
        )

    def spread(self) -> float:
        """How far the cost at any number lies from the middle of the costs at all of them, as a part of it."""
        return half_spread([_typical(rounds, _cpu) for rounds in self.rounds.values()])

    def as_json(self) -> dict[str, object]:
        """A row for each number of contact points, then what holds for all."""
        largest = self.rounds[max(self.rounds)]
        return {
            "rows": [_row(points, rounds) for points, rounds in self.rounds.items()],
            "cpu_spread": round(self.spread(), 3),
            "overhead_ms": round(self.overhead_ms, 3),
            "stored_bytes": round(self.stored),
            "wal_bytes": round(median(each.wal / each.whole.done for each in largest)),
        }

    def limits(self) -> list[Limit]:
        """Flat in the number, and small beyond the SDK's own."""
        return [
            Limit("cost_spread", self.spread(), below=COST_SPREAD),
            Limit("overhead_ms", self.overhead_ms, below=OVERHEAD_MS),
        ]


def measure_cost(site: Site, sizes: Sizes, tell: Callable[[str], None]) -> Cost:
    """Tell ever more contact points in one building, with the same processes throughout."""
    lines = {**command_lines(site.ground), EMULATOR: site.emulator_line}
    rounds: dict[int, list[Round]] = {}
    with Processes(lines, site.environment, site.folder / "logs") as processes:
        wait_for_all(site, processes)
        place, housed = settle(site, 1, WARMING_POINTS), WARMING_POINTS
        _round(site, processes, place, housed)
        for points, times in sizes.cost_rounds.items():
            if points > housed:
                settle(site, housed + 1, points, place)
            housed = max(housed, points)
            rounds[points] = [_round(site, processes, place, housed) for _ in range(times)]
            tell(f"  {_shown(points, rounds[points])}")
        peaks = peaks_of({name: each.pid for name, each in processes.running.items()})
    peaks.pop(EMULATOR)
    return Cost(rounds, _stored(site), peaks)


def _round(site: Site, processes: Processes, place: int, points: int) -> Round:
    calm(site)
    pids = product_pids(site, processes)
    wal, before = _wal(site), spent_by(pids)
    finished = finish(site, processes, begin(site, place, points))
    spending, wal = spent_by(pids).since(before), _wal(site) - wal
    check_count(site, points)
    bare = send_bare(site, finished.body, points) if points <= MOST_BESIDE else None
    return Round(finished.whole, spending, wal, bare)


def _wal(site: Site) -> int:
    with site.database.one_statement() as connection:
        return int(connection.scalar(text("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn")) or 0)


def _stored(site: Site) -> float:
    """What a message and its line in the record of who was told take on disk, indexes and free room included."""
    sizes = " + ".join(f"pg_total_relation_size('{table}')" for table in STORED)
    with site.database.one_statement() as connection:
        return float(
            connection.scalar(text(f"SELECT ({sizes})::float / count(*) FROM messages")) or 0
        )


def _cpu(each: Round) -> float:
    return each.cpu_ms


def _wall(each: Round) -> float:
    return each.wall_ms


def _typical(rounds: Sequence[Round], figure: Callable[[Round], float]) -> float:
    return median(figure(each) for each in rounds)


def _row(points: int, rounds: Sequence[Round]) -> dict[str, object]:
    names = rounds[0].spending.seconds
    return {
        "points": points,
        "rounds": len(rounds),
        "cpu_ms": round(_typical(rounds, _cpu), 3),
        "wall_ms": round(_typical(rounds, _wall), 3),
        "per_second": round(median(each.whole.per_second for each in rounds), 1),
        "cpu_ms_by_process": {
            name: round(median(ms_each(each.spending.of(name), points) for each in rounds), 3)
            for name in names
        },
        "bare_cpu_ms": _bare_ms(rounds),
    }


def _bare_ms(rounds: Sequence[Round]) -> float | None:
    spent = [
        ms_each(each.bare.spending.total, each.bare.whole.done) for each in rounds if each.bare
    ]
    return round(median(spent), 3) if spent else None


def _shown(points: int, rounds: Sequence[Round]) -> str:
    cpu, wall = _typical(rounds, _cpu), _typical(rounds, _wall)
    return f"{points}: {cpu:.2f} ms of processor time and {wall:.2f} ms a message"
