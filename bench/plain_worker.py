"""The plain way's worker: RQ's own, which forks for every job. The job's modules are loaded before, as RQ advises."""

from __future__ import annotations

import os
import sys

from redis import Redis
from rq import Queue, Worker

from bench import plain_job  # noqa: F401 - loaded before the fork


def main() -> None:
    """`python -m bench.plain_worker QUEUE`: work until a signal ends the process."""
    connection = Redis.from_url(os.environ["REDIS_URL"])
    queue = Queue(sys.argv[1], connection=connection)
    Worker([queue], connection=connection).work(logging_level="WARNING")


if __name__ == "__main__":
    main()
