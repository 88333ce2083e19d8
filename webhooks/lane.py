"""Kept connections for the one statement of a post, without the costs of sessions and pings.

A text's road begins here: measured against a pooled SQLAlchemy connection, a bare one on autocommit
takes a quarter of the processor time. Only statements that may safely run twice belong here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TypeVar

import psycopg
from psycopg import Connection

from core.db import CONNECT_SECONDS, Database

T = TypeVar("T")


class StatementLane:
    """Connections on which each statement is its own transaction. Safe to share between threads.

    There are never more of them than threads that use them at once.
    """

    def __init__(self, database: Database) -> None:
        """Connects on first use."""
        self._address = database.url.replace("postgresql+psycopg:", "postgresql:", 1)
        self._idle: deque[Connection] = deque()

    def run(self, statement: Callable[[Connection], T]) -> T:
        """Run a repeatable statement. Raises psycopg.Error.

        A kept connection may have died, perhaps after the statement took effect: then all kept ones
        are forgotten and the statement runs once more on a new one.
        """
        kept = self._kept()
        if kept is None:
            return self._run_on(self._connected(), statement)
        try:
            return self._run_on(kept, statement)
        except psycopg.OperationalError:
            if not kept.closed:
                raise
        self.close()
        return self._run_on(self._connected(), statement)

    def close(self) -> None:
        """Close every idle connection."""
        while kept := self._kept():
            kept.close()

    def _kept(self) -> Connection | None:
        try:
            return self._idle.pop()
        except IndexError:
            return None

    def _connected(self) -> Connection:
        return psycopg.connect(self._address, autocommit=True, connect_timeout=CONNECT_SECONDS)

    def _run_on(self, connection: Connection, statement: Callable[[Connection], T]) -> T:
        try:
            return statement(connection)
        finally:
            if not connection.closed:
                self._idle.append(connection)
