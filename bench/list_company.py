"""A company of 100,000 customers and 500,000 jobs with all that ten years bring, filled by SQL: rows as they would
stand, the triggers asleep, and indexes of the large tables built once at the end.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from sqlalchemy import text

from bench.list_money import MONEY
from bench.list_people import PEOPLE
from bench.list_talk import TALK
from bench.list_work import WORK
from core.db import Database

# Each has hundreds of thousands of rows, and no part reads it by an index while it is filled.
HEAVY = (
    "jobs", "appointments", "assignments", "events", "messages", "notifications", "invoices", "invoice_lines",
    "payments", "allocations", "customer_search", "property_search",
)  # fmt: skip
# A constraint's own index stays; all others can be made anew from what the catalogue says of them.
_INDEXES = text(
    """
    SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS made_by
    FROM pg_index i WHERE i.indrelid::regclass::text = ANY (:tables)
        AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
    """
)
_COUNTED_ON = text(
    """
    SELECT setval(pg_get_serial_sequence(c.table_name, 'id'), :jobs * 20)
    FROM information_schema.columns c
    WHERE c.table_schema = current_schema() AND c.column_name = 'id' AND c.is_identity = 'YES'
    """
)


def fill_company(
    database: Database, *, customers: int, jobs: int, tell: Callable[[str], None]
) -> None:
    """Fill it into a fresh database that has one member of staff; then the planner is told of it."""
    said: Mapping[str, int] = {"customers": customers, "jobs": jobs}
    with database.transaction() as session:
        rebuilt = session.execute(_INDEXES, {"tables": list(HEAVY)}).all()
        for index in rebuilt:
            session.execute(text(f"DROP INDEX {index.name}"))
    for name, parts in (("people", PEOPLE), ("work", WORK), ("money", MONEY), ("talk", TALK)):
        began = time.monotonic()
        for part in parts:
            with database.transaction() as session:
                session.execute(text("SET LOCAL session_replication_role = replica"))
                wanted = part.compile().params
                session.execute(part, {name: said[name] for name in wanted})
        tell(f"  {name} in {time.monotonic() - began:.0f} s")
    began = time.monotonic()
    with database.one_statement() as connection:
        connection.execute(text("SET maintenance_work_mem = '256MB'"))
        for index in rebuilt:
            connection.execute(text(index.made_by))
        connection.execute(_COUNTED_ON, {"jobs": jobs})
        connection.execute(text("VACUUM ANALYZE"))
    tell(f"  indexes in {time.monotonic() - began:.0f} s")
