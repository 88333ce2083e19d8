"""Another time, no visit at all, or yes to the one that is set. Asks before anything is called off; moves no visit."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot import windows
from bot.changes import (
    by_name,
    cancelling,
    cancelling_one,
    rescheduling,
    rescheduling_one,
    wishing,
    wishing_as_said,
)
from bot.context import Context, OpenPrompt, OpenWork, PromptKind
from bot.places import chosen
from bot.reading.tenant import Intent, TenantReading
from bot.reading.text import bare, tokens
from bot.steps import CallOff, CloseQuestion, Decision, Say, Step

_Answer = Callable[[str, Context, TenantReading, OpenPrompt], tuple[Step, ...] | None]
_YES = frozenset(("yes", "y", "yep", "yeah", "yup", "si", "sure", "confirm", "confirmo", "claro"))
# Yes only by themselves: "ok thanks" cancels nothing.
_THUMBS = frozenset(("ok", "okay", "1"))
_NO = frozenset(("no", "n", "nope", "nah", "dont", "keep", "2", "dejela", "dejalo"))
_LEAVE_IT = frozenset(
    ("never mind", "nevermind", "nvm", "leave it", "keep it", "forget it", "its fine", "olvidelo", "dejelo asi",
     "dejela asi", "no", "no thanks", "no gracias", "keep it as it is", "leave it as it is")
)  # fmt: skip
MOST_YES_WORDS = 6


def take_change(words: str, context: Context, reading: TenantReading) -> Decision | None:
    """Cancel and reschedule, asked for in plain words."""
    doing = _CHANGES.get(reading.intent)
    return _decided(doing(words, context), reading.why) if doing else None


def hear_answer(words: str, context: Context, reading: TenantReading) -> Decision | None:
    """What the words answer, or None where they are about something else."""
    prompt = context.prompt
    answer = _ANSWERS.get(prompt.kind) if prompt and not prompt.expired else None
    if prompt is None or answer is None:
        return None
    steps = answer(words, context, reading, prompt)
    return _decided(steps, f"answered: {prompt.kind}") if steps else None


def _sure(
    words: str, context: Context, _reading: TenantReading, prompt: OpenPrompt
) -> tuple[Step, ...] | None:
    said = tokens(words)
    work = _meant(context, prompt)
    if not said or work is None:
        return None
    if said[0] in _NO or bare(words) in _LEAVE_IT:
        return CloseQuestion("answered"), Say("tenant/cancel_kept", {"what": work.summary})
    if said[0] not in _YES and said[0] not in _THUMBS:
        return None
    if len(said) > (1 if said[0] in _THUMBS else MOST_YES_WORDS):
        return None
    off = CallOff(words, job_id=work.job_id, booking_id=work.booking_id)
    done = Say("tenant/cancelled", {"what": work.summary})
    return CloseQuestion("answered"), off, done


def _cancel_which(
    words: str, context: Context, _reading: TenantReading, prompt: OpenPrompt
) -> tuple[Step, ...] | None:
    label = chosen(words, prompt.options)
    work = by_name(label, context) if label else None
    return (CloseQuestion("answered"), *cancelling_one(words, work)) if work else None


def _reschedule_which(
    words: str, context: Context, _reading: TenantReading, prompt: OpenPrompt
) -> tuple[Step, ...] | None:
    label = chosen(words, prompt.options)
    work = by_name(label, context) if label else None
    return (CloseQuestion("answered"), *rescheduling_one("", work, context)) if work else None


def _another_time(
    words: str, context: Context, reading: TenantReading, prompt: OpenPrompt
) -> tuple[Step, ...] | None:
    work = _meant(context, prompt)
    if work is None:
        return None
    closed = CloseQuestion("answered")
    if bare(words) in _LEAVE_IT:
        return closed, Say("tenant/visit_stays", {"window": work.window or ""})
    window = windows.picked(words, tuple(windows.window_of(each) for each in prompt.options))
    if window is not None:
        return closed, *wishing(words, work, windows.option_of(window), context.language)
    if reading.slots.when or reading.intent is Intent.RESCHEDULE or windows.refuses(words):
        return closed, *wishing_as_said(words, work)
    return None


def _meant(context: Context, prompt: OpenPrompt) -> OpenWork | None:
    """What the question was about, as long as it is still open."""
    return next(
        (
            each
            for each in context.work
            if (prompt.job_id and each.job_id == prompt.job_id)
            or (prompt.booking_id and each.booking_id == prompt.booking_id)
        ),
        None,
    )


def _decided(steps: tuple[Step, ...], why: str) -> Decision:
    return Decision("tenant_changes", steps, why)


_CHANGES: Mapping[Intent, Callable[[str, Context], tuple[Step, ...]]] = {
    Intent.CANCEL: cancelling,
    Intent.RESCHEDULE: rescheduling,
}
_ANSWERS: Mapping[PromptKind, _Answer] = {
    PromptKind.CANCEL_SURE: _sure,
    PromptKind.CANCEL_WHICH: _cancel_which,
    PromptKind.RESCHEDULE: _another_time,
    PromptKind.RESCHEDULE_WHICH: _reschedule_which,
}
