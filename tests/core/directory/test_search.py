"""Finding a customer or a property by what a caller says."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from core.directory.queries.customer_page import customers
from core.directory.queries.property_page import properties
from tests.builders import a_customer, a_person, a_phone, a_place, an_email, linked


@pytest.mark.inventory(13)
@pytest.mark.parametrize(
    "words",
    [
        "Robert Diaz",
        "robe",
        "DIAZ",
        "Bob",
        "bob diaz",
        "(312) 555-0142",
        "5550142",
        "1 312 555 0142",
        "bob@home",
    ],
)
def test_a_customer_is_found_by_name_part_nickname_phone_or_mail(
    session: Session, words: str
) -> None:
    wanted = a_customer(session, "Robert Diaz")
    person = a_person(session, wanted, "Robert")
    a_phone(session, person, "+13125550142")
    an_email(session, person, "bob@home.example")
    a_customer(session, "Rita Chen", company_name="Lakeside Management")
    assert [row.name for row in customers(session, words, limit=9)] == ["Robert Diaz"]


@pytest.mark.inventory(13)
@pytest.mark.parametrize("words", ["214 Oak", "oak, springfield", "62704", "robert oak", "bob 214"])
def test_a_customer_is_found_by_the_address_of_a_place_of_theirs(
    session: Session, words: str
) -> None:
    wanted = a_customer(session, "Robert Diaz")
    linked(session, a_place(session, "214 Oak St"), wanted)
    a_customer(session, "Rita Chen")
    assert [row.name for row in customers(session, words, limit=9)] == ["Robert Diaz"]


@pytest.mark.parametrize("words", ["Roberta", "555 0199", "%", "_", "robert chen"])
def test_what_does_not_fit_finds_nobody(session: Session, words: str) -> None:
    a_customer(session, "Robert Diaz")
    a_customer(session, "Rita Chen")
    assert customers(session, words, limit=9) == ()


def test_without_words_everyone_is_listed_a_page_at_a_time(session: Session) -> None:
    for name in ("Cara", "Abel", "Bea"):
        a_customer(session, name)
    assert [row.name for row in customers(session, "", limit=2)] == ["Abel", "Bea"]
    assert [row.name for row in customers(session, "", limit=2, offset=2)] == ["Cara"]


@pytest.mark.parametrize("words", ["oak", "214", "Oak, Springfield", "62704 oak"])
def test_a_property_is_found_by_any_part_of_its_address(session: Session, words: str) -> None:
    oak = a_place(session, "214 Oak St")
    a_place(session, "12 Elm Ave")
    linked(session, oak, a_customer(session))
    assert [row.id for row in properties(session, words, limit=9)] == [oak.id]
