"""The parts of a run by name, each on fresh ground of its own, so that one alone measures the same as all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field

from bench.answering import measure_answering
from bench.cost import measure_cost
from bench.figures import TELLING_RATIO, WEBHOOK_RATIO, Limit, reading_limits
from bench.ground import site
from bench.ladder import measure_ladder
from bench.letterbox import ROUNDS as LETTERBOX_ROUNDS
from bench.letterbox import TEXTS_A_ROUND, measure_letterbox
from bench.lists import measure_lists
from bench.payment import measure_paying
from bench.plain_way import measure_plain_way
from bench.reading import measure_reading
from bench.receivables import measure_receivables
from bench.search import measure_search
from bench.sizes import Sizes
from bench.telling import CARRIER_MS, POINTS, measure_telling
from sandbox.processes import WEB_THREADS, WEB_WORKERS
from workers.runtime import SENDING_THREADS

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Measured:
    """What a part found: its figures as JSON, its limits, and the peak memory in MB of processes that worked in it."""

    figures: Mapping[str, object]
    limits: list[Limit]
    peaks: Mapping[str, float] = field(default_factory=dict)


def webhook(_sizes: Sizes, tell: Tell) -> Measured:
    """Taking texts in, against a bare route."""
    with site() as here:
        letterbox = measure_letterbox(here, tell)
    figures = {
        **letterbox.contest.as_json(),
        "cpu_ms": round(letterbox.cpu_ms, 3),
        "rows_stored": LETTERBOX_ROUNDS * TEXTS_A_ROUND,
        "processes": WEB_WORKERS,
        "threads": WEB_THREADS,
    }
    limit = Limit("webhook_ratio", letterbox.contest.ratio, at_least=WEBHOOK_RATIO)
    return Measured(figures, [limit], {"web": letterbox.peak})


def telling(_sizes: Sizes, tell: Tell) -> Measured:
    """One change told to thousands, against a bare loop over the SDK."""
    with site() as here:
        telling = measure_telling(here, tell)
    figures = {
        **{
            f"carrier_{latency_ms}_ms": contest.as_json()
            for latency_ms, contest in telling.contests.items()
        },
        "points": POINTS,
        "processes": telling.senders,
        "threads": SENDING_THREADS,
    }
    slow = telling.contests[CARRIER_MS].ratio
    limits = [Limit(f"telling_ratio_at_{CARRIER_MS}_ms", slow, at_least=TELLING_RATIO)]
    return Measured(figures, limits, telling.peaks)


def plain(sizes: Sizes, tell: Tell) -> Measured:
    """The same work as one queued job a message."""
    with site() as here:
        plainly = measure_plain_way(here, sizes, tell)
    return Measured(plainly.as_json(), plainly.limits())


def cost(sizes: Sizes, tell: Tell) -> Measured:
    """What a message costs, in small numbers and large."""
    with site() as here:
        found = measure_cost(here, sizes, tell)
    return Measured(found.as_json(), found.limits(), found.peaks)


def answering(sizes: Sizes, tell: Tell) -> Measured:
    """How soon a person is answered."""
    with site() as here:
        found = measure_answering(here, sizes, tell)
    return Measured(found.as_json(), found.limits(), found.peaks)


def ladder(sizes: Sizes, tell: Tell) -> Measured:
    """What more send workers bring."""
    with site() as here:
        return Measured(measure_ladder(here, sizes, tell).as_json(), [])


def reading(_sizes: Sizes, _tell: Tell) -> Measured:
    """Reading a text, alone."""
    found = measure_reading()
    return Measured(asdict(found), reading_limits(found.p99_ms, found.peak))


def payment(_sizes: Sizes, tell: Tell) -> Measured:
    """One payment over 500 invoices."""
    with site() as here:
        found = measure_paying(here, tell)
    return Measured(found.as_json(), found.limits())


def receivables(sizes: Sizes, tell: Tell) -> Measured:
    """Ageing over a million invoices as of any day, and a statement over ten thousand."""
    with site() as here:
        found = measure_receivables(here, sizes, tell)
    return Measured(found.as_json(), found.limits())


def search(sizes: Sizes, tell: Tell) -> Measured:
    """The search box over the customers of a large company."""
    with site() as here:
        found = measure_search(here, sizes, tell)
    return Measured(found.as_json(), found.limits())


def lists(sizes: Sizes, tell: Tell) -> Measured:
    """Every list page of the office over half a million jobs."""
    with site() as here:
        found = measure_lists(here, sizes, tell)
    return Measured(found.as_json(), found.limits())


PARTS: Mapping[str, Callable[[Sizes, Tell], Measured]] = {
    "webhook": webhook,
    "telling": telling,
    "plain": plain,
    "cost": cost,
    "answering": answering,
    "ladder": ladder,
    "reading": reading,
    "payment": payment,
    "receivables": receivables,
    "search": search,
    "lists": lists,
}
