"""What a technician does about a visit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class AcceptOffer:
    """The technician takes the visit; refused when another was first."""

    assignment_id: int


@dataclass(frozen=True)
class PassOffer:
    """The technician passes, or hands an accepted visit back."""

    assignment_id: int
    reason: str


@dataclass(frozen=True)
class StartTravel:
    """The technician is on the way. eta_minutes: as they said, or None."""

    appointment_id: int
    eta_minutes: int | None


@dataclass(frozen=True)
class Arrive:
    """The technician is there."""

    appointment_id: int


@dataclass(frozen=True)
class FinishVisit:
    """The technician is done. outcome: "fixed", "temporary" or "return"; note: their words."""

    appointment_id: int
    outcome: str
    note: str
