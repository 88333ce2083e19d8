"""What is watched: heartbeats of processes, sends by outcome, posts to the letterbox and how long they took."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

CLOCK = sa.text("clock_timestamp()")


def upgrade() -> None:
    """Three small tables, written every few seconds and never once a message; the dead are found without a search."""
    op.create_index(
        "ix_outbox_dead_at",
        "outbox",
        ["dead_at"],
        postgresql_where=sa.text("dead_at IS NOT NULL"),
    )
    op.create_table(
        "heartbeats",
        sa.Column("process", sa.String(120), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), server_default=CLOCK, nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), server_default=CLOCK, nullable=False),
        sa.Column("busy_since", sa.DateTime(timezone=True)),
        sa.Column("queued", postgresql.JSONB(none_as_null=True)),
        sa.PrimaryKeyConstraint("process", name=op.f("pk_heartbeats")),
    )
    op.create_table(
        "send_tallies",
        sa.Column("slot", sa.DateTime(timezone=True), nullable=False),
        sa.Column("carrier", sa.String(20), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("sends", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("slot", "carrier", "outcome", name=op.f("pk_send_tallies")),
    )
    op.create_table(
        "webhook_tallies",
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("verdict", sa.String(40), nullable=False),
        sa.Column("posts", sa.BigInteger(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("buckets", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.PrimaryKeyConstraint("source", "verdict", name=op.f("pk_webhook_tallies")),
    )


def downgrade() -> None:
    """As it was; what was counted is forgotten."""
    op.drop_table("webhook_tallies")
    op.drop_table("send_tallies")
    op.drop_table("heartbeats")
    op.drop_index("ix_outbox_dead_at", table_name="outbox")
