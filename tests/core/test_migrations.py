"""The migrations make exactly the tables that the rows describe."""

from __future__ import annotations

from alembic import command
from alembic.util import CommandError
from sqlalchemy import text

from core.db import Database, alembic_config, upgrade


def test_the_migrated_schema_is_the_one_the_rows_describe(database: Database) -> None:
    assert _difference(database) == ""


def test_migrating_again_changes_nothing(database: Database) -> None:
    upgrade(database.url)
    assert _difference(database) == ""


def test_what_was_said_before_topics_keeps_its_meaning(database: Database) -> None:
    said = [
        ("sms", "+1", "opted_out"),
        ("sms", "+2", "opted_in"),
        ("email", "a@x.example", "opted_out"),
        ("email", "b@x.example", "opted_in"),
    ]
    database.engine.dispose()
    command.downgrade(alembic_config(database.url), "0009")
    try:
        with database.transaction() as session:
            for channel, address, state in said:
                session.execute(_SAID, {"channel": channel, "address": address, "state": state})
    finally:
        database.engine.dispose()
        upgrade(database.url)
    with database.reading() as session:
        rows = session.execute(text("SELECT address, topic, state FROM consents")).all()
    assert {tuple(row) for row in rows} == {
        *(("+1", topic, "opted_out") for topic in ("answers", "job_updates", "marketing")),
        *(("+2", topic, "opted_in") for topic in ("answers", "job_updates")),
        *(("a@x.example", topic, "opted_out") for topic in ("job_updates", "marketing")),
        ("b@x.example", "job_updates", "opted_in"),
    }


_SAID = text(
    "INSERT INTO consents (channel, address, state, source) VALUES (:channel, :address, :state, 'text')"
)


def _difference(database: Database) -> str:
    """What a new migration would have to change, in Alembic's words."""
    try:
        command.check(alembic_config(database.url))
    except CommandError as found:
        return str(found)
    return ""
