"""The metronome strikes, survives a failing stroke, and strikes a last time when it ends."""

from __future__ import annotations

import time
from collections.abc import Callable

from sqlalchemy.exc import OperationalError

from core.operations.metronome import Metronome

LONGEST_WAIT_SECONDS = 5.0


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_it_strikes_again_and_again_once_woken_and_not_before() -> None:
    strokes: list[float] = []
    metronome = Metronome(lambda: strokes.append(time.monotonic()), every_seconds=0.01)
    assert strokes == []
    metronome.wake()
    metronome.wake()
    until(lambda: len(strokes) >= 3)
    metronome.stop()
    after = len(strokes)
    time.sleep(0.05)
    assert len(strokes) == after


def test_a_stroke_that_fails_is_tried_again() -> None:
    strokes: list[int] = []

    def fail_at_first() -> None:
        strokes.append(1)
        if len(strokes) == 1:
            raise OperationalError("away", {}, Exception("away"))

    metronome = Metronome(fail_at_first, every_seconds=0.01)
    metronome.wake()
    until(lambda: len(strokes) >= 2)
    metronome.stop()
    assert len(strokes) >= 2


def test_it_strikes_a_last_time_when_it_ends() -> None:
    strokes: list[int] = []
    metronome = Metronome(lambda: strokes.append(1), every_seconds=60)
    metronome.wake()
    until(lambda: len(strokes) == 1)
    metronome.stop()
    assert len(strokes) == 2
