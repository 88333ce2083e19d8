"""What is said and asked, and who is told that a person is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.context import PromptKind
from core.language import Language


@dataclass(frozen=True)
class Say:
    """Answer the sender with a text of `templates/bot/`. text: such as "tenant/placed"."""

    text: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Ask:
    """Ask with a text and wait for the answer; replaces the question that was open.

    options: the answers in the order the text numbers them. The question is about the given booking or job,
    else about the booking opened earlier in the same decision.
    """

    kind: PromptKind
    text: str
    values: Mapping[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    booking_id: int | None = None
    job_id: int | None = None


@dataclass(frozen=True)
class CloseQuestion:
    """The open question is answered or overtaken. how: "answered", "replaced", "expired".

    prompt_id: which one, where several are open; None for the one that was answered.
    """

    how: str
    prompt_id: int | None = None


@dataclass(frozen=True)
class HandOff:
    """A person must take this on: a staff task is made and staff are alerted, then the bot falls silent.

    reason: a short clause for the office, such as "asked for a person".
    """

    reason: str
    words: str


@dataclass(frozen=True)
class TellOffice:
    """The office should know, but the bot goes on: a staff task without a take-over."""

    reason: str
    words: str
    job_id: int | None = None


@dataclass(frozen=True)
class SwitchLanguage:
    """Answer this person in that language from now on."""

    language: Language


@dataclass(frozen=True)
class CountMiss:
    """The words were not understood; two in a row hand off."""
