"""Every list page of the office over 100,000 customers and 500,000 jobs, and how the database reads each of them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from bench.figures import Limit, percentile
from bench.ground import Site
from bench.list_company import fill_company
from bench.list_pages import PAGES, VALUES
from bench.list_plans import Reading, large_tables, listening, read_by
from bench.sizes import Sizes
from bench.spending import POSTGRES, spent_by
from core.config import load_settings
from core.desk.actions import add_staff
from core.desk.model import StaffRole
from office import create_blueprint
from watch.serving import collect_seldom

CUSTOMERS, JOBS = 100_000, 500_000
FEW_CUSTOMERS, FEW_JOBS = 1_000, 5_000
SMALL_RUN = 100
ROUNDS = 20
PAGE_MS = 100.0
# How many times longer than the plain list of all jobs, which is fifty rows of one index.
PAGE_RATIO = 6.0
YARDSTICK = "/jobs?shown=all"
EMAIL, PASSWORD = "list@fixline.example", "only for this measurement"
# As weak as it goes: nothing of this is about how long hashing takes.
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(frozen=True)
class ListPage:
    """One page: server milliseconds of each round, how many questions it asks, how they are read.

    cpu_ms: processor time of web and database together, of an opening; it hardly knows what else the machine does.
    ratio: how many times as long as the plain list takes, which is opened right after it in every round, so that a
    slow moment of the machine slows both; the median of the rounds.
    """

    name: str
    every_ms: tuple[float, ...]
    cpu_ms: float
    ratio: float
    statements: int
    reading: Reading

    @property
    def median(self) -> float:
        """Of the rounds."""
        return median(self.every_ms)

    @property
    def p95(self) -> float:
        """What 19 of 20 rounds do not exceed."""
        return percentile(self.every_ms, 95)

    @property
    def line(self) -> str:
        """As the table shows it."""
        read = self.reading
        whole = f"  WHOLE TABLE: {', '.join(read.whole)}" if read.whole else ""
        return (
            f"{self.name:27} {self.median:7.1f} {self.p95:7.1f} {self.cpu_ms:7.1f} {self.ratio:7.2f}"
            f" {self.statements:5} {read.rows:8,}  {', '.join(read.scans)}{whole}"
        )


@dataclass(frozen=True)
class Lists:
    """All pages of one run."""

    customers: int
    jobs: int
    pages: tuple[ListPage, ...]

    @property
    def worst(self) -> ListPage:
        """The slowest."""
        return max(self.pages, key=lambda page: page.p95)

    def as_json(self) -> dict[str, object]:
        """For the run's record."""
        return {
            "customers": self.customers,
            "jobs": self.jobs,
            "worst": self.worst.name,
            "pages": {
                page.name: {
                    "median_ms": round(page.median, 1),
                    "p95_ms": round(page.p95, 1),
                    "cpu_ms": round(page.cpu_ms, 1),
                    "ratio": round(page.ratio, 2),
                    "rows": page.reading.rows,
                    "scans": list(page.reading.scans),
                }
                for page in self.pages
            },
        }

    def limits(self) -> list[Limit]:
        """The figure to reach, one that no machine's pace can meet or miss, and that no large table is read whole."""
        whole = sum(bool(page.reading.whole) for page in self.pages)
        dearest = max(page.ratio for page in self.pages)
        return [
            Limit("list_p95_ms", self.worst.p95, below=PAGE_MS),
            Limit("list_ratio", dearest, below=PAGE_RATIO),
            Limit("list_whole_reads", whole if self.jobs == JOBS else 0, below=1),
        ]


def measure_lists(here: Site, sizes: Sizes, tell: Callable[[str], None]) -> Lists:
    """Fill the company, sign in, and open every list as a person does."""
    is_small = sizes.plain_messages < SMALL_RUN
    customers, jobs = (FEW_CUSTOMERS, FEW_JOBS) if is_small else (CUSTOMERS, JOBS)
    tell(f"filling a company of {customers:,} customers and {jobs:,} jobs")
    with here.database.transaction() as session:
        add_staff(
            session, name="Lista", email=EMAIL, role=StaffRole.ADMINISTRATOR, password=PASSWORD, hasher=QUICK
        )  # fmt: skip
    fill_company(here.database, customers=customers, jobs=jobs, tell=tell)
    web = Flask("fixline lists")
    web.register_blueprint(create_blueprint(load_settings(here.environment), here.database))
    desk = _desk(web)
    with here.database.reading() as session:
        values = dict(session.execute(VALUES).mappings().one())
    large = large_tables(here.database)
    collect_seldom()
    tell(f"{'page':27}  median     p95     cpu   ratio  asks     rows  read by")
    pages = []
    for name, address in PAGES.items():
        pages.append(_measured(here, desk, name, address.format(**values), large))
        tell(pages[-1].line)
    return Lists(customers, jobs, tuple(pages))


def _desk(web: Flask) -> FlaskClient:
    """An administrator signed in at the office's own web application."""
    desk = web.test_client()
    token = _TOKEN.search(desk.get("/sign-in").get_data(as_text=True))
    if token is None:
        raise RuntimeError("the sign-in page has no form")
    answer = desk.post(
        "/sign-in", data={"csrf_token": token[1], "email": EMAIL, "password": PASSWORD}
    )
    if answer.status_code != 302:
        raise RuntimeError(f"nobody could sign in: {answer.status}")
    return desk


def _measured(
    here: Site, desk: FlaskClient, name: str, address: str, large: frozenset[str]
) -> ListPage:
    with listening(here.database) as asked:
        _opened(desk, address)
    reading = read_by(here.database, asked, large)
    every, spent, ratios = [], 0.0, []
    for _ in range(ROUNDS):
        before = _spent(here)
        every.append(_opened(desk, address))
        spent += _spent(here) - before
        ratios.append(every[-1] / _opened(desk, YARDSTICK))
    cpu_ms = spent * 1000 / ROUNDS
    return ListPage(name, tuple(every), cpu_ms, median(ratios), len(asked), reading)


def _spent(here: Site) -> float:
    """Seconds of processor time that the web side, which is this process, and PostgreSQL have had."""
    return time.process_time() + spent_by({POSTGRES: here.postgres_pid}).total


def _opened(desk: FlaskClient, address: str) -> float:
    """Milliseconds in the server; of a file until its first lines are there. Raises where the page does not open."""
    began = time.perf_counter()
    answer = desk.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status}")
    pieces = answer.iter_encoded()
    # The first piece of a file is its mark of spelling alone.
    for _, _piece in zip(range(2), pieces, strict=False):
        pass
    took = (time.perf_counter() - began) * 1000
    answer.close()
    return took
