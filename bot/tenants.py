"""Which flow takes a tenant's or stranger's words: first the open questions, then what they ask of us. Pure."""

from __future__ import annotations

from dataclasses import replace

from bot.context import Context, OpenPrompt, PromptKind
from bot.flows import (
    tenant_answer,
    tenant_approval,
    tenant_changes,
    tenant_feedback,
    tenant_free_visit,
    tenant_other,
    tenant_questions,
    tenant_report,
    tenant_status,
    tenant_which,
)
from bot.questions import asking, request_of
from bot.reading.categories import GENERAL
from bot.reading.tenant import Intent, TenantReading
from bot.reading.text import bare, tokens
from bot.reading.understanding import understand_tenant
from bot.steps import AddToBooking, Ask, Decision, SwitchLanguage
from core.language import Language

_ASK_STATUS = frozenset({Intent.STATUS, Intent.ETA})
# Said instead of a place or a name; "call me at 555-0142" is no address.
_INTERRUPTS = frozenset(
    {Intent.HUMAN, Intent.COMPLAINT, Intent.BILLING, Intent.CANCEL, Intent.STATUS, Intent.ETA}
)
_PLACE_QUESTIONS = frozenset({PromptKind.WHICH_PLACE, PromptKind.WHERE, PromptKind.NAME})
_PLAIN_TEXTS = {PromptKind.WHERE: "tenant/where", PromptKind.NAME: "tenant/name"}
# What our texts tell people to write means what we said it means, whatever is open.
_OUR_WORDS = frozenset(("status", "estado", "status please", "estado por favor"))
_BARE_ANSWERS = frozenset({Intent.CONFIRM, Intent.DECLINE})
FEWEST_WORDS_OF_A_WISH = 2
FEWEST_WORDS_OF_A_FAULT = 4
_FRAGMENTS = frozenset(
    {Intent.OTHER, Intent.PROVIDE_INFO, Intent.NEW_REQUEST, Intent.CONFIRM, Intent.DECLINE}
)


def read(words: str, context: Context) -> TenantReading:
    """What the words say. "Please cancel it" is no yes to whatever we asked, though it has a yes in it."""
    reading = understand_tenant(words, context)
    if bare(words) in _OUR_WORDS:
        return replace(reading, intent=Intent.STATUS, why="our own word for news")
    if reading.intent not in _BARE_ANSWERS or len(tokens(words)) < FEWEST_WORDS_OF_A_WISH:
        return reading
    unasked = understand_tenant(words, replace(context, prompt=None))
    return reading if unasked.intent in {Intent.OTHER, Intent.PROVIDE_INFO} else unasked


def hear_answer(words: str, context: Context, reading: TenantReading) -> Decision | None:
    """What the words answer of all that is open, or None. A bare answer that fits several is asked about."""
    if context.prompt is None:
        return None
    chosen = tenant_which.hear_which(words, context, reading, _hear_one)
    if chosen is not None:
        return chosen
    live = [each for each in (context.prompt, *context.other_prompts) if not each.expired]
    about_money = _hear_about_money(words, context, reading)
    if about_money is not None:
        return about_money
    if not live:
        return tenant_answer.hear_answer(words, context)
    asked = tenant_which.ask_which(words, context)
    if asked is not None:
        return asked
    heard = (_hear_bound(words, context, reading, each) for each in live)
    return next((decision for decision in heard if decision), None)


def take_up(words: str, context: Context, reading: TenantReading) -> Decision | None:
    """The steps for words that answer nothing open, or None where nobody knows what they mean."""
    if not words.strip():
        return tenant_report.take_photo(context, reading) if context.has_media else None
    continued = _in_one_breath(words, context, reading)
    if continued is not None:
        return continued
    if tenant_report.is_report(reading, context):
        return tenant_report.take_report(_with_lead(words, context), context, reading)
    if reading.intent in _ASK_STATUS:
        return tenant_status.tell_status(words, context, reading)
    if reading.intent is Intent.GREETING:
        return tenant_report.greet(context, reading)
    return (
        tenant_changes.take_change(words, context, reading)
        or tenant_feedback.take_rating(words, context, reading)
        or tenant_status.hear_bare(words, context, reading)
        or tenant_other.attend(words, context, reading)
    )


