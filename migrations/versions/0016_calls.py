"""Calls taken, bookings brought by machines, and the wait list."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

CLOCK = sa.text("clock_timestamp()")
NEW_TABLES = (
    "calls",
    "api_tokens",
    "api_answers",
    "api_uses",
    "wait_wishes",
    "open_slots",
    "slot_offers",
)


def upgrade() -> None:
    """A form counts once, a call stands with its customer, a machine has a token, a free time finds one who waits."""
    _to_bookings()
    _calls()
    _api_tokens()
    _api_answers()
    _api_uses()
    _wait_wishes()
    _open_slots()
    _slot_offers()


def downgrade() -> None:
    """As it was; calls, tokens and wishes are forgotten."""
    for name in reversed(NEW_TABLES):
        op.drop_table(name)
    op.drop_index("ix_bookings_requester_contact_id", table_name="bookings")
    op.drop_constraint("uq_bookings_form_key", "bookings", type_="unique")
    for column in ("form_key", "estimate", "since"):
        op.drop_column("bookings", column)


def _to_bookings() -> None:
    op.add_column("bookings", sa.Column("since", sa.String(200), server_default="", nullable=False))
    op.add_column("bookings", sa.Column("estimate", sa.String(40)))
    op.add_column("bookings", sa.Column("form_key", sa.String(64)))
    op.create_unique_constraint("uq_bookings_form_key", "bookings", ["form_key"])
    op.create_index("ix_bookings_requester_contact_id", "bookings", ["requester_contact_id"])


def _calls() -> None:
    op.create_table(
        "calls",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("booking_id", sa.BigInteger()),
        sa.Column("phone", sa.String(20), server_default="", nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), server_default=CLOCK, nullable=False),
        sa.Column("minutes", sa.Integer(), server_default="0", nullable=False),
        sa.Column("notes", sa.Text(), server_default="", nullable=False),
        sa.Column("taken_by", sa.String(120), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=CLOCK, nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name=op.f("fk_calls_booking_id")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_calls_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_calls_booking_id")),
    )
    op.create_index("ix_calls_customer_id_began_at", "calls", ["customer_id", "began_at"])


def _api_tokens() -> None:
    op.create_table(
        "api_tokens",
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("beginning", sa.String(16), nullable=False),
        sa.Column("made_by", sa.String(120), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True)),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=CLOCK, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_tokens_token_hash")),
    )


def _api_answers() -> None:
    op.create_table(
        "api_answers",
        sa.Column("token_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("body_hash", sa.String(64), nullable=False),
        sa.Column("answer", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("booking_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=CLOCK, nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_api_answers_booking_id")
        ),
        sa.ForeignKeyConstraint(
            ["token_id"], ["api_tokens.id"], name=op.f("fk_api_answers_token_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_answers")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_api_answers_booking_id")),
    )
    op.create_index("uq_api_answers_key", "api_answers", ["token_id", "key"], unique=True)


def _api_uses() -> None:
    op.create_table(
        "api_uses",
        sa.Column("token_id", sa.BigInteger(), nullable=False),
        sa.Column("minute", sa.DateTime(timezone=True), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["token_id"], ["api_tokens.id"], name=op.f("fk_api_uses_token_id")),
        sa.PrimaryKeyConstraint("token_id", name=op.f("pk_api_uses")),
    )


def _wait_wishes() -> None:
    op.create_table(
        "wait_wishes",
        sa.Column("booking_id", sa.BigInteger()),
        sa.Column("job_id", sa.BigInteger()),
        sa.Column("business_unit_id", sa.BigInteger(), nullable=False),
        sa.Column("job_type_id", sa.BigInteger(), nullable=False),
        sa.Column("weekdays", postgresql.ARRAY(sa.Integer()), server_default="{}", nullable=False),
        sa.Column("part_of_day", sa.String(40), server_default="any", nullable=False),
        sa.Column("until_on", sa.Date()),
        sa.Column("state", sa.String(40), server_default="waiting", nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=CLOCK, nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_wait_wishes_booking_id")
        ),
        sa.ForeignKeyConstraint(
            ["business_unit_id"],
            ["business_units.id"],
            name=op.f("fk_wait_wishes_business_unit_id"),
        ),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_wait_wishes_job_id")),
        sa.ForeignKeyConstraint(
            ["job_type_id"], ["job_types.id"], name=op.f("fk_wait_wishes_job_type_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wait_wishes")),
    )
    op.create_index(
        "ix_wait_wishes_waiting",
        "wait_wishes",
        ["business_unit_id", "id"],
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "uq_wait_wishes_booking",
        "wait_wishes",
        ["booking_id"],
        unique=True,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "uq_wait_wishes_job",
        "wait_wishes",
        ["job_id"],
        unique=True,
        postgresql_where=sa.text("state = 'waiting'"),
    )


def _open_slots() -> None:
    op.create_table(
        "open_slots",
        sa.Column("appointment_id", sa.BigInteger(), nullable=False),
        sa.Column("window_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("window_end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("business_unit_id", sa.BigInteger(), nullable=False),
        sa.Column("technician_id", sa.BigInteger()),
        sa.Column("state", sa.String(40), server_default="open", nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=CLOCK, nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointments.id"], name=op.f("fk_open_slots_appointment_id")
        ),
        sa.ForeignKeyConstraint(
            ["business_unit_id"], ["business_units.id"], name=op.f("fk_open_slots_business_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["technicians.id"], name=op.f("fk_open_slots_technician_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_slots")),
    )
    op.create_index(
        "ix_open_slots_open",
        "open_slots",
        ["window_start"],
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "uq_open_slots_once", "open_slots", ["appointment_id", "window_start"], unique=True
    )


def _slot_offers() -> None:
    op.create_table(
        "slot_offers",
        sa.Column("slot_id", sa.BigInteger(), nullable=False),
        sa.Column("wish_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(40), server_default="offered", nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_by", sa.String(120), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=CLOCK, nullable=False),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["open_slots.id"], name=op.f("fk_slot_offers_slot_id")
        ),
        sa.ForeignKeyConstraint(
            ["wish_id"], ["wait_wishes.id"], name=op.f("fk_slot_offers_wish_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot_offers")),
    )
    op.create_index(
        "uq_slot_offers_one_asked",
        "slot_offers",
        ["slot_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('offered', 'taken')"),
    )
    op.create_index(
        "uq_slot_offers_one_question",
        "slot_offers",
        ["wish_id"],
        unique=True,
        postgresql_where=sa.text("state = 'offered'"),
    )
    op.create_index("uq_slot_offers_pair", "slot_offers", ["slot_id", "wish_id"], unique=True)
