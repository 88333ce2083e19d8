"""A web application that says how its process looks for garbage."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable

Begin = Callable[[str, list[tuple[str, str]]], object]


def application(_environ: dict[str, object], begin: Begin) -> Iterable[bytes]:
    """The thresholds, as words."""
    begin("200 OK", [("Content-Type", "text/plain")])
    return [str(gc.get_threshold()).encode()]
