"""Which place a person's words name: many phrasings are understood, and nothing is ever guessed."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from core.directory.queries.people import places_named
from tests.builders import a_place, a_unit

OAK_3B = "214 Oak St #3B"
OAK = "214 Oak St"


@pytest.mark.parametrize(
    "words",
    [
        "214 Oak St 3B",
        "214 oak street, apt 3b",
        "I live at 214 Oak St. #3B, the sink leaks",
        "unit 3B at 214 Oak",
        "Apartment 3b, 214 OAK",
        "soy de 214 Oak, depto 3B",
        "214 oak st unit #3b please hurry",
    ],
)
def test_a_house_number_a_street_and_a_unit_name_one_place(session: Session, words: str) -> None:
    a_unit(session, a_place(session, OAK), "3B")
    assert labels(session, words) == [OAK_3B]


@pytest.mark.parametrize("words", ["214 Oak St", "at 214 oak, unit 9Z", "2 sinks leak at 214 Oak"])
def test_without_a_known_unit_the_whole_property_is_named(session: Session, words: str) -> None:
    a_unit(session, a_place(session, OAK), "3B")
    assert labels(session, words) == [OAK]


@pytest.mark.parametrize(
    "words",
    [
        "",
        "the sink leaks",
        "214",
        "Oak St",
        "214 Elm St",
        "21 Oak St",
        "2140 Oak St",
        "214 Oakland Ave",
        "my neighbour soaked 214 towels",
        "3B",
    ],
)
def test_half_an_address_names_nothing(session: Session, words: str) -> None:
    a_unit(session, a_place(session, OAK), "3B")
    assert labels(session, words) == []


@pytest.mark.parametrize(
    ("street", "words"),
    [
        ("12 East Oak St", "12 East Elm St"),
        ("5 The Strand", "5 of the tiles are loose"),
        ("12 Avenue B", "12 Avenue C"),
    ],
)
def test_a_word_that_many_streets_share_names_none(
    session: Session, street: str, words: str
) -> None:
    a_place(session, street)
    assert labels(session, words) == []


@pytest.mark.parametrize("street", ["12 East Oak St", "5 The Strand", "12 Avenue B", "7 N. 5th St"])
def test_every_street_can_be_named_in_full(session: Session, street: str) -> None:
    a_place(session, street)
    assert labels(session, f"I am at {street}, help") == [street]


def test_the_name_of_a_property_names_it_only_as_a_whole_word(session: Session) -> None:
    a_place(session, OAK, name="Oak")
    a_place(session, "9 Hill Rd", name="Sunset Towers")
    assert labels(session, "the carpet is soaked") == []
    assert labels(session, "leak in Sunset Towers") == ["9 Hill Rd"]


def test_two_places_that_fit_are_both_answered_so_that_one_may_ask(session: Session) -> None:
    a_place(session, "214 Oak St")
    a_place(session, "214 Oak Ave")
    assert labels(session, "214 oak") == ["214 Oak St", "214 Oak Ave"]


def test_only_the_places_given_are_looked_at(session: Session) -> None:
    first, second = a_place(session, "214 Oak St"), a_place(session, "214 Oak Ave")
    assert labels(session, "214 oak", among=[second.id]) == ["214 Oak Ave"]
    assert labels(session, "214 oak", among=[first.id]) == ["214 Oak St"]


def labels(session: Session, words: str, *, among: list[int] | None = None) -> list[str]:
    return [place.label for place in places_named(session, words, among=among or [])]
