"""The migrations make exactly the tables that the rows describe."""

from __future__ import annotations

from alembic import command
from alembic.util import CommandError

from core.db import Database, alembic_config, upgrade


def test_the_migrated_schema_is_the_one_the_rows_describe(database: Database) -> None:
    assert _difference(database) == ""


def test_migrating_again_changes_nothing(database: Database) -> None:
    upgrade(database.url)
    assert _difference(database) == ""


def _difference(database: Database) -> str:
    """What a new migration would have to change, in Alembic's words."""
    try:
        command.check(alembic_config(database.url))
    except CommandError as found:
        return str(found)
    return ""
