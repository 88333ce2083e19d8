"""Danger raised, and a human who has it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RaiseEmergency:
    """Page the on-call technician now, and up the ladder until a human answers.

    Carried out before anything is said. booking_id/job_id: what it is about, or None for the booking that this
    decision opens.
    """

    safety: str
    words: str
    booking_id: int | None = None
    job_id: int | None = None


@dataclass(frozen=True)
class Acknowledge:
    """A human has the emergency: the ladder stops and the reporter is told who has it."""

    number: int | None
