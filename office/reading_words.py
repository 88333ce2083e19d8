"""What Fixline made of a message, in words for the office: how it was understood, why, and what was
done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from office.words import LANGUAGES, spelled

LABELS = {
    "flow": "Understood as",
    "why": "Because",
    "steps": "What it did",
    "said": "It answered",
    "language": "Language",
}
FLOWS = {
    "consent": "A wish about being written to",
    "fallback": "Nothing it knows",
    "manager_email": "A manager’s request",
    "none": "Not answered",
    "safety": "Danger",
    "technician": "A technician’s word about a visit",
    "tenant_answer": "An answer to its question",
    "tenant_other": "Something beside a repair",
    "tenant_report": "A report of something broken",
    "tenant_status": "A question how things stand",
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
}


def reading_lines(read: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Label and words for everything that was noted and is not empty; unknown names are spelled
    out.
    """
    lines = ((LABELS.get(name, spelled(name)), _words(name, value)) for name, value in read.items())
    return tuple((label, words) for label, words in lines if words)


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
            return STEPS.get(value, spelled(value))
        case "said":
            return value.rpartition("/")[2].replace("_", " ")
        case "language":
            return LANGUAGES.get(value, value)
        case _:
            return value
