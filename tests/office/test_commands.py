"""Commands at the terminal: what was given up is tried again, and nothing else is."""

from __future__ import annotations

from click.testing import CliRunner

from core.db import Database
from core.outbox import Kind
from core.outbox.actions import give_up, promise
from core.outbox.model import OutboxEntry
from office.commands import replay
from tests.practice import practice_settings


def test_an_entry_given_up_is_due_again_and_one_that_lives_is_refused(database: Database) -> None:
    with database.transaction() as session:
        entry_id = promise(session, Kind.SWEEP, {})
        assert entry_id is not None
        give_up(session, entry_id, why="broken")
    settings = practice_settings(DATABASE_URL=database.url)
    done = CliRunner().invoke(replay, [str(entry_id), "--why", "mended"], obj=settings)
    assert (done.exit_code, done.output) == (0, f"Entry {entry_id} is due again.\n")
    with database.reading() as session:
        row = session.get_one(OutboxEntry, entry_id)
        assert (row.dead_at, row.attempts) == (None, 0)
    again = CliRunner().invoke(replay, [str(entry_id), "--why", "mended"], obj=settings)
    assert again.exit_code == 1
    assert "Error:" in again.output
