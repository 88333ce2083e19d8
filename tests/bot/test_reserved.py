"""The carriers' words and plain revocations are honoured; in another meaning they are not."""

from __future__ import annotations

import pytest

from bot.reading.reserved import Reserved, reserved_word


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("STOP", Reserved.OUT),
        ("stop.", Reserved.OUT),
        ("Stop please", Reserved.OUT),
        ("please stop", Reserved.OUT),
        ("STOPALL", Reserved.OUT),
        ("stop all", Reserved.OUT),
        ("Unsubscribe", Reserved.OUT),
        ("REVOKE", Reserved.OUT),
        ("opt-out", Reserved.OUT),
        ("optout!!", Reserved.OUT),
        ("CANCEL", Reserved.OUT_OR_VISIT),
        ("End", Reserved.OUT_OR_VISIT),
        ("quit", Reserved.OUT_OR_VISIT),
        ("START", Reserved.IN),
        ("unstop", Reserved.IN),
        ("HELP", Reserved.HELP),
        ("info", Reserved.HELP),
        ("stop texting me", Reserved.OUT),
        ("can you please quit sending me texts, wrong guy", Reserved.OUT),
        ("no more texts please", Reserved.OUT),
        ("take me off your list", Reserved.OUT),
        ("take me off this", Reserved.OUT),
        ("Stop texting me, take me off today", Reserved.OUT),
        ("unsubscribe me, take me off today", Reserved.OUT),
        ("Remove me from your list, get me off today", Reserved.OUT),
        ("Take me off today please, no more texts", Reserved.OUT),
        ("stop texting me and put me off speaker", Reserved.OUT),
        ("take me off hold and stop texting me", Reserved.OUT),
        ("take me off the texts", Reserved.OUT),
        ("no más mensajes", Reserved.OUT),
        ("por favor dejen de escribirme", Reserved.OUT),
        ("ya no me envíen mensajes", Reserved.OUT),
        ("please cancel", Reserved.WHICH),
        ("cancelar por favor", Reserved.WHICH),
        ("I sent stop by mistake, turn my texts back on", Reserved.IN),
    ],
)
def test_reserved_words_are_heard(text: str, asked: Reserved) -> None:
    assert reserved_word(text) is asked


@pytest.mark.parametrize(
    "text",
    [
        "cancel my appointment",
        "please cancel the visit tomorrow",
        "water won't stop",
        "can you stop by at 3",
        "the fob quit working",
        "end of the week is fine",
        "help, my toilet is clogged",
        "the drip starts again at night",
        "stop the neighbors from parking in my spot",
        "the dryer won't start",
        "need info on my request",
        "I want the dog next door to quit barking",
        "take me off tuesday pls, wednesday is better",
        "can you take us off hold already",
        "take me off the schedule for the 4th",
    ],
)
def test_the_same_words_in_another_meaning_opt_nobody_out(text: str) -> None:
    assert reserved_word(text) is None
