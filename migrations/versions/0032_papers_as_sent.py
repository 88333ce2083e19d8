"""A statement stays as it was sent, and a plan that no longer fits what is owed says so.

A day on which money was counted and taken back again keeps no document from being void before it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

# Money that had been counted before the plan was agreed on was taken back since.
BROKEN = """
UPDATE payment_plans p SET state = 'broken'
WHERE p.state IN ('active', 'kept') AND EXISTS (
    SELECT FROM allocations taken JOIN allocations first ON first.id = taken.reverses_id
    WHERE taken.invoice_id = p.invoice_id
        AND first.created_at < p.created_at AND taken.created_at > p.created_at)
"""

# What was counted and taken back on one day changed no day.
_WHOLE = "coalesce(max(effective_on), OLD.issue_on)"
_CHANGED = (
    "coalesce(max(effective_on) FILTER (WHERE NOT EXISTS (SELECT FROM allocations other"
    " WHERE (other.id = allocations.reverses_id OR other.reverses_id = allocations.id)"
    " AND other.effective_on = allocations.effective_on)), OLD.issue_on)"
)


def _guard(before: str, after: str) -> str:
    """The guard of invoices with other words in it."""
    return f"""
        DO $$ BEGIN
            EXECUTE replace(pg_get_functiondef('guard_invoice()'::regprocedure), '{before}', '{after}');
        END $$
    """


def upgrade() -> None:
    """Room for every statement that goes out from now on; plans that broke until now; when a document may be void."""
    op.create_table(
        "statement_papers",
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("words", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["statement_runs.id"], name=op.f("fk_statement_papers_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_papers")),
    )
    op.create_index(
        "uq_statement_papers_run_id_customer_id",
        "statement_papers",
        ["run_id", "customer_id"],
        unique=True,
    )
    op.add_column(
        "statement_runs",
        sa.Column("begun_on", sa.Date(), server_default=sa.text("CURRENT_DATE"), nullable=False),
    )
    op.execute("UPDATE statement_runs SET begun_on = CAST(created_at AT TIME ZONE 'UTC' AS date)")
    op.execute(BROKEN)
    op.execute(_guard(_WHOLE, _CHANGED))


def downgrade() -> None:
    """Statements are worked out anew whenever they are looked at; broken plans count as called off."""
    op.execute(_guard(_CHANGED, _WHOLE))
    op.execute("UPDATE payment_plans SET state = 'canceled' WHERE state = 'broken'")
    op.drop_column("statement_runs", "begun_on")
    op.drop_table("statement_papers")
