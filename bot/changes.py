"""What is asked before a visit changes: sure to cancel, which time instead. Pure; shared by the flows that hear of it.

Only who asked for the work or holds the lease may cancel; a visit under way is for a person to settle.
"""

from __future__ import annotations

from bot import windows
from bot.context import Context, OpenWork, PromptKind
from bot.places import is_known, numbered
from bot.reading.slots import slots_of
from bot.steps import Ask, HandOff, Say, Step, TellOffice, WishTime
from core.language import Language


def cancelling(words: str, context: Context) -> tuple[Step, ...]:
    """Asks once whether they are sure; with several open, first which."""
    if not context.work:
        return TellOffice("Wants to cancel; nothing open", words), Say("tenant/status_nothing_open")
    if not is_known(context) and any(each.job_id for each in context.work):
        told = TellOffice("Wants to cancel; not verified", words)
        return told, Say("tenant/status_unverified")
    if len(context.work) > 1:
        return (_which(PromptKind.CANCEL_WHICH, "tenant/cancel_which", context),)
    return cancelling_one(words, context.work[0])


def cancelling_one(words: str, work: OpenWork) -> tuple[Step, ...]:
    """The same for the one that is meant."""
    if not work.may_cancel:
        told = TellOffice("Wants to cancel what somebody else asked for", words, work.job_id)
        return told, Say("tenant/cancel_not_yours")
    if work.under_way:
        return _too_late("Wants to cancel a visit that is under way", words)
    if work.safety:
        return HandOff("wants to cancel an emergency", words), Say("tenant/handed_off")
    values = {"what": named(work), "window": work.window or ""}
    sure = Ask(
        PromptKind.CANCEL_SURE,
        "tenant/cancel_sure",
        values,
        ("yes",),
        booking_id=work.booking_id,
        job_id=work.job_id,
    )
    return (sure,)


def rescheduling(words: str, context: Context) -> tuple[Step, ...]:
    """Offers three times, unless the words name one of them."""
    if not context.work:
        told = TellOffice("Wants another time; nothing open", words)
        return told, Say("tenant/status_nothing_open")
    if not is_known(context):
        told = TellOffice("Wants another time; not verified", words)
        return told, Say("tenant/status_unverified")
    if len(context.work) > 1:
        planned = [each for each in context.work if each.window]
        if len(planned) == 1:
            return rescheduling_one(words, planned[0], context)
        return (_which(PromptKind.RESCHEDULE_WHICH, "tenant/reschedule_which", context),)
    return rescheduling_one(words, context.work[0], context)


def rescheduling_one(words: str, work: OpenWork, context: Context) -> tuple[Step, ...]:
    """The same for the one that is meant."""
    if work.under_way:
        return _too_late("Wants another time; somebody is on the way", words)
    listed = windows.listed(context.windows, context.language)
    options = tuple(windows.option_of(each) for each in context.windows)
    if work.job_id is None:
        values = {"heading": "", "summary": "", "place": "", "category": "", "windows": listed}
        text = "tenant/window"
        return (Ask(PromptKind.WINDOW, text, values, options, booking_id=work.booking_id),)
    named_already = windows.picked(words, context.windows) if slots_of(words).when else None
    if named_already:
        return wishing(words, work, windows.option_of(named_already), context.language)
    values = {"number": str(work.job_number), "window": work.window or "", "windows": listed}
    text = "tenant/reschedule"
    return (Ask(PromptKind.RESCHEDULE, text, values, options, job_id=work.job_id),)


def wishing(words: str, work: OpenWork, option: str, language: Language) -> tuple[Step, ...]:
    """A window is chosen: the office must confirm it, and until then the visit stands."""
    window = windows.window_of(option)
    written = windows.spoken(window, Language.ENGLISH)
    return _wished(words, work, written, windows.spoken(window, language))


def wishing_as_said(words: str, work: OpenWork) -> tuple[Step, ...]:
    """A time in their own words, for the office to read."""
    said = " ".join(words.split())
    return _wished(words, work, said, said)


def _wished(words: str, work: OpenWork, written: str, said: str) -> tuple[Step, ...]:
    if work.job_id is None:
        raise ValueError("a request has no visit to move")
    values = {"number": str(work.job_number), "wish": said, "window": work.window or ""}
    return WishTime(work.job_id, written, words), Say("tenant/wish_noted", values)


def named(work: OpenWork) -> str:
    """As it is called when we ask about it: "#1042 (sink leaks)"."""
    return f"#{work.job_number} ({work.summary})" if work.job_number else work.summary


def by_name(label: str, context: Context) -> OpenWork | None:
    """The open work an offered label stood for."""
    return next((each for each in context.work if named(each) == label), None)


def _which(kind: PromptKind, text: str, context: Context) -> Ask:
    options = tuple(named(each) for each in context.work)
    return Ask(kind, text, {"jobs": numbered(options)}, options)


def _too_late(reason: str, words: str) -> tuple[Step, ...]:
    return HandOff(reason, words), Say("tenant/too_late_to_change")
