"""Processes that end, without a word, at the n-th commit or post of what they do: one child for each point.

The product knows nothing of it: its connections and carriers are wrapped in the child, by this entrance alone. Only
commits, writes outside transactions and the carrier's requests are points; what lies between leaves no trace.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection as Pipe
from threading import Lock
from typing import TypeAlias, TypeVar

import psycopg
from psycopg.abc import Params, Query
from psycopg.rows import TupleRow

from carriers.base import Carrier, FetchedMedia, RawEnvelope, ReceiptBatch
from core.messaging.wire import (
    Candidate,
    Channel,
    InboundMessage,
    OutboundMessage,
    Outcome,
    SoughtMessage,
)

# No other ending of a child looks like it.
CUT_OFF = 86
NEVER = 0
LONGEST_ANSWER_SECONDS = 60.0
_WRITES = re.compile(r"\b(?:INSERT|UPDATE|DELETE)\b")
Got = TypeVar("Got")


@dataclass
class Points:
    """The points passed so far, in order. exit_at: the number of the one where the process ends, or NEVER."""

    exit_at: int = NEVER
    passed: list[str] = field(default_factory=list)
    _guard: Lock = field(default_factory=Lock)
    _is_open: bool = True

    def around(self, name: str, deed: Callable[[], Got]) -> Got:
        """Do it between two points."""
        self._reach(f"before {name}")
        got = deed()
        self._reach(f"after {name}")
        return got

    @contextmanager
    def closed(self) -> Iterator[None]:
        """What happens within is the test's own, and no point."""
        self._is_open = False
        yield
        self._is_open = True

    def _reach(self, name: str) -> None:
        with self._guard:
            if not self._is_open:
                return
            self.passed.append(name)
            if len(self.passed) == self.exit_at:
                os._exit(CUT_OFF)


def watch_commits(points: Points) -> None:
    """From now on every commit on a new connection of this process is a point, and every write without one."""

    class Cursor(psycopg.Cursor[TupleRow]):
        def execute(
            self,
            query: Query,
            params: Params | None = None,
            *,
            prepare: bool | None = None,
            binary: bool | None = None,
        ) -> Cursor:
            def run() -> Cursor:
                whole = {"prepare": prepare, "binary": binary}
                return super(Cursor, self).execute(query, params, **whole)  # type: ignore[arg-type]

            is_alone = self.connection.autocommit and _WRITES.search(str(query)) is not None
            return points.around("a write", run) if is_alone else run()

    class Watched(psycopg.Connection[TupleRow]):
        def __init__(self, *given: object, **named: object) -> None:
            super().__init__(*given, **named)  # type: ignore[arg-type]  # as psycopg itself calls it
            self.cursor_factory = Cursor

        def commit(self) -> None:
            points.around("a commit", super().commit)

    psycopg.connect = Watched.connect  # type: ignore[assignment]  # in a child that ends with it


@dataclass(frozen=True)
class WatchedCarrier:
    """A carrier each request to which is a point."""

    inner: Carrier
    points: Points

    @property
    def name(self) -> str:
        return self.inner.name

    @property
    def channel(self) -> Channel:
        return self.inner.channel

    def send(self, message: OutboundMessage) -> Outcome:
        return self.points.around("a post", lambda: self.inner.send(message))

    def look_up(self, sought: SoughtMessage) -> tuple[Candidate, ...]:
        return self.points.around("a look-up", lambda: self.inner.look_up(sought))

    def translate_inbound(self, envelope: RawEnvelope) -> InboundMessage:
        return self.inner.translate_inbound(envelope)

    def translate_receipts(self, envelope: RawEnvelope) -> ReceiptBatch:
        return self.inner.translate_receipts(envelope)

    def fetch_media(self, url: str) -> FetchedMedia:
        return self.inner.fetch_media(url)


# What a child does: with its points, and a way to say that whoever began it has been answered.
Errand: TypeAlias = Callable[[Points, Callable[[], None], Mapping[str, str]], None]


@dataclass(frozen=True)
class Ended:
    """How a child ended. is_answered: whoever began its errand was told that it is done."""

    code: int
    is_answered: bool
    points: tuple[str, ...]


class Forge:
    """One warm process without threads, from which a child is forked for every point."""

    def __init__(self, errand: Errand, *, warm_up: Callable[[], None]) -> None:
        """warm_up: what each child would else have to do for itself, such as to load what it reads with."""
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_forge, args=(errand, warm_up, theirs))
        self._process.start()

    def child(self, exit_at: int, given: Mapping[str, str]) -> Ended:
        """Run the errand in a fresh child, cut off at this point (or NEVER); how that ended."""
        self._pipe.send((exit_at, dict(given)))
        assert self._pipe.poll(LONGEST_ANSWER_SECONDS), "the child neither ends nor works"
        ended = self._pipe.recv()
        assert isinstance(ended, Ended)
        return ended

    def close(self) -> None:
        self._pipe.send(None)
        self._process.join(LONGEST_ANSWER_SECONDS)


def _forge(errand: Errand, warm_up: Callable[[], None], pipe: Pipe) -> None:
    warm_up()
    while (order := pipe.recv()) is not None:
        exit_at, given = order
        pipe.send(_fork(errand, exit_at, given))


def _fork(errand: Errand, exit_at: int, given: Mapping[str, str]) -> Ended:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _be_the_child(errand, Points(exit_at), given, writing)
    os.close(writing)
    with os.fdopen(reading) as answers:
        said = [json.loads(line) for line in answers]
    _, status = os.waitpid(child, 0)
    points = tuple(said[-1]) if said and isinstance(said[-1], list) else ()
    return Ended(os.waitstatus_to_exitcode(status), bool(said), points)


def _be_the_child(errand: Errand, points: Points, given: Mapping[str, str], writing: int) -> None:
    """Never returns: whatever happens, this copy of the warm process ends here."""
    code = 1
    try:
        watch_commits(points)
        errand(points, lambda: _say(writing, "answered"), given)
        _say(writing, points.passed)
        code = 0
    finally:
        os._exit(code)


def _say(writing: int, what: str | list[str]) -> None:
    os.write(writing, json.dumps(what).encode() + b"\n")
