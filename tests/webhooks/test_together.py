"""Work of one moment is done in one go, and nobody's failure is anybody else's."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from webhooks.together import Together

BAD = 3
PATIENCE_SECONDS = 20


class Work:
    """Doubles numbers; the first round lasts until `go_on` is set. Refuses BAD."""

    def __init__(self) -> None:
        self.rounds: list[list[int]] = []
        self.go_on = Event()

    def __call__(self, items: Sequence[int]) -> list[int]:
        self.rounds.append(sorted(items))
        assert self.go_on.wait(PATIENCE_SECONDS)
        if BAD in items:
            raise ValueError(BAD)
        return [item * 2 for item in items]


def done_together(work: Work, numbers: Sequence[int]) -> list[int | str]:
    """What each got for its number; all but the first come while the first is being done."""
    together = Together(work)

    def one(number: int) -> int | str:
        try:
            return together.do(number)
        except ValueError as error:
            return repr(error)

    with ThreadPoolExecutor(len(numbers)) as threads:
        first = threads.submit(one, numbers[0])
        wait_until(lambda: bool(work.rounds))
        others = [threads.submit(one, number) for number in numbers[1:]]
        wait_until(lambda: together.waiting == len(others))
        work.go_on.set()
        return [each.result(PATIENCE_SECONDS) for each in (first, *others)]


def wait_until(true: Callable[[], bool]) -> None:
    patience = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < patience
        time.sleep(0.001)


def test_who_comes_meanwhile_is_done_in_the_next_round() -> None:
    work = Work()
    assert done_together(work, range(10, 18)) == [20, 22, 24, 26, 28, 30, 32, 34]
    assert work.rounds == [[10], [11, 12, 13, 14, 15, 16, 17]]


def test_one_alone_waits_for_nobody() -> None:
    work = Work()
    work.go_on.set()
    together = Together(work)
    assert [together.do(1), together.do(2)] == [2, 4]
    assert work.rounds == [[1], [2]]


def test_a_bad_item_spoils_no_other() -> None:
    work = Work()
    assert done_together(work, [1, BAD, 2]) == [2, "ValueError(3)", 4]
    assert work.rounds[:2] == [[1], [2, BAD]]
    assert sorted(work.rounds[2:]) == [[2], [BAD]]


def test_one_that_failed_alone_is_not_tried_twice_and_the_next_is_done() -> None:
    work = Work()
    assert done_together(work, [BAD, 1]) == ["ValueError(3)", 2]
    assert work.rounds == [[BAD], [1]]
