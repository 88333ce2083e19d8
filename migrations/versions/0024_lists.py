"""Lists of the office stay quick in a large company: what waits for a person is found without reading everything."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Conversations that somebody must see to, which are few."""
    op.create_index(
        "ix_conversations_to_see_to",
        "conversations",
        ["waiting_since"],
        postgresql_where=sa.text(
            "emergency OR taken_over_at IS NOT NULL OR waiting_since IS NOT NULL"
        ),
    )


def downgrade() -> None:
    """As it was."""
    op.drop_index("ix_conversations_to_see_to", table_name="conversations")
