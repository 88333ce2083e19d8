"""Language, summaries and facts said by the way."""

from __future__ import annotations

import pytest

from bot.reading.language import asked_language, guess_language
from bot.reading.slots import rating_of, slots_of
from bot.reading.summary import MOST, summary
from bot.reading.tenant import Intent, read_tenant
from core.language import Language
from core.messaging.segments import Encoding, segments_of
from tests.bot.people import SCHEDULED, tenant


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("the sink is leaking", Language.ENGLISH),
        ("no sirve la luz del pasillo", Language.SPANISH),
        ("el dishwasher no está jalando", Language.SPANISH),
        ("hola my sink is leaking again", Language.ENGLISH),
    ],
)
def test_the_language_is_the_one_that_carries_the_grammar(text: str, language: Language) -> None:
    assert guess_language(text, Language.ENGLISH) is language


def test_words_without_a_language_keep_the_one_we_spoke() -> None:
    assert guess_language("1042", Language.SPANISH) is Language.SPANISH


def test_a_language_may_be_asked_for() -> None:
    assert asked_language("Español por favor") is Language.SPANISH
    assert asked_language("ENGLISH") is Language.ENGLISH
    assert asked_language("my english teacher left") is None


def test_a_summary_is_one_short_line_without_the_greeting() -> None:
    line = summary("Hi there,\n" + "my sink is leaking again " * 20)
    assert line.startswith("my sink")
    assert len(line) <= MOST
    assert "\n" not in line


def test_a_summary_ends_with_a_sentence_where_it_can_and_never_makes_a_text_dearer() -> None:
    wrong = "The dishwasher in unit 6 will not drain and the hallway light flickers."
    assert (
        summary(f"{wrong} The tenant is home after 3pm on Tuesday, please call her first") == wrong
    )
    cut = summary("my sink is leaking again " * 20)
    assert cut.endswith("sink is...")
    assert segments_of(cut).encoding is Encoding.GSM7


def test_a_summary_carries_no_invisible_marks() -> None:
    assert summary("sink\u202eleaks\u200b") == "sinkleaks"


def test_facts_by_the_way_are_kept() -> None:
    slots = slots_of("unit 4B, call before you come, we have a dog, home after 3")
    assert (slots.unit, slots.access, slots.pets, slots.when) == (
        "4B",
        "call_first",
        True,
        "after 3",
    )


def test_nothing_is_guessed_that_was_not_said() -> None:
    slots = slots_of("the sink drips since tuesday")
    assert (slots.unit, slots.access, slots.pets, slots.when) == (None, None, None, None)


@pytest.mark.parametrize(
    ("text", "stars"), [("⭐⭐⭐", 3), ("five stars", 5), ("4/5", 4), ("10/10", None)]
)
def test_a_rating_is_explicit_or_absent(text: str, stars: int | None) -> None:
    assert rating_of(text) == stars


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("the bathroom sink is clogged", Intent.NEW_REQUEST),
        ("when is the plumber getting here", Intent.ETA),
        ("what's the status of my repair", Intent.STATUS),
        ("nevermind, my brother fixed it already", Intent.CANCEL),
        ("can we do friday instead", Intent.RESCHEDULE),
        ("thanks so much!", Intent.THANKS),
        ("good morning", Intent.GREETING),
        ("your guy was so rude to me", Intent.COMPLAINT),
        ("how much do I owe for this", Intent.BILLING),
        ("wrong number", Intent.WRONG_NUMBER),
        ("blah", Intent.OTHER),
    ],
)
def test_an_intent_is_read(text: str, intent: Intent) -> None:
    assert read_tenant(text, tenant(SCHEDULED)).intent is intent
