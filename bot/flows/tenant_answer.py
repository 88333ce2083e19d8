"""The answer to the one question we wait on. A bare "2" never reaches an expired question, nor another object."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from bot.context import Context, OpenPrompt, PromptKind, Speaker
from bot.flows.consent_words import STOP_TEXTS
from bot.places import by_label, chosen, labels, numbered
from bot.reading.text import bare, tokens
from bot.steps import (
    AddToBooking,
    Ask,
    CloseQuestion,
    CountMiss,
    Decision,
    HandOff,
    RecordOptOut,
    Say,
    Step,
    TellOffice,
)
