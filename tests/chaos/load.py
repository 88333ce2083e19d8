"""What people and the office do during a run: texts that come in, and status changes that many are to hear of.

Each change and each text has words of its own, so that what arrives can be told apart at the carrier.
"""

from __future__ import annotations

import math
import random
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bench import crowd
from core.db import Database
from core.events.actions import FIXLINE
from core.jobs.actions.status import move
from core.jobs.model import Job
from tests.chaos.carrier import CarrierClient
from tests.chaos.counting import Expected
from tests.chaos.ground import ChaosGround

Got = TypeVar("Got")

MOST_WAVES, POINTS_A_WAVE = 16, 60
ONE_TEXT_IN = 20
# So many texts under way at once, as from a real carrier.
POSTERS = 16
TEXTS_A_BURST = 10
LONGEST_OUTAGE_SECONDS = 120.0
AGAIN_SECONDS = 0.2
LAST_WAVE = 0.9
EVERY_TENTH_BY_MAIL = text(
    "UPDATE contact_points SET kind = 'email', value = 'tenant' || id || '@example.com' WHERE id % 10 = 0"
)
_ADDRESSES = text("SELECT value FROM contact_points")
# Each is answered with exactly one text when a stranger writes it. Everybody writes once: of two reports in one
# breath the second may rightly be taken in without a word, and then no count would be exact.
WORDS = (
    "my dishwasher does not drain",
    "hi the kitchen light is out",
    "the bathroom door does not close",
)


@dataclass(frozen=True)
class Size:
    """waves: status changes; points: who hears of each; texts: written by people, each answered once."""

    waves: int
    points: int
    texts: int

    @property
    def messages(self) -> int:
        """All that must arrive, at the carrier or at us."""
        return self.waves * self.points + 2 * self.texts


def size_of(messages: int) -> Size:
    """A load of so many messages or a few more: a twentieth texts, as many answers to them, the rest alerts."""
    texts = messages // ONE_TEXT_IN
    alerts = messages - 2 * texts
    waves = max(1, min(MOST_WAVES, alerts // POINTS_A_WAVE))
    return Size(waves, math.ceil(alerts / waves), texts)


def alerts_only(messages: int) -> Size:
    """One status change that so many are to hear of, and nobody writes."""
    return Size(waves=1, points=messages, texts=0)


class Load:
    """One run's load. Prepare it before anything goes wrong, then begin; nothing of it is lost by an outage."""

    def __init__(self, ground: ChaosGround, carrier: CarrierClient, size: Size, seed: int) -> None:
        """Writes the building, its tenants and the jobs down."""
        self._ground = ground
        self._carrier = carrier
        self._size = size
        self._chance = random.Random(seed)
        self._people = [f"+1773{2000000 + number}" for number in range(size.texts)]
        self._jobs, numbers, addresses = _settle(ground.database, size)
        self.expected = Expected(
            alerts=frozenset((address, number) for address in addresses for number in numbers),
            texts=Counter(self._people),
        )
        self._threads = ThreadPoolExecutor(POSTERS + 1, thread_name_prefix="load")
        self._posted: list[Future[tuple[str, str]]] = []
        self._told: list[Future[None]] = []

    def begin(self, within: float) -> None:
        """Spread everything over so many seconds, on threads of its own."""
        started = time.monotonic()
        waves = [started + within * LAST_WAVE * n / len(self._jobs) for n in range(len(self._jobs))]
        self._told.append(self._threads.submit(self._tell_all, waves))
        order = self._chance.sample(range(len(self._people)), len(self._people))
        for turn, number in enumerate(order):
            burst = turn // TEXTS_A_BURST * TEXTS_A_BURST / len(order)
            at = started + within * LAST_WAVE * burst
            self._posted.append(self._threads.submit(self._text, number, at))

    @property
    def is_done(self) -> bool:
        """Whether everything has been said. Raises what went wrong in saying it."""
        told = [future.result() for future in self._told if future.done()]
        posted = [future.result() for future in self._posted if future.done()]
        return len(told) == len(self._told) and len(posted) == len(self._posted)

    def texts(self) -> dict[str, list[str]]:
        """The carrier's ids of what each person has written."""
        written: dict[str, list[str]] = {}
        for future in self._posted:
            if future.done():
                person, sid = future.result()
                written.setdefault(person, []).append(sid)
        return written

    def end(self) -> None:
        """Say nothing more."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _tell_all(self, times: list[float]) -> None:
        for job_id, at in zip(self._jobs, times, strict=True):
            _sleep_until(at)
            persistently(self._ground.database, partial(_schedule, job_id=job_id))

    def _text(self, number: int, at: float) -> tuple[str, str]:
        _sleep_until(at)
        person, words = self._people[number], WORDS[number % len(WORDS)]
        return person, self._carrier.text(person, self._ground.company_phone, words)


def persistently(database: Database, act: Callable[[Session], Got]) -> Got:
    """Do it in a transaction, again and again while the database is away; doing it twice must be harmless."""
    deadline = time.monotonic() + LONGEST_OUTAGE_SECONDS
    while True:
        try:
            with database.transaction() as session:
                return act(session)
        except DBAPIError:
            if time.monotonic() > deadline:
                raise
            time.sleep(AGAIN_SECONDS)


def _settle(database: Database, size: Size) -> tuple[list[int], list[int], list[str]]:
    """The jobs by id and by number, and the addresses that are to hear of them."""
    with database.transaction() as session:
        place = crowd.make_building(session)
        crowd.move_in(session, place, first=1, last=size.points)
        session.execute(EVERY_TENTH_BY_MAIL)
        jobs = [crowd.open_job(session, place) for _ in range(size.waves)]
        addresses = list(session.scalars(_ADDRESSES))
        return [job.id for job in jobs], [job.number for job in jobs], addresses


def _schedule(session: Session, *, job_id: int) -> None:
    """A commit may have reached the database though its answer did not: then there is nothing left to do."""
    job = session.get_one(Job, job_id)
    wanted = crowd.status_of(session, crowd.HEARD)
    if job.status_id != wanted.id:
        move(session, job, wanted, actor=FIXLINE)


def _sleep_until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.monotonic()))
