"""Technicians by text: what a visit is held for, and the last steps that can be taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A column for the hold, a table for the steps."""
    op.add_column("appointments", sa.Column("held_for", sa.String(40), nullable=True))
    op.create_table(
        "visit_steps",
        sa.Column("technician_id", sa.BigInteger(), nullable=False),
        sa.Column("assignment_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column(
            "before", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.Column(
            "after", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["technicians.id"], name="fk_visit_steps_technician_id"
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignments.id"], name="fk_visit_steps_assignment_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_visit_steps"),
    )
    op.create_index("ix_visit_steps_technician_id_id", "visit_steps", ["technician_id", "id"])


def downgrade() -> None:
    """Back to visits without holds."""
    op.drop_table("visit_steps")
    op.drop_column("appointments", "held_for")
