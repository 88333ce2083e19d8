"""Everything a flow can decide. Steps are values; only the engine carries them out, in the order given.

When a step is refused by the trade (an offer already taken, a job already closed), the engine drops the steps after it
and says why instead, so a flow writes the happy words and never lies.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.steps.approval import DecideApproval, WritePurchaseOrder
from bot.steps.change import CallOff, WishTime
from bot.steps.danger import Acknowledge, RaiseEmergency
from bot.steps.feedback import RecordRating, RecordVerdict
from bot.steps.free_visit import PassFreeVisit, TakeFreeVisit
from bot.steps.person import RecordOptIn, RecordOptOut, WrongNumber
from bot.steps.request import AddToBooking, AddToJob, OpenBooking
from bot.steps.talk import Ask, CloseQuestion, CountMiss, HandOff, Say, SwitchLanguage, TellOffice
from bot.steps.visit import (
    AcceptBoth,
    AcceptOffer,
    AlertOffice,
    Arrive,
    AskForMoney,
    FinishVisit,
    HoldVisit,
    KeepWords,
    PassOffer,
    RunLate,
    StartTravel,
    UndoLast,
    VisitStep,
    WaitForParts,
)

Step = (
    Say
    | Ask
    | CloseQuestion
    | HandOff
    | TellOffice
    | SwitchLanguage
    | CountMiss
    | RecordOptOut
    | RecordOptIn
    | WrongNumber
    | OpenBooking
    | AddToBooking
    | AddToJob
    | RaiseEmergency
    | Acknowledge
    | VisitStep
    | WishTime
    | CallOff
    | RecordVerdict
    | RecordRating
    | DecideApproval
    | WritePurchaseOrder
    | TakeFreeVisit
    | PassFreeVisit
)


@dataclass(frozen=True)
class Decision:
    """What a flow decided, and why. flow: its name; why: the words or facts that decided, for the office to see."""

    flow: str
    steps: tuple[Step, ...]
    why: str


__all__ = [
    "AcceptBoth",
    "AcceptOffer",
    "Acknowledge",
    "AddToBooking",
    "AddToJob",
    "AlertOffice",
    "Arrive",
    "Ask",
    "AskForMoney",
    "CallOff",
    "CloseQuestion",
    "CountMiss",
    "DecideApproval",
    "Decision",
    "FinishVisit",
    "HandOff",
    "HoldVisit",
    "KeepWords",
    "OpenBooking",
    "PassFreeVisit",
    "PassOffer",
    "RaiseEmergency",
    "RecordOptIn",
    "RecordOptOut",
    "RecordRating",
    "RecordVerdict",
    "RunLate",
    "Say",
    "StartTravel",
    "Step",
    "SwitchLanguage",
    "TakeFreeVisit",
    "TellOffice",
    "UndoLast",
    "VisitStep",
    "WaitForParts",
    "WishTime",
    "WritePurchaseOrder",
    "WrongNumber",
]