def speak(language: Language, context: Context) -> Decision:
    """The language they ask for; a question that is open is asked again in it."""
    prompt = context.prompt
    again = _asked_again(prompt, replace(context, language=language)) if prompt else None
    if again is None:
        return tenant_other.speak(language)
    return Decision(
        "tenant_other", (SwitchLanguage(language), again), f"asked for {language.value}"
    )


def _asked_again(prompt: OpenPrompt, context: Context) -> Ask | None:
    booking = next((each for each in context.work if each.booking_id == prompt.booking_id), None)
    if prompt.expired or booking is None or booking.booking_id is None:
        return None
    if prompt.kind in _PLAIN_TEXTS:
        return Ask(prompt.kind, _PLAIN_TEXTS[prompt.kind], booking_id=booking.booking_id)
    in_order = prompt.kind in {PromptKind.DETAIL, PromptKind.ENTRY, PromptKind.WINDOW}
    return asking(prompt.kind, request_of(booking), context) if in_order else None


def _hear_bound(
    words: str, context: Context, reading: TenantReading, prompt: OpenPrompt
) -> Decision | None:
    decision = _hear_one(words, replace(context, prompt=prompt), reading)
    return tenant_which.bound_to(decision, prompt) if decision else None


def _hear_about_money(words: str, context: Context, reading: TenantReading) -> Decision | None:
    """Whoever says "approved" means what we asked about money, open or not; and so does any answer to the last thing
    we asked, where that has been settled since.
    """
    asked = tenant_approval.last_asked(context)
    if asked is None or not (tenant_approval.names_deciding(words) or _is_settled(asked, context)):
        return None
    return tenant_approval.hear_answer(words, replace(context, prompt=asked), reading)


def _is_settled(asked: OpenPrompt, context: Context) -> bool:
    live = any(not each.expired for each in context.other_prompts)
    return asked is context.prompt and asked.expired and not live


def _hear_one(words: str, context: Context, reading: TenantReading) -> Decision | None:
    """The one question of this context hears the words."""
    kind = context.prompt.kind if context.prompt else None
    if kind is PromptKind.APPROVAL:
        return tenant_approval.hear_answer(words, context, reading)
    if kind in _PLACE_QUESTIONS:
        if reading.intent in _INTERRUPTS and not context.found_places:
            return None
        return tenant_answer.hear_answer(words, context)
    return (
        tenant_questions.hear_answer(words, context, reading)
        or tenant_changes.hear_answer(words, context, reading)
        or tenant_feedback.hear_answer(words, context, reading)
        or tenant_free_visit.hear_answer(words, context)
    )


def _in_one_breath(words: str, context: Context, reading: TenantReading) -> Decision | None:
    """A sentence sent in pieces: the rest of it joins the request that its beginning opened, without a word."""
    prompt = context.prompt
    if not context.lead or reading.intent not in _FRAGMENTS:
        return None
    if prompt is not None and not prompt.expired and prompt.booking_id is not None:
        return _joining(words, context, reading, prompt.booking_id)
    if reading.intent is not Intent.OTHER or _lead_intent(context) is not Intent.OTHER:
        return None
    whole = f"{context.lead} {words}"
    read_whole = understand_tenant(whole, context)
    if read_whole.intent is not Intent.NEW_REQUEST:
        return None
    return tenant_report.take_report(whole, context, read_whole)


def _joining(
    words: str, context: Context, reading: TenantReading, booking_id: int
) -> Decision | None:
    booking = next((each for each in context.work if each.booking_id == booking_id), None)
    if booking is None:
        return None
    was = booking.category or GENERAL
    other = reading.intent is Intent.NEW_REQUEST and reading.category not in {was, GENERAL}
    if other and was != GENERAL and len(tokens(words)) >= FEWEST_WORDS_OF_A_FAULT:
        return None
    added = AddToBooking(
        booking_id,
        words,
        access=reading.slots.access,
        pets=reading.slots.pets,
        wished=reading.slots.when or "",
        category=(reading.category or "") if was == GENERAL else "",
    )
    return Decision("tenant_report", (added,), "more of the same breath")


def _with_lead(words: str, context: Context) -> str:
    """With the beginning of the sentence, where it meant nothing alone."""
    if context.lead and _lead_intent(context) is Intent.OTHER:
        return f"{context.lead} {words}"
    return words


def _lead_intent(context: Context) -> Intent:
    return read(context.lead, replace(context, prompt=None)).intent
