"""Facts stated by the way: the unit, the wished time, leave to enter, animals and the rating."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.context import Context, OpenPrompt, OpenWork, PromptKind, Speaker
from bot.reading.mentions import animals_in, times_in, units_in
from bot.reading.understanding import understand_tenant
from core.language import Language

TENANT = Context(Speaker.TENANT, Language.ENGLISH, "the company")
OPEN = replace(TENANT, work=(OpenWork("a repair", "their home", job_id=1, job_number=1042),))
TIME_ASKED = replace(OPEN, prompt=OpenPrompt(1, PromptKind.WINDOW, job_id=1))
ENTRY_ASKED = replace(OPEN, prompt=OpenPrompt(1, PromptKind.ENTRY, job_id=1))


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("Mon or Wed after 5:30 please", ["Mon or Wed after 5:30"]),
        ("mejor el lunes por la tarde", ["el lunes por la tarde"]),
        ("can we do 10-12", ["10-12"]),
        ("the end of the week would suit", ["the end of the week"]),
        ("the sink drips", []),
    ],
)
def test_a_phrase_of_time_is_found_as_long_as_it_goes(text: str, times: list[str]) -> None:
    assert [each.written for each in times_in(text)] == times


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("apt 4B drips", ["4B"]),
        ("unit C has ants", ["C"]),
        ("its 52F in here", []),
        ("third time i text", []),
    ],
)
def test_degrees_and_ranks_are_no_units(text: str, units: list[str]) -> None:
    assert [each.written for each in units_in(text)] == units


def test_words_that_only_begin_like_an_animal_name_none() -> None:
    assert not animals_in("la alarma pita y pita, el catalogo no ayuda")


@pytest.mark.parametrize(
    ("context", "text", "when"),
    [
        (TIME_ASKED, "tuesday doesnt work, how about friday morning?", "friday morning"),
        (TIME_ASKED, "ese dia no puedo, mejor el jueves en la tarde", "el jueves en la tarde"),
        (
            TENANT,
            "closet door came off its track. im home any weekday after 4",
            "any weekday after 4",
        ),
        (OPEN, "the faucet started dripping again yesterday morning", None),
    ],
)
def test_the_wished_time_is_told_from_others(context: Context, text: str, when: str | None) -> None:
    assert understand_tenant(text, context).slots.when == when


@pytest.mark.parametrize(
    ("text", "access"),
    [
        ("yes, no pets here", "ok"),
        ("pasen, no hay mascotas", "ok"),
        ("yes but please knock first", "call_first"),
        ("no, not while im at work", "no"),
    ],
)
def test_an_answer_about_entry_gives_leave_or_refuses_it(text: str, access: str) -> None:
    assert understand_tenant(text, ENTRY_ASKED).slots.access == access


@pytest.mark.parametrize(
    ("text", "stars"),
    [("no more leak, 5", 5), ("5⭐", 5), ("le doy 4", 4), ("he came 2 hours late", None)],
)
def test_a_rating_may_come_last(text: str, stars: int | None) -> None:
    context = replace(OPEN, prompt=OpenPrompt(1, PromptKind.RATING, job_id=1))
    assert understand_tenant(text, context).slots.rating == stars
