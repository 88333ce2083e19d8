"""Opt-out, opt-in and HELP. Honours the carriers' words at once; never lets CANCEL quietly mean
two things.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.changes import cancelling
from bot.context import Context, PromptKind, Speaker
from bot.places import chosen
from bot.reading.reserved import Reserved
from bot.steps import (
    AlertOffice,
    Ask,
    CloseQuestion,
    Decision,
    RecordOptIn,
    RecordOptOut,
    Say,
    Step,
    TellOffice,
)
from core.messaging.wire import Channel

# In the words of both languages, so that "visita" is understood too.
WHICH_OPTIONS = ("stop texts mensajes textos", "cancel visit visita cita appointment")
_WORKERS = frozenset({Speaker.TECHNICIAN, Speaker.STAFF})


def settle_consent(words: str, context: Context, asked: Reserved) -> Decision:
    """Carries out what a reserved word, or the same in plain words, asks."""
    steps = _STEPS[asked](words, context)
    return Decision("consent", steps, f"'{words.strip()[:40]}' → {asked.value.replace('_', ' ')}")


def answer_which(words: str, context: Context) -> Decision | None:
    """The answer to "texts or visit?"; None where the words answer neither."""
    meant = chosen(words, WHICH_OPTIONS)
    if meant is None:
        return None
    if meant == WHICH_OPTIONS[0]:
        steps: tuple[Step, ...] = (CloseQuestion("answered"), *_out(words, context))
        return Decision("consent", steps, f"chose: {meant}")
    steps = (CloseQuestion("answered"), *cancelling(words, context))
    return Decision("consent", steps, f"chose: {meant}")


def _out(words: str, context: Context) -> tuple[Step, ...]:
    mail = context.channel is Channel.EMAIL
    said = Say("consent/stopped_email" if mail else "consent/stopped", {"company": context.company})
    return (RecordOptOut(words), *_dispatch_must_know(words, context), said)


def _out_or_visit(words: str, context: Context) -> tuple[Step, ...]:
    """The carrier opts them out whatever they meant; the visit stays, and the office asks."""
    told = TellOffice("Opted out with a word that may have meant a visit: please ask", words)
    said = Say("consent/stopped_visit_stands", {"company": context.company})
    return (RecordOptOut(words), *_dispatch_must_know(words, context), told, said)


def _which(_words: str, _context: Context) -> tuple[Step, ...]:
    return (Ask(PromptKind.WHICH_CANCEL, "consent/which", options=WHICH_OPTIONS),)


def _in(words: str, context: Context) -> tuple[Step, ...]:
    return RecordOptIn(words), Say("consent/started", {"company": context.company})


def _help(_words: str, context: Context) -> tuple[Step, ...]:
    return (Say("consent/help", {"company": context.company}),)


def _dispatch_must_know(words: str, context: Context) -> tuple[Step, ...]:
    """A technician who gets no texts gets no work."""
    if context.speaker not in _WORKERS:
        return ()
    return (AlertOffice("A technician opted out of texts: offers will not reach them", words),)


_STEPS: Mapping[Reserved, Callable[[str, Context], tuple[Step, ...]]] = {
    Reserved.OUT: _out,
    Reserved.OUT_OR_VISIT: _out_or_visit,
    Reserved.WHICH: _which,
    Reserved.IN: _in,
    Reserved.HELP: _help,
}
