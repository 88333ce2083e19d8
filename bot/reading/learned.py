"""Weights learned from labelled texts, and the likelihoods they give. Pure arithmetic; refuses weights that do not fit.

Each head is a multinomial logistic regression over the same features. Weights are small whole numbers with one scale a
head, so that reading a text is a sum of a few hundred short rows.
"""

from __future__ import annotations

import json
from base64 import b85decode, b85encode
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import exp, sqrt

LARGEST = 127
NOTHING = LARGEST + 1
LARGEST_EXPONENT = 60.0


class BadWeights(ValueError):
    """The file holds no weights, or its rows do not fit its heads."""


@dataclass(frozen=True)
class Head:
    """One question with its possible answers. bias: of each answer; scale: what one step of a weight is worth."""

    name: str
    answers: tuple[str, ...]
    bias: tuple[float, ...]
    scale: float


@dataclass(frozen=True, slots=True)
class Row:
    """What one feature weighs. rarity: its inverse document frequency.

    packed: a byte for each answer, head after head; NOTHING weighs nothing, more speaks for and less against.
    """

    rarity: float
    packed: bytes

    @classmethod
    def of(cls, rarity: float, steps: Iterable[int]) -> Row:
        """steps: from -LARGEST to LARGEST, one an answer."""
        return cls(rarity, bytes(step + NOTHING for step in steps))


@dataclass(frozen=True)
class Weights:
    """All heads and rows of one reader."""

    heads: tuple[Head, ...]
    rows: Mapping[str, Row]

    def likelihoods(self, features: Collection[str]) -> dict[str, dict[str, float]]:
        """By head, how likely each answer is; the likelihoods of a head sum to 1."""
        sums = self._sums(features)
        found: dict[str, dict[str, float]] = {}
        start = 0
        for head in self.heads:
            part = sums[start : start + len(head.answers)]
            found[head.name] = dict(zip(head.answers, _shares(head, part), strict=True))
            start += len(head.answers)
        return found

    def _sums(self, features: Collection[str]) -> list[float]:
        known = [row for row in map(self.rows.get, sorted(features)) if row is not None]
        length = sqrt(sum(row.rarity * row.rarity for row in known)) or 1.0
        sums = [0.0] * sum(len(head.answers) for head in self.heads)
        for row in known:
            share = row.rarity / length
            for at, weight in enumerate(row.packed):
                if weight != NOTHING:
                    sums[at] += share * (weight - NOTHING)
        return sums


def _shares(head: Head, sums: list[float]) -> Iterator[float]:
    heights = [each * head.scale + bias for each, bias in zip(sums, head.bias, strict=True)]
    top = max(heights)
    powers = [exp(max(height - top, -LARGEST_EXPONENT)) for height in heights]
    whole = sum(powers)
    return (power / whole for power in powers)


def read_weights(lines: Iterable[str]) -> Weights:
    """Weights as `write_weights` wrote them. Raises BadWeights."""
    given = iter(lines)
    try:
        heads = tuple(
            Head(each["name"], tuple(each["answers"]), tuple(each["bias"]), each["scale"])
            for each in json.loads(next(given))
        )
        rows = dict(map(_read_row, given))
    except (StopIteration, ValueError, KeyError, TypeError) as error:
        raise BadWeights(f"These are no weights: {error}") from error
    width = sum(len(head.answers) for head in heads)
    if any(len(row.packed) != width for row in rows.values()):
        raise BadWeights(f"A row does not hold {width} weights.")
    return Weights(heads, rows)


def write_weights(weights: Weights) -> Iterator[str]:
    """One line for the heads, one for each feature."""
    yield json.dumps(
        [
            {"name": h.name, "answers": h.answers, "bias": h.bias, "scale": h.scale}
            for h in weights.heads
        ]
    )
    for feature, row in sorted(weights.rows.items()):
        yield f"{feature}\t{row.rarity:.3f}\t{b85encode(row.packed).decode()}"


def _read_row(line: str) -> tuple[str, Row]:
    feature, rarity, packed = line.rstrip("\n").split("\t")
    return feature, Row(float(rarity), b85decode(packed))
