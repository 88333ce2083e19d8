"""Alembic's way in: runs migrations under a database-wide lock, so that several hosts may start at once."""

from __future__ import annotations

from alembic import context
from sqlalchemy import create_engine, text

from core.models import Base

MIGRATION_LOCK = 7_042_001


def run() -> None:
    """Migrate in one transaction; whoever comes second waits and finds nothing to do."""
    url = context.config.get_main_option("sqlalchemy.url")
    if url is None:
        raise RuntimeError("Run migrations with `fixline db upgrade`, which knows the database.")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
        context.configure(connection=connection, target_metadata=Base.metadata)
        context.run_migrations()
    engine.dispose()


run()
