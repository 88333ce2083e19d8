"""`/healthz`: the process lives. `/readyz`: it can work, because the database answers and its schema is no older than
the code. Refuses no caller and tells no secret.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from flask import Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError, SQLAlchemyError

from core.db import Database
from watch.access import for_anyone
from watch.bounded import Bounded, TookTooLong

UNAVAILABLE = 503
WAIT_SECONDS = 2.0
MIGRATIONS = Path(__file__).parents[1] / "migrations" / "versions"


@dataclass(frozen=True)
class Check:
    """One thing readiness needs. says: why, fit for a person."""

    ok: bool
    says: str


@for_anyone
def healthz() -> Response:
    """This process answers; nothing else is asked."""
    return jsonify(alive=True)


class ReadinessPage:
    """Asks the database, at most one question at a time."""

    def __init__(self, database: Database, *, seconds: float = WAIT_SECONDS) -> None:
        self._database = database
        self._schema = Bounded(self._revision, seconds=seconds)
        self._seconds = seconds

    @for_anyone
    def show(self) -> tuple[Response, int]:
        """200 when all is well, else 503; each check says why, as JSON."""
        checks = self.checks()
        ready = all(check.ok for check in checks.values())
        words = {name: asdict(check) for name, check in checks.items()}
        return jsonify(ready=ready, checks=words), 200 if ready else UNAVAILABLE

    def checks(self) -> dict[str, Check]:
        """Each check by name; what cannot be known because the database is away is not well."""
        try:
            at = self._schema.answer()
        except TookTooLong:
            return _away(f"did not answer within {self._seconds:g} seconds")
        except SQLAlchemyError as error:
            return _away(f"cannot be reached ({type(error).__name__})")
        return {"database": Check(True, "answers"), "migrations": judged(at, newest_migration())}

    def _revision(self) -> str | None:
        try:
            with self._database.one_statement() as connection:
                found: str | None = connection.scalar(
                    text("SELECT version_num FROM alembic_version")
                )
                return found
        except ProgrammingError:
            # The table itself is missing: the database is empty.
            return None


def _away(why: str) -> dict[str, Check]:
    return {
        "database": Check(False, why),
        "migrations": Check(False, "unknown: the database is away"),
    }


def judged(at: str | None, needed: str) -> Check:
    """A schema newer than the code is well: while hosts are upgraded one by one, the old code works on with it."""
    if at is None:
        return Check(False, f"none has run; run `fixline db upgrade` to reach {needed}")
    if at < needed:
        return Check(False, f"at {at}, this code needs {needed}; run `fixline db upgrade`")
    return Check(True, f"at {at}" if at == needed else f"at {at}, newer than this code's {needed}")


@cache
def newest_migration() -> str:
    """The newest revision this code knows: migrations are numbered, `0009_operations.py` is 0009."""
    return max(path.name.partition("_")[0] for path in MIGRATIONS.glob("[0-9]*_*.py"))
