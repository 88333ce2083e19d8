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


@dataclass(frozen=True)
class AcceptBoth:
    """The technician takes the visit, knowing that it overlaps another of theirs."""

    assignment_id: int


@dataclass(frozen=True)
class RunLate:
    """The technician comes later than was said, and the household is told. minutes: later by, or None."""

    appointment_id: int
    minutes: int | None
    words: str


@dataclass(frozen=True)
class HoldVisit:
    """The visit waits. hold: "access" (nobody lets them in), "parts" or "pause" (left, will be back)."""

    appointment_id: int
    hold: str
    words: str


@dataclass(frozen=True)
class WaitForParts:
    """The work needs a part that must be got first."""

    appointment_id: int
    words: str


@dataclass(frozen=True)
class AskForMoney:
    """The whole job will cost so much: the one who pays is asked. amount_cents: above zero."""

    job_id: int
    amount_cents: int
    reason: str


@dataclass(frozen=True)
class UndoLast:
    """The technician takes their last step back; what was undone is said."""


@dataclass(frozen=True)
class KeepWords:
    """The technician's last deed was to say something, which no UNDO takes back."""


@dataclass(frozen=True)
class AlertOffice:
    """The office must know now: a pressing task, and staff are alerted."""

    reason: str
    words: str
    job_id: int | None = None


VisitStep = (
    AcceptOffer
    | AcceptBoth
    | PassOffer
    | StartTravel
    | Arrive
    | FinishVisit
    | RunLate
    | HoldVisit
    | WaitForParts
    | AskForMoney
    | UndoLast
    | KeepWords
    | AlertOffice
)
