"""Several hands at the same moment: what threads do together, and what each of them got."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from core.errors import Refused

Got = TypeVar("Got")
PATIENCE_SECONDS = 20


def at_once(count: int, act: Callable[[int], Got]) -> list[Got | Refused]:
    """Let `count` threads act together, each with its number; a refusal is what that one got."""
    gate = Barrier(count)

    def one(n: int) -> Got | Refused:
        gate.wait(PATIENCE_SECONDS)
        try:
            return act(n)
        except Refused as refusal:
            return refusal

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count)))
