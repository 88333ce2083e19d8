"""Who asked for something and is no customer yet is found as customers are: by a part of name, number or address."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

# Of whoever has a customer nothing is kept: there are few strangers, however many bookings there are of all.
WORDS = (
    "CASE WHEN customer_id IS NULL THEN plain_words(requester_name || ' ' || requester_address) END"
)


def upgrade() -> None:
    """Strangers' words, and every three letters of them."""
    op.add_column(
        "bookings", sa.Column("stranger_words", sa.Text(), sa.Computed(WORDS, persisted=True))
    )
    op.add_column(
        "bookings",
        sa.Column(
            "stranger_grams",
            postgresql.ARRAY(sa.Text()),
            sa.Computed(f"word_grams({WORDS})", persisted=True),
        ),
    )
    op.create_index(
        "ix_bookings_stranger_grams",
        "bookings",
        ["stranger_grams"],
        postgresql_using="gin",
        postgresql_where=sa.text("customer_id IS NULL"),
    )


def downgrade() -> None:
    """As it was."""
    op.drop_index("ix_bookings_stranger_grams", table_name="bookings")
    op.drop_column("bookings", "stranger_grams")
    op.drop_column("bookings", "stranger_words")
