"""Several questions are open and the answer is bare: asked which is meant, and then applied to that one only."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from bot.context import Context, OpenPrompt, PromptKind
from bot.places import chosen, numbered
from bot.reading.tenant import TenantReading
from bot.reading.text import bare
from bot.steps import Ask, CloseQuestion, Decision, Step
from core.language import Language

Hear = Callable[[str, Context, TenantReading], Decision | None]
_BARE = re.compile(r"(?:(?:yes|yep|yeah|y|no|nope|n|ok|okay|si|\d{1,2}) ?){1,2}")
# What a bare word or number can answer.
_TAKES_BARE = frozenset(
    {PromptKind.ENTRY, PromptKind.WINDOW, PromptKind.RESCHEDULE, PromptKind.CANCEL_SURE}
    | {PromptKind.IS_FIXED, PromptKind.RATING, PromptKind.WHICH_PLACE, PromptKind.FREE_VISIT}
    | {PromptKind.APPROVAL}
)


def ask_which(words: str, context: Context) -> Decision | None:
    """The list of questions the bare words could answer, where there is more than one."""
    prompts = [each for each in _all_open(context) if each.kind in _TAKES_BARE]
    if len(prompts) < 2 or not _BARE.fullmatch(bare(words)):
        return None
    labels = tuple(_label(each, context) for each in prompts)
    options = (
        words.strip(),
        *(f"{each.id} {label}" for each, label in zip(prompts, labels, strict=True)),
    )
    listed = {"questions": numbered(labels)}
    question = Ask(PromptKind.WHICH_QUESTION, "tenant/which_question", listed, options)
    return Decision("tenant_which", (question,), "a bare answer, and several questions open")


def hear_which(words: str, context: Context, reading: TenantReading, hear: Hear) -> Decision | None:
    """The question they choose hears what they had answered. hear: how an answer is heard."""
    prompt = context.prompt
    if prompt is None or prompt.expired or prompt.kind is not PromptKind.WHICH_QUESTION:
        return None
    answer, *coded = prompt.options
    labels = tuple(each.partition(" ")[2] for each in coded)
    label = chosen(words, labels)
    if label is None:
        return None
    wanted = int(coded[labels.index(label)].partition(" ")[0])
    target = next((each for each in context.other_prompts if each.id == wanted), None)
    if target is None:
        return None
    decision = hear(answer, replace(context, prompt=target, other_prompts=()), reading)
    if decision is None:
        return None
    bound = bound_to(decision, target)
    closed = CloseQuestion("answered", prompt.id)
    return Decision(bound.flow, (closed, *bound.steps), f"chose one question; {bound.why}")


def bound_to(decision: Decision, prompt: OpenPrompt) -> Decision:
    """The same decision, closing this very question and none beside it."""
    steps: tuple[Step, ...] = tuple(
        replace(step, prompt_id=prompt.id) if isinstance(step, CloseQuestion) else step
        for step in decision.steps
    )
    return replace(decision, steps=steps)


def _all_open(context: Context) -> tuple[OpenPrompt, ...]:
    first = (context.prompt,) if context.prompt else ()
    return tuple(each for each in (*first, *context.other_prompts) if not each.expired)


def _label(prompt: OpenPrompt, context: Context) -> str:
    """By the job or request it is about; one about money says so."""
    if prompt.kind is PromptKind.APPROVAL:
        return _of_money(prompt, context)
    everything = (*context.work, *context.lately_done)
    about = next(
        (
            each
            for each in everything
            if (prompt.job_id and each.job_id == prompt.job_id)
            or (prompt.booking_id and each.booking_id == prompt.booking_id)
        ),
        None,
    )
    if about is None:
        return "..."
    return f"#{about.job_number} {about.summary}" if about.job_number else about.summary


def _of_money(prompt: OpenPrompt, context: Context) -> str:
    number = next((each.job_number for each in context.texted if each.job_id == prompt.job_id), "")
    return f"{_PRICE[context.language]} #{number}"


_PRICE = {Language.ENGLISH: "Price of job", Language.SPANISH: "Precio del trabajo"}
