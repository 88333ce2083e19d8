"""Whether a file may be seen is asked of whatever shows it: found by the file, however many pictures there are."""

from __future__ import annotations

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Attachments and media by their file."""
    op.create_index("ix_attachments_blob_id", "attachments", ["blob_id"])
    op.create_index("ix_message_media_blob_id", "message_media", ["blob_id"])


def downgrade() -> None:
    """Found by reading all of them again."""
    op.drop_index("ix_message_media_blob_id", "message_media")
    op.drop_index("ix_attachments_blob_id", "attachments")
