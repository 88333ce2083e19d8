"""Teachings: messages the office found misread, with the labels they should have had."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

CLOCK = sa.text("clock_timestamp()")
EMPTY = sa.text("'{}'")


def upgrade() -> None:
    """One row a message at most; whoever teaches it again puts it right."""
    op.create_table(
        "teachings",
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("taught_as", sa.String(40), nullable=False),
        sa.Column("said", JSONB(), server_default=EMPTY, nullable=False),
        sa.Column("labels", JSONB(), server_default=EMPTY, nullable=False),
        sa.Column("note", sa.String(300), server_default="", nullable=False),
        sa.Column("taught_by_id", sa.BigInteger(), nullable=True),
        sa.Column("taught_by", sa.String(120), nullable=False),
        sa.Column("taught_at", sa.DateTime(timezone=True), server_default=CLOCK, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=CLOCK, nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_teachings_message_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teachings")),
        sa.UniqueConstraint("message_id", name=op.f("uq_teachings_message_id")),
    )


def downgrade() -> None:
    """As it was."""
    op.drop_table("teachings")
