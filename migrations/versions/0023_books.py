"""What the books call customers and accounts, written down when a batch is posted, so that its file is always the same.

The mark of what went to the books only ever moves on: pending, posted, exported.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

CLOCK = sa.text("clock_timestamp()")

GUARDS = (
    """
    CREATE FUNCTION guard_export() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF (OLD.export, NEW.export) NOT IN (('pending', 'posted'), ('posted', 'exported')) THEN
            RAISE EXCEPTION 'what is % cannot become %', OLD.export, NEW.export
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    *(
        f"""
        CREATE TRIGGER exports_move_on BEFORE UPDATE OF export ON {table}
            FOR EACH ROW WHEN (OLD.export IS DISTINCT FROM NEW.export)
            EXECUTE FUNCTION guard_export()
        """
        for table in ("invoices", "payments")
    ),
    """
    CREATE FUNCTION guard_book_name() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the books know this customer by that name'
            USING ERRCODE = 'restrict_violation';
    END $$
    """,
    """
    CREATE TRIGGER book_names_stay BEFORE UPDATE OR DELETE ON book_names
        FOR EACH ROW EXECUTE FUNCTION guard_book_name()
    """,
)


def upgrade() -> None:
    """The names, the accounts as they were, and the order of the marks."""
    op.add_column(
        "batches",
        sa.Column("accounts", postgresql.JSONB(), server_default="{}", nullable=False),
    )
    op.add_column(
        "billing_defaults",
        sa.Column("bookkeeping", sa.String(40), server_default="by_hand", nullable=False),
    )
    op.create_table(
        "book_names",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=41), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=CLOCK, nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_book_names_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_book_names")),
        sa.UniqueConstraint("customer_id", name=op.f("uq_book_names_customer_id")),
    )
    op.create_index("uq_book_names_name", "book_names", [sa.text("lower(name)")], unique=True)
    for statement in GUARDS:
        op.execute(statement)


def downgrade() -> None:
    """As it was; what the books call customers is forgotten."""
    for table in ("invoices", "payments"):
        op.execute(f"DROP TRIGGER exports_move_on ON {table}")
    op.drop_table("book_names")
    op.drop_column("billing_defaults", "bookkeeping")
    op.drop_column("batches", "accounts")
    op.execute("DROP FUNCTION guard_export()")
    op.execute("DROP FUNCTION guard_book_name()")
