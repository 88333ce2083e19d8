"""The kernel's books of processor time: work counts, sleep does not, and a child that has ended stays counted."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bench.spending import Spending, spent_by

BURN = "import time\nuntil = time.process_time() + 0.3\nwhile time.process_time() < until: pass"
WORKER = f"""
import subprocess, sys
for line in sys.stdin:
    if line == 'child\\n':
        subprocess.run([sys.executable, '-c', {BURN!r}], check=True)
    if line == 'burn\\n':
        exec({BURN!r})
    print('done', flush=True)
"""


@contextmanager
def worker() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", WORKER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        does(process, "nothing")
        yield process
        process.communicate()


def does(process: subprocess.Popen[str], what: str) -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{what}\n")
    process.stdin.flush()
    process.stdout.readline()


def spends(process: subprocess.Popen[str], what: str) -> float:
    before = spent_by({"worker": process.pid})
    does(process, what)
    return spent_by({"worker": process.pid}).since(before).of("worker")


def test_work_is_counted_also_of_a_child_that_has_ended_and_idleness_is_not() -> None:
    with worker() as process:
        assert spends(process, "nothing") < 0.1
        assert spends(process, "burn") >= 0.25
        assert spends(process, "child") >= 0.25


def test_a_process_is_counted_with_its_living_children() -> None:
    with worker() as process:
        before = spent_by({"all": os.getpid()})
        does(process, "burn")
        assert spent_by({"all": os.getpid()}).since(before).total >= 0.25


def test_what_was_spent_is_told_of_some_or_of_all() -> None:
    later, earlier = Spending({"send": 5.0, "postgres": 3.0}), Spending({"send": 1.0})

    spent = later.since(earlier)

    assert (spent.of("send"), spent.of("send", "postgres"), spent.total) == (4.0, 7.0, 7.0)
    assert spent.of("nobody") == 0
