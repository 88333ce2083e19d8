"""Everything a tenant says that neither reports, nor asks how it stands, nor changes a visit."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.context import Context
from bot.reading.tenant import Intent, TenantReading
from bot.steps import (
    AddToBooking,
    AddToJob,
    Decision,
    HandOff,
    Say,
    Step,
    SwitchLanguage,
    TellOffice,
    WrongNumber,
)
from core.language import Language

_Attend = Callable[[str, Context], tuple[Step, ...]]


def attend(words: str, context: Context, reading: TenantReading) -> Decision | None:
    """The steps for this intent, or None where no one here knows what to do with it."""
    doing = _ATTENDING.get(reading.intent)
    steps = doing(words, context) if doing else ()
    return Decision("tenant_other", steps, reading.why) if steps else None


def leave_alone(words: str, context: Context, reading: TenantReading) -> Decision:
    """The number is not who we thought: alerts stop, the office looks, nothing is revealed."""
    steps = (WrongNumber(words), Say("tenant/wrong_number", {"company": context.company}))
    return Decision("tenant_other", steps, reading.why)


def speak(language: Language) -> Decision:
    """They asked for a language, and get it from this answer on."""
    steps = (SwitchLanguage(language), Say("tenant/language"))
    return Decision("tenant_other", steps, f"asked for {language.value}")


def _handing_off(reason: str, text: str) -> _Attend:
    def steps(words: str, _context: Context) -> tuple[Step, ...]:
        return HandOff(reason, words), Say(text)

    return steps


def _billing(words: str, context: Context) -> tuple[Step, ...]:
    """Never an amount in a text: the page behind their own signed link says it, and the office answers the rest."""
    passed_on = HandOff("a question about money", words)
    bill = context.bill
    if bill is None:
        return passed_on, Say("tenant/billing")
    if bill.number is not None:
        values = {"link": bill.link, "number": str(bill.number)}
        return passed_on, Say("tenant/billing_named", values)
    text = "tenant/billing_pages" if bill.is_of_all else "tenant/billing_page"
    return passed_on, Say(text, {"link": bill.link})


def _telling(reason: str, text: str) -> _Attend:
    def steps(words: str, context: Context) -> tuple[Step, ...]:
        return *_noted(words, context), TellOffice(reason, words, _only_job(context)), Say(text)

    return steps


def _saying(text: str) -> _Attend:
    def steps(_words: str, context: Context) -> tuple[Step, ...]:
        return (Say(text, {"company": context.company}),)

    return steps


def _provide(words: str, context: Context) -> tuple[Step, ...]:
    """Facts go where they belong: the only open work, or the office where there are several."""
    noted = _noted(words, context)
    if noted:
        return *noted, Say("tenant/noted")
    if context.work:
        return TellOffice("Facts for one of several open jobs", words), Say("tenant/noted_which")
    return ()


def _noted(words: str, context: Context) -> tuple[Step, ...]:
    booking = context.prompt.booking_id if context.prompt else None
    if booking is not None:
        return (AddToBooking(booking, words),)
    only = context.work[0] if len(context.work) == 1 else context.about
    if only is None:
        return ()
    if only.job_id is not None:
        return (AddToJob(only.job_id, words),)
    return (AddToBooking(only.booking_id, words),) if only.booking_id is not None else ()


def _only_job(context: Context) -> int | None:
    return context.work[0].job_id if len(context.work) == 1 else None


_PASSED_ON_WORDS = "Answered a visit or entry question: please check"
_ATTENDING: Mapping[Intent, _Attend] = {
    Intent.HUMAN: _handing_off("asked for a person", "tenant/handed_off"),
    Intent.COMPLAINT: _handing_off("a complaint", "tenant/complaint"),
    Intent.BILLING: _billing,
    Intent.CONFIRM: _telling(_PASSED_ON_WORDS, "tenant/noted"),
    Intent.DECLINE: _telling(_PASSED_ON_WORDS, "tenant/noted"),
    Intent.THANKS: _saying("tenant/thanks"),
    Intent.HELP: _saying("consent/help"),
    Intent.PROVIDE_INFO: _provide,
}
