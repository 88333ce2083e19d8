"""Every refusal is explained in the reader's own language, each reason with a text of its own."""

from __future__ import annotations

import pytest

from bot.refusals import spoken_refusal
from bot.words import say, tags_of
from core.errors import NotFound, Refused, TransitionRefused
from core.jobs.refusals import EmergencyTaken, VisitRefused, WhyNot
from core.language import Language

LONGEST = {Language.ENGLISH: 160, Language.SPANISH: 201}
REFUSALS: tuple[Refused | NotFound, ...] = (
    *(VisitRefused("English", why=why, job=1042, other=1050) for why in WhyNot),
    EmergencyTaken(by="Ben", number=1042),
    TransitionRefused(job=1042, was="Paid", wanted="On Hold", why="English"),
    NotFound("visit", 7),
    Refused("English"),
)


@pytest.mark.parametrize(
    "refusal", REFUSALS, ids=lambda each: getattr(each, "why", "") or str(each)
)
def test_a_refusal_is_short_and_never_english_in_spanish(refusal: Refused | NotFound) -> None:
    for language in Language:
        said = spoken_refusal(refusal, language)
        text = say(said.text, language, said.values)
        assert len(text) <= LONGEST[language]
        assert ("English" in text) is (type(refusal) is Refused and language is Language.ENGLISH)


@pytest.mark.parametrize("why", WhyNot)
def test_both_languages_name_the_same_jobs(why: WhyNot) -> None:
    name = f"dispatch/refused_{why}"
    assert tags_of(name, Language.ENGLISH) == tags_of(name, Language.SPANISH)
