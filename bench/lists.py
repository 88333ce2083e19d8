"""Every list page of the office over 100,000 customers and 500,000 jobs, against the sign-in page; and how the database
reads each of them.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import TypeAlias

from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, text
from sqlalchemy.engine import Connection

from bench.figures import Limit, percentile
from bench.ground import Site
from bench.list_company import fill_company
from bench.sizes import Sizes
from core.config import load_settings
from core.db import Database
from core.desk.actions import add_staff
from core.desk.model import StaffRole
from office import create_blueprint

CUSTOMERS, JOBS = 100_000, 500_000
FEW_CUSTOMERS, FEW_JOBS = 1_000, 5_000
SMALL_RUN = 100
ROUNDS = 20
PAGE_MS = 100.0
# How many times longer than the sign-in page: both go through the same web application.
PAGE_RATIO = 40.0
EMAIL, PASSWORD = "list@fixline.example", "only for this measurement"
# As weak as it goes: nothing of this is about how long hashing takes.
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
LARGE = frozenset({"customers", "jobs", "messages", "appointments", "invoices"})
# Names of rows as they are called in `_VALUES`.
PAGES: Mapping[str, str] = {
    "my day": "/my-day",
    "inbox": "/inbox",
    "inbox, waiting": "/inbox?lane=waiting",
    "bookings": "/bookings",
    "bookings, decided": "/bookings?shown=decided",
    "wait list": "/bookings/wait-list",
    "dispatch, day": "/dispatch",
    "dispatch, week": "/dispatch?sight=week",
    "jobs, open": "/jobs",
    "jobs, all": "/jobs?shown=all",
    "jobs, closed": "/jobs?shown=closed",
    "jobs, far down": "/jobs?shown=all&below={middle}",
    "jobs, status": "/jobs?status={status}",
    "jobs, trade": "/jobs?unit={unit}&shown=all",
    "jobs, tag": "/jobs?tag={tag}",
    "jobs, technician": "/jobs?technician={technician}",
    "jobs, technician, all": "/jobs?technician={technician}&shown=all",
    "jobs, priority": "/jobs?priority=emergency&shown=all",
    "jobs, customer": "/jobs?customer={customer}",
    "jobs, property": "/jobs?property={property}",
    "jobs, words": "/jobs?q=furnace",
    "jobs, rare words": "/jobs?q={middle}",
    "jobs, opened in": "/jobs?since={since}&until={until}",
    "jobs, visited in": "/jobs?since={since}&until={until}&by=visit",
    "customers": "/customers",
    "customers, commercial": "/customers?kind=commercial",
    "customers, far down": "/customers?after={customer}",
    "properties": "/properties",
    "properties, far down": "/properties?after={property}",
    "tasks": "/tasks",
    "estimates": "/estimates",
    "equipment": "/equipment",
    "delivery": "/delivery",
    "invoices": "/billing/invoices",
    "invoices, open": "/billing/invoices?shown=open",
    "invoices, overdue": "/billing/invoices?shown=overdue",
    "invoices, drafts": "/billing/invoices?shown=draft",
    "payments": "/billing/paid",
    "batches": "/billing/batches",
    "statements": "/billing/statements",
    "reminders": "/billing/reminders",
}
_VALUES = text(
    """
    SELECT (SELECT min(id) + 7 FROM customers) AS customer, (SELECT min(id) + 7 FROM properties) AS property,
        (SELECT id FROM job_statuses WHERE category = 'booked' AND is_default) AS status,
        (SELECT min(id) FROM business_units) AS unit, (SELECT min(id) FROM tags) AS tag,
        (SELECT min(id) FROM technicians) AS technician, (SELECT max(number) / 2 FROM jobs) AS middle,
        (current_date - 14)::text AS since, (current_date - 7)::text AS until
    """
)
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
# A question, and what it was asked with.
Asked: TypeAlias = tuple[str, Mapping[str, object]]
_NODE = re.compile(r'"Node Type": "([^"]+)"')


@dataclass(frozen=True)
class ListPage:
    """One page: server milliseconds of each round, how many questions it asks, how they are read."""

    name: str
    every_ms: tuple[float, ...]
    statements: int
    nodes: tuple[str, ...]
    whole: tuple[str, ...]

    @property
    def p95(self) -> float:
        """What 19 of 20 rounds do not exceed."""
        return percentile(self.every_ms, 95)

    @property
    def line(self) -> str:
        """As the table shows it."""
        whole = f"  WHOLE TABLE: {', '.join(self.whole)}" if self.whole else ""
        return (
            f"{self.name:24} {self.p95:7.1f} ms {self.statements:3}  {', '.join(self.nodes)}{whole}"
        )


@dataclass(frozen=True)
class Lists:
    """All pages, and the sign-in page in the same run."""

    customers: int
    jobs: int
    pages: tuple[ListPage, ...]
    plain_ms: float

    @property
    def worst(self) -> ListPage:
        """The slowest."""
        return max(self.pages, key=lambda page: page.p95)

    def as_json(self) -> dict[str, object]:
        """For the run's record."""
        return {
            "customers": self.customers,
            "jobs": self.jobs,
            "plain_ms": round(self.plain_ms, 2),
            "worst": self.worst.name,
            "p95_ms": {page.name: round(page.p95, 1) for page in self.pages},
            "nodes": {page.name: list(page.nodes) for page in self.pages},
        }

    def limits(self) -> list[Limit]:
        """The figure to reach, one that no machine's pace can meet or miss, and that no large table is read whole."""
        whole = sum(bool(page.whole) for page in self.pages)
        return [
            Limit("list_p95_ms", self.worst.p95, below=PAGE_MS),
            Limit("list_ratio", self.worst.p95 / self.plain_ms, below=PAGE_RATIO),
            Limit("list_whole_reads", whole if self.jobs == JOBS else 0, below=1),
        ]


