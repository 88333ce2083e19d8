"""Reads a message and decides: the fixed order in which every inbound message is considered. Pure;
the engine acts.

The order: danger in every state, consent, a wrong number, whether a person has the conversation,
the open question, commands and intents, asking again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from bot import tenants
from bot.context import Context, PromptKind, Speaker
from bot.crew.choosing import settled
from bot.flows import (
    consent,
    fallback,
    safety,
    technician,
    tenant_feedback,
    tenant_grave,
    tenant_other,
)
from bot.grave import grave_in
from bot.letters import read_letter, take_letter
from bot.reading.crew import understand_technician
from bot.reading.danger import Danger
from bot.reading.emergency import scan
from bot.reading.language import asked_language, guess_language
from bot.reading.property_manager import ManagerReading
from bot.reading.reserved import Reserved, reserved_word
from bot.reading.technician import TechnicianReading, read_technician
from bot.reading.tenant import Intent, TenantReading
from bot.reading.text import tokens
from bot.reading.understanding import danger_of
from bot.reading.visits import Command, meant_visit
from bot.steps import Decision, Step, SwitchLanguage, TellOffice
from core.language import Language
from core.messaging.wire import Channel

# Shorter texts ("no", "ok 2") do not show a language.
FEWEST_WORDS_TO_SWITCH = 3
_WORKERS = frozenset({Speaker.TECHNICIAN, Speaker.STAFF})
# A hazard named in these is the job's own, which somebody already has.
_IN_HAND = frozenset({Command.ACKNOWLEDGE, Command.COMPLETE, Command.ACCEPT, Command.DECLINE})


@dataclass(frozen=True)
class _Heard:
    """A message and its readings, each made once and only if asked for."""

    words: str
    context: Context

    @cached_property
    def is_worker(self) -> bool:
        return self.context.speaker in _WORKERS

    @cached_property
    def is_mail(self) -> bool:
        return self.context.channel is Channel.EMAIL

    @cached_property
    def danger(self) -> Danger | None:
        if self.is_mail:
            return scan(self.words) or scan(self.context.forwarded) or self._danger_of_a_new_subject
        return scan(self.words) or self._danger_of_one_breath or self._danger_learned

    @cached_property
    def _danger_learned(self) -> Danger | None:
        """What no rule names and yet reads like danger. Learned from tenants' texts, so heard in theirs only."""
        return None if self.is_worker else danger_of(self.tenant)

    @cached_property
    def _danger_of_one_breath(self) -> Danger | None:
        """Told in pieces, each harmless by itself: "I smell", and then "gas"."""
        lead = self.context.lead
        if not lead or self.is_worker or scan(lead):
            return None
        return scan(f"{lead} {self.words}")

    @cached_property
    def all_words(self) -> str:
        """The sender's own words and those they pass on: for people to read, not to decide by."""
        return "\n\n".join(part for part in (self.words, self.context.forwarded) if part)

    @cached_property
    def _danger_of_a_new_subject(self) -> Danger | None:
        """A reply's subject is ours, and says nothing about now."""
        is_reply = self.context.subject.lower().startswith("re:")
        return None if self.context.about or is_reply else scan(self.context.subject)

    @cached_property
    def reserved(self) -> Reserved | None:
        word = reserved_word(self.words)
        if self.is_mail:
            return word if word is Reserved.OUT else None
        return word or self._plain_goodbye

    @property
    def _plain_goodbye(self) -> Reserved | None:
        """No keyword, yet they plainly ask to be texted no more."""
        goodbye = not self.is_worker and self.tenant.intent is Intent.OPT_OUT
        return Reserved.OUT if goodbye else None

    @cached_property
    def tenant(self) -> TenantReading:
        return tenants.read(self.words, self.context)

    @cached_property
    def technician(self) -> TechnicianReading:
        visits = self.context.visits
        return settled(self.words, visits, understand_technician(self.words, visits))

    @cached_property
    def manager(self) -> ManagerReading:
        return read_letter(self.words, self.context)


_Gate = Callable[[_Heard], Decision | None]


def decide(words: str, context: Context) -> Decision:
    """What to do about these words, and why. For mail, words are the sender's new words only."""
    heard = _Heard(words, replace(context, language=_language_of(words, context)))
    decided = next(decision for decision in (gate(heard) for gate in _GATES) if decision)
    return _in_their_language(heard, decided, context.language)


def _danger(heard: _Heard) -> Decision | None:
    danger = heard.danger
    if danger is None:
        return None
    if not heard.is_worker:
        words = heard.all_words or heard.context.subject
        return safety.raise_alarm(words, heard.context, danger)
    if heard.technician.command in _IN_HAND:
        return None
    return _worker_in_danger(heard, danger)


