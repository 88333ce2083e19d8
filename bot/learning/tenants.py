"""What is learned from tenants' texts: whether and which danger there is, the intent, the category, the urgency."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.cases import CaseKind, tenant_context
from bot.learning.fitting import Question, fit
from bot.predicting import tenant_labels
from bot.reading.danger import Safety
from bot.reading.features import SITUATED
from bot.reading.learned import Weights
from bot.reading.tenant import read_tenant
from bot.reading.understanding import (
    CATEGORY,
    DANGER,
    EMERGENCY,
    IN_DANGER,
    INTENT,
    KIND,
    READER,
    SAFE,
    URGENCY,
    hinted,
    understand_tenant,
)
from core.db import JsonObject

NAME, LABELS = READER, CaseKind.TENANT
STRENGTH = 30.0
REQUEST = "new_request"


def fitted(cases: Sequence[JsonObject]) -> Weights:
    """Weights fitted to these texts. Category and urgency are learned from requests, the kind from emergencies."""
    requests = [n for n, case in enumerate(cases) if case["intent"] == REQUEST]
    dangers = [n for n, case in enumerate(cases) if case["urgency"] == EMERGENCY]
    calm = [n for n in requests if cases[n]["urgency"] != EMERGENCY]
    everything = range(len(cases))

    def question(name: str, among: Sequence[int], answer: Callable[[JsonObject], str]) -> Question:
        answers = {n: answer(cases[n]) for n in among}
        return Question(name, answers, STRENGTH, bool if name == INTENT else of_words)

    return fit(
        [_features(case) for case in cases],
        [
            question(DANGER, everything, _danger),
            question(KIND, dangers, lambda case: str(case["safety"] or Safety.OTHER.value)),
            question(INTENT, everything, lambda case: str(case["intent"])),
            question(CATEGORY, requests, lambda case: str(case["category"])),
            question(URGENCY, calm, lambda case: str(case["urgency"])),
        ],
    )


def labels(case: JsonObject, weights: Weights) -> JsonObject:
    """What the product would make of a case with these weights."""
    return tenant_labels(understand_tenant(str(case["text"]), tenant_context(case), weights))


def of_words(feature: str) -> bool:
    """Whether a feature is of the words alone."""
    return not feature.startswith(SITUATED)


def _features(case: JsonObject) -> frozenset[str]:
    text, context = str(case["text"]), tenant_context(case)
    return hinted(text, context, read_tenant(text, context))


def _danger(case: JsonObject) -> str:
    return IN_DANGER if case["urgency"] == EMERGENCY else SAFE
