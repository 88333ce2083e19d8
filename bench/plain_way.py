"""Measure the same work done the plain way: one RQ job a message, RQ's own forking worker. Refuses a wrong count."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from redis import Redis
from rq import Queue
from rq.job import Job
from sqlalchemy import text

from bench import crowd
from bench.change import calm, check_count, send_workers, settle, tell_once, wait_for_all
from bench.figures import PLAIN_RATIO, Contest, Limit, Pair, Pass
from bench.ground import Site, module_line
from bench.sizes import Sizes
from sandbox.processes import Processes, command_lines

QUEUE = "plain"
_SCHEMA = """
    CREATE TABLE plain_messages (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        recipient text NOT NULL,
        name text NOT NULL,
        state text NOT NULL DEFAULT 'queued',
        provider_id text,
        sent_at timestamptz
    )
"""
JOB = "bench.plain_job.send_one"
LONGEST_SECONDS = 300.0
LOOK_SECONDS = 0.05
WARMING = 10


class NotAllSent(Exception):
    """The plain way did not send everything in time, so there is nothing to compare with."""


@dataclass(frozen=True)
class Plainly:
    """All that was measured. `bare` of the contest is the plain way. workers: processes that sent, on either side."""

    contest: Contest
    workers: int

    def as_json(self) -> dict[str, object]:
        """How many times as fast we are, and both rates."""
        rates = self.contest.as_json()
        return {
            "times": rates["ratio"],
            "ours_per_second": rates["ours_per_second"],
            "plain_per_second": rates["bare_per_second"],
            "each": rates["ratios"],
            "workers": self.workers,
        }

    def limits(self) -> list[Limit]:
        """How many times as fast we must be."""
        return [Limit("times_the_plain_way", self.contest.ratio, at_least=PLAIN_RATIO)]


def measure_plain_way(site: Site, sizes: Sizes, tell: Callable[[str], None]) -> Plainly:
    """In turn: a change told by us, and messages sent the plain way by as many worker processes."""
    workers = send_workers(site)
    lines = {**command_lines(site.ground), "sandbox": site.emulator_line}
    pairs = []
    with Processes(lines, site.environment, site.folder / "logs") as processes:
        wait_for_all(site, processes)
        for number in range(workers):
            processes.start(f"plain-{number}", module_line("bench.plain_worker", QUEUE))
        place = settle(site, 1, sizes.told_beside)
        tell_once(site, processes, place, sizes.told_beside)
        _make_table(site)
        send_plainly(site, WARMING)
        for _ in range(sizes.plain_rounds):
            told = tell_once(site, processes, place, sizes.told_beside)
            pair = Pair(ours=told.whole, bare=send_plainly(site, sizes.plain_messages))
            tell(f"  told {pair.ours.per_second:.0f}/s, plainly {pair.bare.per_second:.1f}/s")
            pairs.append(pair)
    return Plainly(Contest(tuple(pairs)), workers)


def send_plainly(site: Site, count: int) -> Pass:
    """Enqueue a job a message, and wait for the last to be marked as sent."""
    calm(site)
    ids = _write_messages(site, count)
    with Redis.from_url(site.ground.environment["REDIS_URL"]) as connection:
        queue = Queue(QUEUE, connection=connection)
        started = time.time()
        jobs = [queue.enqueue(JOB, message_id) for message_id in ids]
        ended = _last_sent(site, ids, started + LONGEST_SECONDS, jobs[0])
    check_count(site, count)
    return Pass(count, ended - started)


def _make_table(site: Site) -> None:
    with site.database.one_statement() as connection:
        connection.execute(text(_SCHEMA))


def _write_messages(site: Site, count: int) -> list[int]:
    with site.database.transaction() as session:
        rows = session.scalars(_WRITE, {"recipients": crowd.phones(1, count)})
        return list(rows)


_WRITE = text(
    """
    INSERT INTO plain_messages (recipient, name)
    SELECT recipient, 'Tenant ' || nth
    FROM unnest(cast(:recipients AS text[])) WITH ORDINALITY AS told(recipient, nth)
    RETURNING id
    """
)
_SENT = text(
    """
    SELECT count(*) AS sent, cast(extract(epoch FROM max(sent_at)) AS double precision) AS last
    FROM plain_messages WHERE id = ANY(:ids) AND state = 'sent'
    """
)


def _last_sent(site: Site, ids: list[int], deadline: float, first: Job) -> float:
    with site.database.one_statement() as connection:
        while True:
            row = connection.execute(_SENT, {"ids": ids}).one()
            if row.sent == len(ids):
                return float(row.last)
            if first.get_status(refresh=True) == "failed" or time.time() > deadline:
                raise NotAllSent(f"{row.sent} of {len(ids)} sent.")
            time.sleep(LOOK_SECONDS)
