"""A job is found by any of its words, keeps what was done about it, and knows which statuses were ever used."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

WORDS_OF = """
CREATE FUNCTION job_search_words(job jobs) RETURNS tsvector LANGUAGE sql STABLE AS $$
  SELECT array_to_tsvector(ARRAY(
    SELECT DISTINCT word FROM unnest(string_to_array(trim(plain_words(concat_ws(' ',
      job.number, job.summary, job.po_number, c.name, c.company_name,
      p.name, p.street, p.city, p.postal_code, u.name))), ' ')) AS word
    WHERE word <> ''))
  FROM customers c, properties p LEFT JOIN units u ON u.id = job.unit_id
  WHERE c.id = job.customer_id AND p.id = job.property_id
$$
"""
ON_JOB = """
CREATE FUNCTION keep_job_search_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN NEW.search_words := coalesce(job_search_words(NEW), ''); RETURN NEW; END $$
"""
# The words of a customer, a place and a unit stand in their jobs too; renaming them must reach there.
ELSEWHERE = {
    "customers": ("customer_id", "name, company_name"),
    "properties": ("property_id", "name, street, city, postal_code"),
    "units": ("unit_id", "name"),
}
REOPENED = """
UPDATE job_status_transitions t SET permission = 'jobs.reopen'
FROM job_statuses was, job_statuses wanted
WHERE was.id = t.from_id AND wanted.id = t.to_id AND t.permission IS NULL
  AND was.category = 'canceled' AND wanted.category = 'booked'
"""
USED = """
UPDATE job_statuses s SET first_used_at = clock_timestamp()
WHERE EXISTS (SELECT FROM jobs WHERE jobs.status_id = s.id)
   OR EXISTS (SELECT FROM events WHERE events.kind = 'job.moved'
              AND events.after ->> 'status' = s.name)
"""


def upgrade() -> None:
    """Two columns for jobs, one for statuses, the words and the indexes that lists are read by."""
    op.add_column("jobs", sa.Column("resolution", sa.Text(), server_default="", nullable=False))
    op.add_column(
        "jobs",
        sa.Column("search_words", postgresql.TSVECTOR(), server_default="", nullable=False),
    )
    op.add_column("job_statuses", sa.Column("first_used_at", sa.DateTime(timezone=True)))
    op.execute(USED)
    op.execute(REOPENED)
    _keep_words()
    _index()


def _keep_words() -> None:
    op.execute(WORDS_OF)
    op.execute(ON_JOB)
    op.execute(
        "CREATE TRIGGER jobs_keep_search_words BEFORE INSERT OR UPDATE OF number, summary, po_number,"
        " customer_id, property_id, unit_id ON jobs"
        " FOR EACH ROW EXECUTE FUNCTION keep_job_search_words()"
    )
    for table, (column, names) in ELSEWHERE.items():
        op.execute(
            f"CREATE FUNCTION {table}_reach_job_words() RETURNS trigger LANGUAGE plpgsql AS $$"  # noqa: S608
            f" BEGIN UPDATE jobs SET search_words = coalesce(job_search_words(jobs), '')"
            f" WHERE {column} = NEW.id; RETURN NULL; END $$"
        )
        differs = " OR ".join(
            f"OLD.{name.strip()} IS DISTINCT FROM NEW.{name.strip()}" for name in names.split(",")
        )
        op.execute(
            f"CREATE TRIGGER {table}_reach_job_words AFTER UPDATE OF {names} ON {table}"
            f" FOR EACH ROW WHEN ({differs}) EXECUTE FUNCTION {table}_reach_job_words()"
        )
    op.execute("UPDATE jobs SET search_words = coalesce(job_search_words(jobs), '')")


def _index() -> None:
    op.create_index("ix_jobs_search_words", "jobs", ["search_words"], postgresql_using="gin")
    op.create_index("ix_jobs_status_number", "jobs", ["status_id", "number"])
    op.create_index("ix_jobs_unit_number", "jobs", ["business_unit_id", "number"])
    op.create_index("ix_jobs_unit_id", "jobs", ["unit_id"])
    op.create_index("ix_jobs_created_at", "jobs", ["created_at"])
    op.create_index(
        "ix_jobs_pressing",
        "jobs",
        ["priority", "number"],
        postgresql_where=sa.text("priority <> 'normal'"),
    )
    op.drop_index("ix_jobs_status_id", table_name="jobs")


def downgrade() -> None:
    """As it was; what was written about how jobs were solved is forgotten."""
    op.create_index("ix_jobs_status_id", "jobs", ["status_id"])
    for name in ("pressing", "created_at", "unit_id", "unit_number", "status_number"):
        op.drop_index(f"ix_jobs_{name}", table_name="jobs")
    op.drop_index("ix_jobs_search_words", table_name="jobs")
    for table in ELSEWHERE:
        op.execute(f"DROP FUNCTION {table}_reach_job_words() CASCADE")
    op.execute("DROP FUNCTION keep_job_search_words() CASCADE")
    op.execute("DROP FUNCTION job_search_words(jobs) CASCADE")
    op.drop_column("job_statuses", "first_used_at")
    op.drop_column("jobs", "search_words")
    op.drop_column("jobs", "resolution")
