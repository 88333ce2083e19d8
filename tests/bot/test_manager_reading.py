"""A manager's mail read whole: its new words, its terms, and our own labelled mails with a floor."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.reading.manager_intent import Situation
from bot.reading.manager_mail import read_mail
from bot.reading.manager_terms import ceiling_cents, purchase_order
from bot.reading.property_manager import read_manager
from bot.reading.reply import forwarded_words, new_words


@pytest.mark.parametrize(
    ("words", "cents"),
    [
        ("up to $1,240.50", 124_050),
        ("not to exceed 600", 60_000),
        ("no more than 2k", 200_000),
        ("hasta 400", 40_000),
        ("keep it under $300", 30_000),
        ("our NTE is $700", 70_000),
        ("$450 max", 45_000),
        ("the total was $300", None),
        ("up to 3 hours", None),
        ("up to 4 visits a week", None),
    ],
)
def test_a_ceiling_is_read_and_another_figure_is_not(words: str, cents: int | None) -> None:
    assert ceiling_cents(words) == cents


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("put PO 44718 on it", "44718"),
        ("PO# 7719-B please", "7719-B"),
        ("orden de compra 3345", "3345"),
        ("reference PO-2231", "PO-2231"),
        ("mail it to PO Box 118", None),
        ("put our PO on it", None),
    ],
)
def test_an_order_number_is_read_as_written(words: str, number: str | None) -> None:
    assert purchase_order(words) == number


def test_words_left_encoded_on_the_way_are_read() -> None:
    body = "Approved =E2=80=93 for the caf=C3=A9. Please don't spend m=\nore than $900."
    assert new_words(body) == "Approved – for the café. Please don't spend more than $900."


def test_the_rest_of_a_quoted_line_wrapped_without_its_mark_is_not_theirs() -> None:
    quoted = "> You may also set a limit as you answer, for example by saying approved\nup to $500."
    assert new_words(f"Who comes?\n\nOn Mon, 3 Mar 2025, we wrote:\n{quoted}") == "Who comes?"


def test_a_sentence_that_begins_like_a_history_is_kept() -> None:
    body = (
        "El inquilino dice que no.\n\nEl lun, 3 mar 2025 a las 9:12, F (<a@b.c>)\nescribió:\n\n> x"
    )
    assert new_words(body) == "El inquilino dice que no."


def test_a_banner_in_one_line_takes_no_words_with_it() -> None:
    assert new_words("[EXTERNAL]\nGo ahead.") == "Go ahead."


def test_a_forward_marked_in_its_subject_alone_passes_words_on() -> None:
    body = "FYI\n\nFrom: Lou <l@b.c>\nSent: Monday\nTo: G\nSubject: leak\n\nSink leaks in 22."
    assert forwarded_words(body, "FW: leak") == "Sink leaks in 22."
    assert forwarded_words(body, "Re: leak") == ""


CASES = Path(__file__).resolve().parents[2] / "bot" / "learning" / "texts" / "manager_own.jsonl"
LEAST_INTENT = 0.97
LEAST_REPLY = 0.97


def own_cases() -> list[Mapping[str, object]]:
    return [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


def test_our_own_mails_are_read_as_labelled_and_no_approval_is_invented() -> None:
    right = same_words = 0
    cases = own_cases()
    for case in cases:
        headers = case["headers"]
        assert isinstance(headers, dict)
        automatic = headers.get("Auto-Submitted")
        read = read_mail(
            str(case["body"]),
            str(headers["Subject"]),
            awaited=str(case["context"]),
            automatic=str(automatic) if automatic else None,
        )
        right += read.label == case["intent"]
        same_words += read.words.split() == str(case["reply_text"]).split()
        assert read.label != "approve" or case["intent"] == "approve", case["id"]
    assert len(cases) >= 200
    assert right / len(cases) >= LEAST_INTENT
    assert same_words / len(cases) >= LEAST_REPLY


def test_the_situation_tells_what_a_short_answer_means() -> None:
    assert read_manager("Yes please.", "Re: x", Situation.ESTIMATE_PENDING).verdict is not None
    assert read_manager("Yes please.", "Re: x", Situation.JOB_COMPLETED).verdict is None