def measure_lists(here: Site, sizes: Sizes, tell: Callable[[str], None]) -> Lists:
    """Fill the company, sign in, and open every list as a person does."""
    is_small = sizes.plain_messages < SMALL_RUN
    customers, jobs = (FEW_CUSTOMERS, FEW_JOBS) if is_small else (CUSTOMERS, JOBS)
    tell(f"filling a company of {customers:,} customers and {jobs:,} jobs")
    fill_company(here.database, customers=customers, jobs=jobs)
    web = Flask("fixline lists")
    web.register_blueprint(create_blueprint(load_settings(here.environment), here.database))
    desk = _desk(here.database, web)
    with here.database.reading() as session:
        values = dict(session.execute(_VALUES).mappings().one())
    plain = median(_timed(web.test_client(), "/sign-in"))
    pages = []
    for name, address in PAGES.items():
        pages.append(_measured(here.database, desk, name, address.format(**values)))
        tell(pages[-1].line)
    return Lists(customers, jobs, tuple(pages), plain)


def _desk(database: Database, web: Flask) -> FlaskClient:
    """An administrator signed in at the office's own web application."""
    with database.transaction() as session:
        add_staff(
            session, name="Lista", email=EMAIL, role=StaffRole.ADMINISTRATOR, password=PASSWORD, hasher=QUICK
        )  # fmt: skip
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


def _measured(database: Database, desk: FlaskClient, name: str, address: str) -> ListPage:
    with _listening(database) as asked:
        desk.get(address)
    plans = [plan for each in asked for plan in _plan(database, *each)]
    nodes = sorted({node for plan in plans for node in _NODE.findall(plan)})
    whole = sorted({table for plan in plans for table in read_whole(plan)})
    return ListPage(name, _timed(desk, address), len(asked), tuple(nodes), tuple(whole))


def _timed(desk: FlaskClient, address: str) -> tuple[float, ...]:
    """Milliseconds in the server, after one that warms what it reads. Raises where the page does not open."""
    found = []
    for _ in range(ROUNDS + 1):
        began = time.perf_counter()
        answer = desk.get(address)
        found.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status}")
    return tuple(found[1:])


@contextmanager
def _listening(database: Database) -> Iterator[list[Asked]]:
    """The questions that are asked meanwhile, with what they were asked with."""
    asked: list[Asked] = []

    def note(
        _connection: Connection,
        _cursor: object,
        statement: str,
        parameters: Mapping[str, object],
        *_: object,
    ) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            asked.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", note)
    yield asked
    event.remove(database.engine, "before_cursor_execute", note)


def _plan(database: Database, statement: str, parameters: Mapping[str, object]) -> Iterator[str]:
    """How the database would read it, as JSON."""
    with database.one_statement() as connection:
        for row in connection.exec_driver_sql(
            f"EXPLAIN (FORMAT JSON) {statement}", dict(parameters)
        ):
            yield json.dumps(row[0])


def read_whole(plan: str) -> Iterator[str]:
    """Large tables that the plan reads from end to end."""
    waiting = [json.loads(plan)]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting += part
        elif isinstance(part, dict):
            if part.get("Node Type") == "Seq Scan" and part.get("Relation Name") in LARGE:
                yield str(part["Relation Name"])
            waiting += [each for each in part.values() if isinstance(each, (list, dict))]
