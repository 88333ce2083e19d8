"""Fits weights to labelled texts with scikit-learn, which only this file and nobody at run time needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.reading.learned import LARGEST, Head, Row, Weights

# What was seen in three texts alone tells of those three only.
FEWEST_TEXTS = 4
MOST_ROUNDS = 2000


@dataclass(frozen=True)
class Question:
    """A head to fit. answers: by the number of the text, for those texts that have one. strength: 1/regularisation.

    sees: which features the head may use.
    """

    name: str
    answers: Mapping[int, str]
    strength: float
    sees: Callable[[str], bool] = bool


def fit(texts: Sequence[frozenset[str]], questions: Sequence[Question]) -> Weights:
    """Weights for all questions over the features of all texts. The same input gives the same weights."""
    rarity = _rarity(texts)
    columns = {feature: at for at, feature in enumerate(rarity)}
    fitted = [_fit_one(texts, question, columns, rarity) for question in questions]
    steps = [numpy.rint(model.coefficients / model.head.scale).astype(int) for model in fitted]
    stacked = numpy.vstack(steps).T
    rows = {
        feature: Row.of(round(rarity[feature], 3), (int(step) for step in stacked[at]))
        for feature, at in columns.items()
        if stacked[at].any()
    }
    return Weights(tuple(model.head for model in fitted), rows)


@dataclass(frozen=True)
class _Fitted:
    head: Head
    coefficients: numpy.ndarray


def _rarity(texts: Sequence[frozenset[str]]) -> dict[str, float]:
    seen = Counter(feature for text in texts for feature in text)
    return {
        feature: log((1 + len(texts)) / (1 + count)) + 1
        for feature, count in sorted(seen.items())
        if count >= FEWEST_TEXTS
    }


def _fit_one(
    texts: Sequence[frozenset[str]],
    question: Question,
    columns: Mapping[str, int],
    rarity: Mapping[str, float],
) -> _Fitted:
    numbers = sorted(question.answers)

    def seen(text: frozenset[str]) -> frozenset[str]:
        return frozenset(filter(question.sees, text))

    model = LogisticRegression(C=question.strength, max_iter=MOST_ROUNDS, random_state=0)
    model.fit(
        _table([seen(texts[number]) for number in numbers], columns, rarity),
        [question.answers[number] for number in numbers],
    )
    weights, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:  # of two answers scikit-learn keeps one side
        weights, bias = numpy.vstack([-weights, weights]) / 2, numpy.array([-bias[0], bias[0]]) / 2
    scale = float(abs(weights).max()) / LARGEST
    rounded = tuple(round(float(each), 4) for each in bias)
    head = Head(question.name, tuple(str(each) for each in model.classes_), rounded, scale)
    return _Fitted(head, weights)


def _table(
    texts: Sequence[frozenset[str]], columns: Mapping[str, int], rarity: Mapping[str, float]
) -> csr_matrix:
    """A row a text, of length one."""
    ends, places, shares = [0], [], []
    for text in texts:
        known = sorted(feature for feature in text if feature in columns)
        length = sum(rarity[feature] ** 2 for feature in known) ** 0.5 or 1.0
        places += [columns[feature] for feature in known]
        shares += [rarity[feature] / length for feature in known]
        ends.append(len(places))
    return csr_matrix((shares, places, ends), shape=(len(texts), len(columns)))
