"""Yes or no to a visit offered from the wait list. Only a plain yes takes it; a condition is for the office."""

from __future__ import annotations

from bot.context import Context, PromptKind
from bot.reading.text import bare, tokens
from bot.steps import CloseQuestion, Decision, PassFreeVisit, Say, Step, TakeFreeVisit

_YES = frozenset(
    ("yes", "y", "yep", "yeah", "yup", "si", "sure", "claro", "dale", "ok", "okay", "perfect", "perfecto", "take")
)  # fmt: skip
_NO = frozenset(("no", "n", "nope", "nah", "cant", "cannot"))
# "yes but only after 10" is another wish, not this visit.
_CONDITIONS = frozenset(
    ("but", "if", "only", "unless", "instead", "or", "after", "before", "pero", "si puede", "solo", "despues", "antes")
)  # fmt: skip
MOST_YES_WORDS = 6
MOST_NO_WORDS = 8


def hear_answer(words: str, context: Context) -> Decision | None:
    """What the words answer to the offer, or None where they are about something else."""
    prompt = context.prompt
    if prompt is None or prompt.expired or prompt.kind is not PromptKind.FREE_VISIT:
        return None
    said = tokens(words)
    closed = CloseQuestion("answered", prompt.id)
    if _is_yes(words):
        taken = TakeFreeVisit(prompt.job_id, prompt.booking_id)
        return _decided((closed, taken, Say("tenant/free_visit_taken")), "takes the free visit")
    if said and said[0] in _NO and len(said) <= MOST_NO_WORDS:
        passed = PassFreeVisit(prompt.job_id, prompt.booking_id)
        return _decided((closed, passed, Say("tenant/free_visit_passed")), "passes on it")
    return None


def _is_yes(words: str) -> bool:
    said = tokens(words)
    if not said or len(said) > MOST_YES_WORDS or _CONDITIONS & set(said):
        return False
    return said[0] in _YES or bare(words) in {"i take it", "ill take it", "works for me"}


def _decided(steps: tuple[Step, ...], why: str) -> Decision:
    return Decision("tenant_free_visit", steps, why)
