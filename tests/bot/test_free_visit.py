"""Yes or no to a visit offered from the wait list."""

from __future__ import annotations

import pytest

from bot.context import OpenPrompt, OpenWork, PromptKind
from bot.decide import decide
from bot.steps import PassFreeVisit, TakeFreeVisit
from tests.bot.people import tenant

WAITING = OpenWork("sink leaks", "12 Oak Street #4", job_id=5, job_number=1042, status="Booked")


def answered(words: str, *, expired: bool = False) -> set[type]:
    """The kinds of step that these words lead to, while the offer is open."""
    prompt = OpenPrompt(1, PromptKind.FREE_VISIT, ("yes", "no"), job_id=5, expired=expired)
    context = tenant(WAITING, prompt=prompt)
    return {type(step) for step in decide(words, context).steps}


@pytest.mark.inventory(56)
@pytest.mark.parametrize("words", ["YES", "yes please", "Sí", "ok", "Yes!! that works", "sure"])
def test_a_plain_yes_takes_it(words: str) -> None:
    assert TakeFreeVisit in answered(words)


@pytest.mark.parametrize("words", ["no", "No, I work then", "nope", "no gracias"])
def test_a_no_passes_it_on(words: str) -> None:
    assert answered(words) >= {PassFreeVisit}


@pytest.mark.parametrize(
    "words",
    [
        "yes but only after 10",
        "yes if you come before 9",
        "what time is it again?",
        "the sink leaks more now, water everywhere on the floor",
        "I smell gas",
        "STOP",
    ],
)
def test_anything_else_takes_nothing(words: str) -> None:
    assert TakeFreeVisit not in answered(words)


def test_a_late_yes_takes_nothing() -> None:
    assert TakeFreeVisit not in answered("yes", expired=True)
