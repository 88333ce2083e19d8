"""What is learned from managers' mails: the intent of the human's new words in their situation."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cases import CaseKind, text_of
from bot.learning.fitting import Question, fit
from bot.predicting import is_marked, manager_labels
from bot.reading.learned import Weights
from bot.reading.letter import INTENT, READER
from bot.reading.letter_features import letter_features
from bot.reading.manager_mail import situation_named
from bot.reading.reply import new_words
from core.db import JsonObject

NAME, LABELS = READER, CaseKind.MANAGER
STRENGTH = 30.0


def fitted(cases: Sequence[JsonObject]) -> Weights:
    """Weights fitted to the mails whose words must tell; what a machine marks as its own is never read."""
    spoken = [case for case in cases if not is_marked(case) and new_words(text_of(case, "body"))]
    intents = {number: str(case["intent"]) for number, case in enumerate(spoken)}
    return fit([_features(case) for case in spoken], [Question(INTENT, intents, STRENGTH)])


def labels(case: JsonObject, weights: Weights) -> JsonObject:
    """What the product would make of a case with these weights."""
    return manager_labels(case, weights)


def _features(case: JsonObject) -> frozenset[str]:
    """Learned from the human's new words and the situation; never from what is quoted below them."""
    situation = situation_named(str(case.get("context")))
    return letter_features(new_words(text_of(case, "body")), situation)
