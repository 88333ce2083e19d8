"""Estimates with lines, equipment with its service history, forms on jobs, and call-backs linked to the job before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

CLOCK = sa.text("clock_timestamp()")
WORDS = (
    "to_tsvector('simple'::regconfig, regexp_replace((((((name)::text || ' '::text) ||"
    " (make)::text) || ' '::text) || (((model)::text || ' '::text) || (serial)::text)),"
    " '[^[:alnum:]]+'::text, ' '::text, 'g'::text))"
)


def upgrade() -> None:
    """New tables, and where a job or an attachment belongs to one of them."""
    _estimates()
    _equipment()
    _forms()
    op.add_column("jobs", sa.Column("callback_of_id", sa.BigInteger()))
    op.create_foreign_key(
        op.f("fk_jobs_callback_of_id_jobs"), "jobs", "jobs", ["callback_of_id"], ["id"]
    )
    op.create_index(op.f("ix_jobs_callback_of_id"), "jobs", ["callback_of_id"])
    op.add_column("attachments", sa.Column("equipment_id", sa.BigInteger()))
    op.create_foreign_key(
        op.f("fk_attachments_equipment_id_equipment"),
        "attachments",
        "equipment",
        ["equipment_id"],
        ["id"],
    )
    op.create_index(op.f("ix_attachments_equipment_id"), "attachments", ["equipment_id"])
    op.add_column(
        "attachments", sa.Column("added_by", sa.String(200), server_default="", nullable=False)
    )


def _estimates() -> None:
    op.execute(sa.schema.CreateSequence(sa.Sequence("estimate_numbers", start=2001)))
    op.create_table(
        "estimates",
        *_row(),
        sa.Column(
            "number",
            sa.Integer(),
            server_default=sa.text("nextval('estimate_numbers')"),
            nullable=False,
        ),
        sa.Column("job_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(40), server_default="draft", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("valid_until", sa.Date()),
        sa.Column("tax_millipercent", sa.Integer(), server_default="0", nullable=False),
        sa.Column("request_id", sa.BigInteger()),
        sa.Column("written_by", sa.String(200), server_default="", nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("decided_by", sa.String(200), server_default="", nullable=False),
        _names("estimates", "job_id", "jobs"),
        _names("estimates", "request_id", "approval_requests"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_estimates")),
        sa.UniqueConstraint("number", name=op.f("uq_estimates_number")),
        sa.UniqueConstraint("request_id", name=op.f("uq_estimates_request_id")),
    )
    op.create_index(op.f("ix_estimates_job_id"), "estimates", ["job_id"])
    op.create_index(
        "uq_estimates_one_standing",
        "estimates",
        ["job_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('sent', 'approved')"),
    )
    op.create_table(
        "estimate_lines",
        *_row(),
        sa.Column("estimate_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("description", sa.String(300), nullable=False),
        sa.Column("quantity_thousandths", sa.BigInteger(), nullable=False),
        sa.Column("unit_price_cents", sa.BigInteger(), nullable=False),
        sa.Column("taxable", sa.Boolean(), server_default="false", nullable=False),
        sa.ForeignKeyConstraint(
            ["estimate_id"],
            ["estimates.id"],
            name=op.f("fk_estimate_lines_estimate_id_estimates"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_estimate_lines")),
    )
    op.create_index(op.f("ix_estimate_lines_estimate_id"), "estimate_lines", ["estimate_id"])


def _equipment() -> None:
    op.create_table(
        "equipment",
        *_row(),
        sa.Column("property_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger()),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("make", sa.String(120), server_default="", nullable=False),
        sa.Column("model", sa.String(120), server_default="", nullable=False),
        sa.Column("serial", sa.String(120), server_default="", nullable=False),
        sa.Column("installed_on", sa.Date()),
        sa.Column("warranty_until", sa.Date()),
        sa.Column("notes", sa.Text(), server_default="", nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True)),
        sa.Column(
            "found_by", postgresql.TSVECTOR(), sa.Computed(WORDS, persisted=True), nullable=False
        ),
        _names("equipment", "property_id", "properties"),
        _names("equipment", "unit_id", "units"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equipment")),
    )
    op.create_index(op.f("ix_equipment_property_id"), "equipment", ["property_id"])
    op.create_index(op.f("ix_equipment_unit_id"), "equipment", ["unit_id"])
    op.create_index("ix_equipment_found_by", "equipment", ["found_by"], postgresql_using="gin")
    op.create_table(
        "job_equipment",
        *_row(),
        sa.Column("job_id", sa.BigInteger(), nullable=False),
        sa.Column("equipment_id", sa.BigInteger(), nullable=False),
        _names("job_equipment", "job_id", "jobs"),
        _names("job_equipment", "equipment_id", "equipment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_equipment")),
    )
    op.create_index(op.f("ix_job_equipment_equipment_id"), "job_equipment", ["equipment_id"])
    op.create_index(
        "uq_job_equipment_pair", "job_equipment", ["job_id", "equipment_id"], unique=True
    )


def _forms() -> None:
    op.create_table(
        "form_templates",
        *_row(),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("fields", postgresql.JSONB(), server_default="[]", nullable=False),
        sa.Column("required", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("active", sa.Boolean(), server_default="true", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_templates")),
        sa.UniqueConstraint("name", name=op.f("uq_form_templates_name")),
    )
    op.create_table(
        "form_entries",
        *_row(),
        sa.Column("job_id", sa.BigInteger(), nullable=False),
        sa.Column("template_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("fields", postgresql.JSONB(), server_default="[]", nullable=False),
        sa.Column("answers", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("filled_by", sa.String(200), nullable=False),
        _names("form_entries", "job_id", "jobs"),
        _names("form_entries", "template_id", "form_templates"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_entries")),
    )
    op.create_index(op.f("ix_form_entries_job_id"), "form_entries", ["job_id"])
    op.create_index(op.f("ix_form_entries_template_id"), "form_entries", ["template_id"])


def _row() -> tuple[sa.Column[int], sa.Column[object]]:
    return (
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=CLOCK, nullable=False),
    )


def _names(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
    )


def downgrade() -> None:
    """As it was."""
    op.drop_column("attachments", "added_by")
    op.drop_column("attachments", "equipment_id")
    op.drop_column("jobs", "callback_of_id")
    for table in (
        "form_entries",
        "form_templates",
        "job_equipment",
        "equipment",
        "estimate_lines",
        "estimates",
    ):
        op.drop_table(table)
    op.execute(sa.schema.DropSequence(sa.Sequence("estimate_numbers")))
