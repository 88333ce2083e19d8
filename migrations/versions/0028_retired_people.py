"""People who are gone and numbers that were taken away keep their row for what names them, and are found no more; a
label for how a customer stands to a place can be switched off.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

RETIRED = ("contacts", "contact_points")
# What a customer is found by (migration 0012), without the people and entries that are retired.
WORDS = """
CREATE OR REPLACE FUNCTION words_of_customers(ids bigint[]) RETURNS TABLE (id bigint, words text, cut boolean)
    STABLE LANGUAGE sql
BEGIN ATOMIC
    SELECT c.id, CASE WHEN c.merged_into_id IS NULL THEN
        plain_words(concat_ws(' ', c.name, c.company_name, people.said)) || '|'
        || plain_words(concat_ws(' ', c.number, c.billing_address, entries.said, places.said))
        ELSE '' END, c.merged_into_id IS NULL AND places.seen > 100
    FROM customers c
    CROSS JOIN LATERAL (
        SELECT string_agg(p.first_name || ' ' || p.last_name, ' ' ORDER BY p.id)
        FROM contacts p WHERE p.customer_id = c.id {standing_person}) people (said)
    CROSS JOIN LATERAL (
        SELECT string_agg(e.value, ' ' ORDER BY e.id)
        FROM contact_points e JOIN contacts p ON p.id = e.contact_id
        WHERE p.customer_id = c.id {standing_entry}) entries (said)
    CROSS JOIN LATERAL (
        SELECT string_agg(first.said, ' ' ORDER BY first.n) FILTER (WHERE first.n <= 100), count(*)
        FROM (
            SELECT row_number() OVER (ORDER BY r.id) AS n, concat_ws(' ',
                p.name, p.street, u.name, p.city, p.state, p.postal_code) AS said
            FROM property_relationships r
            JOIN properties p ON p.id = r.property_id
            LEFT JOIN units u ON u.id = r.unit_id
            WHERE r.customer_id = c.id) first) places (said, seen)
    WHERE c.id = ANY (ids);
END;
"""
FOLLOW = """
CREATE OR REPLACE FUNCTION {table}_update_seek_customers() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ids bigint[];
BEGIN
    ids := ARRAY({whom});
    IF cardinality(ids) > 0 THEN
        PERFORM seek_customers(ids);
    END IF;
    RETURN NULL;
END $$;
"""
# Whose customers, and in which columns a change matters.
WATCHED = (
    ("contacts", "SELECT customer_id FROM {rows}", "customer_id first_name last_name"),
    (
        "contact_points",
        "SELECT p.customer_id FROM {rows} JOIN contacts p ON p.id = contact_id",
        "contact_id value",
    ),
)


def upgrade() -> None:
    """The columns first, then what reads them."""
    for table in RETIRED:
        op.add_column(table, sa.Column("retired_at", sa.DateTime(timezone=True)))
    op.add_column(
        "relationship_types",
        sa.Column("active", sa.Boolean(), server_default="true", nullable=False),
    )
    _one_entry_a_value(sa.text("retired_at IS NULL"))
    op.execute(
        WORDS.format(
            standing_person="AND p.retired_at IS NULL", standing_entry="AND e.retired_at IS NULL"
        )
    )
    _follow(" retired_at")


def downgrade() -> None:
    """As it was: whoever was retired stands there again, but for entries that were typed anew since."""
    _follow("")
    op.execute(WORDS.format(standing_person="", standing_entry=""))
    op.execute(
        "UPDATE contact_points SET value = value || ' (removed ' || id || ')' WHERE retired_at IS NOT NULL"
    )
    _one_entry_a_value(None)
    op.drop_column("relationship_types", "active")
    for table in RETIRED:
        op.drop_column(table, "retired_at")


def _one_entry_a_value(where: sa.TextClause | None) -> None:
    op.drop_index("uq_contact_points_contact_value", table_name="contact_points")
    op.create_index(
        "uq_contact_points_contact_value",
        "contact_points",
        ["contact_id", "value"],
        unique=True,
        postgresql_where=where,
    )


def _follow(more: str) -> None:
    """Changes of a person or an entry are followed in the usual columns, and in these more."""
    for table, whom, columns in WATCHED:
        sides = (
            ", ".join(f"{side}.{name}" for name in (columns + more).split())
            for side in ("arrived", "gone")
        )
        differs = " IS DISTINCT FROM ".join(f"({side})" for side in sides)
        moved = f"(SELECT {{rows}}.* FROM arrived JOIN gone USING (id) WHERE {differs}) moved"  # noqa: S608
        both = (whom.format(rows=moved.format(rows=rows)) for rows in ("arrived", "gone"))
        op.execute(FOLLOW.format(table=table, whom=" UNION ".join(both)))
