"""Second factors, what a role must have, tasks of a kind that remind, and mentions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

CLOCK = sa.text("clock_timestamp()")
NEW_TABLES = ("second_factors", "recovery_codes", "role_rules", "mentions")
TASK_COLUMNS = ("opened_by_id", "kind", "reminded_at", "overdue_told_at")


def upgrade() -> None:
    """Nobody has a second factor yet and no role needs one; tasks that stand are of no kind."""
    _second_factors()
    _recovery_codes()
    _role_rules()
    _mentions()
    _to_tasks()
    op.create_index(
        "ix_events_booked_by",
        "events",
        ["actor_id", "created_at"],
        postgresql_where=sa.text("kind = 'job.moved' AND actor_type = 'staff'"),
    )
    op.create_index(
        "ix_conversations_held",
        "conversations",
        ["taken_over_by_id"],
        postgresql_where=sa.text("taken_over_by_id IS NOT NULL"),
    )


def downgrade() -> None:
    """Second factors and mentions are forgotten; tasks lose their kind."""
    op.drop_index("ix_conversations_held", table_name="conversations")
    op.drop_index("ix_events_booked_by", table_name="events")
    op.drop_index("uq_staff_tasks_standing", table_name="staff_tasks")
    op.drop_index("ix_staff_tasks_assigned_open", table_name="staff_tasks")
    op.drop_constraint("fk_staff_tasks_opened_by_id", "staff_tasks", type_="foreignkey")
    for column in TASK_COLUMNS:
        op.drop_column("staff_tasks", column)
    for name in reversed(NEW_TABLES):
        op.drop_table(name)


def _own() -> tuple[sa.Column[int], sa.Column[object]]:
    return (
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=CLOCK, nullable=False),
    )


def _second_factors() -> None:
    op.create_table(
        "second_factors",
        sa.Column("staff_user_id", sa.BigInteger(), nullable=False),
        sa.Column("sealed_secret", sa.Text()),
        sa.Column("sealed_pending", sa.Text()),
        sa.Column("last_step", sa.BigInteger(), server_default="0", nullable=False),
        *_own(),
        sa.ForeignKeyConstraint(
            ["staff_user_id"], ["staff_users.id"], name=op.f("fk_second_factors_staff_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_factors")),
        sa.UniqueConstraint("staff_user_id", name=op.f("uq_second_factors_staff_user_id")),
    )


def _recovery_codes() -> None:
    op.create_table(
        "recovery_codes",
        sa.Column("staff_user_id", sa.BigInteger(), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        *_own(),
        sa.ForeignKeyConstraint(
            ["staff_user_id"], ["staff_users.id"], name=op.f("fk_recovery_codes_staff_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_recovery_codes_code_hash")),
    )
    op.create_index("ix_recovery_codes_staff_user_id", "recovery_codes", ["staff_user_id"])


def _role_rules() -> None:
    op.create_table(
        "role_rules",
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("needs_second_factor", sa.Boolean(), server_default="false", nullable=False),
        *_own(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_rules")),
        sa.UniqueConstraint("role", name=op.f("uq_role_rules_role")),
    )


def _mentions() -> None:
    op.create_table(
        "mentions",
        sa.Column("staff_user_id", sa.BigInteger(), nullable=False),
        sa.Column("subject_type", sa.String(40), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.String(120), nullable=False),
        sa.Column("words", sa.String(300), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True)),
        *_own(),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_mentions_event_id")),
        sa.ForeignKeyConstraint(
            ["staff_user_id"], ["staff_users.id"], name=op.f("fk_mentions_staff_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentions")),
    )
    op.create_index("uq_mentions_once", "mentions", ["event_id", "staff_user_id"], unique=True)
    op.create_index(
        "ix_mentions_unread",
        "mentions",
        ["staff_user_id", "subject_type", "subject_id"],
        postgresql_where=sa.text("read_at IS NULL"),
    )


def _to_tasks() -> None:
    op.add_column("staff_tasks", sa.Column("opened_by_id", sa.BigInteger()))
    op.add_column("staff_tasks", sa.Column("kind", sa.String(40)))
    op.add_column("staff_tasks", sa.Column("reminded_at", sa.DateTime(timezone=True)))
    op.add_column("staff_tasks", sa.Column("overdue_told_at", sa.DateTime(timezone=True)))
    op.create_foreign_key(
        "fk_staff_tasks_opened_by_id", "staff_tasks", "staff_users", ["opened_by_id"], ["id"]
    )
    op.create_index(
        "uq_staff_tasks_standing",
        "staff_tasks",
        ["subject_type", "subject_id", "kind"],
        unique=True,
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_index(
        "ix_staff_tasks_assigned_open",
        "staff_tasks",
        ["assigned_to_id", "due_at"],
        postgresql_where=sa.text("done_at IS NULL"),
    )
