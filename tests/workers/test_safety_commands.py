"""Commands around a restore: stop, say how it stands, go on."""

from __future__ import annotations

from click.testing import CliRunner
from sqlalchemy import select

from core.config import Settings
from core.db import Database
from core.events.model import Event
from core.messaging.model import Pause
from core.outbox import Kind
from core.outbox.actions import give_up, promise
from tests.carriers.builders import settings
from tests.workers.road import Emulator
from workers.handlers.poll import start_polling
from workers.safety_commands import pause, resume, status


def chosen(database: Database, **given: str) -> Settings:
    return settings(DATABASE_URL=database.url, **given)


def said(command: object, arguments: list[str], given: Settings) -> tuple[int, str]:
    assert command in (pause, resume, status)
    done = CliRunner().invoke(command, arguments, obj=given)
    return done.exit_code, done.output


def test_paused_by_hand_it_says_so_until_it_is_resumed(
    database: Database, emulator: Emulator
) -> None:
    given = chosen(database, TWILIO_API_URL=emulator.url, SENDGRID_API_URL=emulator.url)
    code, words = said(pause, ["--why", "restored", "--since", "2026-03-01 12:00"], given)
    assert code == 0
    assert words.startswith("Paused since ")
    assert "What happened after 2026-03-01 12:00:00 UTC may be unknown here" in words
    assert said(status, [], given)[1].startswith("Paused since ")

    code, words = said(resume, [], given)

    assert (code, words.splitlines()[-1]) == (0, "Messages leave again.")
    assert "0 texts fetched that had not reached us; 0 sent and known" in words
    assert said(status, [], given)[1].startswith("Messages leave.")


def test_resuming_what_is_not_paused_is_refused(database: Database, emulator: Emulator) -> None:
    given = chosen(database, TWILIO_API_URL=emulator.url)
    assert said(resume, [], given) == (1, "Error: Fixline is not paused.\n")


def test_a_carrier_away_keeps_the_pause_and_force_ends_it(database: Database) -> None:
    given = chosen(database, TWILIO_API_URL="http://127.0.0.1:1")
    said(pause, ["--why", "restored"], given)
    code, words = said(resume, [], given)
    assert code == 1
    assert "stays paused" in words

    code, words = said(resume, ["--force", "the account is closed"], given)

    assert (code, "may be sent twice" in words) == (0, True)
    with database.reading() as session:
        assert session.scalars(select(Pause.lifted_at)).one() is not None
        kinds = session.scalars(select(Event.kind).order_by(Event.id)).all()
    assert [kind for kind in kinds if kind.startswith("delivery.")] == [
        "delivery.paused",
        "delivery.resumed",
    ]


def test_the_status_counts_dead_letters_and_shows_how_far_the_list_was_read(
    database: Database,
) -> None:
    with database.transaction() as session:
        start_polling(session)
        entry_id = promise(session, Kind.INTERPRET, {"envelope_id": 1})
        assert entry_id is not None
        give_up(session, entry_id, why="unreadable")

    _, words = said(status, [], chosen(database))

    assert words.splitlines()[:2] == ["Messages leave.", "Given up: 1."]
    assert "Read without a gap, inbound:twilio: until " in words
