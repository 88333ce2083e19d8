"""What people say about being written to is kept by topic, and a carrier's own answer to STOP is remembered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What stood keeps its meaning: STOP ended all texts, a farewell to mails all notices; nobody agreed to offers."""
    op.add_column(
        "consents",
        sa.Column("topic", sa.String(40), server_default="job_updates", nullable=False),
    )
    op.drop_index("uq_consents_address", table_name="consents")
    op.create_index("uq_consents_topic", "consents", ["channel", "address", "topic"], unique=True)
    op.execute(
        """
        INSERT INTO consents (channel, address, topic, state, changed_at, source, words)
        SELECT c.channel, c.address, t.topic, c.state, c.changed_at, c.source, c.words
        FROM consents c
        CROSS JOIN (VALUES ('answers'), ('marketing')) AS t (topic)
        WHERE (t.topic = 'answers' AND c.channel = 'sms')
           OR (t.topic = 'marketing' AND c.state = 'opted_out')
        """
    )
    op.add_column("messages", sa.Column("carrier_heeded", sa.String(10)))


def downgrade() -> None:
    """As it was, by what was said of job updates; what was said of the rest alone is forgotten."""
    op.drop_column("messages", "carrier_heeded")
    op.execute("DELETE FROM consents WHERE topic <> 'job_updates'")
    op.drop_index("uq_consents_topic", table_name="consents")
    op.create_index("uq_consents_address", "consents", ["channel", "address"], unique=True)
    op.drop_column("consents", "topic")
