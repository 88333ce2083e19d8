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
MOST_QUEUED_JOBS = 40
DELIVERIES_A_JOB = 50
OTHERS_A_JOB = 5


class Bell:
    """Rings for due entries, in chunks, one queue a lane."""

    def __init__(self, redis_url: str) -> None:
        """redis_url: nothing is connected until the first ring."""
        self._redis = Redis.from_url(redis_url, socket_connect_timeout=3, socket_timeout=5)
        self._queues = {
            lane: Queue(lane.value, connection=self._redis, serializer=JSONSerializer)
            for lane in Lane
        }

    def room(self, lane: Lane) -> int:
        """How many more entries the lane may hold before ringing only makes the heap higher.

        Raises redis.RedisError while Redis is away.
        """
        jobs_left = MOST_QUEUED_JOBS - self._queues[lane].count
        return max(0, jobs_left) * (DELIVERIES_A_JOB if lane is Lane.SEND else OTHERS_A_JOB)

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


def chunks(taken: Sequence[Due]) -> Iterator[tuple[Kind, list[int]]]:
    """Cut entries, in their order, into runs of one kind, none larger than a job should be."""
    for kind, run in groupby(taken, key=lambda due: due.kind):
        ids = [due.id for due in run]
        size = DELIVERIES_A_JOB if kind is Kind.DELIVER else OTHERS_A_JOB
        for start in range(0, len(ids), size):
            yield kind, ids[start : start + size]
