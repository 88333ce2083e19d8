"""When technicians work, what they know, who is on call when; visits are found by their window."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Four small tables, and the index the dispatch board reads by."""
    op.create_index("ix_appointments_window_start", "appointments", ["window_start"])
    _crew_table(
        "working_hours",
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
    )
    op.create_index(
        "uq_working_hours_day", "working_hours", ["technician_id", "weekday"], unique=True
    )
    _crew_table(
        "time_off",
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("reason", sa.String(120), server_default="", nullable=False),
    )
    _crew_table(
        "on_call_shifts",
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("place", sa.Integer(), server_default="1", nullable=False),
    )
    for table in ("time_off", "on_call_shifts"):
        op.create_index(f"ix_{table}_technician_id", table, ["technician_id"])
        op.create_index(f"ix_{table}_ends_at", table, ["ends_at"])
    _skills()


def _skills() -> None:
    unit = sa.ForeignKey("business_units.id", name="fk_technician_skills_business_unit_id")
    _crew_table(
        "technician_skills", sa.Column("business_unit_id", sa.BigInteger(), unit, nullable=False)
    )
    op.create_index(
        "ix_technician_skills_business_unit_id", "technician_skills", ["business_unit_id"]
    )
    op.create_index(
        "uq_technician_skills_unit",
        "technician_skills",
        ["technician_id", "business_unit_id"],
        unique=True,
    )


def _crew_table(name: str, *columns: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("technician_id", sa.BigInteger(), nullable=False),
        *columns,
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at", MOMENT, server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["technicians.id"], name=f"fk_{name}_technician_id"
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )


def downgrade() -> None:
    """As it was; what was told of hours, trades and shifts is forgotten."""
    for table in ("technician_skills", "on_call_shifts", "time_off", "working_hours"):
        op.drop_table(table)
    op.drop_index("ix_appointments_window_start", table_name="appointments")
