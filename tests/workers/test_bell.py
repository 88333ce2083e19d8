"""The bell: runs of one kind, no job larger than it should be, nothing in it but a kind and ids."""

from __future__ import annotations

import pytest
from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer

from core.outbox import Kind, Lane
from core.outbox.actions import Due
from workers.bell import (
    JOBS_AT_ONCE,
    LEAST_SENDING_ENTRIES_A_JOB,
    MOST_QUEUED_ENTRIES,
    MOST_SENDING_ENTRIES_A_JOB,
    OTHERS_A_JOB,
    Bell,
    chunks,
    room,
)
from workers.entrance import HandlerBroke, run


def due(*ids: int, kind: Kind = Kind.DELIVER) -> list[Due]:
    return [Due(each, kind, 2) for each in ids]


@pytest.mark.parametrize(
    ("entries", "largest"),
    [
        (3 * JOBS_AT_ONCE * MOST_SENDING_ENTRIES_A_JOB, MOST_SENDING_ENTRIES_A_JOB),
        (JOBS_AT_ONCE * 7, 7),
        (LEAST_SENDING_ENTRIES_A_JOB + 1, LEAST_SENDING_ENTRIES_A_JOB),
    ],
)
def test_the_more_is_due_the_larger_the_jobs_of_deliveries(entries: int, largest: int) -> None:
    jobs = [ids for _, ids in chunks(due(*range(entries)))]
    assert max(map(len, jobs)) == largest
    assert [id_ for ids in jobs for id_ in ids] == list(range(entries))


def test_other_work_travels_in_small_jobs() -> None:
    chores = [ids for _, ids in chunks(due(*range(OTHERS_A_JOB + 1), kind=Kind.CONVERSE))]
    assert [len(ids) for ids in chores] == [OTHERS_A_JOB, 1]


def test_a_chunk_is_of_one_kind_and_keeps_the_order() -> None:
    mixed = due(1, 2) + due(3, kind=Kind.CONVERSE) + due(4)
    expected = [(Kind.DELIVER, [1, 2]), (Kind.CONVERSE, [3]), (Kind.DELIVER, [4])]
    assert list(chunks(mixed)) == expected


def test_nothing_due_is_no_chunk() -> None:
    assert list(chunks([])) == []


def test_a_job_in_redis_holds_a_kind_and_ids_and_nothing_else(redis_url: str) -> None:
    Bell(redis_url).ring(Lane.SEND, due(7, 8))

    (job,) = Queue("send", Redis.from_url(redis_url), serializer=JSONSerializer).jobs
    assert (job.func_name, job.args) == ("workers.entrance.run", ["deliver", [7, 8]])
    assert job.retries_left is None


def test_a_full_queue_has_no_room_and_the_others_have(redis_url: str) -> None:
    bell = Bell(redis_url)
    assert bell.rooms() == MOST_QUEUED_ENTRIES

    while bell.rooms()[Lane.TALK]:
        bell.ring(Lane.TALK, due(1, kind=Kind.CONVERSE))

    assert bell.rooms() == MOST_QUEUED_ENTRIES | {Lane.TALK: 0}


def test_the_room_of_a_lane_shrinks_by_whole_jobs_and_never_below_none() -> None:
    assert room(Lane.SEND, 1) == MOST_QUEUED_ENTRIES[Lane.SEND] - MOST_SENDING_ENTRIES_A_JOB
    assert room(Lane.TALK, 10_000) == 0


def test_the_entrance_knows_no_kind_but_ours() -> None:
    with pytest.raises(HandlerBroke, match="nonsense"):
        run("nonsense", [1])
