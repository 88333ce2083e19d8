"""Circuits that try again by themselves: why one is open, whose turn the probe is. A mail that stands in for a text."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A carrier's row also says why it is left alone, until when it is being probed, and until when it is busy."""
    op.add_column("circuits", sa.Column("cause", sa.String(40), nullable=True))
    op.add_column(
        "circuits", sa.Column("openings", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column("circuits", sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("circuits", sa.Column("probe_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("circuits", sa.Column("slow_until", sa.DateTime(timezone=True), nullable=True))
    # What was open under the former rule closed by the clock alone.
    op.execute("UPDATE circuits SET open_until = NULL, failures = 0 WHERE open_until < now()")
    op.add_column("messages", sa.Column("stands_in_for_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        "fk_messages_stands_in_for_id", "messages", "messages", ["stands_in_for_id"], ["id"]
    )
    op.create_index(
        "uq_messages_stands_in_for",
        "messages",
        ["stands_in_for_id"],
        unique=True,
        postgresql_where=sa.text("stands_in_for_id IS NOT NULL"),
    )


def downgrade() -> None:
    """As it was."""
    op.drop_index("uq_messages_stands_in_for", table_name="messages")
    op.drop_constraint("fk_messages_stands_in_for_id", "messages", type_="foreignkey")
    op.drop_column("messages", "stands_in_for_id")
    for column in ("slow_until", "probe_until", "opened_at", "openings", "cause"):
        op.drop_column("circuits", column)
