"""What is looked for while a message fails or is in doubt is found without reading everything."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Messages by event and by recipient, and receipts that belong to no message yet."""
    op.create_index(
        "ix_messages_event_id",
        "messages",
        ["event_id"],
        postgresql_where=sa.text("event_id IS NOT NULL"),
    )
    op.create_index("ix_messages_recipient", "messages", ["recipient"])
    op.create_index(
        "ix_receipts_orphans",
        "receipts",
        ["id"],
        postgresql_where=sa.text("matched_at IS NULL"),
    )


def downgrade() -> None:
    """As it was."""
    op.drop_index("ix_receipts_orphans", table_name="receipts")
    op.drop_index("ix_messages_recipient", table_name="messages")
    op.drop_index("ix_messages_event_id", table_name="messages")
