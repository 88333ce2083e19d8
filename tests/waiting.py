"""Waiting for what other processes and threads are about to bring about. Fails, rather than waits, for ever."""

from __future__ import annotations

import time
from collections.abc import Callable

# Only a test that fails waits so long; a busy machine may need a good part of it.
LONGEST_WAIT_SECONDS = 120.0
LOOK_AGAIN_SECONDS = 0.02


def until(holds: Callable[[], bool]) -> None:
    """Return once it holds."""
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    while not holds():
        assert time.monotonic() < deadline, "what was waited for did not come about"
        time.sleep(LOOK_AGAIN_SECONDS)
