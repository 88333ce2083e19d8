"""A rule: one look at a mail that may decide its intent. The two plainest kinds are made here."""

from __future__ import annotations

from collections.abc import Callable

from bot.reading.lexicon import Lexicon
from bot.reading.manager_heard import Mail
from bot.reading.manager_intent import ManagerIntent, Understood

Rule = Callable[[Mail], Understood | None]


def says(intent: ManagerIntent, lexicon: Lexicon) -> Rule:
    """Said anywhere, asked or stated."""

    def rule(mail: Mail) -> Understood | None:
        match = lexicon.said(mail.said)
        return Understood(intent, f"'{match}'") if match else None

    return rule


def states(intent: ManagerIntent, lexicon: Lexicon) -> Rule:
    """Said, not asked."""

    def rule(mail: Mail) -> Understood | None:
        match = lexicon.said(mail.stated)
        return Understood(intent, f"'{match}'") if match else None

    return rule
