"""Someone hurt, the law, discrimination: nothing is argued or asked; the request is kept and a person takes over."""

from __future__ import annotations

from bot.context import Context
from bot.grave import Grave
from bot.places import placed
from bot.reading.categories import GENERAL
from bot.reading.summary import summary
from bot.reading.tenant import Intent, TenantReading
from bot.steps import Decision, HandOff, OpenBooking, Say


def hand_over(words: str, context: Context, reading: TenantReading, matter: Grave) -> Decision:
    """A fault told in the same words is booked, so that the repair does not wait for the rest."""
    booked = (_booking(words, context, reading),) if _tells_a_fault(context, reading) else ()
    text = "tenant/hurt" if matter is Grave.INJURY else "tenant/handed_off"
    steps = (*booked, HandOff(matter.value, words), Say(text))
    return Decision("tenant_grave", steps, f"{matter.value}; {reading.why}")


def _tells_a_fault(context: Context, reading: TenantReading) -> bool:
    """Not told a second time: with work of the kind open the person sees both."""
    same = any(each.category == reading.category for each in context.work)
    return reading.intent is Intent.NEW_REQUEST and not same


def _booking(words: str, context: Context, reading: TenantReading) -> OpenBooking:
    placing = placed(context, reading.slots.unit)
    return OpenBooking(
        words=words,
        summary=summary(words),
        category=reading.category or GENERAL,
        urgency=reading.urgency or "routine",
        place=placing.place,
        place_hint=reading.slots.unit or "",
    )