def _worker_in_danger(heard: _Heard, danger: Danger) -> Decision:
    """Paged first; then the command in the same text is carried out as well ("here, strong gas
    smell").
    """
    visit = heard.technician.visit or meant_visit(Command.NOTE, "", heard.context.visits)
    if visit is None:
        return safety.raise_alarm(heard.words, heard.context, danger)
    alarm = safety.raise_on_job(heard.words, danger, visit.job_id)
    if heard.technician.command not in _MOVES or heard.technician.visit is None:
        return alarm
    moved = technician.take_command(heard.words, heard.context, heard.technician)
    return Decision(alarm.flow, (*alarm.steps, *(moved.steps if moved else ())), alarm.why)


_MOVES = frozenset({Command.ARRIVED, Command.ENROUTE})


def _consent(heard: _Heard) -> Decision | None:
    if heard.is_mail and not heard.context.may_act:
        return None  # anybody can write a sender's name; `_mail` lets the office look
    asked = heard.reserved
    if asked is None or (heard.is_worker and asked is Reserved.HELP):
        return None
    return consent.settle_consent(heard.words, heard.context, asked)


def _wrong_number(heard: _Heard) -> Decision | None:
    if heard.is_worker or heard.is_mail or heard.tenant.intent is not Intent.WRONG_NUMBER:
        return None
    return tenant_other.leave_alone(heard.words, heard.context, heard.tenant)


def _taken_over(heard: _Heard) -> Decision | None:
    if heard.context.taken_over:
        return fallback.stay_silent("a person has this conversation")
    return None


def _grave(heard: _Heard) -> Decision | None:
    matter = None if heard.is_worker or heard.is_mail else grave_in(heard.words)
    if matter is None:
        return None
    return tenant_grave.hand_over(heard.words, heard.context, heard.tenant, matter)


def _open_question(heard: _Heard) -> Decision | None:
    prompt = heard.context.prompt
    if prompt is None:
        return None
    if heard.is_mail:
        return _of_the_work(heard)
    if prompt.kind is PromptKind.WHICH_CANCEL and not prompt.expired:
        return consent.answer_which(heard.words, heard.context)
    if heard.is_worker:
        return technician.hear_choice(heard.words, heard.context)
    return tenants.hear_answer(heard.words, heard.context, heard.tenant)


def _of_the_work(heard: _Heard) -> Decision | None:
    """By mail only this is a question with an answer in a word; of a sender who is proven."""
    if not heard.context.may_act:
        return None
    return tenant_feedback.hear_answer(heard.words, heard.context, heard.tenant)


def _language(heard: _Heard) -> Decision | None:
    asked = asked_language(heard.words)
    return tenants.speak(asked, heard.context) if asked else None


def _worker(heard: _Heard) -> Decision | None:
    if not heard.is_worker:
        return None
    if not heard.words.strip() and heard.context.has_media:
        reading = read_technician("NOTE (photo)", heard.context.visits)
        return technician.take_command("(photo)", heard.context, reading)
    decided = technician.take_command(heard.words, heard.context, heard.technician)
    if decided is None or heard.danger is None or heard.technician.command is Command.ACKNOWLEDGE:
        return decided
    told = TellOffice(f"Names a hazard: {heard.danger.why}", heard.words, _job_of(heard))
    return Decision(decided.flow, (told, *decided.steps), decided.why)


def _job_of(heard: _Heard) -> int | None:
    return heard.technician.visit.job_id if heard.technician.visit else None


def _mail(heard: _Heard) -> Decision | None:
    by_manager = heard.context.speaker is Speaker.MANAGER
    if not (heard.is_mail or by_manager):
        return None
    return take_letter(heard.words, heard.context, heard.manager)


def _tenant(heard: _Heard) -> Decision | None:
    if heard.is_worker:
        return None
    return tenants.take_up(heard.words, heard.context, heard.tenant)


def _not_understood(heard: _Heard) -> Decision:
    why = heard.technician.why if heard.is_worker else heard.tenant.why
    return fallback.ask_again(heard.words, heard.context, why)


# Each gate speaks or lets the message pass; the last always speaks.
_GATES: tuple[_Gate, ...] = (
    _danger,
    _consent,
    _wrong_number,
    _taken_over,
    _grave,
    _language,
    _open_question,
    _worker,
    _mail,
    _tenant,
    _not_understood,
)


def _language_of(words: str, context: Context) -> Language:
    """Whoever writes sentences in the other language is answered in it from now on."""
    if len(tokens(words)) < FEWEST_WORDS_TO_SWITCH:
        return context.language
    return guess_language(words, context.language)


def _in_their_language(heard: _Heard, decided: Decision, was: Language) -> Decision:
    language = heard.context.language
    told = any(isinstance(step, SwitchLanguage) for step in decided.steps)
    if told or language is was or not decided.steps:
        return decided
    steps: tuple[Step, ...] = (SwitchLanguage(language), *decided.steps)
    return Decision(decided.flow, steps, decided.why)
