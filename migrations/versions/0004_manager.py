"""Consent to spend: approval requests, and what each customer's people may approve by e-mail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The two tables; at most one request of a job is open."""
    op.create_table(
        "approval_limits",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("limit_cents", sa.BigInteger(), nullable=False),
        *_numbered_and_dated(),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name="fk_approval_limits_customer_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_approval_limits"),
        sa.UniqueConstraint("customer_id", name="uq_approval_limits_customer_id"),
    )
    op.create_table(
        "approval_requests",
        sa.Column("job_id", sa.BigInteger(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("estimate_version", sa.Integer(), nullable=False),
        sa.Column("mail_limit_cents", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(40), server_default="pending", nullable=False),
        sa.Column("approved_cents", sa.BigInteger(), nullable=True),
        sa.Column("limit_before_cents", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=200), server_default="", nullable=False),
        sa.Column("decided_how", sa.String(40), nullable=True),
        sa.Column("decided_words", sa.Text(), server_default="", nullable=False),
        *_numbered_and_dated(),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_approval_requests_job_id"),
        sa.PrimaryKeyConstraint("id", name="pk_approval_requests"),
    )
    op.create_index("ix_approval_requests_job_id", "approval_requests", ["job_id"], unique=False)
    op.create_index(
        "uq_approval_requests_one_open",
        "approval_requests",
        ["job_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('pending', 'held')"),
    )


def _numbered_and_dated() -> tuple[sa.Column[int], sa.Column[object]]:
    return (
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
    )


def downgrade() -> None:
    """As it was."""
    op.drop_table("approval_requests")
    op.drop_table("approval_limits")
