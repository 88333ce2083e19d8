"""What was known when a message came, in the names of the labelled cases: guessed from the record, mended by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.context import Context, PromptKind, Speaker, Visit, VisitStage
from core.db import JsonObject
from core.messaging.model import TaughtAs
from office.forms import Form

NOTHING_KNOWN = "unknown"
TENANT: Mapping[str, str] = {
    NOTHING_KNOWN: "Not known to us",
    "none_open": "Known, nothing open",
    "one_open_job": "One thing open",
    "two_open_jobs": "Several things open",
    "appointment_tomorrow": "A visit is set",
    "awaiting_confirmation": "We had offered a time",
    "awaiting_entry_permission": "We had asked whether to enter",
    "awaiting_rating": "We had asked for a rating",
}
MANAGER: Mapping[str, str] = {
    "none": "Nothing before",
    "estimate_pending": "An estimate waits for an answer",
    "job_scheduled": "A visit is set",
    "job_in_progress": "Work is going on",
    "job_completed": "Work is done",
    "invoice_sent": "An invoice is out",
}
_ASKED: Mapping[str, str] = {
    PromptKind.WINDOW: "awaiting_confirmation",
    PromptKind.RESCHEDULE: "awaiting_confirmation",
    PromptKind.ENTRY: "awaiting_entry_permission",
    PromptKind.IS_FIXED: "awaiting_rating",
    PromptKind.RATING: "awaiting_rating",
}
_STAGES: Mapping[VisitStage, str] = {
    VisitStage.OFFERED: "offered",
    VisitStage.DISPATCHED: "dispatched",
    VisitStage.EN_ROUTE: "enroute",
    VisitStage.ON_SITE: "on_site",
}
_OFFERED = _STAGES[VisitStage.OFFERED]
MOST_JOBS = 20


def guessed(context: Context, question: str | None, taught_as: TaughtAs) -> str:
    """What the form proposes. question: the kind of question open when the message came."""
    match taught_as:
        case TaughtAs.TENANT:
            return _tenant(context, question)
        case TaughtAs.TECHNICIAN:
            return jobs_line(context.visits)
        case TaughtAs.MANAGER:
            return _manager(context)


def situation_in(form: Form, taught_as: TaughtAs) -> object:
    """The situation as a case says it; what cannot be understood is noted in the form."""
    if taught_as is TaughtAs.TECHNICIAN:
        return _jobs_in(form)
    chosen = form.value("situation")
    if chosen not in (TENANT if taught_as is TaughtAs.TENANT else MANAGER):
        form.refuse("situation", "Choose one of the list.")
    return None if chosen == NOTHING_KNOWN else chosen


def situation_field(context: object) -> str:
    """A case's situation as the form's field shows it."""
    if isinstance(context, dict):
        offers = [f"{job} {_OFFERED}" for job in context.get("open_offers", [])]
        rest = [f"{each['job']} {each['status']}" for each in context.get("assigned", [])]
        return ", ".join(offers + rest)
    return context if isinstance(context, str) else NOTHING_KNOWN


def jobs_line(visits: tuple[Visit, ...]) -> str:
    """Offers and visits in one line to put right: `1050 offered, 1042 on_site`."""
    return ", ".join(f"{visit.job_number} {_STAGES[visit.stage]}" for visit in visits)


def _tenant(context: Context, question: str | None) -> str:
    if question is not None and question in _ASKED:
        return _ASKED[question]
    if context.speaker is Speaker.STRANGER:
        return NOTHING_KNOWN
    if len(context.work) > 1:
        return "two_open_jobs"
    if not context.work:
        return "none_open"
    return "appointment_tomorrow" if context.work[0].window else "one_open_job"


def _manager(context: Context) -> str:
    if context.about is None:
        return "none"
    if context.about.under_way:
        return "job_in_progress"
    return "job_scheduled" if context.about.window else "none"


def _jobs_in(form: Form) -> JsonObject:
    offers: list[object] = []
    assigned: list[object] = []
    listed = [part for part in re.split(r"[,;\n]", form.value("situation")) if part.strip()]
    for part in listed[:MOST_JOBS]:
        found = re.fullmatch(r"\W*(\d{1,7})\s+(\w+(?:[ _]\w+)*)\s*", part)
        stage = found[2].lower().replace(" ", "_") if found else ""
        if found is None or stage not in _STAGES.values():
            form.refuse(
                "situation", "Write each as a number and offered, dispatched, enroute or on_site."
            )
        elif stage == _OFFERED:
            offers.append(int(found[1]))
        else:
            assigned.append({"job": int(found[1]), "status": stage})
    return {"open_offers": offers, "assigned": assigned}
