"""Who may call a view of the letterbox: carriers, known by signature or token alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

CARRIER = "carrier"


def for_carriers(view: Callable[P, R]) -> Callable[P, R]:
    """Declare the view's audience; the view itself verifies that the caller belongs to it."""
    vars(view)["audience"] = CARRIER
    return view
