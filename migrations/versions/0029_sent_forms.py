"""Where each form of the office landed, so that the same form sent again does nothing twice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The table, by key and by age."""
    op.create_table(
        "sent_forms",
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("key", sa.String(64), nullable=False, unique=True),
        sa.Column("landing", sa.String(300), nullable=False),
    )
    op.create_index("ix_sent_forms_created_at", "sent_forms", ["created_at"])


def downgrade() -> None:
    """As it was: a form sent again counts twice."""
    op.drop_table("sent_forms")
