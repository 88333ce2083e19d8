"""Ageing over 1,000,000 invoices as of any day, against counting as many entries of one index; and a statement of one
account with 10,000 items.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from statistics import median

from sqlalchemy import text

from bench.figures import Limit
from bench.ground import Site
from bench.sizes import Sizes
from core.billing.queries.ageing import Company, ageing
from core.billing.queries.statement import activity, open_items
from core.db import Database

INVOICES = 1_000_000
FEW_INVOICES = 20_000
CUSTOMERS = 100_000
ITEMS = 10_000
SMALL_RUN = 100
ROUNDS = 5
AGEING_MS = 1000.0
# How many times longer than counting a million entries of an index: both read as many rows on the same machine.
AGEING_RATIO = 25.0
STATEMENT_MS = 1000.0
FIRST = date(2023, 1, 2)
DAYS = 1_095
LAST = FIRST + timedelta(days=DAYS)
# Early in the company's life, in the middle, and its last day.
AS_OF = (FIRST + timedelta(days=60), FIRST + timedelta(days=DAYS // 2), LAST)

_PEOPLE = text(
    """
    INSERT INTO customers (number, kind, name)
    SELECT n, 'residential', 'Customer ' || n FROM generate_series(1, CAST(:count AS int)) n
    """
)
# Of a hundred invoices four are never paid, three are paid in part, the others whole after up to eighty days.
_INVOICES = text(
    """
    WITH people AS (SELECT min(id) AS first, count(*) AS many FROM customers)
    INSERT INTO invoices (number, kind, status, bill_to_id, bill_to_source, bill_to_name, issue_on, due_on, net_cents,
        total_cents, settled_on)
    SELECT n, 'invoice', 'issued', first + (n::bigint * 7919) % many, 'job_customer', 'Somebody', day, day + 30,
        cents, cents, CASE WHEN n % 100 >= 7 AND day + paid_after <= CAST(:last AS date) THEN day + paid_after END
    FROM people, generate_series(1, CAST(:count AS int)) n, LATERAL (
        SELECT CAST(:first AS date) + (n::bigint * CAST(:days AS int) / CAST(:count AS int))::int AS day,
            10000 + n % 90000 AS cents, (n::bigint * 31 % 80)::int AS paid_after
    ) made
    """
)
_PAYMENTS = text(
    """
    INSERT INTO payments (kind, payer_id, method, state, received_on, amount_cents, note, spent_on)
    SELECT 'payment', bill_to_id, 'check', 'succeeded', paid_on, total_cents / part, id, paid_on
    FROM invoices, LATERAL (
        SELECT issue_on + (number::bigint * 31 % 80)::int AS paid_on,
            CASE WHEN number % 100 >= 7 THEN 1 ELSE 2 END AS part
    ) made
    WHERE number % 100 >= 4 AND paid_on <= CAST(:last AS date)
    """
)
_ALLOCATIONS = text(
    """
    INSERT INTO allocations (payment_id, invoice_id, amount_cents, effective_on)
    SELECT id, note::bigint, amount_cents, received_on FROM payments
    """
)
# One in two hundred brings something that nothing uses.
_CREDIT = text(
    """
    INSERT INTO payments (kind, payer_id, method, state, received_on, amount_cents)
    SELECT 'payment', bill_to_id, 'check', 'succeeded', issue_on, 500 FROM invoices WHERE number % 200 = 0
    """
)
_ONE_ACCOUNT = text(
    """
    WITH one AS (INSERT INTO customers (number, kind, name) VALUES (9000001, 'commercial', 'Lakeside') RETURNING id)
    INSERT INTO invoices (number, kind, status, bill_to_id, bill_to_source, bill_to_name, issue_on, due_on, net_cents,
        total_cents)
    SELECT 5000000 + n, 'invoice', 'issued', one.id, 'job_customer', 'Lakeside', CAST(:first AS date) + n % 300,
        CAST(:first AS date) + n % 300 + 30, 12345, 12345
    FROM one, generate_series(1, CAST(:count AS int)) n
    RETURNING bill_to_id
    """
)
_COUNT = text("SELECT count(*) FROM invoices WHERE issue_on <= CAST(:last AS date)")


@dataclass(frozen=True)
class Receivables:
    """Milliseconds: of the ageing by day, of counting the same invoices in an index, of an account's two statements."""

    invoices: int
    open_items: dict[str, int]
    ageing_ms: dict[str, float]
    count_ms: float
    activity_ms: float
    open_ms: float
    items: int

    @property
    def worst_ms(self) -> float:
        """Of the days asked about."""
        return max(self.ageing_ms.values())

    def as_json(self) -> dict[str, object]:
        """For the run's record."""
        return {
            "invoices": self.invoices,
            "open_items": self.open_items,
            "ageing_ms": {day: round(ms, 1) for day, ms in self.ageing_ms.items()},
            "count_ms": round(self.count_ms, 1),
            "ratio": round(self.worst_ms / self.count_ms, 1),
            "statement_items": self.items,
            "activity_ms": round(self.activity_ms, 1),
            "open_items_ms": round(self.open_ms, 1),
        }

    def limits(self) -> list[Limit]:
        """The issue's figures, and one that no machine's pace can meet or miss."""
        return [
            Limit("ageing_ms", self.worst_ms, below=AGEING_MS),
            Limit("ageing_ratio", self.worst_ms / self.count_ms, below=AGEING_RATIO),
            Limit("statement_ms", max(self.activity_ms, self.open_ms), below=STATEMENT_MS),
        ]


