"""What is learned of the facts in tenants' texts: which number is the unit, which time is wished,
whether we may enter, whether there are animals.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.cases import CaseKind, tenant_context
from bot.learning.fitting import Question, fit
from bot.predicting import tenant_labels
from bot.reading.learned import Weights
from bot.reading.mentions import Mention, animals_in, ratings_in, times_in, units_in
from bot.reading.slot_features import (
    animal_features,
    entry_features,
    rating_features,
    unit_features,
    wish_features,
)
from bot.reading.slots import rating_of
from bot.reading.stating import (
    ACCESS,
    MEANT,
    PASSING,
    PETS,
    RATING,
    READER,
    UNIT,
    UNSAID,
    WHEN,
    setting_of,
)
from bot.reading.understanding import understand_tenant
from bot.scoring import alike
from core.db import JsonObject

NAME, LABELS = READER, CaseKind.TENANT
STRENGTH = 60.0

Sample = tuple[str, frozenset[str], str]


def fitted(cases: Sequence[JsonObject]) -> Weights:
    """Weights fitted to these texts: each place where a fact may stand, and whether it is the one."""
    samples = [sample for case in cases for sample in _samples(case)]

    def question(head: str) -> Question:
        answers = {n: answer for n, (of, _, answer) in enumerate(samples) if of == head}
        return Question(head, answers, STRENGTH)

    return fit(
        [features for _, features, _ in samples],
        [question(head) for head in (UNIT, WHEN, ACCESS, PETS, RATING)],
    )


def labels(case: JsonObject, weights: Weights) -> JsonObject:
    """What the product would make of a case with these weights."""
    read = understand_tenant(str(case["text"]), tenant_context(case), facts=weights)
    return tenant_labels(read)


def _samples(case: JsonObject) -> Iterator[Sample]:
    text, setting = str(case["text"]), setting_of(str(case["text"]), tenant_context(case))
    told, where, ruled = _told(case), setting.situation, setting.ruled
    for each in units_in(text):
        answer = _is_it(UNIT, each, told)
        yield UNIT, unit_features(text, each, where, ruled.unit), answer
    for each in times_in(text):
        yield WHEN, wish_features(text, each, where, ruled.when), _is_it(WHEN, each, told)
    yield ACCESS, entry_features(text, where, ruled.access), str(told.get(ACCESS) or UNSAID)
    if case.get("context") == "awaiting_rating" or case.get("intent") == "rating":
        numbers, took = ratings_in(text), rating_of(text)
        for each, value in numbers:
            seen = rating_features(text, each, len(numbers) - 1, took, value)
            yield RATING, seen, MEANT if told.get(RATING) == value else PASSING
    animals = animals_in(text)
    if animals:
        present = {True: MEANT, False: PASSING}.get(bool(told[PETS])) if PETS in told else UNSAID
        yield PETS, animal_features(text, animals, where, str(ruled.pets)), str(present)


def _told(case: JsonObject) -> JsonObject:
    slots = case.get("slots")
    return {k: v for k, v in slots.items() if v is not None} if isinstance(slots, dict) else {}


def _is_it(head: str, mention: Mention, told: JsonObject) -> str:
    return MEANT if head in told and alike(head, told[head], mention.written) else PASSING
