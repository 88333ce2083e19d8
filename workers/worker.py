"""A worker: an RQ worker on one lane, in one process. Killed at any instant, it loses nothing."""

from __future__ import annotations

from redis import Redis
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer

from core.config import Settings
from core.outbox import Lane
from workers.runtime import process_runtime


def run_worker(settings: Settings, lane: Lane) -> None:
    """Work on one lane until told to stop; the job in hand is finished first."""
    process_runtime()
    connection = Redis.from_url(settings.redis_url, socket_connect_timeout=3)
    queue = Queue(lane.value, connection=connection, serializer=JSONSerializer)
    worker = SimpleWorker([queue], connection=connection, serializer=JSONSerializer)
    worker.work(logging_level="WARNING")
