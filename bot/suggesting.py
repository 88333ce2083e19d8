"""What a person of the office might answer: a draft in the other's language, made from their words and what is known.

It only proposes; nobody but a person sends it. It tells strangers and unproven senders nothing of anybody's work.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.context import Context, OpenWork, Speaker
from bot.letters import read_letter
from bot.places import is_known, placed
from bot.reading.crew import understand_technician
from bot.reading.emergency import scan
from bot.reading.property_manager import ManagerIntent
from bot.reading.tenant import Intent
from bot.reading.understanding import danger_of, understand_tenant
from bot.reading.visits import Command
from bot.words import say
from core.messaging.wire import Channel

MOST_LISTED = 3


@dataclass(frozen=True)
class Suggested:
    """The body of an answer: a text of `suggested/` and its values."""

    text: str
    values: Mapping[str, str] = field(default_factory=dict)


def draft(words: str, context: Context, *, staff: str) -> str:
    """The whole answer, greeting and all, in the language of the context. staff: who will sign it."""
    body = suggest(words, context)
    wrapped = "suggested/letter" if context.channel is Channel.EMAIL else "suggested/text"
    values = {
        "first_name": context.first_name or "",
        "staff": staff,
        "company": context.company,
        "body": say(body.text, context.language, body.values),
    }
    return say(wrapped, context.language, values)


def suggest(words: str, context: Context) -> Suggested:
    """What fits these words; where nothing better does, that somebody is looking into it."""
    if scan(words) is not None or any(work.safety for work in context.work):
        return Suggested("suggested/danger")
    return _SPEAKERS[context.speaker](words, context)


def _tenant(words: str, context: Context) -> Suggested:
    read = understand_tenant(words, context)
    if danger_of(read) is not None:
        return Suggested("suggested/danger")
    text = _PLAIN.get(read.intent)
    if text is not None:
        return Suggested(text)
    if read.intent is Intent.NEW_REQUEST:
        return _report(context, read.slots.unit)
    if read.intent in _ABOUT_WORK:
        return _about(context, _ABOUT_WORK[read.intent], wished=read.slots.when or "")
    return Suggested("suggested/general")


def _manager(words: str, context: Context) -> Suggested:
    read = read_letter(words, context)
    if not context.may_act or (read.guessed and read.intent in _NEVER_PROMISED):
        return Suggested("suggested/general")
    if read.intent is ManagerIntent.NEW_REQUEST:
        return _report(context, read.unit)
    if read.intent in _MANAGED:
        return _about(context, _MANAGED[read.intent], wished="")
    if read.intent in _DECIDED:
        return Suggested(_DECIDED[read.intent], {"number": _number(context.about)})
    return Suggested(_ACCOUNTED.get(read.intent, "suggested/general"))


def _technician(words: str, context: Context) -> Suggested:
    read = understand_technician(words, context.visits)
    number = str(read.job_number or "")
    if read.command is Command.APPROVAL:
        asked = f"${read.amount:,.2f}".removesuffix(".00") if read.amount else ""
        return Suggested("suggested/worker_approval", {"number": number, "amount": asked})
    return Suggested("suggested/worker", {"number": number})


def _anyone(_words: str, _context: Context) -> Suggested:
    return Suggested("suggested/general")


def _report(context: Context, unit: str | None) -> Suggested:
    place = placed(context, unit).place if is_known(context) else None
    if place is None:
        return Suggested("suggested/where")
    return Suggested("suggested/report", {"place": place.label})


def _about(context: Context, text: str, *, wished: str) -> Suggested:
    if not is_known(context) or not context.may_act:
        return Suggested("suggested/where")
    work = (context.about,) if context.about else context.work
    if not work:
        return Suggested("suggested/nothing_open")
    if len(work) > 1:
        names = ", ".join(each.summary for each in work[:MOST_LISTED])
        return Suggested("suggested/which", {"list": names})
    return _of_one(work[0], text, wished)


def _of_one(work: OpenWork, text: str, wished: str) -> Suggested:
    values = {
        "summary": work.summary,
        "number": _number(work),
        "window": work.window or "",
        "technician": work.technician or "",
        "eta": work.eta or "",
        "wished": wished,
    }
    if text == _STANDING and not work.window:
        return Suggested("suggested/no_visit", values)
    return Suggested(text, values)


def _number(work: OpenWork | None) -> str:
    return str(work.job_number) if work and work.job_number else ""


_STANDING = "suggested/visit"
_PLAIN: Mapping[Intent, str] = {
    Intent.COMPLAINT: "suggested/sorry",
    Intent.BILLING: "suggested/billing",
    Intent.HUMAN: "suggested/person",
    Intent.GREETING: "suggested/person",
    Intent.HELP: "suggested/person",
    Intent.WRONG_NUMBER: "suggested/wrong_number",
    Intent.THANKS: "suggested/welcome",
    Intent.PROVIDE_INFO: "suggested/noted",
    Intent.CONFIRM: "suggested/noted",
    Intent.DECLINE: "suggested/noted",
    Intent.RATING: "suggested/noted",
    Intent.OPT_OUT: "suggested/stopping",
}
_ABOUT_WORK: Mapping[Intent, str] = {
    Intent.STATUS: _STANDING,
    Intent.ETA: _STANDING,
    Intent.RESCHEDULE: "suggested/move",
    Intent.CANCEL: "suggested/cancel",
}
_MANAGED: Mapping[ManagerIntent, str] = {
    ManagerIntent.STATUS: _STANDING,
    ManagerIntent.RESCHEDULE: "suggested/move",
    ManagerIntent.CANCEL: "suggested/cancel",
}
_DECIDED: Mapping[ManagerIntent, str] = {
    ManagerIntent.APPROVE: "suggested/go_ahead",
    ManagerIntent.DECLINE: "suggested/no_go",
}
# What is only guessed is not promised as if it had been said.
_NEVER_PROMISED = frozenset({*_DECIDED, ManagerIntent.UNSUBSCRIBE})
_ACCOUNTED: Mapping[ManagerIntent, str] = {
    ManagerIntent.BILL_TO_CHANGE: "suggested/invoice",
    ManagerIntent.PAYMENT_INFO: "suggested/payment",
    ManagerIntent.UNSUBSCRIBE: "suggested/stopping",
}
_SPEAKERS: Mapping[Speaker, Callable[[str, Context], Suggested]] = {
    Speaker.STRANGER: _tenant,
    Speaker.TENANT: _tenant,
    Speaker.MANAGER: _manager,
    Speaker.TECHNICIAN: _technician,
    Speaker.STAFF: _anyone,
}
