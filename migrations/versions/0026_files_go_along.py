"""A mail may carry files: how many, told by its own row, so that a message without any is sent without looking.

The company says from which amount on a check needs a photo, and people may subscribe to news of money.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Messages count their files; the company has a rule for checks."""
    op.add_column(
        "messages", sa.Column("files", sa.SmallInteger(), nullable=False, server_default="0")
    )
    op.add_column("billing_defaults", sa.Column("check_photo_from_cents", sa.BigInteger()))
    op.create_table(
        "bill_subscriptions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("contact_id", sa.BigInteger()),
        sa.Column("news", sa.String(40), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bill_subscriptions")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_bill_subscriptions_customer_id")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_bill_subscriptions_contact_id")
        ),
    )
    op.create_index(
        "uq_bill_subscriptions_entry",
        "bill_subscriptions",
        ["customer_id", "contact_id", "news"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )


def downgrade() -> None:
    """As it was."""
    op.drop_table("bill_subscriptions")
    op.drop_column("billing_defaults", "check_photo_from_cents")
    op.drop_column("messages", "files")
