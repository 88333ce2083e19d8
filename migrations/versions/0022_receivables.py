"""Receivables of any day found quickly: the day a payment was used up; when overdue invoices are reminded of; where the
company receives its post.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0020"
branch_labels = None
depends_on = None

# The guard of payments lets this one mark more be written.
_ALLOW = """
    DO $$ BEGIN
        EXECUTE replace(pg_get_functiondef('guard_payment()'::regprocedure),
                        'ARRAY[''state'', ', 'ARRAY[''state'', ''spent_on'', ');
    END $$
"""
_FORBID = """
    DO $$ BEGIN
        EXECUTE replace(pg_get_functiondef('guard_payment()'::regprocedure),
                        'ARRAY[''state'', ''spent_on'', ', 'ARRAY[''state'', ');
    END $$
"""

SPENDING = (
    """
    CREATE FUNCTION spent_day(of_payment bigint) RETURNS date LANGUAGE sql STABLE AS $$
        SELECT CASE WHEN sum(used.cents) = max(whole.amount_cents) THEN max(used.day) END
        FROM payments whole, LATERAL (
            SELECT amount_cents AS cents, effective_on AS day FROM allocations
                WHERE payment_id = of_payment
            UNION ALL
            SELECT amount_cents, received_on FROM payments
                WHERE returns_id = of_payment AND state = 'succeeded'
        ) used
        WHERE whole.id = of_payment
    $$
    """,
    """
    CREATE FUNCTION mark_spent_by_allocations() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE payments p SET spent_on = now_spent.day
            FROM (
                SELECT DISTINCT payment_id, spent_day(payment_id) AS day FROM fresh
                WHERE payment_id IS NOT NULL
            ) now_spent
            WHERE p.id = now_spent.payment_id AND p.spent_on IS DISTINCT FROM now_spent.day;
        RETURN NULL;
    END $$
    """,
    # Its name comes after that of the trigger that weighs: what is refused is not marked.
    """
    CREATE TRIGGER allocations_spend_payments AFTER INSERT ON allocations
        REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION mark_spent_by_allocations()
    """,
    """
    CREATE FUNCTION mark_spent_by_return() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE payments SET spent_on = spent_day(id)
            WHERE id = NEW.returns_id AND spent_on IS DISTINCT FROM spent_day(id);
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER returns_spend_payments AFTER INSERT OR UPDATE OF state ON payments
        FOR EACH ROW WHEN (NEW.returns_id IS NOT NULL) EXECUTE FUNCTION mark_spent_by_return()
    """,
)


def upgrade() -> None:
    """Mark what is used up already, then see to it that it stays marked."""
    op.add_column("payments", sa.Column("spent_on", sa.Date(), nullable=True))
    op.execute(_ALLOW)
    for statement in SPENDING:
        op.execute(statement)
    op.execute("UPDATE payments SET spent_on = spent_day(id) WHERE kind = 'payment'")
    op.create_index(
        "ix_payments_standing",
        "payments",
        [sa.literal_column("daterange(received_on, spent_on)")],
        unique=False,
        postgresql_using="gist",
        postgresql_where=sa.text("kind = 'payment' AND state IN ('succeeded', 'reversed')"),
    )
    _add_wishes()


def _add_wishes() -> None:
    op.add_column(
        "billing_defaults",
        sa.Column("postal_address", sa.Text(), server_default="", nullable=False),
    )
    for name, days in (("first", "3"), ("second", "14"), ("third", "30")):
        op.add_column(
            "billing_defaults",
            sa.Column(f"{name}_reminder_days", sa.SmallInteger(), server_default=days),
        )


def downgrade() -> None:
    """As it was; the reminder days and the postal address are lost."""
    for name in ("third", "second", "first"):
        op.drop_column("billing_defaults", f"{name}_reminder_days")
    op.drop_column("billing_defaults", "postal_address")
    op.drop_index("ix_payments_standing", table_name="payments")
    op.execute("DROP TRIGGER returns_spend_payments ON payments")
    op.execute("DROP TRIGGER allocations_spend_payments ON allocations")
    for name in ("mark_spent_by_return()", "mark_spent_by_allocations()", "spent_day(bigint)"):
        op.execute(f"DROP FUNCTION {name}")
    op.execute(_FORBID)
    op.drop_column("payments", "spent_on")
