"""The wall where the product meets its carriers: real translation inwards, a record of what left outwards.

Nothing is posted anywhere; what a send or a look-up answers is told beforehand, else all is well.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import count

from PIL import Image

from carriers.base import Carrier, FetchedMedia
from carriers.sendgrid.carrier import SendGridCarrier
from carriers.twilio.carrier import TwilioCarrier
from core.config import Settings
from core.db import Database
from core.messaging.wire import (
    Accepted,
    Candidate,
    Channel,
    OutboundMessage,
    Outcome,
    SoughtMessage,
)
from core.outbox import Lane
from core.outbox.actions import take_due
from sandbox import cast
from tests.carriers.builders import settings
from workers.bell import chunks
from workers.handlers import HANDLERS
from workers.runtime import Runtime, make_runtime

MOST_ROUNDS = 200
MOST_A_ROUND = 500
LEASE_SECONDS = 60.0
NO_QUIET_HOURS = {"FIXLINE_QUIET_FROM_HOUR": "0", "FIXLINE_QUIET_UNTIL_HOUR": "0"}
NO_PACE = {"FIXLINE_SMS_PER_SECOND": "0", "FIXLINE_RECIPIENT_PER_SECOND": "0"}


@dataclass
class Wall:
    """What left, in order. outcomes: what the next sends answer; medias: what the next fetches bring."""

    sent: list[OutboundMessage] = field(default_factory=list)
    outcomes: deque[Outcome] = field(default_factory=deque)
    medias: deque[FetchedMedia | Exception] = field(default_factory=deque)
    numbers: count[int] = field(default_factory=lambda: count(1))

    def send(self, message: OutboundMessage) -> Outcome:
        self.sent.append(message)
        if self.outcomes:
            return self.outcomes.popleft()
        return Accepted(f"SM{next(self.numbers):024d}sent-now")

    def fetch(self) -> FetchedMedia:
        given = self.medias.popleft() if self.medias else picture()
        if isinstance(given, Exception):
            raise given
        return given

    def to(self, address: str) -> list[OutboundMessage]:
        return [each for each in self.sent if each.recipient == address]


class WallTexts(TwilioCarrier):
    """Twilio's translation, and nothing beyond the wall."""

    def __init__(self, given: Settings, wall: Wall) -> None:
        super().__init__(given)
        self._wall = wall

    def send(self, message: OutboundMessage) -> Outcome:
        return self._wall.send(message)

    def look_up(self, sought: SoughtMessage) -> tuple[Candidate, ...]:
        return ()

    def fetch_media(self, url: str) -> FetchedMedia:
        return self._wall.fetch()


class WallMail(SendGridCarrier):
    """SendGrid's translation, and nothing beyond the wall."""

    def __init__(self, given: Settings, wall: Wall) -> None:
        super().__init__(given)
        self._wall = wall

    def send(self, message: OutboundMessage) -> Outcome:
        return self._wall.send(message)

    def look_up(self, sought: SoughtMessage) -> tuple[Candidate, ...]:
        return ()


def runtime_at(database: Database, wall: Wall, **given: str) -> Runtime:
    """A handler's runtime over the test's database, its carriers ending at the wall.

    Messages leave one after another, so that their order is the product's and not the threads'.
    """
    usual = {
        "DATABASE_URL": database.url,
        "COMPANY_NAME": cast.COMPANY_NAME,
        **NO_QUIET_HOURS,
        **NO_PACE,
    }
    chosen = settings(**usual | given)
    ready = make_runtime(chosen, threads=1)
    carriers: dict[Channel, Carrier] = {
        Channel.SMS: WallTexts(chosen, wall),
        Channel.EMAIL: WallMail(chosen, wall),
    }
    return replace(ready, database=database, carriers=carriers, senders=ThreadPoolExecutor(1))


def work_off(runtime: Runtime, lanes: Sequence[Lane] = tuple(Lane)) -> int:
    """Do what is due, as relay and workers would, until nothing is; returns how many entries were taken."""
    done = 0
    for _ in range(MOST_ROUNDS):
        taken = sum(_lane(runtime, lane) for lane in lanes)
        if taken == 0:
            return done
        done += taken
    raise AssertionError(f"work is still due after {MOST_ROUNDS} rounds")


def _lane(runtime: Runtime, lane: Lane) -> int:
    with runtime.database.transaction() as session:
        taken = take_due(session, lane, most=MOST_A_ROUND, lease_seconds=LEASE_SECONDS)
    for kind, ids in chunks(taken):
        HANDLERS[kind](runtime, ids)
    return len(taken)


def picture(*, width: int = 3) -> FetchedMedia:
    """A real, small JPEG."""
    buffer = BytesIO()
    Image.new("RGB", (width, 3), "red").save(buffer, "JPEG")
    return FetchedMedia(buffer.getvalue(), "image/jpeg")
