"""Measure the inbound webhook under gunicorn against a bare route that only verifies. Refuses to lose a text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import func, select, text

from bench.figures import Contest, Pair, Pass, ms_each
from bench.ground import Site, module_line
from bench.hands import Hand
from bench.peaks import peaks_of
from bench.spending import POSTGRES, spent_by
from core.messaging.model import Envelope
from sandbox.processes import HOST, Processes, web_command

# Many short rounds rather than few long ones: a busy moment of the machine then spoils one pair, not the median.
ROUNDS = 25
TEXTS_A_ROUND = 800
WARMING_TEXTS = 2000
APP, BARE_APP = "app:create_app()", "bench.bare_route:create_app()"


class Lost(Exception):
    """Acknowledged texts are not in the database, or more than once."""


@dataclass(frozen=True)
class Letterbox:
    """All that was measured. peak: MB, of the larger web process after all texts.

    cpu_ms: processor time a text of web and PostgreSQL together, in milliseconds.
    """

    contest: Contest
    peak: float
    cpu_ms: float


def measure_letterbox(site: Site, tell: Callable[[str], None]) -> Letterbox:
    """Post distinct signed texts to both in turn, over and over; check that each was stored exactly once."""
    lines = {"web": web_command(site.ground.port), "bare": bare_command(site.bare_port)}
    pairs = []
    with (
        Processes(lines, site.environment, site.folder / "logs") as processes,
        Hand(module_line("bench.load"), site.environment) as load,
    ):
        processes.wait_for(f"http://{HOST}:{site.ground.port}/sign-in")
        processes.wait_for(f"http://{HOST}:{site.bare_port}/")
        load.says("ready")
        _round(site, load, first=0, count=WARMING_TEXTS)
        working = {"web": processes.running["web"].pid, POSTGRES: site.postgres_pid}
        before = spent_by(working)
        for number in range(ROUNDS):
            first = WARMING_TEXTS + number * TEXTS_A_ROUND
            pair = _round(site, load, first=first, count=TEXTS_A_ROUND)
            tell(f"  webhook {_shown(pair.ours)}, bare route {_shown(pair.bare)}: {pair.ratio:.2f}")
            pairs.append(pair)
        spent = spent_by(working).since(before)
        peak = peaks_of({"web": processes.running["web"].pid})["web"]
    _check_stored(site, WARMING_TEXTS + ROUNDS * TEXTS_A_ROUND)
    _forget(site)
    return Letterbox(Contest(tuple(pairs)), peak, ms_each(spent.total, ROUNDS * TEXTS_A_ROUND))


def bare_command(port: int) -> list[str]:
    """The command line of gunicorn with the same settings as the product's, but for the application."""
    return [BARE_APP if part == APP else part for part in web_command(port)]


def _round(site: Site, load: Hand, *, first: int, count: int) -> Pair:
    bare = _pass(load, f"{site.bare_port} {first} {count}")
    return Pair(ours=_pass(load, f"{site.ground.port} {first} {count}"), bare=bare)


def _pass(load: Hand, work: str) -> Pass:
    load.told(work)
    figures = load.answer()
    return Pass(int(figures["done"]), figures["seconds"], figures["p99_ms"])


def _shown(each: Pass) -> str:
    return f"{each.per_second:.0f}/s (p99 {each.p99_ms or 0:.0f} ms)"


def _check_stored(site: Site, acknowledged: int) -> None:
    with site.database.reading() as session:
        stored = session.scalar(select(func.count()).select_from(Envelope))
    if stored != acknowledged:
        raise Lost(f"{acknowledged} texts were acknowledged, {stored} are stored.")


def _forget(site: Site) -> None:
    """Nobody is to answer these texts while something else is measured."""
    with site.database.transaction() as session:
        session.execute(text("TRUNCATE outbox"))
