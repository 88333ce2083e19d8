"""A background process's sign of life, and the counts of its sends, written down every few seconds beside its work."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import monotonic

from redis import RedisError
from sqlalchemy.exc import SQLAlchemyError

from core.db import Database
from core.operations.actions import add_sends, beat, leave
from core.operations.counting import SendCounts
from core.operations.metronome import EVERY_SECONDS, Metronome
from core.operations.model import Role
from core.outbox import Lane

Queued = Callable[[], Mapping[Lane, int]]


class Work:
    """Since when this process has been at the work in hand, if it has any. One thread works, another looks."""

    def __init__(self) -> None:
        self._since: float | None = None

    @contextmanager
    def in_hand(self) -> Iterator[None]:
        """Work is done inside."""
        self._since = monotonic()
        try:
            yield
        finally:
            self._since = None

    @property
    def busy_seconds(self) -> float | None:
        """How long the work in hand has taken so far; None when there is none."""
        since = self._since
        return None if since is None else monotonic() - since


WORK = Work()


@contextmanager
def beating(
    database: Database,
    role: Role,
    *,
    sends: SendCounts | None = None,
    queued: Queued | None = None,
    every_seconds: float = EVERY_SECONDS,
) -> Iterator[None]:
    """Inside, this process is seen to live. sends: counted by its senders. queued: the bell's jobs by lane.

    A process that ends in order is missed by nobody; one that is killed is seen to have fallen silent.
    """
    name = f"{socket.gethostname()}:{os.getpid()}"
    metronome = Metronome(
        lambda: _beat(database, role, name, sends, queued), every_seconds=every_seconds
    )
    metronome.wake()
    try:
        yield
    finally:
        metronome.stop()
        _leave(database, name)


def _beat(
    database: Database, role: Role, name: str, sends: SendCounts | None, queued: Queued | None
) -> None:
    depths = _depths(queued)
    with database.transaction() as session:
        beat(
            session,
            process=name,
            role=role,
            busy_seconds=WORK.busy_seconds,
            queued=depths,
        )
    if sends is not None:
        _write_down(database, sends)


def _depths(queued: Queued | None) -> dict[str, int] | None:
    if queued is None:
        return None
    try:
        return {lane.value: jobs for lane, jobs in queued().items()}
    except RedisError:
        return None


def _write_down(database: Database, sends: SendCounts) -> None:
    counts = sends.take()
    if not counts:
        return
    try:
        with database.transaction() as session:
            add_sends(session, counts)
    except SQLAlchemyError:
        sends.give_back(counts)
        raise


def _leave(database: Database, name: str) -> None:
    try:
        with database.transaction() as session:
            leave(session, name)
    except SQLAlchemyError:
        # The database is away: the sign of life grows old by itself.
        return
