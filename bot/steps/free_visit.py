"""What a person who waits says to a time that fell free."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TakeFreeVisit:
    """Yes: the time is theirs. Exactly one of job and booking is given."""

    job_id: int | None
    booking_id: int | None


@dataclass(frozen=True)
class PassFreeVisit:
    """Not this one: they wait on."""

    job_id: int | None
    booking_id: int | None
