"""When words were not understood: asked again once in other words, then a person takes over. Never
silence.
"""

from __future__ import annotations

from bot.context import Context, Speaker
from bot.steps import CountMiss, Decision, HandOff, Say, Step

MOST_MISSES = 3
_ASKING: dict[Speaker, str] = {
    Speaker.STRANGER: "fallback/stranger",
    Speaker.TENANT: "fallback/tenant",
    Speaker.MANAGER: "fallback/tenant",
    Speaker.TECHNICIAN: "fallback/technician",
    Speaker.STAFF: "fallback/technician",
}


def ask_again(words: str, context: Context, why: str) -> Decision:
    """The second miss in a row hands off, and the third in a conversation."""
    if context.misses:
        steps: tuple[Step, ...] = (HandOff("not understood twice", words), Say("tenant/handed_off"))
        return Decision("fallback", steps, f"{why}; second in a row")
    if context.misses_in_all + 1 >= MOST_MISSES:
        steps = (HandOff("not understood three times", words), Say("tenant/handed_off"))
        return Decision("fallback", steps, f"{why}; third in this conversation")
    said = Say(_ASKING[context.speaker], {"company": context.company})
    return Decision("fallback", (CountMiss(), said), why)


def stay_silent(why: str) -> Decision:
    """A person has this conversation; the bot says nothing."""
    return Decision("fallback", (), why)
