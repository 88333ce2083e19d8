"""The search box over 100,000 customers with a phone, a mail address and a place each, against reading as many rows by
their keys.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from sqlalchemy import select, text
from sqlalchemy.orm import Session, selectinload

from bench.figures import Limit, percentile
from bench.ground import Site
from bench.sizes import Sizes
from core.db import Database
from core.directory.model import Customer
from core.directory.queries.lists import customers
from core.directory.queries.search import ranked_customers

CUSTOMERS = 100_000
FEW_CUSTOMERS = 2_000
LOT = 5_000
SHOWN = 20
ROUNDS = 15
SEARCH_MS = 50.0
SEARCH_RATIO = 25.0
SMALL_RUN = 100
WORDS = (
    "maria", "pepe", "bob garcia", "garc", "erson", "al", "springfield", "214 oak", "maria oak",
    "5550142", "0142", "#10500", "maria garcia springfield il", "chatham cedar ave", "zebra",
)  # fmt: skip
_FIRST = "Robert Maria James John Patricia Jennifer Michael Linda William Elizabeth José Guadalupe Daniel Nancy"
_LAST = "Garcia Hernandez Martin Lopez Smith Johnson Williams Brown Davis Miller Wilson Moore Taylor Anderson"
_STREET = "Oak Elm Maple Cedar Pine Main Lake Hill Park Quince Lincoln"
_FILL = text(
    """
    WITH said AS (
        SELECT n, (string_to_array(:first, ' '))[1 + (hashint4(n) & 2147483647) % 14] AS first_name,
            (string_to_array(:last, ' '))[1 + (hashint4(n * 7) & 2147483647) % 14]
                || substr(md5((n % 499)::text), 1, 2) AS last_name
        FROM generate_series(CAST(:since AS int), CAST(:until AS int)) n
    ), people AS (
        INSERT INTO customers (number, kind, name)
        SELECT n, 'residential', first_name || ' ' || last_name FROM said RETURNING id, number, name
    ), persons AS (
        INSERT INTO contacts (customer_id, first_name, last_name)
        SELECT id, split_part(name, ' ', 1), split_part(name, ' ', 2) FROM people RETURNING id, customer_id
    ), entries AS (
        INSERT INTO contact_points (contact_id, kind, value)
        SELECT id, 'phone', '+1312' || lpad((customer_id * 73 % 10000000)::text, 7, '0') FROM persons
        UNION ALL SELECT id, 'email', 'p' || customer_id || '@mail.example' FROM persons
    ), places AS (
        INSERT INTO properties (street, city, state, time_zone, import_key)
        SELECT number * 37 % 9999 || ' ' || (string_to_array(:street, ' '))[1 + number % 11] || ' Ave',
            (ARRAY['Springfield', 'Chatham', 'Rochester'])[1 + number % 3], 'IL', 'America/Chicago', id
        FROM people RETURNING id, import_key
    )
    INSERT INTO property_relationships (property_id, customer_id, type_id)
    SELECT places.id, import_key::bigint, (SELECT min(id) FROM relationship_types) FROM places
    """
)


@dataclass(frozen=True)
class Searching:
    """Milliseconds a search, by words; milliseconds of a read of as many rows by key; plans that read a whole table."""

    customers: int
    words_ms: dict[str, float]
    every_ms: tuple[float, ...]
    by_key_ms: float
    whole_reads: int

    @property
    def p95(self) -> float:
        """What 19 of 20 searches do not exceed."""
        return percentile(self.every_ms, 95)

    @property
    def ratio(self) -> float:
        """The middle search against reading as many rows by their keys."""
        return median(self.every_ms) / self.by_key_ms

    def as_json(self) -> dict[str, object]:
        """For the run's record."""
        return {
            "customers": self.customers,
            "p95_ms": round(self.p95, 1),
            "by_key_ms": round(self.by_key_ms, 2),
            "ratio": round(self.ratio, 1),
            "words_ms": {words: round(ms, 1) for words, ms in self.words_ms.items()},
        }

    def limits(self) -> list[Limit]:
        """At 100,000 customers; no search may read a whole table there."""
        return [
            Limit("search_p95_ms", self.p95, below=SEARCH_MS),
            Limit("search_ratio", self.ratio, below=SEARCH_RATIO),
            Limit("search_whole_reads", self.whole_reads, below=1),
        ]


def measure_search(here: Site, sizes: Sizes, tell: Callable[[str], None]) -> Searching:
    """Fill the directory, then look for each of WORDS as the search box does."""
    count = CUSTOMERS if sizes.plain_messages >= SMALL_RUN else FEW_CUSTOMERS
    tell(f"filling a directory of {count:,} customers")
    _fill(here.database, count)
    timed = {words: _timed(here.database, words) for words in WORDS}
    every = tuple(ms for each in timed.values() for ms in each)
    with here.database.reading() as session:
        ids = session.scalars(select(Customer.id).order_by(Customer.id).limit(SHOWN)).all()
        whole = sum(_reads_a_whole_table(session, words) for words in WORDS)
    return Searching(
        count,
        {words: median(each) for words, each in timed.items()},
        every,
        median(_by_key(here.database, ids) for _ in range(ROUNDS)),
        whole if count == CUSTOMERS else 0,
    )


def _fill(database: Database, count: int) -> None:
    said = {"first": _FIRST, "last": _LAST, "street": _STREET}
    for since in range(0, count, LOT):
        until = min(since + LOT, count)
        with database.transaction() as session:
            session.execute(_FILL, {**said, "since": since + 1, "until": until})
    with database.one_statement() as connection:
        connection.execute(text("VACUUM ANALYZE"))


def _timed(database: Database, words: str) -> tuple[float, ...]:
    found = []
    for _ in range(ROUNDS):
        with database.reading() as session:
            since = time.perf_counter()
            customers(session, words, limit=SHOWN)
            found.append((time.perf_counter() - since) * 1000)
    return tuple(found)


def _by_key(database: Database, ids: Sequence[int]) -> float:
    query = select(Customer).where(Customer.id.in_(ids)).options(selectinload(Customer.contacts))
    with database.reading() as session:
        since = time.perf_counter()
        session.scalars(query).all()
        return (time.perf_counter() - since) * 1000


def _reads_a_whole_table(session: Session, words: str) -> bool:
    asked = ranked_customers(words).limit(SHOWN).compile(dialect=session.get_bind().dialect)
    plan = session.connection().exec_driver_sql(f"EXPLAIN {asked}", dict(asked.params))
    return any("Seq Scan on customer" in str(line[0]) for line in plan)
