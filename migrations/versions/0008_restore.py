"""Going back in time safely: signs of life, pauses, sends a backup does not know of, how far a list was read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

CLOCK = sa.text("clock_timestamp()")


def upgrade() -> None:
    """One life sign and one watermark a name; a pause stands while it has no end, and one stands at most."""
    op.create_table(
        "life_signs",
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("incarnation", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.String(100), nullable=False),
        sa.Column("beat", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), server_default=CLOCK, nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), server_default=CLOCK, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_life_signs")),
    )
    op.create_table(
        "watermarks",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_watermarks")),
    )
    _pauses()
    _lost_sends()


def _pauses() -> None:
    op.create_table(
        "pauses",
        sa.Column("began_at", sa.DateTime(timezone=True), server_default=CLOCK, nullable=False),
        sa.Column("began_by", sa.String(200), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("known_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.String(200), server_default="", nullable=False),
        sa.Column("outcome", sa.String(300), server_default="", nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=CLOCK, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pauses")),
    )
    op.create_index(
        "uq_pauses_standing",
        "pauses",
        [sa.text("(lifted_at IS NULL)")],
        unique=True,
        postgresql_where=sa.text("lifted_at IS NULL"),
    )


def _lost_sends() -> None:
    op.create_table(
        "lost_sends",
        sa.Column("carrier", sa.String(20), nullable=False),
        sa.Column("provider_id", sa.String(400), nullable=False),
        sa.Column("recipient", sa.String(320), nullable=False),
        sa.Column("words", sa.String(64), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counts_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=CLOCK, nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_lost_sends_message_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lost_sends")),
    )
    op.create_index("uq_lost_sends_provider", "lost_sends", ["carrier", "provider_id"], unique=True)
    op.create_index(
        "ix_lost_sends_unmatched",
        "lost_sends",
        ["recipient", "words"],
        postgresql_where=sa.text("message_id IS NULL"),
    )


def downgrade() -> None:
    """As it was."""
    for table in ("lost_sends", "pauses", "watermarks", "life_signs"):
        op.drop_table(table)
