"""The words of letters about money: the question, the reminder, news for those who did not decide. Sends nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.words import say
from core.language import Language


class Question(StrEnum):
    """The text in which it is asked."""

    FIRST = "manager/approval_asked"
    REMINDER = "manager/approval_reminder"
    TEXT = "manager/approval_text"


@dataclass(frozen=True)
class News:
    """A decision as others hear of it. state: approved, declined or held; sums as people read them."""

    number: str
    state: str
    asked: str
    approved: str
    who: str
    words: str

    @property
    def headline(self) -> str:
        """What happened, for a subject line."""
        match self.state:
            case "approved":
                return f"Approved: {self.approved}"
            case "declined":
                return f"Declined: {self.asked}"
            case _:
                return f"On hold: {self.asked}"

    @property
    def for_staff(self) -> str:
        """The title of the task it becomes."""
        return f"{self.headline} by {self.who} for job #{self.number}"


def question(kind: Question, language: Language, values: Mapping[str, str]) -> str:
    """The letter that asks, or asks again."""
    return say(kind.value, language, values)


def news_for_colleague(news: News, language: Language) -> str:
    """The letter to those who were asked too."""
    return say("manager/approval_told", language, _values(news))


def news_for_technician(news: News, language: Language) -> str:
    """The text to the technician who waits for the word."""
    return say("manager/technician_told", language, _values(news))


def _values(news: News) -> dict[str, str]:
    return {
        "number": news.number,
        "state": news.state,
        "asked": news.asked,
        "approved": news.approved,
        "who": news.who,
    }
