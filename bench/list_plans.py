"""How the database reads what a page asks: every statement once more with its plan, and the rows it had to look at."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import event, text
from sqlalchemy.engine import Connection

from core.db import Database

# A table of fewer rows may be read from end to end.
LARGE_ROWS = 5_000
# A question, and what it was asked with.
Asked: TypeAlias = tuple[str, Mapping[str, object]]
_TABLES = text(
    """
    SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = CAST(current_schema() AS regnamespace)
        AND reltuples >= :rows
    """
)


@dataclass(frozen=True)
class Reading:
    """scans: the ways of reading that occur; rows: looked at in all; whole: large tables read from end to end."""

    scans: tuple[str, ...]
    rows: int
    whole: tuple[str, ...]


def large_tables(database: Database, rows: int = LARGE_ROWS) -> frozenset[str]:
    """The tables that have at least so many rows."""
    with database.reading() as session:
        return frozenset(session.scalars(_TABLES, {"rows": rows}))


@contextmanager
def listening(database: Database) -> Iterator[list[Asked]]:
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


def read_by(database: Database, asked: list[Asked], large: frozenset[str]) -> Reading:
    """How all of these are read."""
    plans = [plan for each in asked for plan in _plans(database, *each)]
    scans = [scan for plan in plans for scan in scans_of(plan)]
    return Reading(
        scans=tuple(sorted({str(each["Node Type"]) for each in scans})),
        rows=sum(rows_of(each) for each in scans),
        whole=tuple(sorted({table for plan in plans for table in read_whole(plan, large)})),
    )


def read_whole(plan: object, large: frozenset[str]) -> Iterator[str]:
    """Large tables that the plan reads from end to end; one that stops at its first rows does not."""
    for each in scans_of(plan):
        table = str(each.get("Relation Name"))
        if each["Node Type"] == "Seq Scan" and table in large and rows_of(each) >= LARGE_ROWS:
            yield table


def scans_of(plan: object) -> Iterator[Mapping[str, object]]:
    """The parts of a plan that read tables and indexes, wherever they stand in it."""
    waiting = [plan]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting += part
        elif isinstance(part, dict):
            if str(part.get("Node Type")).endswith("Scan"):
                yield part
            waiting += [each for each in part.values() if isinstance(each, (list, dict))]


def rows_of(scan: Mapping[str, object]) -> int:
    """The rows a part looked at, those it passed over among them."""
    each = (_number(scan, name) for name in ("Actual Rows", "Rows Removed by Filter"))
    return round(sum(each) * _number(scan, "Actual Loops"))


def _number(scan: Mapping[str, object], name: str) -> float:
    found = scan.get(name, 0)
    return float(found) if isinstance(found, (int, float)) else 0.0


def _plans(
    database: Database, statement: str, parameters: Mapping[str, object]
) -> Iterator[object]:
    with database.one_statement() as connection:
        for row in connection.exec_driver_sql(
            f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}", dict(parameters)
        ):
            yield json.loads(row[0]) if isinstance(row[0], str) else row[0]
