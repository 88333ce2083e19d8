"""Reminders of visits, digests for those who want one mail a day, and notices to a whole building."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_CHOICE = sa.String(40)


def _row() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.func.clock_timestamp(),
            nullable=False,
        ),
    ]


def _refers(name: str, table: str, target: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(
        name,
        sa.BigInteger,
        sa.ForeignKey(f"{target}.id", name=f"fk_{table}_{name}"),
        nullable=nullable,
    )


def upgrade() -> None:
    """Nobody is reminded, and every alert leaves at once, until the company says otherwise."""
    _reminders()
    _digests()
    _notices()


def _reminders() -> None:
    op.create_table(
        "notice_rules",
        *_row(),
        sa.Column("kind", _CHOICE, nullable=False, unique=True),
        sa.Column("active", sa.Boolean, server_default="true", nullable=False),
        sa.Column("hour", sa.Integer, nullable=False),
    )
    op.create_table(
        "notice_words",
        *_row(),
        sa.Column("kind", _CHOICE, nullable=False),
        sa.Column("channel", _CHOICE, nullable=False),
        sa.Column("language", _CHOICE, nullable=False),
        sa.Column("subject", sa.String(200), server_default="", nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, server_default="1", nullable=False),
    )
    op.create_index(
        "uq_notice_words_slot", "notice_words", ["kind", "channel", "language"], unique=True
    )
    op.create_table(
        "visit_reminders",
        *_row(),
        _refers("appointment_id", "visit_reminders", "appointments"),
        sa.Column("kind", _CHOICE, nullable=False),
        sa.Column("window_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        _refers("event_id", "visit_reminders", "events", nullable=True),
    )
    op.create_index(
        "uq_visit_reminders_once",
        "visit_reminders",
        ["appointment_id", "kind", "window_start"],
        unique=True,
    )


def _digests() -> None:
    op.create_table(
        "digest_choices",
        *_row(),
        _refers("contact_id", "digest_choices", "contacts"),
        sa.Column("hour", sa.Integer, nullable=False),
        sa.Column("zone", sa.String(60), nullable=False),
    )
    op.create_index("uq_digest_choices_contact_id", "digest_choices", ["contact_id"], unique=True)
    op.create_table(
        "digests",
        *_row(),
        _refers("contact_point_id", "digests", "contact_points"),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.String(60), nullable=False),
        _refers("message_id", "digests", "messages", nullable=True),
    )
    op.create_index("uq_digests_day", "digests", ["contact_point_id", "due_at"], unique=True)
    op.create_table(
        "digest_entries",
        *_row(),
        _refers("digest_id", "digest_entries", "digests"),
        _refers("event_id", "digest_entries", "events"),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index(
        "uq_digest_entries_event", "digest_entries", ["digest_id", "event_id"], unique=True
    )
    op.add_column("notifications", _refers("digest_id", "notifications", "digests", nullable=True))
    op.create_index(
        "ix_notifications_digest_id",
        "notifications",
        ["digest_id"],
        postgresql_where=sa.text("digest_id IS NOT NULL"),
    )
    op.create_index(
        "ix_notifications_contact_point_id", "notifications", ["contact_point_id", "event_id"]
    )


def _notices() -> None:
    op.create_table(
        "building_notices",
        *_row(),
        sa.Column("form_key", sa.String(64), nullable=False, unique=True),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_table(
        "building_notice_words",
        *_row(),
        _refers("notice_id", "building_notice_words", "building_notices"),
        sa.Column("channel", _CHOICE, nullable=False),
        sa.Column("language", _CHOICE, nullable=False),
        sa.Column("subject", sa.String(200), server_default="", nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index(
        "uq_building_notice_words_slot",
        "building_notice_words",
        ["notice_id", "channel", "language"],
        unique=True,
    )
    op.create_table(
        "building_notice_places",
        *_row(),
        _refers("notice_id", "building_notice_places", "building_notices"),
        _refers("property_id", "building_notice_places", "properties"),
        _refers("event_id", "building_notice_places", "events"),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index(
        "uq_building_notice_places_once",
        "building_notice_places",
        ["notice_id", "property_id"],
        unique=True,
    )


def downgrade() -> None:
    """Who was told in a digest or a notice is forgotten with them; the messages themselves stay."""
    for table in ("building_notice_places", "building_notice_words", "building_notices"):
        op.drop_table(table)
    op.drop_index("ix_notifications_contact_point_id", table_name="notifications")
    op.drop_index("ix_notifications_digest_id", table_name="notifications")
    op.drop_column("notifications", "digest_id")
    for table in ("digest_entries", "digests", "digest_choices"):
        op.drop_table(table)
    for table in ("visit_reminders", "notice_words", "notice_rules"):
        op.drop_table(table)
