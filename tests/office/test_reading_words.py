"""What Fixline read, as the office reads it: in words, in a fixed order, and never a name out of the code."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest

from bot import windows
from bot.context import OfferedWindow, PromptKind
from bot.steps import Step
from core.messaging.queries.inbox_thread import QuestionOpen
from office.reading_words import FLOWS, QUESTIONS, STEPS, gist, question_words, reading_lines

BOT = Path(__file__).parents[2] / "bot"
LATER = datetime(2031, 3, 4, tzinfo=UTC)


def test_a_reading_is_told_in_one_order_however_it_was_kept() -> None:
    kept: dict[str, object] = {
        "why": "'sink'",
        "said": ["tenant/which_place"],
        "flow": "tenant_report",
        "steps": ["OpenBooking", "Ask"],
        "language": "es",
    }
    assert reading_lines(kept) == (
        ("Taken for", "A report of something broken"),
        ("Because", "'sink'"),
        ("What it did", "wrote a booking down, asked a question"),
        ("It answered", "which place"),
        ("Language", "Spanish"),
    )


def test_what_is_empty_is_not_told() -> None:
    assert reading_lines({"flow": "none", "why": "", "steps": [], "slots": {}, "job": None}) == (
        ("Taken for", "Not answered"),
    )


def test_the_gist_is_what_it_was_taken_for_and_why() -> None:
    assert gist({"flow": "safety", "why": "'gas'"}) == "Danger: 'gas'"
    assert gist({"flow": "safety"}) == "Danger"
    assert gist({}) == "Not read yet"


def test_an_offered_time_is_told_as_people_say_it() -> None:
    offered = windows.option_of(OfferedWindow("Tue 4 Mar, 9am-12pm", "mar 4 mar, 9am-12pm", ""))
    asked = question_words(QuestionOpen("window", (offered, "other"), LATER))
    assert asked.answers == ("Tue 4 Mar, 9am-12pm", "other")


@pytest.mark.parametrize("kind", PromptKind)
def test_every_question_has_words(kind: PromptKind) -> None:
    assert kind.value in QUESTIONS


def test_every_step_has_words() -> None:
    assert [each.__name__ for each in _steps_of(Step) if each.__name__ not in STEPS] == []


def test_a_step_without_words_is_spelled_out() -> None:
    assert reading_lines({"steps": ["SingSong"]}) == (("What it did", "sing song"),)


def test_every_flow_has_words() -> None:
    flows = {path.stem for path in (BOT / "flows").glob("*.py")} - {"__init__"}
    assert flows - set(FLOWS) == set()


def _steps_of(union: object) -> Iterator[type]:
    for each in get_args(union):
        if isinstance(each, type):
            yield each
        else:
            yield from _steps_of(each)
