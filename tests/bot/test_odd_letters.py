"""Danger is heard through whatever a telephone, a paste or a prank puts between its letters."""

from __future__ import annotations

import pytest

from bot.cases import tenant_context
from bot.reading.tenant import Intent
from bot.reading.text import fold
from bot.reading.understanding import understand_tenant

NOBODY_YET = tenant_context({"context": "none_open"})


@pytest.mark.parametrize(
    "text",
    [
        "smell of g\u200bas",
        "g\u00adas leak in the kitchen",
        "\u202esmell of gas",
        "there is a g\u0430s le\u0430k",
        "G A S leak!!!",
        "g.a.s smell in the hall",
        "F I R E in the kitchen",
        "my c o i think is going off, headache",
        "ｓｍｅｌｌ ｏｆ ｇａｓ",
    ],
)
def test_danger_in_odd_letters_is_danger(text: str) -> None:
    assert understand_tenant(text, NOBODY_YET).urgency == "emergency"


def test_a_keyword_spelled_out_is_the_keyword() -> None:
    assert understand_tenant("S T O P", NOBODY_YET).intent is Intent.OPT_OUT


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("утечка газа", "утечка газа"),
        ("unit 4 b", "unit 4 b"),
        ("y a mi me toca", "y a mi me toca"),
        ("u r a lifesaver", "you are a lifesaver"),
        ("c o i think", "co i think"),
        ("a c n heat", "a c n heat"),
        ("between 9 a.m. and 1 p.m.", "between 9 a.m. and 1 p.m."),
    ],
)
def test_what_is_no_word_in_disguise_stays_as_it_is(text: str, folded: str) -> None:
    assert fold(text) == folded
