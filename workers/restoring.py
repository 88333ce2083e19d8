"""Notices that the database was put back in time, and pauses everything that leaves until it is known what left.

Three witnesses: the database itself (its rows were written in another server), Redis (it has seen a later sign of
life), and the carrier (it has sent what nobody here remembers). One that cannot be asked witnesses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from time import sleep
from uuid import UUID

import structlog
from redis import Redis, RedisError
from sqlalchemy.exc import OperationalError

from carriers.base import Carrier, ListingCarrier
from core.config import Settings
from core.db import Database
from core.events.actions import FIXLINE
from core.messaging.actions.life_signs import Beat, Signs, beat, signs_of_life
from core.messaging.actions.pausing import pause
from core.messaging.actions.recollecting import unremembered
from core.messaging.listed import SentText
from core.messaging.queries.safety import standing_pause
from core.messaging.wire import LookUpFailed

MARK = "fixline:alive"
PATIENCE_SECONDS = 3
SILENT_ROUNDS = 2
MOST_STARTS = 120
AWAY_SECONDS = 1.0
COPIED = "The database is a copy: its rows were written in another server."
BEHIND = "The database has gone back in time: it has given later signs of life than it knows of."
UNREMEMBERED = "The carrier has sent messages this database does not know of."
Carriers = Callable[[], Iterable[ListingCarrier]]
log = structlog.get_logger("restoring")


class OutsideMark:
    """The last sign of life, kept in Redis. Redis may lose it at any time, which then proves nothing."""

    def __init__(self, redis_url: str) -> None:
        self._redis = Redis.from_url(
            redis_url,
            decode_responses=True,
            socket_connect_timeout=PATIENCE_SECONDS,
            socket_timeout=PATIENCE_SECONDS,
        )

    def read(self) -> Beat | None:
        """The last sign known outside, or None when nothing is known."""
        try:
            kept = self._redis.get(MARK)
        except RedisError:
            return None
        incarnation, _, number = (kept if isinstance(kept, str) else "").partition("/")
        try:
            return Beat(UUID(incarnation), int(number))
        except ValueError:
            return None

    def write(self, given: Beat) -> None:
        """Keep a sign, if Redis is there."""
        try:
            self._redis.set(MARK, f"{given.incarnation}/{given.number}")
        except RedisError as error:
            log.warning("mark_not_kept", error=type(error).__name__)


def listing_carriers(carriers: Iterable[Carrier]) -> list[ListingCarrier]:
    """Those of the carriers that keep a list."""
    return [each for each in carriers if isinstance(each, ListingCarrier)]


def note_life(settings: Settings, database: Database, carriers: Carriers) -> None:
    """Give a sign of life, or pause when this is not the database that gave the last one.

    carriers: asked too after a silence of some rounds, for no backup is back in service sooner; when they cannot be
    asked no sign is given, so that they are asked again.
    """
    mark = OutsideMark(settings.redis_url)
    signs = _examined(database, mark)
    if signs is None:
        return
    if signs.silent_seconds >= settings.fixline_poll_seconds * SILENT_ROUNDS:
        strange = [_sent_unremembered(database, signs, carrier) for carrier in carriers()]
        if True in strange:
            _pause(database, signs, UNREMEMBERED)
        if not all(each is False for each in strange):
            return
    with database.transaction() as session:
        given = beat(session)
    mark.write(given)


def begin_life(settings: Settings, database: Database, carriers: Carriers) -> None:
    """The same at a relay's start, before it rings for anything. Waits for a database that is away."""
    when_there(lambda: note_life(settings, database, carriers))


def examine(settings: Settings, database: Database) -> None:
    """Pause when this is not the database that gave the last sign of life: at a worker's start, before any work.

    Asks no carrier and gives no sign. Waits for a database that is away.
    """
    when_there(lambda: _examined(database, OutsideMark(settings.redis_url)))


def when_there(look: Callable[[], object]) -> None:
    """Do this once the database is there. Raises OperationalError when it stays away for MOST_STARTS seconds."""
    for _ in range(MOST_STARTS):
        try:
            look()
            return
        except OperationalError as error:
            log.warning("away", what=type(error).__name__)
            sleep(AWAY_SECONDS)
    look()


def _examined(database: Database, mark: OutsideMark) -> Signs | None:
    """What the database says of itself, or None when nothing may leave (any more)."""
    # Read before the database: what is kept outside was committed inside before.
    outside = mark.read()
    with database.reading() as session:
        signs, standing = signs_of_life(session), standing_pause(session)
    if standing is not None:
        return None
    if signs is None:
        return _first_life(database)
    why = _why_restored(signs, outside)
    if why is None:
        return signs
    _pause(database, signs, why)
    return None


def _why_restored(signs: Signs, outside: Beat | None) -> str | None:
    if signs.is_copy:
        return COPIED
    return BEHIND if outside is not None and _is_behind(signs, outside) else None


def _first_life(database: Database) -> Signs | None:
    with database.transaction() as session:
        beat(session)
    with database.reading() as session:
        return signs_of_life(session)


def _pause(database: Database, signs: Signs, why: str) -> None:
    log.error("restored", why=why)
    with database.transaction() as session:
        pause(session, reason=why, actor=FIXLINE, known_until=signs.beat_at)


def _is_behind(signs: Signs, outside: Beat) -> bool:
    """What is kept of another incarnation proves nothing."""
    return outside.incarnation == signs.incarnation and outside.number > signs.number


def _sent_unremembered(database: Database, signs: Signs, carrier: ListingCarrier) -> bool | None:
    """Whether the carrier has sent what nobody here remembers; None when it could not be asked.

    It is asked first: what it has sent was claimed before, and the claim committed.
    """
    try:
        return any(_unremembered(database, sent) for sent in carrier.sent_since(signs.beat_at))
    except LookUpFailed as failure:
        log.warning("not_asked", why=str(failure))
        return None


def _unremembered(database: Database, sent: Sequence[SentText]) -> bool:
    with database.reading() as session:
        return bool(unremembered(session, sent))
