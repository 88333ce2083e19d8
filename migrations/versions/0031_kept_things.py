"""What was decided once is kept: a request's purchase order, and which approval a job's limit comes from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

# As it was judged until now: the newest approval of a sum that is still the job's limit.
STANDING = """
UPDATE approval_requests SET sets_limit = true WHERE id IN (
    SELECT max(r.id) FROM approval_requests r JOIN jobs j ON j.id = r.job_id
    WHERE r.state = 'approved' AND r.approved_cents = j.not_to_exceed_cents GROUP BY r.job_id)
"""


def upgrade() -> None:
    """A request's own PO number; an approval that is the job's limit, and the one that was it before."""
    op.add_column(
        "bookings", sa.Column("po_number", sa.String(60), nullable=False, server_default="")
    )
    op.add_column(
        "approval_requests",
        sa.Column("sets_limit", sa.Boolean(), nullable=False, server_default="false"),
    )
    op.add_column("approval_requests", sa.Column("limit_before_from_id", sa.BigInteger()))
    op.create_foreign_key(
        op.f("fk_approval_requests_limit_before_from_id"),
        "approval_requests",
        "approval_requests",
        ["limit_before_from_id"],
        ["id"],
    )
    op.execute(STANDING)
    op.create_index(
        "uq_approval_requests_one_sets_limit",
        "approval_requests",
        ["job_id"],
        unique=True,
        postgresql_where=sa.text("sets_limit"),
    )


def downgrade() -> None:
    """A limit is judged by its sum alone again."""
    op.drop_index("uq_approval_requests_one_sets_limit", "approval_requests")
    op.drop_constraint(
        op.f("fk_approval_requests_limit_before_from_id"), "approval_requests", type_="foreignkey"
    )
    op.drop_column("approval_requests", "limit_before_from_id")
    op.drop_column("approval_requests", "sets_limit")
    op.drop_column("bookings", "po_number")
