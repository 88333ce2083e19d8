"""The bell: RQ, which spreads due work over machines. It holds ids only, and may lose everything at any instant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer

from core.outbox import Kind, Lane
from core.outbox.actions import Due

ENTRANCE = "workers.entrance.run"
LONGEST_JOB_SECONDS = 300
FAILED_JOB_SECONDS = 60
# A worker that ends a job waits a little before the next: large jobs while much is due, small ones towards the end,
# so that all workers end together. In entries, each of which promises up to fifty messages.
MOST_SENDING_ENTRIES_A_JOB, LEAST_SENDING_ENTRIES_A_JOB = 40, 2
JOBS_AT_ONCE = 2
OTHERS_A_JOB = 5
# What is rung for must be worked off within its lease, else it is rung for again.
MOST_QUEUED_ENTRIES = {Lane.TALK: 200, Lane.SEND: 120, Lane.CHORES: 200}


class Bell:
    """Rings for due entries, in chunks, one queue a lane."""

    def __init__(self, redis_url: str) -> None:
        """redis_url: nothing is connected until the first ring."""
        self._redis = Redis.from_url(redis_url, socket_connect_timeout=3, socket_timeout=5)
        self._queues = {
            lane: Queue(lane.value, connection=self._redis, serializer=JSONSerializer)
            for lane in Lane
        }

    def queued(self) -> dict[Lane, int]:
        """Jobs waiting in each lane, in one round trip. Raises redis.RedisError while Redis is away."""
        with self._redis.pipeline(transaction=False) as pipeline:
            for queue in self._queues.values():
                pipeline.llen(queue.key)
            lengths: list[int] = pipeline.execute()
        return dict(zip(self._queues, lengths, strict=True))

    def rooms(self) -> dict[Lane, int]:
        """How many more entries each lane may hold before ringing only makes the heap higher, in one round trip.

        Raises redis.RedisError while Redis is away.
        """
        return {lane: room(lane, jobs) for lane, jobs in self.queued().items()}

    def ring(self, lane: Lane, taken: Sequence[Due]) -> None:
        """Tell the lane's workers about these entries. Raises redis.RedisError while Redis is away."""
        queue = self._queues[lane]
        queue.enqueue_many(
            [
                Queue.prepare_data(
                    ENTRANCE,
                    args=[kind.value, ids],
                    timeout=LONGEST_JOB_SECONDS,
                    result_ttl=0,
                    failure_ttl=FAILED_JOB_SECONDS,
                )
                for kind, ids in chunks(taken)
            ]
        )


def room(lane: Lane, queued_jobs: int) -> int:
    """Entries that may join the jobs queued in a lane, taking every job for a full one; never below 0."""
    size = MOST_SENDING_ENTRIES_A_JOB if lane is Lane.SEND else OTHERS_A_JOB
    return max(0, MOST_QUEUED_ENTRIES[lane] - queued_jobs * size)


def chunks(taken: Sequence[Due]) -> Iterator[tuple[Kind, list[int]]]:
    """Cut entries, in their order, into runs of one kind, none larger than a job should be."""
    for kind, run in groupby(taken, key=lambda due: due.kind):
        ids = [due.id for due in run]
        size = _sending_entries_a_job(len(ids)) if kind is Kind.DELIVER else OTHERS_A_JOB
        for start in range(0, len(ids), size):
            yield kind, ids[start : start + size]


def _sending_entries_a_job(due: int) -> int:
    return max(LEAST_SENDING_ENTRIES_A_JOB, min(MOST_SENDING_ENTRIES_A_JOB, due // JOBS_AT_ONCE))
