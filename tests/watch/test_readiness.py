"""Alive is one thing, ready another: the database must answer in time, with a schema the code knows."""

from __future__ import annotations

import time

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import text

from core.db import Database, alembic_config
from tests.practice import practice_settings
from tests.servers import named
from watch import create_blueprint
from watch.bounded import Bounded, TookTooLong
from watch.readiness import ReadinessPage, judged, newest_migration

NOBODY = "postgresql://nobody@127.0.0.1:1/nothing"


def asked(database: Database, path: str) -> tuple[int, dict[str, object]]:
    app = Flask("window under test")
    app.register_blueprint(create_blueprint(practice_settings(), database))
    answer = app.test_client().get(path)
    said = answer.get_json()
    assert isinstance(said, dict)
    return answer.status_code, said


def test_a_process_that_answers_is_alive_whatever_the_database_does() -> None:
    assert asked(Database(NOBODY), "/healthz") == (200, {"alive": True})


def test_it_is_ready_when_the_database_answers_with_the_newest_schema(database: Database) -> None:
    status, said = asked(database, "/readyz")
    assert (status, said["ready"]) == (200, True)
    assert said["checks"] == {
        "database": {"ok": True, "says": "answers"},
        "migrations": {"ok": True, "says": f"at {newest_migration()}"},
    }


def test_it_is_not_ready_without_a_database_and_says_so() -> None:
    status, said = asked(Database(NOBODY), "/readyz")
    assert (status, said["ready"]) == (503, False)
    assert said["checks"] == {
        "database": {"ok": False, "says": "cannot be reached (OperationalError)"},
        "migrations": {"ok": False, "says": "unknown: the database is away"},
    }


def test_it_is_not_ready_with_an_older_schema_and_says_what_to_run(database: Database) -> None:
    with database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    try:
        status, said = asked(database, "/readyz")
    finally:
        with database.transaction() as session:
            session.execute(
                text("UPDATE alembic_version SET version_num = :newest"),
                {"newest": newest_migration()},
            )
    assert (status, said["ready"]) == (503, False)
    assert "run `fixline db upgrade`" in str(said["checks"])


def test_an_empty_database_is_not_ready(database: Database) -> None:
    page = ReadinessPage(Database(named(database.url, "postgres")))
    assert not page.checks()["migrations"].ok
    assert page.checks()["migrations"].says.startswith("none has run")


def test_old_code_works_on_while_its_database_is_ahead() -> None:
    assert judged("0012", "0009").ok
    assert not judged("0008", "0009").ok
    assert not judged(None, "0009").ok


def test_the_newest_migration_is_the_one_alembic_would_run_last() -> None:
    script = ScriptDirectory.from_config(alembic_config(NOBODY))
    assert newest_migration() == script.get_current_head()


def test_a_hung_database_is_waited_for_no_longer_than_the_limit(database: Database) -> None:
    page = ReadinessPage(database, seconds=0.3)
    with database.transaction() as holder:
        holder.execute(text("LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE"))
        began = time.monotonic()
        checks = [page.checks() for _ in range(3)]
        took = time.monotonic() - began
    assert not any(check["database"].ok for check in checks)
    assert checks[0]["database"].says == "did not answer within 0.3 seconds"
    assert took < 2
    # The question that hung is answered by now; the next one is asked anew.
    deadline = time.monotonic() + 5
    while not page.checks()["database"].ok:
        assert time.monotonic() < deadline


def test_who_asks_while_a_question_hangs_waits_for_its_answer() -> None:
    asked_times: list[int] = []

    def slowly() -> int:
        asked_times.append(1)
        time.sleep(0.2)
        return len(asked_times)

    bounded = Bounded(slowly, seconds=0.05)
    for _ in range(2):
        with pytest.raises(TookTooLong):
            bounded.answer()
    time.sleep(0.25)
    assert asked_times == [1]
    patient = Bounded(slowly, seconds=5)
    assert patient.answer() == 2
