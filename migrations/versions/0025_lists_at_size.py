"""Lists of a company of half a million jobs: each is read from an index in the order in which it is shown, and a batch
keeps what it came to when it was posted.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

# An index of one column, and the one that answers the same and has the order of the list as well.
ORDERED: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("events", "customer_id", ("customer_id", "id")),
    ("events", "property_id", ("property_id", "id")),
    ("messages", "conversation_id", ("conversation_id", "id")),
    ("jobs", "customer_id", ("customer_id", "number")),
    ("jobs", "property_id", ("property_id", "number")),
    ("appointments", "window_start", ("window_start", "job_id")),
    ("invoices", "batch_id", ("batch_id", "number", "id")),
    ("payments", "batch_id", ("batch_id", "received_on", "id")),
    ("allocations", "batch_id", ("batch_id", "id")),
)
FOUND: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("jobs", ("number", "id", "created_at")),
    ("bookings", ("source", "id")),
    ("payments", ("amount_cents",)),
    ("payments", ("method", "id")),
    ("property_relationships", ("type_id", "customer_id")),
)
# What there is little of, however much there is of all.
FEW: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("ix_estimates_waiting", "estimates", ("sent_at", "id"), "state = 'sent'"),
    ("ix_invoices_void", "invoices", ("id",), "status = 'void'"),
    (
        "ix_invoices_to_review",
        "invoices",
        ("id",),
        "status <> 'void' AND review <> 'reviewed'",
    ),
    ("ix_payments_not_succeeded", "payments", ("state", "id"), "state <> 'succeeded'"),
)
HOUSE_NUMBER = "lower(split_part(street, ' ', 1))"
# A posted batch is guarded against any change; this one writes down what it held already.
SUMS = """
UPDATE batches b SET sums = jsonb_build_object(
    'documents', (SELECT count(*) FROM invoices WHERE batch_id = b.id),
    'charged', (SELECT coalesce(sum(total_cents), 0) FROM invoices WHERE batch_id = b.id),
    'movements', (SELECT count(*) FROM payments WHERE batch_id = b.id),
    'came', (SELECT coalesce(sum(CASE WHEN kind = 'payment' THEN amount_cents ELSE -amount_cents END), 0)
        FROM payments WHERE batch_id = b.id),
    'applications', (SELECT count(*) FROM allocations WHERE batch_id = b.id))
WHERE b.state <> 'open'
"""


def upgrade() -> None:
    """The indexes, and the sums of batches."""
    for table, column, columns in ORDERED:
        op.create_index(_name(table, columns), table, list(columns))
        op.drop_index(f"ix_{table}_{column}", table_name=table)
    op.create_index("ix_events_subject_id", "events", ["subject_type", "subject_id", "id"])
    op.drop_index("ix_events_subject", table_name="events")
    for table, columns in FOUND:
        op.create_index(_name(table, columns), table, list(columns))
    for name, table, columns, where in FEW:
        op.create_index(name, table, list(columns), postgresql_where=sa.text(where))
    op.create_index("ix_properties_house_number", "properties", [sa.text(HOUSE_NUMBER)])
    op.create_index(
        "ix_properties_named", "properties", ["name"], postgresql_where=sa.text("name <> ''")
    )
    op.add_column(
        "batches", sa.Column("sums", postgresql.JSONB(), server_default="{}", nullable=False)
    )
    op.execute("ALTER TABLE batches DISABLE TRIGGER batches_are_guarded")
    op.execute(SUMS)
    op.execute("ALTER TABLE batches ENABLE TRIGGER batches_are_guarded")


def downgrade() -> None:
    """As it was; batches are counted each time again."""
    op.drop_column("batches", "sums")
    for name in ("ix_properties_named", "ix_properties_house_number"):
        op.drop_index(name, table_name="properties")
    for name, table, _, _ in FEW:
        op.drop_index(name, table_name=table)
    for table, columns in FOUND:
        op.drop_index(_name(table, columns), table_name=table)
    op.create_index("ix_events_subject", "events", ["subject_type", "subject_id"])
    op.drop_index("ix_events_subject_id", table_name="events")
    for table, column, columns in ORDERED:
        op.create_index(f"ix_{table}_{column}", table, [column])
        op.drop_index(_name(table, columns), table_name=table)


def _name(table: str, columns: tuple[str, ...]) -> str:
    return f"ix_{table}_{'_'.join(columns)}"
