"""The net under the webhooks: texts on the carrier's list that never reached us are stored as if they had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog
from psycopg import Connection
from sqlalchemy.orm import Session

from carriers.base import ListingCarrier
from core.clock import database_now
from core.messaging.actions.inbox import SmallPost, store_envelopes
from core.messaging.actions.polling import advance, reached, stored_ids
from core.messaging.actions.recollecting import forget_lost
from core.messaging.listed import Posted, ReceivedText
from core.messaging.model import EnvelopeSource
from core.messaging.wire import LookUpFailed
from core.outbox import Kind
from core.outbox.actions import begin, postpone, promise
from workers.restoring import listing_carriers, note_life
from workers.runtime import Runtime

POLL_KEY = "poll"
# The text matters more than its picture: after this it is taken without.
FILES_PATIENCE = timedelta(minutes=30)
MOST_FAILURES = 10
SOURCES: Mapping[str, EnvelopeSource] = {"twilio": EnvelopeSource.TWILIO_SMS}
log = structlog.get_logger("poll")


def start_polling(session: Session) -> None:
    """Promise the round, unless it is promised already; what came before the first one is no concern of it."""
    for name in SOURCES:
        reached(session, _mark_of(name))
    promise(session, Kind.POLL, {}, dedupe_key=POLL_KEY, rank=3)


def poll(runtime: Runtime, entry_ids: list[int]) -> None:
    """Do the round and put it off to the next time.

    Safe to run twice: a text is stored once by the carrier's id of it, whether a post or a list brought it.
    """
    for entry_id in entry_ids:
        with runtime.database.reading() as session:
            if begin(session, entry_id) is None:
                continue
        why = _round(runtime)
        with runtime.database.transaction() as session:
            forget_lost(session)
            if begin(session, entry_id) is not None:
                wait = runtime.settings.fixline_poll_seconds
                postpone(session, entry_id, seconds=wait, why=why)


def _round(runtime: Runtime) -> str:
    carriers = listing_carriers(runtime.carriers.values())
    note_life(runtime.settings, runtime.database, lambda: carriers)
    try:
        for carrier in carriers:
            fetch_missed(runtime, carrier)
    except LookUpFailed as failure:
        log.warning("not_asked", why=str(failure))
        return f"the carrier could not be asked: {failure}"
    return "next round"


def fetch_missed(
    runtime: Runtime, carrier: ListingCarrier, *, since: datetime | None = None
) -> int:
    """Store the texts nobody posted to us; returns how many there were.

    since: when earlier than the list has been read without a gap. A text whose files cannot be listed holds back no
    other: the rest is stored, then LookUpFailed is raised, as for a list that cannot be read, and the next round
    begins there again.
    """
    name, source = _mark_of(carrier.name), SOURCES[carrier.name]
    with runtime.database.transaction() as session:
        started, mark = database_now(session), reached(session, name)
    start = mark - timedelta(seconds=runtime.settings.fixline_poll_overlap_seconds)
    stored, unread = 0, list[datetime]()
    for listed in carrier.received_since(min(start, since or start)):
        for text in _missed(runtime, source, listed):
            posted = _posted(carrier, text, started, failed_before=len(unread))
            if posted is None:
                unread.append(text.received_at)
                continue
            _store(runtime, source, posted)
            stored += 1
    with runtime.database.transaction() as session:
        advance(session, name, min([started, *unread]))
    if stored:
        log.warning("missed_texts_found", carrier=carrier.name, count=stored)
    if unread:
        raise LookUpFailed(f"the files of {len(unread)} texts could not be listed")
    return stored


def _missed(
    runtime: Runtime, source: EnvelopeSource, listed: Sequence[ReceivedText]
) -> list[ReceivedText]:
    with runtime.database.reading() as session:
        known = stored_ids(session, source, [text.provider_id for text in listed])
    return [text for text in listed if text.provider_id not in known]


def _mark_of(carrier: str) -> str:
    return f"inbound:{carrier}"


def _posted(
    carrier: ListingCarrier, text: ReceivedText, now: datetime, *, failed_before: int
) -> Posted | None:
    """The text with its files; without, when they have been out of reach for long; None when they are to be awaited.

    After MOST_FAILURES in a round the carrier is not asked for files any more, for each may take its time to fail.
    """
    try:
        if not text.files or failed_before < MOST_FAILURES:
            return carrier.as_posted(text)
    except LookUpFailed as failure:
        log.warning("files_not_listed", text=text.provider_id, why=str(failure))
    if now - text.received_at < FILES_PATIENCE:
        return None
    return carrier.as_posted(replace(text, files=0))


def _store(runtime: Runtime, source: EnvelopeSource, posted: Posted) -> None:
    """One at a time, so that their promises stand in the order in which they were written."""
    post = SmallPost(posted.provider_id, posted.content_type, posted.content, "")
    with runtime.database.one_statement() as connection:
        driver = connection.connection.driver_connection
        if not isinstance(driver, Connection):
            raise TypeError("The database is spoken to by another driver than psycopg.")
        store_envelopes(driver, source, [post])
