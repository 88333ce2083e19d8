"""Texts of our own, labelled before they were read: every danger heard, no opt-out invented, and
floors under all the rest.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cases import CaseKind, tenant_context, text_of
from bot.predicting import tenant_labels
from bot.reading.tenant import read_tenant
from bot.scoring import Pair, Score, score
from core.db import JsonObject

CASES = Path(__file__).resolve().parents[2] / "bot" / "learning" / "texts" / "tenant_own.jsonl"
# Percent; what they stand at today is a little higher.
FLOORS = (
    ("intent lenient", 97.0),
    ("intent lenient en", 97.0),
    ("intent lenient es", 97.0),
    ("category lenient", 97.0),
    ("urgency lenient", 97.0),
    ("safety kind", 97.0),
    ("language", 98.0),
    ("slots F1", 95.0),
)
MOST_FALSE_ALARMS = 1.0
NEVER_INVENTED = ("opt_out invented", "cancel invented", "wrong_number invented")
ALWAYS_CAUGHT = ("emergency recall", "opt_out recall")


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    cases: list[JsonObject] = [json.loads(line) for line in lines]
    return [
        Pair(case, tenant_labels(read_tenant(text_of(case, "text"), tenant_context(case))))
        for case in cases
    ]


@pytest.fixture(scope="module")
def scored(pairs: list[Pair]) -> Score:
    return score(pairs, CaseKind.TENANT)


@pytest.mark.parametrize("name", ALWAYS_CAUGHT)
def test_what_must_never_be_missed_is_never_missed(scored: Score, name: str) -> None:
    missed = [miss.pair.case["text"] for miss in scored.misses if miss.what.startswith("MISSED")]
    assert scored.percent(name) == 100.0, missed


@pytest.mark.parametrize("name", NEVER_INVENTED)
def test_nothing_that_cannot_be_undone_is_invented(scored: Score, name: str) -> None:
    assert scored.percent(name) == 0.0


def test_few_are_paged_for_nothing(scored: Score) -> None:
    assert scored.percent("false alarms") <= MOST_FALSE_ALARMS


@pytest.mark.parametrize(("name", "floor"), FLOORS)
def test_understanding_stays_above_its_floor(scored: Score, name: str, floor: float) -> None:
    assert scored.percent(name) >= floor


def test_every_reading_says_which_words_decided(pairs: list[Pair]) -> None:
    assert all(pair.got["why"] for pair in pairs)


def test_each_case_stands_once(pairs: list[Pair]) -> None:
    assert len({str(pair.case["id"]) for pair in pairs}) == len(pairs)
