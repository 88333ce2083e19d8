"""The first schema: directory, work, conversations, alerts, desk, events and the outbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


NUMBERED_FROM = {"customer_numbers": 10001, "job_numbers": 1042}


def upgrade() -> None:
    """Create every table; events can then only ever be added to."""
    for name, start in NUMBERED_FROM.items():
        op.execute(sa.schema.CreateSequence(sa.Sequence(name, start=start)))
    op.create_table(
        "blobs",
        sa.Column("content_type", sa.String(length=120), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_blobs"),
    )
    op.create_table(
        "business_units",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_business_units"),
        sa.UniqueConstraint("name", name="uq_business_units_name"),
    )
    op.create_table(
        "circuits",
        sa.Column("carrier", sa.String(length=20), nullable=False),
        sa.Column("open_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reason", sa.String(length=300), server_default="", nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_circuits"),
        sa.UniqueConstraint("carrier", name="uq_circuits_carrier"),
    )
    op.create_table(
        "consents",
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("words", sa.String(length=300), server_default="", nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_consents"),
    )
    op.create_index("uq_consents_address", "consents", ["channel", "address"], unique=True)
    op.create_table(
        "customers",
        sa.Column(
            "number",
            sa.Integer(),
            server_default=sa.text("nextval('customer_numbers')"),
            nullable=False,
        ),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("company_name", sa.String(length=200), server_default="", nullable=False),
        sa.Column("billing_address", sa.Text(), server_default="", nullable=False),
        sa.Column("preferred_channel", sa.String(length=10), server_default="sms", nullable=False),
        sa.Column("best_time", sa.String(length=100), server_default="", nullable=False),
        sa.Column("marketing_ok", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("notes", sa.Text(), server_default="", nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_customers"),
        sa.UniqueConstraint("number", name="uq_customers_number"),
    )
    op.create_index("ix_customers_name", "customers", ["name"], unique=False)
    op.create_table(
        "events",
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.Column("booking_id", sa.BigInteger(), nullable=True),
        sa.Column("customer_id", sa.BigInteger(), nullable=True),
        sa.Column("property_id", sa.BigInteger(), nullable=True),
        sa.Column("actor_type", sa.String(length=20), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.Column(
            "before", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.Column(
            "after", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.Column(
            "facts", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
    )
    op.create_index("ix_events_booking_id", "events", ["booking_id"], unique=False)
    op.create_index("ix_events_customer_id", "events", ["customer_id"], unique=False)
    op.create_index("ix_events_job_id", "events", ["job_id"], unique=False)
    op.create_index("ix_events_property_id", "events", ["property_id"], unique=False)
    op.create_index("ix_events_subject", "events", ["subject_type", "subject_id"], unique=False)
    op.create_table(
        "job_statuses",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("is_default", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("customer_visible", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("subscribed_by_default", sa.Boolean(), server_default="false", nullable=False),
        sa.Column(
            "required_fields",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="[]",
            nullable=False,
        ),
        sa.Column("follows_visit", sa.String(40), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_job_statuses"),
        sa.UniqueConstraint("follows_visit", name="uq_job_statuses_follows_visit"),
        sa.UniqueConstraint("name", name="uq_job_statuses_name"),
    )
    op.create_index(
        "uq_job_statuses_one_default",
        "job_statuses",
        ["category"],
        unique=True,
        postgresql_where=sa.text("is_default"),
    )
    op.create_table(
        "job_types",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_job_types"),
        sa.UniqueConstraint("name", name="uq_job_types_name"),
    )
    op.create_table(
        "notes",
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.String(length=120), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
    )
    op.create_index("ix_notes_subject", "notes", ["subject_type", "subject_id"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column(
            "args", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.Column("dedupe_key", sa.String(length=200), nullable=True),
        sa.Column("rank", sa.Integer(), server_default="2", nullable=False),
        sa.Column(
            "run_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("rung_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_error", sa.String(length=400), nullable=True),
        sa.Column("dead_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
    )
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["rank", sa.literal_column("greatest(run_at, coalesce(lease_until, run_at))")],
        unique=False,
        postgresql_where=sa.text("dead_at IS NULL"),
    )
    op.create_index(
        "uq_outbox_dedupe_key",
        "outbox",
        ["dedupe_key"],
        unique=True,
        postgresql_where=sa.text("dedupe_key IS NOT NULL"),
    )
    op.create_table(
        "receipts",
        sa.Column("carrier", sa.String(length=20), nullable=False),
        sa.Column("event_id", sa.String(length=200), nullable=False),
        sa.Column("provider_id", sa.String(length=400), nullable=True),
        sa.Column("ref", sa.String(length=60), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("code", sa.String(length=40), server_default="", nullable=False),
        sa.Column("detail", sa.String(length=400), server_default="", nullable=False),
        sa.Column("cause", sa.String(length=30), nullable=True),
        sa.Column("matched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_receipts"),
    )
    op.create_index("ix_receipts_provider_id", "receipts", ["provider_id"], unique=False)
    op.create_index("ix_receipts_ref", "receipts", ["ref"], unique=False)
    op.create_index("uq_receipts_event", "receipts", ["carrier", "event_id"], unique=True)
    op.create_table(
        "relationship_types",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_relationship_types"),
        sa.UniqueConstraint("name", name="uq_relationship_types_name"),
    )
    op.create_table(
        "staff_users",
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("session_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("failed_logins", sa.Integer(), server_default="0", nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_staff_users"),
        sa.UniqueConstraint("email", name="uq_staff_users_email"),
    )
    op.create_table(
        "technicians",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=5), server_default="en", nullable=False),
        sa.Column("on_call_order", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_technicians"),
        sa.UniqueConstraint("phone", name="uq_technicians_phone"),
    )
    op.create_table(
        "blob_pieces",
        sa.Column("blob_id", sa.BigInteger(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["blob_id"], ["blobs.id"], name="fk_blob_pieces_blob_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("blob_id", "n", name="pk_blob_pieces"),
    )
    op.create_table(
        "contacts",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("first_name", sa.String(length=100), nullable=False),
        sa.Column("last_name", sa.String(length=100), server_default="", nullable=False),
        sa.Column("role", sa.String(length=60), server_default="", nullable=False),
        sa.Column("language", sa.String(40), server_default="en", nullable=False),
        sa.Column("own_alert_list", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name="fk_contacts_customer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_contacts"),
    )
    op.create_index("ix_contacts_customer_id", "contacts", ["customer_id"], unique=False)
    op.create_table(
        "envelopes",
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("provider_id", sa.String(length=200), nullable=False),
        sa.Column("content_type", sa.String(length=300), server_default="", nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("blob_id", sa.BigInteger(), nullable=True),
        sa.Column("query", sa.String(length=500), server_default="", nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["blob_id"], ["blobs.id"], name="fk_envelopes_blob_id"),
        sa.PrimaryKeyConstraint("id", name="pk_envelopes"),
    )
    op.create_index("uq_envelopes_provider", "envelopes", ["source", "provider_id"], unique=True)
    op.create_table(
        "job_status_transitions",
        sa.Column("from_id", sa.BigInteger(), nullable=False),
        sa.Column("to_id", sa.BigInteger(), nullable=False),
        sa.Column("permission", sa.String(length=40), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["from_id"], ["job_statuses.id"], name="fk_job_status_transitions_from_id"
        ),
        sa.ForeignKeyConstraint(
            ["to_id"], ["job_statuses.id"], name="fk_job_status_transitions_to_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_job_status_transitions"),
    )
    op.create_index(
        "uq_job_status_transitions_pair",
        "job_status_transitions",
        ["from_id", "to_id"],
        unique=True,
    )
    op.create_table(
        "properties",
        sa.Column("name", sa.String(length=200), server_default="", nullable=False),
        sa.Column("street", sa.String(length=200), nullable=False),
        sa.Column("city", sa.String(length=100), server_default="", nullable=False),
        sa.Column("state", sa.String(length=40), server_default="", nullable=False),
        sa.Column("postal_code", sa.String(length=20), server_default="", nullable=False),
        sa.Column("kind", sa.String(40), server_default="rental", nullable=False),
        sa.Column("access_notes", sa.Text(), server_default="", nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column("financially_responsible_customer_id", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["financially_responsible_customer_id"],
            ["customers.id"],
            name="fk_properties_financially_responsible_customer_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_properties"),
    )
    op.create_index("ix_properties_street", "properties", ["street"], unique=False)
    op.create_table(
        "staff_tasks",
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("details", sa.Text(), server_default="", nullable=False),
        sa.Column("priority", sa.String(40), server_default="normal", nullable=False),
        sa.Column("subject_type", sa.String(length=40), nullable=True),
        sa.Column("subject_id", sa.BigInteger(), nullable=True),
        sa.Column("assigned_to_id", sa.BigInteger(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("once_key", sa.String(length=200), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completion_note", sa.Text(), server_default="", nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["assigned_to_id"], ["staff_users.id"], name="fk_staff_tasks_assigned_to_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_staff_tasks"),
        sa.UniqueConstraint("once_key", name="uq_staff_tasks_once_key"),
    )
    op.create_index("ix_staff_tasks_done_at", "staff_tasks", ["done_at"], unique=False)
    op.create_index(
        "ix_staff_tasks_subject", "staff_tasks", ["subject_type", "subject_id"], unique=False
    )
    op.create_table(
        "status_templates",
        sa.Column("status_id", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(length=200), server_default="", nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["status_id"], ["job_statuses.id"], name="fk_status_templates_status_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_status_templates"),
    )
    op.create_index(
        "uq_status_templates_slot",
        "status_templates",
        ["status_id", "channel", "language"],
        unique=True,
    )
    op.create_table(
        "alert_subscriptions",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=True),
        sa.Column("status_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name="fk_alert_subscriptions_contact_id"
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name="fk_alert_subscriptions_customer_id"
        ),
        sa.ForeignKeyConstraint(
            ["status_id"], ["job_statuses.id"], name="fk_alert_subscriptions_status_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_alert_subscriptions"),
    )
    op.create_index(
        "uq_alert_subscriptions_entry",
        "alert_subscriptions",
        ["customer_id", "contact_id", "status_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "contact_points",
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("value", sa.String(length=320), nullable=False),
        sa.Column("label", sa.String(length=40), server_default="", nullable=False),
        sa.Column("accepts_job_updates", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("updates_changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("receives_invoices", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("receives_statements", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("bad_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("bad_reason", sa.String(length=200), server_default="", nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name="fk_contact_points_contact_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_contact_points"),
    )
    op.create_index("ix_contact_points_contact_id", "contact_points", ["contact_id"], unique=False)
    op.create_index("ix_contact_points_value", "contact_points", ["value"], unique=False)
    op.create_index(
        "uq_contact_points_contact_value", "contact_points", ["contact_id", "value"], unique=True
    )
    op.create_table(
        "units",
        sa.Column("property_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("access_notes", sa.Text(), server_default="", nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["property_id"], ["properties.id"], name="fk_units_property_id"),
        sa.PrimaryKeyConstraint("id", name="pk_units"),
    )
    op.create_index("ix_units_property_id", "units", ["property_id"], unique=False)
    op.create_index("uq_units_property_name", "units", ["property_id", "name"], unique=True)
    op.create_table(
        "bookings",
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("status", sa.String(40), server_default="new", nullable=False),
        sa.Column("requester_contact_id", sa.BigInteger(), nullable=True),
        sa.Column("requester_address", sa.String(length=320), server_default="", nullable=False),
        sa.Column("requester_name", sa.String(length=200), server_default="", nullable=False),
        sa.Column("place_hint", sa.String(length=300), server_default="", nullable=False),
        sa.Column("raw_words", sa.Text(), server_default="", nullable=False),
        sa.Column("summary", sa.String(length=300), server_default="", nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=True),
        sa.Column("property_id", sa.BigInteger(), nullable=True),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("category", sa.String(length=40), server_default="general", nullable=False),
        sa.Column("urgency", sa.String(length=20), server_default="routine", nullable=False),
        sa.Column("safety", sa.String(length=30), nullable=True),
        sa.Column("requested_window", sa.String(length=200), server_default="", nullable=False),
        sa.Column("access", sa.String(length=20), nullable=True),
        sa.Column("pets", sa.Boolean(), nullable=True),
        sa.Column("verified", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name="fk_bookings_customer_id"),
        sa.ForeignKeyConstraint(["property_id"], ["properties.id"], name="fk_bookings_property_id"),
        sa.ForeignKeyConstraint(
            ["requester_contact_id"], ["contacts.id"], name="fk_bookings_requester_contact_id"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_bookings_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bookings"),
    )
    op.create_index("ix_bookings_status", "bookings", ["status"], unique=False)
    op.create_table(
        "property_relationships",
        sa.Column("property_id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("type_id", sa.BigInteger(), nullable=False),
        sa.Column("is_primary", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name="fk_property_relationships_customer_id"
        ),
        sa.ForeignKeyConstraint(
            ["property_id"], ["properties.id"], name="fk_property_relationships_property_id"
        ),
        sa.ForeignKeyConstraint(
            ["type_id"], ["relationship_types.id"], name="fk_property_relationships_type_id"
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name="fk_property_relationships_unit_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_property_relationships"),
    )
    op.create_index(
        "ix_property_relationships_customer_id",
        "property_relationships",
        ["customer_id"],
        unique=False,
    )
    op.create_index(
        "uq_property_relationships_link",
        "property_relationships",
        ["property_id", "customer_id", "unit_id", "type_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_index(
        "uq_property_relationships_one_primary",
        "property_relationships",
        ["property_id"],
        unique=True,
        postgresql_where=sa.text("is_primary"),
    )
    op.create_table(
        "jobs",
        sa.Column(
            "number", sa.Integer(), server_default=sa.text("nextval('job_numbers')"), nullable=False
        ),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("property_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("requester_contact_id", sa.BigInteger(), nullable=True),
        sa.Column("bill_to_override_id", sa.BigInteger(), nullable=True),
        sa.Column("booking_id", sa.BigInteger(), nullable=True),
        sa.Column("business_unit_id", sa.BigInteger(), nullable=False),
        sa.Column("job_type_id", sa.BigInteger(), nullable=False),
        sa.Column("status_id", sa.BigInteger(), nullable=False),
        sa.Column("priority", sa.String(40), server_default="normal", nullable=False),
        sa.Column("category", sa.String(length=40), server_default="general", nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("customer_notes", sa.Text(), server_default="", nullable=False),
        sa.Column("po_number", sa.String(length=60), server_default="", nullable=False),
        sa.Column("not_to_exceed_cents", sa.BigInteger(), nullable=True),
        sa.Column(
            "status_since",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["bill_to_override_id"], ["customers.id"], name="fk_jobs_bill_to_override_id"
        ),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name="fk_jobs_booking_id"),
        sa.ForeignKeyConstraint(
            ["business_unit_id"], ["business_units.id"], name="fk_jobs_business_unit_id"
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name="fk_jobs_customer_id"),
        sa.ForeignKeyConstraint(["job_type_id"], ["job_types.id"], name="fk_jobs_job_type_id"),
        sa.ForeignKeyConstraint(["property_id"], ["properties.id"], name="fk_jobs_property_id"),
        sa.ForeignKeyConstraint(
            ["requester_contact_id"], ["contacts.id"], name="fk_jobs_requester_contact_id"
        ),
        sa.ForeignKeyConstraint(["status_id"], ["job_statuses.id"], name="fk_jobs_status_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_jobs_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.UniqueConstraint("booking_id", name="uq_jobs_booking_id"),
        sa.UniqueConstraint("number", name="uq_jobs_number"),
    )
    op.create_index("ix_jobs_customer_id", "jobs", ["customer_id"], unique=False)
    op.create_index("ix_jobs_property_id", "jobs", ["property_id"], unique=False)
    op.create_index("ix_jobs_requester_contact_id", "jobs", ["requester_contact_id"], unique=False)
    op.create_index("ix_jobs_status_id", "jobs", ["status_id"], unique=False)
    op.create_table(
        "appointments",
        sa.Column("job_id", sa.BigInteger(), nullable=False),
        sa.Column("window_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("window_end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(40), server_default="scheduled", nullable=False),
        sa.Column("eta_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_appointments_job_id"),
        sa.PrimaryKeyConstraint("id", name="pk_appointments"),
    )
    op.create_index("ix_appointments_job_id", "appointments", ["job_id"], unique=False)
    op.create_table(
        "attachments",
        sa.Column("blob_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("booking_id", sa.BigInteger(), nullable=True),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["blob_id"], ["blobs.id"], name="fk_attachments_blob_id"),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name="fk_attachments_booking_id"),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_attachments_job_id"),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
    )
    op.create_index("ix_attachments_booking_id", "attachments", ["booking_id"], unique=False)
    op.create_index("ix_attachments_job_id", "attachments", ["job_id"], unique=False)
    op.create_table(
        "conversations",
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.Column("party", sa.String(40), server_default="unknown", nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=True),
        sa.Column("booking_id", sa.BigInteger(), nullable=True),
        sa.Column("subject", sa.String(length=300), server_default="", nullable=False),
        sa.Column("language", sa.String(length=5), nullable=True),
        sa.Column("taken_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_over_by_id", sa.BigInteger(), nullable=True),
        sa.Column("taken_over_by", sa.String(length=120), server_default="", nullable=False),
        sa.Column("emergency", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("unread", sa.Integer(), server_default="0", nullable=False),
        sa.Column("misses", sa.Integer(), server_default="0", nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "last_message_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("last_words", sa.String(length=200), server_default="", nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name="fk_conversations_booking_id"
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name="fk_conversations_contact_id"
        ),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_conversations_job_id"),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
    )
    op.create_index("ix_conversations_booking_id", "conversations", ["booking_id"], unique=False)
    op.create_index("ix_conversations_contact_id", "conversations", ["contact_id"], unique=False)
    op.create_index("ix_conversations_job_id", "conversations", ["job_id"], unique=False)
    op.create_index(
        "ix_conversations_last_message_at", "conversations", ["last_message_at"], unique=False
    )
    op.create_index(
        "uq_conversations_thread",
        "conversations",
        ["channel", "address", "job_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "emergencies",
        sa.Column(
            "number", sa.Integer(), server_default=sa.text("nextval('job_numbers')"), nullable=False
        ),
        sa.Column("safety", sa.String(length=30), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reporter_address", sa.String(length=320), nullable=False),
        sa.Column("booking_id", sa.BigInteger(), nullable=True),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.Column("property_id", sa.BigInteger(), nullable=True),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("rung", sa.Integer(), server_default="0", nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.String(length=120), server_default="", nullable=False),
        sa.Column("taker", sa.String(length=40), server_default="", nullable=False),
        sa.Column("taker_address", sa.String(length=320), server_default="", nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name="fk_emergencies_booking_id"),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_emergencies_job_id"),
        sa.ForeignKeyConstraint(
            ["property_id"], ["properties.id"], name="fk_emergencies_property_id"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_emergencies_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_emergencies"),
    )
    op.create_index("ix_emergencies_booking_id", "emergencies", ["booking_id"], unique=False)
    op.create_index("ix_emergencies_job_id", "emergencies", ["job_id"], unique=False)
    op.create_index("ix_emergencies_number", "emergencies", ["number"], unique=False)
    op.create_table(
        "assignments",
        sa.Column("appointment_id", sa.BigInteger(), nullable=False),
        sa.Column("technician_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(40), server_default="offered", nullable=False),
        sa.Column("reason", sa.String(length=300), server_default="", nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointments.id"], name="fk_assignments_appointment_id"
        ),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["technicians.id"], name="fk_assignments_technician_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_assignments"),
    )
    op.create_index(
        "ix_assignments_appointment_id", "assignments", ["appointment_id"], unique=False
    )
    op.create_index("ix_assignments_technician_id", "assignments", ["technician_id"], unique=False)
    op.create_index(
        "uq_assignments_one_accepted",
        "assignments",
        ["appointment_id"],
        unique=True,
        postgresql_where=sa.text("state = 'accepted'"),
    )
    op.create_table(
        "messages",
        sa.Column("ref", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("conversation_id", sa.BigInteger(), nullable=False),
        sa.Column("inbound", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("carrier", sa.String(length=20), nullable=False),
        sa.Column("provider_id", sa.String(length=400), nullable=True),
        sa.Column("envelope_id", sa.BigInteger(), nullable=True),
        sa.Column("contact_point_id", sa.BigInteger(), nullable=True),
        sa.Column("sender", sa.String(length=320), nullable=False),
        sa.Column("recipient", sa.String(length=320), nullable=False),
        sa.Column("author", sa.String(length=120), server_default="", nullable=False),
        sa.Column("subject", sa.String(length=300), server_default="", nullable=False),
        sa.Column("body", sa.Text(), server_default="", nullable=False),
        sa.Column("new_words", sa.Text(), server_default="", nullable=False),
        sa.Column("automatic", sa.String(length=100), nullable=True),
        sa.Column("proven_sender", sa.Boolean(), server_default="false", nullable=False),
        sa.Column(
            "reading", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.Column("booking_id", sa.BigInteger(), nullable=True),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("priority", sa.String(40), server_default="conversation", nullable=False),
        sa.Column("purpose", sa.String(40), server_default="ordinary", nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("supersedes_key", sa.String(length=100), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("segments", sa.Integer(), server_default="1", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("claim_token", sa.Uuid(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("absent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "state_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("error_code", sa.String(length=40), server_default="", nullable=False),
        sa.Column("error_detail", sa.String(length=400), server_default="", nullable=False),
        sa.Column("reply_token_hash", sa.String(length=64), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name="fk_messages_booking_id"),
        sa.ForeignKeyConstraint(
            ["contact_point_id"], ["contact_points.id"], name="fk_messages_contact_point_id"
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_messages_conversation_id"
        ),
        sa.ForeignKeyConstraint(["envelope_id"], ["envelopes.id"], name="fk_messages_envelope_id"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_messages_event_id"),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_messages_job_id"),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint("ref", name="uq_messages_ref"),
    )
    op.create_index("ix_messages_booking_id", "messages", ["booking_id"], unique=False)
    op.create_index("ix_messages_conversation_id", "messages", ["conversation_id"], unique=False)
    op.create_index("ix_messages_job_id", "messages", ["job_id"], unique=False)
    op.create_index(
        "ix_messages_supersedes_key",
        "messages",
        ["supersedes_key", "id"],
        unique=False,
        postgresql_where=sa.text("supersedes_key IS NOT NULL"),
    )
    op.create_index(
        "ix_messages_unheard",
        "messages",
        ["conversation_id"],
        unique=False,
        postgresql_where=sa.text("inbound AND heard_at IS NULL"),
    )
    op.create_index(
        "ix_messages_unsettled",
        "messages",
        ["lease_until"],
        unique=False,
        postgresql_where=sa.text("state IN ('sending', 'uncertain')"),
    )
    op.create_index(
        "uq_messages_provider",
        "messages",
        ["carrier", "provider_id"],
        unique=True,
        postgresql_where=sa.text("provider_id IS NOT NULL"),
    )
    op.create_index(
        "uq_messages_reply_token",
        "messages",
        ["reply_token_hash"],
        unique=True,
        postgresql_where=sa.text("reply_token_hash IS NOT NULL"),
    )
    op.create_table(
        "prompts",
        sa.Column("conversation_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column(
            "options", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False
        ),
        sa.Column("booking_id", sa.BigInteger(), nullable=True),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_how", sa.String(length=20), server_default="", nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name="fk_prompts_booking_id"),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_prompts_conversation_id"
        ),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_prompts_job_id"),
        sa.PrimaryKeyConstraint("id", name="pk_prompts"),
    )
    op.create_index("ix_prompts_conversation_id", "prompts", ["conversation_id"], unique=False)
    op.create_table(
        "message_media",
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content_type", sa.String(length=120), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("state", sa.String(40), server_default="pending", nullable=False),
        sa.Column("blob_id", sa.BigInteger(), nullable=True),
        sa.Column("refusal", sa.String(length=200), server_default="", nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["blob_id"], ["blobs.id"], name="fk_message_media_blob_id"),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name="fk_message_media_message_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_message_media"),
    )
    op.create_index("ix_message_media_message_id", "message_media", ["message_id"], unique=False)
    op.create_table(
        "notifications",
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("contact_point_id", sa.BigInteger(), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(40), nullable=True),
        sa.Column("detail", sa.String(length=300), server_default="", nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["contact_point_id"], ["contact_points.id"], name="fk_notifications_contact_point_id"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_notifications_event_id"),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name="fk_notifications_message_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_notifications"),
    )
    op.create_index("ix_notifications_message_id", "notifications", ["message_id"], unique=False)
    op.create_index(
        "uq_notifications_point", "notifications", ["event_id", "contact_point_id"], unique=True
    )
    op.create_index(
        "uq_notifications_told_address",
        "notifications",
        ["event_id", "address"],
        unique=True,
        postgresql_where=sa.text("reason IS NULL"),
    )
    op.execute(
        """
        CREATE FUNCTION refuse_change_of_history() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'events are history: they are added to, never changed'; END $$
        """
    )
    op.execute(
        "CREATE TRIGGER events_are_history BEFORE UPDATE OR DELETE ON events"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history()"
    )


def downgrade() -> None:
    """Back to an empty database."""
    op.drop_index(
        "uq_notifications_told_address",
        table_name="notifications",
        postgresql_where=sa.text("reason IS NULL"),
    )
    op.drop_index("uq_notifications_point", table_name="notifications")
    op.drop_index("ix_notifications_message_id", table_name="notifications")
    op.drop_table("notifications")
    op.drop_index("ix_message_media_message_id", table_name="message_media")
    op.drop_table("message_media")
    op.drop_index("ix_prompts_conversation_id", table_name="prompts")
    op.drop_table("prompts")
    op.drop_index(
        "uq_messages_reply_token",
        table_name="messages",
        postgresql_where=sa.text("reply_token_hash IS NOT NULL"),
    )
    op.drop_index(
        "uq_messages_provider",
        table_name="messages",
        postgresql_where=sa.text("provider_id IS NOT NULL"),
    )
    op.drop_index(
        "ix_messages_unsettled",
        table_name="messages",
        postgresql_where=sa.text("state IN ('sending', 'uncertain')"),
    )
    op.drop_index(
        "ix_messages_unheard",
        table_name="messages",
        postgresql_where=sa.text("inbound AND heard_at IS NULL"),
    )
    op.drop_index(
        "ix_messages_supersedes_key",
        table_name="messages",
        postgresql_where=sa.text("supersedes_key IS NOT NULL"),
    )
    op.drop_index("ix_messages_job_id", table_name="messages")
    op.drop_index("ix_messages_conversation_id", table_name="messages")
    op.drop_index("ix_messages_booking_id", table_name="messages")
    op.drop_table("messages")
    op.drop_index(
        "uq_assignments_one_accepted",
        table_name="assignments",
        postgresql_where=sa.text("state = 'accepted'"),
    )
    op.drop_index("ix_assignments_technician_id", table_name="assignments")
    op.drop_index("ix_assignments_appointment_id", table_name="assignments")
    op.drop_table("assignments")
    op.drop_index("ix_emergencies_number", table_name="emergencies")
    op.drop_index("ix_emergencies_job_id", table_name="emergencies")
    op.drop_index("ix_emergencies_booking_id", table_name="emergencies")
    op.drop_table("emergencies")
    op.drop_index(
        "uq_conversations_thread", table_name="conversations", postgresql_nulls_not_distinct=True
    )
    op.drop_index("ix_conversations_last_message_at", table_name="conversations")
    op.drop_index("ix_conversations_job_id", table_name="conversations")
    op.drop_index("ix_conversations_contact_id", table_name="conversations")
    op.drop_index("ix_conversations_booking_id", table_name="conversations")
    op.drop_table("conversations")
    op.drop_index("ix_attachments_job_id", table_name="attachments")
    op.drop_index("ix_attachments_booking_id", table_name="attachments")
    op.drop_table("attachments")
    op.drop_index("ix_appointments_job_id", table_name="appointments")
    op.drop_table("appointments")
    op.drop_index("ix_jobs_status_id", table_name="jobs")
    op.drop_index("ix_jobs_requester_contact_id", table_name="jobs")
    op.drop_index("ix_jobs_property_id", table_name="jobs")
    op.drop_index("ix_jobs_customer_id", table_name="jobs")
    op.drop_table("jobs")
    op.drop_index(
        "uq_property_relationships_one_primary",
        table_name="property_relationships",
        postgresql_where=sa.text("is_primary"),
    )
    op.drop_index(
        "uq_property_relationships_link",
        table_name="property_relationships",
        postgresql_nulls_not_distinct=True,
    )
    op.drop_index("ix_property_relationships_customer_id", table_name="property_relationships")
    op.drop_table("property_relationships")
    op.drop_index("ix_bookings_status", table_name="bookings")
    op.drop_table("bookings")
    op.drop_index("uq_units_property_name", table_name="units")
    op.drop_index("ix_units_property_id", table_name="units")
    op.drop_table("units")
    op.drop_index("uq_contact_points_contact_value", table_name="contact_points")
    op.drop_index("ix_contact_points_value", table_name="contact_points")
    op.drop_index("ix_contact_points_contact_id", table_name="contact_points")
    op.drop_table("contact_points")
    op.drop_index(
        "uq_alert_subscriptions_entry",
        table_name="alert_subscriptions",
        postgresql_nulls_not_distinct=True,
    )
    op.drop_table("alert_subscriptions")
    op.drop_index("uq_status_templates_slot", table_name="status_templates")
    op.drop_table("status_templates")
    op.drop_index("ix_staff_tasks_subject", table_name="staff_tasks")
    op.drop_index("ix_staff_tasks_done_at", table_name="staff_tasks")
    op.drop_table("staff_tasks")
    op.drop_index("ix_properties_street", table_name="properties")
    op.drop_table("properties")
    op.drop_index("uq_job_status_transitions_pair", table_name="job_status_transitions")
    op.drop_table("job_status_transitions")
    op.drop_index("uq_envelopes_provider", table_name="envelopes")
    op.drop_table("envelopes")
    op.drop_index("ix_contacts_customer_id", table_name="contacts")
    op.drop_table("contacts")
    op.drop_table("blob_pieces")
    op.drop_table("technicians")
    op.drop_table("staff_users")
    op.drop_table("relationship_types")
    op.drop_index("uq_receipts_event", table_name="receipts")
    op.drop_index("ix_receipts_ref", table_name="receipts")
    op.drop_index("ix_receipts_provider_id", table_name="receipts")
    op.drop_table("receipts")
    op.drop_index(
        "uq_outbox_dedupe_key",
        table_name="outbox",
        postgresql_where=sa.text("dedupe_key IS NOT NULL"),
    )
    op.drop_index("ix_outbox_due", table_name="outbox", postgresql_where=sa.text("dead_at IS NULL"))
    op.drop_table("outbox")
    op.drop_index("ix_notes_subject", table_name="notes")
    op.drop_table("notes")
    op.drop_table("job_types")
    op.drop_index(
        "uq_job_statuses_one_default",
        table_name="job_statuses",
        postgresql_where=sa.text("is_default"),
    )
    op.drop_table("job_statuses")
    op.drop_index("ix_events_subject", table_name="events")
    op.drop_index("ix_events_property_id", table_name="events")
    op.drop_index("ix_events_job_id", table_name="events")
    op.drop_index("ix_events_customer_id", table_name="events")
    op.drop_index("ix_events_booking_id", table_name="events")
    op.drop_table("events")
    op.drop_index("ix_customers_name", table_name="customers")
    op.drop_table("customers")
    op.drop_index("uq_consents_address", table_name="consents")
    op.drop_table("consents")
    op.drop_table("circuits")
    op.drop_table("business_units")
    op.drop_table("blobs")
    op.execute("DROP FUNCTION refuse_change_of_history() CASCADE")
    for name in NUMBERED_FROM:
        op.execute(sa.schema.DropSequence(sa.Sequence(name)))
