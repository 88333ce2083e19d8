"""Finding a customer or a property by what a caller says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis.strategies import characters, text
from sqlalchemy import Select, func, select
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from core.db import Database
from core.directory.actions.merging import merge_customers
from core.directory.model import Customer
from core.directory.queries.lists import customers, properties
from core.directory.queries.search import matching_property_ids, plain_words, ranked_customers
from tests.builders import (
    OFFICE,
    a_customer,
    a_person,
    a_phone,
    a_place,
    a_unit,
    an_email,
    linked,
)
from tests.crowd import at_once


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


@pytest.mark.parametrize("words", ["oak", "214", "Oak, Springfield", "62704 oak"])
def test_a_property_is_found_by_any_part_of_its_address(session: Session, words: str) -> None:
    oak = a_place(session, "214 Oak St")
    a_place(session, "12 Elm Ave")
    linked(session, oak, a_customer(session))
    assert [row.id for row in properties(session, words, limit=9)] == [oak.id]


@pytest.mark.inventory(13)
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("José Núñez", "pepe nunez"),
        ("José Núñez", "NÚÑEZ"),
        ("Guadalupe Ruiz", "lupita"),
        ("Siobhan O’Brien", "obrien"),
        ("Siobhan O’Brien", "o'brien"),
        ("Anderson", "ders"),
        ("Al Bo", "al"),
    ],
)
def test_accents_apostrophes_and_spanish_short_names_are_no_hindrance(
    session: Session, name: str, words: str
) -> None:
    a_customer(session, name)
    a_customer(session, "Rita Chen")
    assert [row.name for row in customers(session, words, limit=9)] == [name]


@pytest.mark.inventory(13)
def test_a_customer_is_found_by_number_and_under_the_old_one_after_a_merge(
    session: Session,
) -> None:
    kept, gone = a_customer(session, "Robert Diaz"), a_customer(session, "Bob Diaz")
    assert [row.id for row in customers(session, f"#{kept.number}", limit=9)] == [kept.id]
    assert [row.id for row in customers(session, f"{kept.number}", limit=9)] == [kept.id]
    merge_customers(session, kept_id=kept.id, gone_id=gone.id, actor=OFFICE)
    assert [row.id for row in customers(session, f"# {gone.number}", limit=9)] == [kept.id]
    assert [row.id for row in customers(session, "diaz", limit=9)] == [kept.id]
    assert customers(session, "#9999999999", limit=9) == ()


def test_who_has_the_words_in_the_name_comes_first(session: Session) -> None:
    street = a_customer(session, "Aaron Abel")
    linked(session, a_place(session, "5 Garcia Blvd"), street)
    named = a_customer(session, "Zoe Garcia")
    assert [row.id for row in customers(session, "garcia", limit=9)] == [named.id, street.id]


def test_what_is_found_follows_every_change_at_once(session: Session) -> None:
    customer = a_customer(session, "Robert Diaz")
    person = a_person(session, customer, "Robert")
    point = a_phone(session, person, "+13125550142")
    oak = a_place(session, "214 Oak St")
    link = linked(session, oak, customer, unit=a_unit(session, oak, "3B"))

    def finds(words: str) -> bool:
        session.flush()
        return bool(customers(session, words, limit=9))

    assert finds("robert 3b oak")
    customer.name, person.first_name, point.value = "Ann Lee", "Ann", "+13125550199"
    oak.street = "7 Elm Ave"
    assert [finds(words) for words in ("robert", "0142", "oak")] == [False] * 3
    assert finds("ann 0199 elm")
    session.delete(link)
    session.delete(point)
    assert [finds(words) for words in ("elm", "0199", "ann lee")] == [False, False, True]


def test_a_customer_of_very_many_places_is_found_by_each(session: Session) -> None:
    manager = a_customer(session, "Rita Chen")
    for n in range(130):
        linked(session, a_place(session, f"{n} Elm St"), manager)
    last = a_place(session, "9000 Quince Rd")
    linked(session, last, manager)
    assert [row.id for row in customers(session, "9000 quince", limit=9)] == [manager.id]


def test_two_who_change_one_customer_at_once_are_both_found(database: Database) -> None:
    with database.transaction() as session:
        customer_id = a_customer(session, "Robert Diaz").id

    def act(hand: int) -> None:
        with database.transaction() as session:
            customer = session.get_one(Customer, customer_id)
            a_person(session, customer, f"Person{hand:02d}")

    at_once(8, act)
    with database.reading() as session:
        for hand in range(8):
            assert len(customers(session, f"diaz person{hand:02d}", limit=9)) == 1


# Beyond these letters Python and PostgreSQL may know different editions of Unicode.
@given(text(characters(max_codepoint=0x52F, exclude_categories=("Cs", "Cc", "Cn")), max_size=40))
def test_words_are_plain_in_the_same_way_here_and_in_the_database(
    session: Session, said: str
) -> None:
    there = session.scalar(select(func.plain_words(said)))
    assert plain_words(said) == tuple((there or "").split())


@pytest.mark.parametrize("words", ["maria", "bob diaz", "0142", "214 oak", "#10001", "10001"])
def test_no_search_needs_to_read_a_whole_table(session: Session, words: str) -> None:
    # So few rows would be read whole if it were allowed; bench/ looks at 100,000.
    session.execute(sql("SET LOCAL enable_seqscan = off"))
    for query in (ranked_customers(words).limit(20), matching_property_ids(words, limit=20)):
        if query is None:
            assert words.startswith("#")
            continue
        plan = _plan(session, query)
        assert "Seq Scan" not in plan
        assert "_search_grams" in plan or words.startswith("#")


def _plan(session: Session, query: Select[Customer] | Select[int]) -> str:
    asked = query.compile(dialect=session.get_bind().dialect)
    lines = session.connection().exec_driver_sql(f"EXPLAIN {asked}", dict(asked.params))
    return "\n".join(str(line[0]) for line in lines)
