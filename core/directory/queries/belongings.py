"""What belongs to a customer, over all tables: read from the database's own catalogue, so that a table that comes later
is among them without a word here. Pages show it before two customers are merged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

# Kept by triggers: it follows by itself.
FOLLOWS_BY_ITSELF = frozenset({"customer_search"})
# Tables whose rows say no more than that two things belong together, so that one of two equal rows is enough.
LINKS = frozenset(
    {
        "alert_subscriptions",
        "approval_limits",
        "bill_subscriptions",
        "customer_tags",
        "property_relationships",
    }
)
# History is never rewritten: pages read it by the numbers of both.
HISTORY = frozenset({"events"})
# How pages call what moves.
WORDS: Mapping[tuple[str, str], str] = {
    ("alert_subscriptions", "customer_id"): "alert subscriptions",
    ("approval_limits", "customer_id"): "approval limits",
    ("bill_subscriptions", "customer_id"): "subscriptions to news of money",
    ("bookings", "customer_id"): "bookings",
    ("calls", "customer_id"): "calls",
    ("contacts", "customer_id"): "people with their numbers and conversations",
    ("customer_tags", "customer_id"): "tags",
    ("customers", "merged_into_id"): "customers merged before",
    ("invoices", "bill_to_id"): "invoices",
    ("jobs", "bill_to_override_id"): "jobs billed to them",
    ("jobs", "customer_id"): "jobs",
    ("notes", "subject_id"): "staff notes",
    ("payments", "payer_id"): "payments",
    ("properties", "financially_responsible_customer_id"): "properties they pay for",
    ("property_relationships", "customer_id"): "links to properties",
    ("staff_tasks", "subject_id"): "staff tasks",
}

_KEYS = text(
    """
    SELECT c.conrelid::regclass::text, a.attname
    FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND c.confrelid = 'customers'::regclass
    UNION ALL
    SELECT s.table_name, s.column_name
    FROM information_schema.columns s JOIN information_schema.columns t USING (table_schema, table_name)
    WHERE s.table_schema = current_schema()
        AND s.column_name = 'subject_id' AND t.column_name = 'subject_type'
    ORDER BY 1, 2
    """
)
_UNIQUE = text(
    """
    SELECT array_agg(a.attname ORDER BY k.n)
    FROM pg_index i
    CROSS JOIN LATERAL unnest(i.indkey::int[]) WITH ORDINALITY AS k (attnum, n)
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
    WHERE i.indisunique AND i.indpred IS NULL AND i.indrelid = CAST(:table AS regclass)
    GROUP BY i.indexrelid
    HAVING bool_or(a.attname = :column)
    """
)


@dataclass(frozen=True)
class Belonging:
    """A column that names a customer. The statements want `kept` and `gone`; said_twice: take away what both have."""

    table: str
    column: str
    counting: str
    moving: str
    said_twice: tuple[str, ...]


@dataclass(frozen=True)
class Moving:
    """How many rows of a kind would move."""

    words: str
    count: int


def belongings(session: Session) -> tuple[Belonging, ...]:
    """Every column of every table that names a customer, but for what follows by itself and history."""
    keys = session.execute(_KEYS).all()
    passed_over = FOLLOWS_BY_ITSELF | HISTORY
    return tuple(
        _belonging(session, table, column) for table, column in keys if table not in passed_over
    )


def what_would_move(session: Session, customer_id: int) -> tuple[Moving, ...]:
    """What a merge would move away from this customer, most first."""
    counted = (
        Moving(
            same_words(each),
            session.execute(text(each.counting), {"gone": customer_id}).scalar_one(),
        )
        for each in belongings(session)
    )
    return tuple(sorted((each for each in counted if each.count), key=lambda each: -each.count))


def same_words(belonging: Belonging) -> str:
    """What pages call such rows; a table that has no words yet is called by its name."""
    found = WORDS.get((belonging.table, belonging.column))
    return found or belonging.table.replace("_", " ")


def _belonging(session: Session, table: str, column: str) -> Belonging:
    # Names out of the catalogue of the database itself; nobody types them.
    about = " AND subject_type = 'customer'" if column == "subject_id" else ""
    uniques = session.scalars(_UNIQUE, {"table": table, "column": column}).all()
    return Belonging(
        table,
        column,
        f"SELECT count(*) FROM {table} WHERE {column} = :gone{about}",  # noqa: S608
        f"UPDATE {table} SET {column} = :kept WHERE {column} = :gone{about} RETURNING 1",  # noqa: S608
        tuple(_taken_away(table, column, names) for names in uniques) if table in LINKS else (),
    )


def _taken_away(table: str, column: str, names: list[str]) -> str:
    same = " AND ".join(
        f"mine.{name} IS NOT DISTINCT FROM theirs.{name}" for name in names if name != column
    )
    return (
        f"DELETE FROM {table} mine USING {table} theirs"  # noqa: S608
        f" WHERE mine.{column} = :gone AND theirs.{column} = :kept AND {same or 'true'} RETURNING 1"
    )
