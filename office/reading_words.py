"""What Fixline made of a message, in words for the office: how it was understood, why, and what was
done.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot import windows
from core.language import Language
from core.messaging.queries.inbox_thread import QuestionOpen
from office.words import LANGUAGES, spelled

# In the order in which they are told.
LABELS = {
    "flow": "Taken for",
    "intent": "They wanted",
    "command": "They meant",
    "job": "Job",
    "category": "About",
    "urgency": "How soon",
    "safety": "Danger",
    "slots": "Facts",
    "args": "Facts",
    "reply_text": "Own words",
    "why": "Because",
    "steps": "What it did",
    "said": "It answered",
    "language": "Language",
    "lang": "Language",
}
_BOUND = re.compile(r"^@\d+ ")
ORDER = {name: at for at, name in enumerate(LABELS)}
QUESTIONS = {
    "which_place": "Which place they mean",
    "where": "Where it is",
    "name": "Their name",
    "what_is_wrong": "What is wrong",
    "which_cancel": "What CANCEL meant: the visit, or all messages",
    "which_job": "Which job they mean",
    "done_how": "How the visit ended",
    "detail": "More about what is wrong",
    "entry": "Whether we may come in, and pets",
    "window": "Which time suits them",
    "reschedule": "Which new time suits them",
    "reschedule_which": "Which visit to move",
    "cancel_sure": "Whether to cancel for certain",
    "cancel_which": "Which one to cancel",
    "is_fixed": "Whether it is fixed",
    "rating": "A rating from 1 to 5",
    "which_question": "Which of our questions they answer",
    "free_visit": "Whether they take a visit that became free",
    "approval": "Whether a job may cost what we asked for",
}
FLOWS = {
    "consent": "A wish about being written to",
    "fallback": "Nothing it knows",
    "manager_changes": "A manager’s wish to move or call off a visit",
    "manager_email": "A manager’s request",
    "manager_money": "A manager’s word about money",
    "none": "Not answered",
    "safety": "Danger",
    "technician": "A technician’s word about a visit",
    "tenant_answer": "An answer to its question",
    "tenant_changes": "A wish to move or call off a visit",
    "tenant_feedback": "An answer how it went",
    "tenant_approval": "An answer to what a job may cost",
    "tenant_free_visit": "An answer to a visit that became free",
    "tenant_grave": "Words that must not be guessed at",
    "tenant_other": "Something beside a repair",
    "tenant_questions": "An answer to a question about their request",
    "tenant_report": "A report of something broken",
    "tenant_status": "A question how things stand",
    "tenant_which": "Which of several things they mean",
}
STEPS = {
    "Say": "answered",
    "Ask": "asked a question",
    "CloseQuestion": "closed its question",
    "OpenBooking": "wrote a booking down",
    "AddToBooking": "added to the booking",
    "AddToJob": "added to the job",
    "RaiseEmergency": "raised an emergency",
    "Acknowledge": "noted who has the emergency",
    "RecordOptOut": "noted the wish for no messages",
    "RecordOptIn": "noted the wish for messages",
    "WrongNumber": "noted a wrong number",
    "HandOff": "handed over to a person",
    "TellOffice": "told the office",
    "SwitchLanguage": "switched the language",
    "CountMiss": "counted a message not understood",
    "AcceptOffer": "gave the visit to the technician",
    "PassOffer": "took the visit back",
    "StartTravel": "noted the technician is on the way",
    "Arrive": "noted the technician has arrived",
    "FinishVisit": "noted the visit is done",
    "WishTime": "noted the time they wish",
    "CallOff": "called the visit or job off",
    "RecordVerdict": "noted whether it is fixed",
    "RecordRating": "noted the rating",
    "AcceptBoth": "gave them the visit though it overlaps another",
    "RunLate": "noted that the technician comes later",
    "HoldVisit": "let the visit wait",
    "WaitForParts": "noted that a part is needed",
    "AskForMoney": "asked for the approval of a cost",
    "UndoLast": "took their last step back",
    "KeepWords": "kept their words",
    "AlertOffice": "alerted the office",
    "DecideApproval": "noted the decision on the cost",
    "WritePurchaseOrder": "noted the purchase order’s number",
    "TakeFreeVisit": "gave them the visit that became free",
    "PassFreeVisit": "offered the visit to the next who waits",
}


MEANINGS = {
    "new_request": "Something new to do",
    "eta": "Asks when somebody arrives",
    "status": "Asks how things stand",
    "confirm": "Says yes, accepts",
    "decline": "Says no, refuses",
    "provide_info": "Adds facts",
    "human": "Wants a person",
    "opt_out": "Wants no more messages",
    "opt_in": "Wants messages again",
    "enroute": "On the way",
    "arrived": "Has arrived",
    "complete": "Done",
    "pause": "Leaves, will be back",
    "need_approval": "Wants money or scope approved",
    "help": "Asks for help",
    "hvac": "Heating and cooling",
    "lock_door": "Locks and doors",
    "bill_to_change": "Wants the invoice changed",
    "payment_info": "Writes about paying",
    "auto_reply": "Written by a machine",
    "other": "Something else",
}


@dataclass(frozen=True)
class QuestionWords:
    """The open question for the office. answers: in the order of their numbers."""

    about: str
    answers: tuple[str, ...]
    expires_at: datetime


def question_words(question: QuestionOpen) -> QuestionWords:
    """What was asked, what each number would mean, and until when."""
    about = QUESTIONS.get(question.kind, spelled(question.kind))
    return QuestionWords(
        about, tuple(_option(each) for each in question.options), question.expires_at
    )


def gist(read: Mapping[str, object]) -> str:
    """How a message was understood, in a line: what it was taken for and the words that decided."""
    taken_for = read.get("flow") or read.get("intent") or read.get("command")
    if not isinstance(taken_for, str):
        return "Not read yet"
    why = _words("why", read.get("why"))
    return f"{_one('flow', taken_for)}: {why}" if why else _one("flow", taken_for)


def reading_lines(read: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Label and words for everything that was noted and is not empty; unknown names are spelled
    out.
    """
    named = sorted(read.items(), key=lambda noted: ORDER.get(noted[0], len(ORDER)))
    lines = ((LABELS.get(name, spelled(name)), _words(name, value)) for name, value in named)
    return tuple((label, words) for label, words in lines if words)


def meaning(label: str) -> str:
    """One label of the cases in plain words; an unknown one is spelled out."""
    return MEANINGS.get(label, spelled(label))


def _words(name: str, value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str():
            return _one(name, value)
        case Mapping():
            inner = ((spelled(str(key)), _words(str(key), each)) for key, each in value.items())
            return "; ".join(f"{key}: {words}" for key, words in inner if words)
        case Sequence():
            return ", ".join(_one(name, str(each)) for each in value)
        case _:
            return str(value)


def _one(name: str, value: str) -> str:
    match name:
        case "flow":
            return FLOWS.get(value, spelled(value))
        case "steps":
            return STEPS.get(value, _uncameled(value))
        case "said":
            return value.rpartition("/")[2].replace("_", " ")
        case "intent" | "command" | "category" | "urgency" | "safety":
            return meaning(value)
        case "language" | "lang":
            return LANGUAGES.get(value, value)
        case _:
            return value


def _uncameled(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def _option(option: str) -> str:
    """An offered time is kept in several languages at once; the office reads the English one. Which visit of a job a
    command is bound to is nothing to read.
    """
    option = _BOUND.sub("", option)
    try:
        return windows.spoken(windows.window_of(option), Language.ENGLISH)
    except ValueError:
        return option
