"""Everything the numbers are made of, in one look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.messaging.queries.safety import standing_pause
from core.operations.counting import PostKey, SendKey, Waits
from core.operations.queries.carriers import CarrierStanding, carrier_standings
from core.operations.queries.standing import (
    LaneStanding,
    Process,
    Uncertain,
    lanes,
    processes,
    uncertain,
)
from core.operations.queries.throughput import posts_ever, sends_ever


@dataclass(frozen=True)
class Overview:
    """How the installation is doing, in numbers. is_paused: nothing leaves until somebody resumes."""

    lanes: tuple[LaneStanding, ...]
    uncertain: Uncertain
    carriers: tuple[CarrierStanding, ...]
    processes: tuple[Process, ...]
    sends: Mapping[SendKey, int]
    posts: Mapping[PostKey, Waits]
    is_paused: bool


def overview(session: Session) -> Overview:
    """Look once; a handful of statements, none of which asks for a message by its state."""
    return Overview(
        lanes(session),
        uncertain(session),
        carrier_standings(session),
        processes(session),
        sends_ever(session),
        posts_ever(session),
        standing_pause(session) is not None,
    )
