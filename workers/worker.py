"""A worker: an RQ worker on one lane, in one process. Killed at any instant, it loses nothing."""

from __future__ import annotations

import os
from time import sleep

import structlog
from redis import Redis, RedisError
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer
from sqlalchemy.exc import OperationalError

from core.config import Settings
from core.operations.model import Role
from core.outbox import Lane
from workers.pulse import beating
from workers.restoring import examine
from workers.runtime import process_runtime

AWAY_SECONDS = 1.0
# Where processors are short, a person who waits for an answer goes before news and chores (nice(2): larger is humbler).
NICENESS = {Lane.TALK: 0, Lane.CHORES: 5, Lane.SEND: 10}
log = structlog.get_logger("worker")


def run_worker(settings: Settings, lane: Lane) -> None:
    """Work on one lane until told to stop; the job in hand is finished first. Waits for a Redis that is away."""
    os.nice(NICENESS[lane])
    runtime = process_runtime()
    # What was rung for before a restore may still lie in the bell.
    examine(settings, runtime.database)
    if lane is not Lane.SEND:
        runtime.speakers.open()
    with beating(runtime.database, Role(lane.value), sends=runtime.sends):
        while not _worked_to_the_end(settings, lane):
            sleep(AWAY_SECONDS)
        runtime.speakers.finish()


def _worked_to_the_end(settings: Settings, lane: Lane) -> bool:
    """Whether it ended because it was told to; not when Redis or PostgreSQL went away under it."""
    connection = Redis.from_url(settings.redis_url, socket_connect_timeout=3)
    queue = Queue(lane.value, connection=connection, serializer=JSONSerializer)
    worker = SimpleWorker([queue], connection=connection, serializer=JSONSerializer)
    try:
        worker.work(logging_level="WARNING")
    except (RedisError, OperationalError) as error:
        log.warning("away", what=type(error).__name__)
        return False
    # RQ also ends by itself, without a word, when Redis goes away in the middle of a job.
    return bool(worker._stop_requested)  # noqa: SLF001 - RQ tells nobody else
