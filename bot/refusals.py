"""What a person hears when the trade refuses a step: one text a reason, in their own language, never raw English."""

from __future__ import annotations

from bot.steps import Say
from core.errors import NotFound, Refused, TransitionRefused
from core.jobs.refusals import EmergencyTaken, VisitRefused
from core.language import Language


def spoken_refusal(refusal: Refused | NotFound, language: Language) -> Say:
    """The text for the reason. A reason without a text of its own is told only to those who read English."""
    if isinstance(refusal, VisitRefused):
        return Say(f"dispatch/refused_{refusal.why}", _numbers(refusal))
    if isinstance(refusal, EmergencyTaken):
        values = {"number": str(refusal.number), "name": refusal.by}
        return Say("dispatch/refused_emergency_taken", values)
    if isinstance(refusal, TransitionRefused):
        values = {"number": str(refusal.job), "status": refusal.was}
        return Say("dispatch/refused_job_step", values)
    if isinstance(refusal, NotFound):
        return Say("dispatch/refused_not_found")
    if language is Language.ENGLISH:
        return Say("dispatch/refused", {"why": str(refusal)})
    return Say("dispatch/refused_other")


def _numbers(refusal: VisitRefused) -> dict[str, str]:
    return {
        "number": str(refusal.job) if refusal.job is not None else "",
        "other": str(refusal.other) if refusal.other is not None else "",
    }
