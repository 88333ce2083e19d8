"""Everything a flow can decide. Steps are values; only the engine carries them out, in the order given.

When a step is refused by the trade (an offer already taken, a job already closed), the engine drops the steps after it
and says why instead, so a flow writes the happy words and never lies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.context import Place, PromptKind
from core.language import Language


@dataclass(frozen=True)
class Say:
    """Answer the sender with a text of `templates/bot/`. text: such as "tenant/booked"."""

    text: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Ask:
    """Ask with a text and wait for the answer; replaces the question that was open.

    options: the answers in the order the text numbers them. The question is about the given booking or job,
    else about the booking opened earlier in the same decision.
    """

    kind: PromptKind
    text: str
    values: Mapping[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    booking_id: int | None = None
    job_id: int | None = None


@dataclass(frozen=True)
class CloseQuestion:
    """The open question is answered or overtaken. how: "answered", "replaced", "expired"."""

    how: str


@dataclass(frozen=True)
class OpenBooking:
    """Write the request down as a booking, at once, with whatever is known.

    words: the person's own words. summary: one line of them. safety: the kind of danger, or None.
    """

    words: str
    summary: str
    category: str
    urgency: str
    safety: str | None = None
    place: Place | None = None
    place_hint: str = ""
    requested_window: str = ""
    access: str | None = None
    pets: bool | None = None


@dataclass(frozen=True)
class AddToBooking:
    """Add what was said later to a booking; place, name and the like only where they are given."""

    booking_id: int
    words: str
    place: Place | None = None
    place_hint: str = ""
    requester_name: str = ""
    access: str | None = None
    pets: bool | None = None


@dataclass(frozen=True)
class AddToJob:
    """Write words (a tenant's facts, a technician's or manager's note) on a job for all to see."""

    job_id: int
    words: str


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


@dataclass(frozen=True)
class RecordOptOut:
    """The person wants no more texts. words: as written."""

    words: str


@dataclass(frozen=True)
class RecordOptIn:
    """The person wants texts again. words: as written."""

    words: str


@dataclass(frozen=True)
class WrongNumber:
    """This number no longer belongs to who we thought: stop alerts to it and tell the office."""

    words: str


@dataclass(frozen=True)
class HandOff:
    """A person must take this on: a staff task is made and staff are alerted, then the bot falls silent.

    reason: a short clause for the office, such as "asked for a person".
    """

    reason: str
    words: str


@dataclass(frozen=True)
class TellOffice:
    """The office should know, but the bot goes on: a staff task without a take-over."""

    reason: str
    words: str
    job_id: int | None = None


@dataclass(frozen=True)
class SwitchLanguage:
    """Answer this person in that language from now on."""

    language: Language


@dataclass(frozen=True)
class CountMiss:
    """The words were not understood; two in a row hand off."""


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


Step = (
    Say
    | Ask
    | CloseQuestion
    | OpenBooking
    | AddToBooking
    | AddToJob
    | RaiseEmergency
    | Acknowledge
    | RecordOptOut
    | RecordOptIn
    | WrongNumber
    | HandOff
    | TellOffice
    | SwitchLanguage
    | CountMiss
    | AcceptOffer
    | PassOffer
    | StartTravel
    | Arrive
    | FinishVisit
)


@dataclass(frozen=True)
class Decision:
    """What a flow decided, and why. flow: its name; why: the words or facts that decided, for the office to see."""

    flow: str
    steps: tuple[Step, ...]
    why: str
