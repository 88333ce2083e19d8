"""A page knows the emergency it is about, so that one that does not arrive moves its ladder on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Pages sent before are about no emergency known here: their ladders go on by the clock."""
    op.add_column(
        "messages",
        sa.Column(
            "emergency_id",
            sa.BigInteger,
            sa.ForeignKey("emergencies.id", name="fk_messages_emergency_id"),
        ),
    )
    op.create_index(
        "ix_messages_emergency_id",
        "messages",
        ["emergency_id"],
        postgresql_where=sa.text("emergency_id IS NOT NULL"),
    )


def downgrade() -> None:
    """Which page was about which emergency is forgotten."""
    op.drop_index("ix_messages_emergency_id", table_name="messages")
    op.drop_column("messages", "emergency_id")