def measure_receivables(here: Site, sizes: Sizes, tell: Callable[[str], None]) -> Receivables:
    """Fill three years of books, then age them as of several days and print one large account."""
    is_small = sizes.plain_messages < SMALL_RUN
    count = FEW_INVOICES if is_small else INVOICES
    tell(f"filling books of {count:,} invoices")
    account = _fill(here.database, count, CUSTOMERS // (INVOICES // count))
    ages = {day.isoformat(): _timed(partial(_age, here.database, day)) for day in AS_OF}
    tell("  ".join(f"{day} {ms:.0f} ms" for day, ms in ages.items()))
    return Receivables(
        invoices=count,
        open_items={day.isoformat(): _age(here.database, day) for day in AS_OF},
        ageing_ms=ages,
        count_ms=_timed(partial(_count, here.database)),
        activity_ms=_timed(partial(_activity, here.database, account)),
        open_ms=_timed(partial(_open, here.database, account)),
        items=ITEMS,
    )


def _fill(database: Database, count: int, people: int) -> int:
    """Rows as they would stand: the triggers sleep meanwhile. Returns the large account."""
    said = {"count": count, "first": FIRST, "last": LAST, "days": DAYS}
    with database.transaction() as session:
        session.execute(text("SET LOCAL session_replication_role = replica"))
        session.execute(_PEOPLE, {"count": people})
        session.execute(_INVOICES, said)
        session.execute(_PAYMENTS, {"last": LAST})
        session.execute(_ALLOCATIONS)
        session.execute(_CREDIT)
        account = session.execute(_ONE_ACCOUNT, {"first": FIRST, "count": ITEMS}).scalars().first()
    with database.one_statement() as connection:
        connection.execute(text("VACUUM ANALYZE"))
    return int(account or 0)


def _timed(work: Callable[[], int]) -> float:
    """The middle of some rounds, in milliseconds, after one that warms what it reads."""
    work()
    found = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        found.append((time.perf_counter() - began) * 1000)
    return median(found)


def _age(database: Database, on: date) -> int:
    with database.reading() as session:
        return ageing(session, on, Company()).total.items


def _count(database: Database) -> int:
    with database.reading() as session:
        return int(session.scalar(_COUNT, {"last": LAST}) or 0)


def _activity(database: Database, account: int) -> int:
    with database.reading() as session:
        return len(activity(session, account, FIRST, LAST).movements)


def _open(database: Database, account: int) -> int:
    with database.reading() as session:
        return len(open_items(session, account, LAST).items)
