"""Is it fixed, and how many stars: asked once after the work. "No" and "partly" bring it back to the office."""

from __future__ import annotations

from bot.context import Context, OpenPrompt, PromptKind
from bot.reading.lexicon import Lexicon
from bot.reading.slots import rating_of
from bot.reading.tenant import Intent, TenantReading
from bot.reading.text import bare, sentences, tokens
from bot.steps import (
    Ask,
    CloseQuestion,
    Decision,
    RecordRating,
    RecordVerdict,
    Say,
    Step,
    TellOffice,
)
from core.jobs.verdict import Verdict

_NUMBERED = {"1": Verdict.YES, "2": Verdict.NO, "3": Verdict.PARTLY}
_PARTLY = Lexicon("""
    partly/partially/parcialmente/almost/kinda/halfway, sort/kind of, more or less, mas o menos, a medias, a little,
    better .. not/still/but, en parte, un poco, casi
""")
_NOT_FIXED = Lexicon("""
    no/nope/nah/n/not, still .. leak*/broken/not/drip*/same/happening/doesnt/isnt/bad,
    broke/broken again, came back, again, sigue/todavia/aun/nunca, same problem/thing, doesnt/isnt/wasnt, worse/peor
""")
_FIXED = Lexicon("""
    yes/yep/yeah/yup/y/si/sure/fixed/great/perfect/perfecto/works/working/good/done/resolved/arreglado/funciona/
        listo/bien/claro/excellent/excelente
""")
LONGEST_ANSWER = 15
LONGEST_BARE = 3


def hear_answer(words: str, context: Context, reading: TenantReading) -> Decision | None:
    """What the words answer to the question about finished work, or None."""
    prompt = context.prompt
    if prompt is None or prompt.expired or prompt.job_id is None:
        return None
    if prompt.kind is PromptKind.IS_FIXED:
        return _verdict(words, prompt, reading, prompt.job_id)
    if prompt.kind is PromptKind.RATING:
        return _rating(words, prompt.job_id)
    return None


def take_rating(words: str, context: Context, reading: TenantReading) -> Decision | None:
    """Stars given without being asked: kept with the job just finished, else the office sees them."""
    if reading.intent is not Intent.RATING:
        return None
    stars = reading.slots.rating or rating_of(words)
    done = context.lately_done[0] if context.lately_done else None
    if stars is None or done is None or done.job_id is None:
        steps: tuple[Step, ...] = (TellOffice("Rated our work", words), Say("tenant/rating"))
    else:
        steps = (RecordRating(done.job_id, stars, words), Say("tenant/rating"))
    return Decision("tenant_feedback", steps, reading.why)


def _verdict(
    words: str, prompt: OpenPrompt, reading: TenantReading, job_id: int
) -> Decision | None:
    verdict = _read_verdict(words, reading)
    if verdict is None:
        return None
    recorded = (CloseQuestion("answered", prompt.id), RecordVerdict(job_id, verdict, words))
    if verdict is Verdict.YES:
        said: Step = Ask(PromptKind.RATING, "tenant/rate", job_id=job_id)
    else:
        said = Say("tenant/not_fixed")
    return _decided((*recorded, said), f"fixed: {verdict}")


def _read_verdict(words: str, reading: TenantReading) -> Verdict | None:
    said = tokens(words)
    if not said or len(said) > LONGEST_ANSWER or reading.intent in _OTHER_WISHES:
        return None
    if said[0] in _NUMBERED and len(said) <= LONGEST_BARE:
        return _NUMBERED[said[0]]
    heard = sentences(words)
    for verdict, lexicon in ((Verdict.PARTLY, _PARTLY), (Verdict.NO, _NOT_FIXED)):
        if lexicon.mentioned(heard):
            return verdict
    return Verdict.YES if _FIXED.said(heard) else None


_OTHER_WISHES = frozenset(
    {Intent.HUMAN, Intent.BILLING, Intent.STATUS, Intent.ETA, Intent.CANCEL, Intent.RESCHEDULE}
)


def _rating(words: str, job_id: int) -> Decision | None:
    stars = rating_of(words)
    if stars is not None:
        steps: tuple[Step, ...] = (
            CloseQuestion("answered"),
            RecordRating(job_id, stars, words),
            Say("tenant/rating"),
        )
        return _decided(steps, f"{stars} of 5")
    if bare(words).isdigit():
        again = Ask(PromptKind.RATING, "tenant/rate", job_id=job_id)
        return _decided((again,), "no number from 1 to 5")
    return None


def _decided(steps: tuple[Step, ...], why: str) -> Decision:
    return Decision("tenant_feedback", steps, why)
