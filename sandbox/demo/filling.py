"""Puts many rows into a table at once, numbered beforehand so that they can name each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb
from sqlalchemy import text
from sqlalchemy.orm import Session

from core.db import Base, Row

Line = Mapping[str, object]
Tell = Callable[[str], None]

_NUMBERS = text(
    "SELECT nextval(CAST(:sequence AS regclass)) FROM generate_series(1, CAST(:count AS int))"
)
_OWN_SEQUENCE = text("SELECT pg_get_serial_sequence(:name, 'id')")


class Filler:
    """Writes into the transaction of a session; commits nothing. Triggers of the tables do their work."""

    def __init__(self, session: Session) -> None:
        """session: its connection must be psycopg's, as that of every Database is."""
        self._session = session
        self.written = 0

    def ids(self, row: type[Row], count: int) -> list[int]:
        """As many numbers of that table's rows as wanted, each given to nobody else, rising."""
        sequence = self._session.scalar(_OWN_SEQUENCE, {"name": row.__tablename__})
        return self.numbers(str(sequence), count)

    def numbers(self, sequence: str, count: int) -> list[int]:
        """The next numbers of a sequence, rising."""
        found = self._session.scalars(_NUMBERS, {"sequence": sequence, "count": count})
        return sorted(int(number) for number in found)

    def fill(self, row: type[Base], lines: Sequence[Line]) -> None:
        """Write the lines in one COPY; each names the same columns, what they leave out is the table's default."""
        if not lines:
            return
        names = list(lines[0])
        words = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(row.__tablename__), sql.SQL(", ").join(map(sql.Identifier, names))
        )
        with self._connection().cursor() as cursor, cursor.copy(words) as copy:
            for line in lines:
                copy.write_row([_plain(line[name]) for name in names])
        self.written += len(lines)

    def _connection(self) -> psycopg.Connection[tuple[object, ...]]:
        found = self._session.connection().connection.driver_connection
        if not isinstance(found, psycopg.Connection):
            raise TypeError("rows are copied over a psycopg connection alone")
        return found


def _plain(value: object) -> object:
    """Enums as their words, JSON as such; everything else as it is."""
    if isinstance(value, Enum):
        return str(value.value)
    return Jsonb(value) if isinstance(value, dict) else value
