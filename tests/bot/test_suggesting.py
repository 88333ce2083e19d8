"""The proposed answer: fitting the words, in their language, and telling nobody what is not theirs to know."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.context import Approval, Context, OpenWork, Place, Speaker, Visit, VisitStage
from bot.suggesting import draft, suggest
from bot.words import known_texts, tags_of
from core.language import Language
from core.messaging.wire import Channel

SINK = OpenWork(
    "the sink", "12 Oak Street #4", job_id=1, job_number=1042, window="Tue 3 Mar, 9am-11am"
)
FAN = OpenWork("the fan", "12 Oak Street #4", job_id=2, job_number=1047)
ROBERT = Context(
    speaker=Speaker.TENANT,
    language=Language.ENGLISH,
    company="Acme Repairs",
    first_name="Robert",
    places=(Place(1, 4, "12 Oak Street #4"),),
    work=(SINK,),
)
STRANGER = Context(Speaker.STRANGER, Language.ENGLISH, "Acme Repairs", work=(SINK,))
OURS = sorted(name for name in known_texts() if name.startswith("suggested/"))


@pytest.mark.parametrize("name", OURS)
def test_a_suggestion_exists_in_both_languages_with_the_same_values(name: str) -> None:
    assert tags_of(name, Language.ENGLISH) == tags_of(name, Language.SPANISH)


def test_every_suggestion_can_be_made() -> None:
    source = (Path(__file__).parents[2] / "bot" / "suggesting.py").read_text(encoding="utf-8")
    assert [name for name in OURS if f'"{name}"' not in source] == []


@pytest.mark.parametrize("language", Language)
def test_a_suggestion_greets_says_who_writes_and_is_short(language: Language) -> None:
    words = draft("thank you so much", replace(ROBERT, language=language), staff="Dana")
    assert "Robert" in words
    assert "Dana" in words
    assert "Acme Repairs" in words
    assert len(words) <= 160


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("I smell gas in my kitchen", "suggested/danger"),
        ("what time is the technician coming?", "suggested/visit"),
        ("can we reschedule to friday", "suggested/move"),
        ("please cancel my appointment", "suggested/cancel"),
        ("can i talk to a real person", "suggested/person"),
        ("why was i charged 75 dollars?", "suggested/billing"),
        ("thank you so much", "suggested/welcome"),
        ("wrong number", "suggested/wrong_number"),
        ("my fridge is not cooling", "suggested/report"),
    ],
)
def test_the_suggestion_fits_the_words(words: str, text: str) -> None:
    assert suggest(words, ROBERT).text == text


def test_the_visit_is_told_as_it_stands() -> None:
    told = draft("when is the technician coming?", ROBERT, staff="Dana")
    assert "The visit for the sink (#1042) is set for Tue 3 Mar, 9am-11am." in told
    unset = replace(ROBERT, work=(FAN,))
    assert "no visit is set yet" in draft("when is the technician coming?", unset, staff="Dana")
    none = replace(ROBERT, work=())
    assert "nothing open" in draft("when is the technician coming?", none, staff="Dana")


def test_of_several_things_none_is_guessed() -> None:
    both = replace(ROBERT, work=(SINK, FAN))
    told = draft("any update?", both, staff="Dana")
    assert "the sink, the fan. Which one" in told


@pytest.mark.parametrize("words", ["when is the technician coming?", "cancel my appointment"])
def test_a_stranger_and_an_unproven_sender_are_told_nothing_of_the_work(words: str) -> None:
    for context in (STRANGER, replace(ROBERT, may_act=False), replace(ROBERT, days_silent=400)):
        told = draft(words, context, staff="Dana")
        assert "sink" not in told
        assert "1042" not in told
        assert "Oak" not in told


def test_a_danger_already_raised_comes_before_all_else() -> None:
    waiting = replace(ROBERT, work=(replace(SINK, safety="gas"),))
    assert suggest("are you coming?", waiting).text == "suggested/danger"


def test_a_mail_is_answered_with_a_letter_and_a_decision_by_its_number() -> None:
    rita = Context(
        Speaker.MANAGER,
        Language.ENGLISH,
        "Acme Repairs",
        channel=Channel.EMAIL,
        first_name="Rita",
        about=SINK,
        subject="Re: Estimate for job #1042",
        approval=Approval(3, 1, 1042, "pending", 30_000, 50_000),
    )
    letter = draft("Approved, go ahead.", rita, staff="Dana")
    assert letter.startswith("Hello Rita,\n\n")
    assert "your go-ahead for job #1042" in letter
    assert letter.endswith("Dana\nAcme Repairs")
    doubted = draft("Approved, go ahead.", replace(rita, may_act=False), staff="Dana")
    assert "go-ahead" not in doubted


def test_a_technician_hears_that_their_request_is_being_asked() -> None:
    visit = Visit(1, 1, 1, 1042, VisitStage.ON_SITE, "the sink")
    maria = Context(Speaker.TECHNICIAN, Language.SPANISH, "Acme Repairs", visits=(visit,))
    told = draft("need ok for 1850", maria, staff="Dana")
    assert "#1042 por $1,850" in told


def test_a_colleague_is_answered_like_a_colleague() -> None:
    dana = Context(Speaker.STAFF, Language.ENGLISH, "Acme Repairs")
    assert suggest("hello", dana).text == "suggested/general"
