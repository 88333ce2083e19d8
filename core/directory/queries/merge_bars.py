"""What bars a merge of two customers, read and never tried: a page that asks holds nobody up and writes nothing."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from core.directory.queries.belongings import LINKS, Belonging, belongings

# Of what both have in these, the merge itself makes one, or frees the second of it.
_MADE_ONE = LINKS | {"staff_tasks"}
# What the database's own guards keep as it is: issued documents, payments, what the books call a customer.
_DOCUMENTS = text(
    """
    SELECT EXISTS (SELECT FROM invoices WHERE bill_to_id = :gone AND status <> 'draft')
        OR EXISTS (SELECT FROM payments WHERE payer_id = :gone)
        OR EXISTS (SELECT FROM book_names WHERE customer_id = :gone)
    """
)
_UNIQUE = text(
    """
    SELECT array_agg(a.attname ORDER BY k.n), coalesce(pg_get_expr(i.indpred, i.indrelid), 'true')
    FROM pg_index i
    CROSS JOIN LATERAL unnest(i.indkey::int[]) WITH ORDINALITY AS k (attnum, n)
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
    WHERE i.indisunique AND i.indexprs IS NULL AND k.n <= i.indnkeyatts
        AND i.indrelid = CAST(:table AS regclass)
    GROUP BY i.indexrelid, i.indpred, i.indrelid
    HAVING bool_or(a.attname = :column)
    ORDER BY 1, 2
    """
)


def has_documents(session: Session, customer_id: int) -> bool:
    """Whether anything names this customer that never changes, so that it cannot become another's."""
    return bool(session.scalar(_DOCUMENTS, {"gone": customer_id}))


def both_have(session: Session, kept_id: int, gone_id: int) -> str:
    """The first table in which both have what one customer may have only once; empty where there is none."""
    for belonging in belongings(session):
        if belonging.table not in _MADE_ONE and _clashes(session, belonging, kept_id, gone_id):
            return belonging.table
    return ""


def _clashes(session: Session, belonging: Belonging, kept_id: int, gone_id: int) -> bool:
    named = {"table": belonging.table, "column": belonging.column}
    pair = {"kept": kept_id, "gone": gone_id}
    return any(
        session.scalar(text(_pair(belonging, columns, where)), pair)
        for columns, where in session.execute(_UNIQUE, named).all()
    )


def _pair(belonging: Belonging, columns: list[str], where: str) -> str:
    # Names and conditions out of the catalogue of the database itself; nobody types them.
    theirs = f"SELECT * FROM {belonging.table} WHERE ({where}) AND {belonging.column}"  # noqa: S608
    same = [f"mine.{name} = theirs.{name}" for name in columns if name != belonging.column]
    return (
        f"SELECT EXISTS (SELECT FROM ({theirs} = :gone) mine"  # noqa: S608
        f" JOIN ({theirs} = :kept) theirs ON {' AND '.join(same) or 'true'})"
    )
