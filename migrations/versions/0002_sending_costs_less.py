"""Sending costs less: a claim writes to no index of messages; an entry of the outbox knows its lane."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Drop the index that knew states, narrow another; room in each page for a message's next states."""
    op.drop_index("ix_messages_unsettled", table_name="messages")
    op.drop_index("ix_messages_booking_id", table_name="messages")
    op.create_index(
        "ix_messages_booking_id",
        "messages",
        ["booking_id"],
        postgresql_where=sa.text("booking_id IS NOT NULL"),
    )
    op.create_index("ix_messages_created_at", "messages", ["created_at"], postgresql_using="brin")
    op.execute("ALTER TABLE messages SET (fillfactor = 70)")
    _write_lanes_down()


WRITE_LANES = """
    UPDATE outbox SET lane = CASE WHEN kind = 'deliver' AND rank > 2 THEN 'send'
         WHEN kind IN ('fan_out', 'record_receipts', 'reconcile', 'fetch_media', 'offer_again', 'sweep') THEN 'chores'
         ELSE 'talk' END
"""
DUE = sa.text("greatest(run_at, coalesce(lease_until, run_at))")


def _write_lanes_down() -> None:
    op.add_column("outbox", sa.Column("lane", sa.String(40), nullable=True))
    op.execute(WRITE_LANES)
    op.alter_column("outbox", "lane", nullable=False)
    op.drop_index("ix_outbox_due", table_name="outbox")
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["lane", "rank", DUE],
        postgresql_where=sa.text("dead_at IS NULL"),
    )


def downgrade() -> None:
    """As it was."""
    op.drop_index("ix_outbox_due", table_name="outbox")
    op.create_index(
        "ix_outbox_due", "outbox", ["rank", DUE], postgresql_where=sa.text("dead_at IS NULL")
    )
    op.drop_column("outbox", "lane")
    op.execute("ALTER TABLE messages RESET (fillfactor)")
    op.drop_index("ix_messages_created_at", table_name="messages")
    op.drop_index("ix_messages_booking_id", table_name="messages")
    op.create_index("ix_messages_booking_id", "messages", ["booking_id"])
    op.create_index(
        "ix_messages_unsettled",
        "messages",
        ["lease_until"],
        postgresql_where=sa.text("state IN ('sending', 'uncertain')"),
    )
