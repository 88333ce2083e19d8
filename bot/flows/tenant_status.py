"""How things stand, told from what is so. Never promises a time nobody set, nor tells a stranger
anything.
"""

from __future__ import annotations

import re

from bot.context import Context, Speaker
from bot.reading.tenant import Intent, TenantReading
from bot.reading.text import bare
from bot.standing import standing
from bot.steps import Decision, Say, Step

_BARE = re.compile(
    r"(?:(?:yes|yep|yeah|yup|y|no|nope|n|ok|okay|k|si|claro|\d{1,2}|confirm|confirmed) ?)+"
)


def tell_status(words: str, context: Context, reading: TenantReading) -> Decision:
    """Each open booking or job with its visit, technician and ETA, as far as they are set."""
    return Decision("tenant_status", standing(words, context), reading.why)


def hear_bare(words: str, context: Context, reading: TenantReading) -> Decision | None:
    """A bare "yes", "5" or thumb where we asked nothing: how things stand, and it is no miss."""
    if reading.intent is Intent.THANKS or not _BARE.fullmatch(bare(words)):
        return None
    steps: tuple[Step, ...] = (
        (Say("tenant/status_nothing_open"),)
        if context.speaker is Speaker.STRANGER and not context.work
        else standing(words, context)
    )
    return Decision("tenant_status", steps, "a bare answer, and no question open")
