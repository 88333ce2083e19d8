"""Danger is caught in any words, and what only sounds like it pages nobody."""

from __future__ import annotations

import pytest

from bot.reading.emergency import scan
from tests.bot.texts import CALM, EMERGENCIES


@pytest.mark.parametrize(("kind", "text"), EMERGENCIES)
def test_an_emergency_is_heard_whatever_the_words(kind: str, text: str) -> None:
    danger = scan(text)
    assert danger is not None
    assert danger.kind == kind


@pytest.mark.parametrize("text", CALM)
def test_what_only_sounds_like_danger_pages_nobody(text: str) -> None:
    assert scan(text) is None


def test_the_office_reads_which_words_decided() -> None:
    danger = scan("I smell gas in the hall")
    assert danger is not None
    assert danger.why == "'smell gas' → gas emergency"


def test_capitals_and_slips_of_the_finger_hide_no_danger() -> None:
    assert scan("THE TOILET IS OVERFLOWIGN AND WONT STOP") is not None
    assert scan("theres smoek coming out of the vent") is not None


def test_a_denial_of_one_danger_does_not_hide_another() -> None:
    danger = scan("no smoke but I can smell gas")
    assert danger is not None
    assert danger.kind == "gas"


def test_a_harmless_guess_does_not_lower_a_gas_smell() -> None:
    assert scan("smells like gas, probably just the neighbor's car, all good i think") is not None


def test_a_very_long_text_is_read_in_bounded_time() -> None:
    assert scan("no heat and the water is fine " * 2_000) is None
