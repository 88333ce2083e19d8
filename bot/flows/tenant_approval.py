"""An answer by text to what a job may cost. It decides nothing: anybody can write a number's name, so the signed page
decides, and they are shown it. What they say is kept on the job.
"""

from __future__ import annotations

from bot.context import Approval, Context, OpenPrompt, PromptKind
from bot.reading.letter import understand_letter
from bot.reading.property_manager import Situation, Verdict
from bot.reading.tenant import Intent, TenantReading
from bot.reading.text import bare, tokens
from bot.steps import AddToJob, CloseQuestion, Decision, Say, Step, TellOffice

_DECIDING = frozenset(
    ("approve", "approved", "approving", "decline", "declined", "aprobado", "aprobada", "apruebo", "aprobamos",
     "aprobar", "declino", "rechazo", "rechazado")
)  # fmt: skip
_PLAIN = frozenset(
    ("yes", "y", "yep", "yeah", "ok", "okay", "sure", "si", "no", "n", "nope", "please")
)
_PLAIN_TOGETHER = frozenset(("no thanks", "no thank you", "no gracias"))
# Longer sentences are about something else, unless they name the deciding itself.
MOST_ANSWER_WORDS = 6
MOST_PLAIN_WORDS = 2
# Of what is settled already only so much is taken for a late answer.
MOST_LATE_WORDS = 3
_ELSEWHERE = frozenset(
    {
        Intent.NEW_REQUEST,
        Intent.CANCEL,
        Intent.RESCHEDULE,
        Intent.STATUS,
        Intent.ETA,
        Intent.HUMAN,
        Intent.COMPLAINT,
        Intent.BILLING,
    }
)


def hear_answer(words: str, context: Context, reading: TenantReading) -> Decision | None:
    """What they are told where the words answer the open question of this context; None where they do not."""
    prompt = context.prompt
    if prompt is None or prompt.kind is not PromptKind.APPROVAL or not context.may_act:
        return None
    approval = next((each for each in context.texted if each.job_id == prompt.job_id), None)
    if approval is None or not _is_answer(words, reading):
        return None
    if not approval.link and len(tokens(words)) > MOST_LATE_WORDS:
        return None
    if not approval.link:
        steps: tuple[Step, ...] = (CloseQuestion("expired", prompt.id), _settled(approval))
        return _decided(steps, "an answer to what is asked no more")
    shown = Say("tenant/decide_on_page", {"number": _number(approval), "link": approval.link})
    return _decided((*_kept(words, approval), shown), "an answer about money: the page decides")


def names_deciding(words: str) -> bool:
    """Whether "approve" or "decline" is in it: about money and nothing else, whatever was asked since."""
    return bool(_DECIDING & frozenset(tokens(words)))


def last_asked(context: Context) -> OpenPrompt | None:
    """The newest question about money, still open or not."""
    prompts = (*((context.prompt,) if context.prompt else ()), *context.other_prompts)
    return next((each for each in prompts if each.kind is PromptKind.APPROVAL), None)


def _is_answer(words: str, reading: TenantReading) -> bool:
    said = tokens(words)
    if names_deciding(words):
        return reading.intent not in {Intent.HUMAN, Intent.COMPLAINT}
    if _is_plain(words):
        return True
    verdict = _verdict(words)
    if reading.intent is Intent.THANKS and verdict is Verdict.DOUBTFUL:
        return False
    brief = len(said) <= MOST_ANSWER_WORDS and reading.intent not in _ELSEWHERE
    return brief and verdict is not None


def _is_plain(words: str) -> bool:
    said = tokens(words)
    alone = 0 < len(said) <= MOST_PLAIN_WORDS and _PLAIN.issuperset(said)
    return alone or bare(words) in _PLAIN_TOGETHER


def _kept(words: str, approval: Approval) -> tuple[Step, ...]:
    """On the job; whatever is no plain yes a colleague sees as well."""
    noted = AddToJob(approval.job_id, words)
    if _verdict(words) is Verdict.APPROVES and len(tokens(words)) <= MOST_ANSWER_WORDS:
        return (noted,)
    reason = f"Answers by text what job #{approval.job_number} may cost: nothing is decided yet"
    return noted, TellOffice(reason, words, approval.job_id)


def _verdict(words: str) -> Verdict | None:
    return understand_letter(words, "", Situation.ESTIMATE_PENDING).verdict


def _settled(approval: Approval) -> Say:
    """How it stands, without a sum."""
    text = "tenant/price_rewritten" if approval.is_rewritten else "tenant/price_settled"
    return Say(text, {"number": _number(approval)})


def _number(approval: Approval) -> str:
    return str(approval.job_number)


def _decided(steps: tuple[Step, ...], why: str) -> Decision:
    return Decision("tenant_approval", steps, why)
