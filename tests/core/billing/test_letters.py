"""What a paper can show of people's words: every European letter, a mark for the rest, and no turned letters."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.billing.papers.letters import MARK, marks_in, printable


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Señor Núñez – “50 %” €", "Señor Núñez – “50 %” €"),
        ("Ω и א Ğ ß", "Ω и א Ğ ß"),
        ("fix 漢字語 now", f"fix {MARK} now"),
        ("thanks 👩‍🔧👍🏽!", f"thanks {MARK}!"),
        ("❤️", MARK),
        ("\u202e05.3$\u202c Bob\u200f", "05.3$ Bob"),
        ("Nu\u0301n\u0303ez", "Núñez"),
        ("ＡＢ１２", "AB12"),
        ("one\r\ntwo\u2028three\x00\x07", "one\ntwo\nthree"),
        ("", ""),
    ],
)
def test_words_are_shown_as_they_can_be(written: str, shown: str) -> None:
    assert printable(written) == shown


def test_a_mark_that_was_written_is_no_letter_that_was_lost() -> None:
    assert [marks_in(each) for each in (MARK, "plain", f"{MARK} 語", "語 語")] == [0, 0, 1, 2]


@given(st.text())
def test_nothing_that_turns_or_hides_is_left_and_it_is_settled_at_once(written: str) -> None:
    shown = printable(written)
    assert not [
        each for each in shown if each not in "\n\t" and unicodedata.category(each) in ("Cf", "Cc")
    ]
    assert printable(shown) == shown
