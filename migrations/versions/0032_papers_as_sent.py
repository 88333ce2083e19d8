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

# Money that had been counted before the plan was agreed on was taken back since, and something is owed still. Staff are
# told as the rules tell them from now on, since the payer is reminded by another day.
BROKEN = r"""
WITH owing AS (
    SELECT i.id, i.number, i.job_id, i.bill_to_id, i.property_id, i.total_cents - coalesce(
        (SELECT sum(amount_cents) FROM allocations WHERE invoice_id = i.id), 0) AS cents
    FROM invoices i WHERE i.status = 'issued'
), broken AS (
    UPDATE payment_plans p SET state = 'broken' FROM owing o
    WHERE o.id = p.invoice_id AND o.cents > 0 AND p.state IN ('active', 'kept') AND EXISTS (
        SELECT FROM allocations taken JOIN allocations first ON first.id = taken.reverses_id
        WHERE taken.invoice_id = p.invoice_id
            AND first.created_at < p.created_at AND taken.created_at > p.created_at)
    RETURNING p.id AS plan_id, p.total_cents, o.*
), task AS (
    INSERT INTO staff_tasks (title, details, priority, subject_type, subject_id, once_key)
    SELECT format('The payment plan of invoice %s is broken', number),
        format('It was agreed on for $%s. Money counted before was taken back, and $%s are owed now.'
            ' Agree on a new plan with the payer; until then reminders go by the invoice''s due date again.',
            to_char(total_cents / 100.0, 'FM999,999,999,990.00'), to_char(cents / 100.0, 'FM999,999,999,990.00')),
        'high', 'invoice', id, 'plan' || chr(58) || plan_id || chr(58) || 'broken'
    FROM broken ORDER BY plan_id
    ON CONFLICT (once_key) DO NOTHING
    RETURNING id, title, priority, subject_id
)
INSERT INTO events (kind, subject_type, subject_id, job_id, customer_id, property_id, actor_type, actor_name, after)
SELECT 'plan.broken', 'invoice', id, job_id, bill_to_id, property_id, 'fixline', 'Fixline',
    jsonb_build_object('cents', total_cents, 'owed_cents', cents, 'number', number)
FROM broken
UNION ALL
SELECT 'task.opened', 'task', t.id, o.job_id, o.bill_to_id, o.property_id, 'fixline', 'Fixline',
    jsonb_build_object('title', t.title, 'priority', t.priority)
FROM task t JOIN owing o ON o.id = t.subject_id
"""

# Before this nobody wrote down the company's day of a run. Fixline begins its own once their days are over; where a
# person did, UTC's day is the nearest that is known.
BEGUN = """
UPDATE statement_runs SET begun_on = greatest(
    CAST(created_at AT TIME ZONE 'UTC' AS date),
    CASE WHEN started_by = 'Fixline' THEN to_on + 1 ELSE to_on END)
"""

# What was counted and taken back on one day changed no day.
_WHOLE = "coalesce(max(effective_on), OLD.issue_on)"
_CHANGED = (
    "coalesce(max(effective_on) FILTER (WHERE NOT EXISTS (SELECT FROM allocations other"
    " WHERE (other.id = allocations.reverses_id OR other.reverses_id = allocations.id)"
    " AND other.effective_on = allocations.effective_on)), OLD.issue_on)"
)


def _guard(before: str, after: str) -> str:
    """The guard of invoices with other words in it. Stops the migration where it has not the words to change."""
    return f"""
        DO $$
        DECLARE
            guard text := pg_get_functiondef('guard_invoice()'::regprocedure);
        BEGIN
            IF position('{before}' in guard) = 0 THEN
                RAISE EXCEPTION 'guard_invoice() does not read as migration 0032 expects';
            END IF;
            EXECUTE replace(guard, '{before}', '{after}');
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
    op.execute(BEGUN)
    op.execute(BROKEN)
    op.execute(_guard(_WHOLE, _CHANGED))


def downgrade() -> None:
    """Statements are worked out anew whenever they are looked at; broken plans count as called off."""
    op.execute(_guard(_CHANGED, _WHOLE))
    op.execute("UPDATE payment_plans SET state = 'canceled' WHERE state = 'broken'")
    op.drop_column("statement_runs", "begun_on")
    op.drop_table("statement_papers")
