"""What words typed into a search box can mean in the directory: names, nicknames, phones, addresses, numbers
(inventory 13). How they are found quickly: decision 0016.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TypeAlias

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    Subquery,
    and_,
    any_,
    false,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from core.directory.model import (
    Customer,
    CustomerSearch,
    PropertyRelationship,
    PropertySearch,
)
from core.directory.queries.nicknames import NICKNAMES

FEWEST_DIGITS = 3
MOST_WORDS = 6
# Below this many letters a word is looked for at the beginning of words only.
GRAM = 3
# Of words that fit half the town, only so many are put in order.
MOST_RANKED = 500
# What stands between a customer's names and all else; who is found by name comes first.
AFTER_NAMES = "|"
LARGEST_NUMBER = 2**31 - 1
_MARKS = re.compile("[\u0300-\u036f'\u2019`]")
_APART = re.compile(r"[\W_]+")
# What is searched may be kept for some rows only.
_Words: TypeAlias = InstrumentedAttribute[str | None] | InstrumentedAttribute[str]
_Grams: TypeAlias = InstrumentedAttribute[list[str] | None] | InstrumentedAttribute[list[str]]


def matching_customers(words: str) -> Select[Customer]:
    """Customers of whom every word is a part of a name, company, phone, e-mail, number or of the address of
    a place of theirs; all when there are no words. Those merged into another are nowhere among them. Of words that fit
    half the town only MOST_RANKED are looked at.
    """
    some = _some(words)
    if some is None:
        return _without_words(words)
    return _standing().join(some, some.c.customer_id == Customer.id)


def ranked_customers(words: str) -> Select[Customer]:
    """The same, those with the words in their name first, then by name. Nobody when there are no words."""
    some = _some(words)
    if some is None:
        return _without_words(words).where(true() if customer_number(words) else false())
    return (
        _standing()
        .join(some, some.c.customer_id == Customer.id)
        .order_by(some.c.at == 0, Customer.sort_name, Customer.id)
    )


def matching_customer_ids(words: str, *, limit: int) -> Select[int] | None:
    """The ids of customers that fit, as many as `limit`, in no order; None where there is nothing to look for."""
    fits = _customers_fitting(words)
    return None if fits is None else select(CustomerSearch.customer_id).where(fits).limit(limit)


def matching_property_ids(words: str, *, limit: int) -> Select[int] | None:
    """The ids of properties of which every word is a part of the name, address or a unit, as many as `limit`; None
    where there is nothing to look for.
    """
    fits = fitting(words, PropertySearch.words, PropertySearch.grams)
    return None if fits is None else select(PropertySearch.property_id).where(fits).limit(limit)


def fitting(words: str, column: _Words, grams: _Grams) -> ColumnElement[bool] | None:
    """What a search row must hold for the words; None where there is nothing to look for."""
    said = plain_words(words)[:MOST_WORDS]
    if not said:
        return None
    every = and_(*(_fits_word(column, grams, word) for word in said))
    digits = phone_digits(words)
    return every if digits is None else or_(_holds(column, grams, digits), every)


def plain_words(said: str) -> tuple[str, ...]:
    """The words without accents, apostrophes, capitals and punctuation, as the database's `plain_words` has them."""
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", said)).lower()
    return tuple(_APART.sub(" ", bare).split())


def phone_digits(words: str) -> str | None:
    """The digits of what looks like a phone number or part of one, else None. A leading US 1 is
    dropped.
    """
    if not re.fullmatch(r"[\d\s()+.\-]+", words):
        return None
    digits = re.sub(r"\D", "", words)
    if len(digits) == 11:
        digits = digits.removeprefix("1")
    return digits if len(digits) >= FEWEST_DIGITS else None


def customer_number(words: str) -> int | None:
    """The number in words such as `#10023`, else None."""
    asked = re.fullmatch(r"\s*#\s*([0-9]{1,10})\s*", words)
    number = int(asked[1]) if asked else 0
    return number if 0 < number <= LARGEST_NUMBER else None


def spellings(word: str) -> frozenset[str]:
    """The word and every name that is used for the same: Bob finds Robert."""
    plain = " ".join(plain_words(word))
    same = [family for family in NICKNAMES if plain in family]
    return frozenset({plain}).union(*same)


def _fits_word(column: _Words, grams: _Grams, word: str) -> ColumnElement[bool]:
    """The word stands in the row as a part of a word, or another name for it stands there whole."""
    part = _holds(column, grams, word if len(word) >= GRAM else f" {word}")
    others = sorted(spellings(word) - {word})
    return or_(part, grams.overlap([f"={other}" for other in others])) if others else part


def _holds(column: _Words, grams: _Grams, needle: str) -> ColumnElement[bool]:
    return and_(func.strpos(column, needle) > 0, grams.contains(_grams(needle)))


def _grams(needle: str) -> list[str]:
    """Every three letters of the needle, as the database's `word_grams` cuts them; a space is only at a beginning."""
    word = needle.strip()
    start = [f" {word[: GRAM - 1]}"] if needle.startswith(" ") else []
    return start + sorted({word[at : at + GRAM] for at in range(len(word) - GRAM + 1)})


def _numbered(number: int) -> Select[int]:
    """The customer of that number, or the one they were merged into."""
    return select(func.coalesce(Customer.merged_into_id, Customer.id)).where(
        Customer.number == number
    )


def _standing() -> Select[Customer]:
    return select(Customer).where(Customer.merged_into_id.is_(None))


def _without_words(words: str) -> Select[Customer]:
    """The customer of a number, everybody where nothing is asked, nobody where only signs are."""
    number = customer_number(words)
    if number is not None:
        return _standing().where(Customer.id.in_(_numbered(number)))
    return _standing() if not words.strip() else _standing().where(false())


def _some(words: str) -> Subquery | None:
    fits = _customers_fitting(words)
    if fits is None:
        return None
    first = plain_words(words)[0]
    at = func.strpos(func.split_part(CustomerSearch.words, AFTER_NAMES, 1), f" {first}")
    return (
        select(CustomerSearch.customer_id, at.label("at"))
        .where(fits)
        .limit(MOST_RANKED)
        .subquery("some")
    )


def _customers_fitting(words: str) -> ColumnElement[bool] | None:
    if customer_number(words) is not None:
        return None
    fits = fitting(words, CustomerSearch.words, CustomerSearch.grams)
    if fits is None:
        return None
    return or_(fits, CustomerSearch.customer_id == any_(func.array(_of_many_places(words))))


def _of_many_places(words: str) -> ScalarSelect[int]:
    """Customers of so many places that not all are among their own words, one of which fits."""
    fits = fitting(words, PropertySearch.words, PropertySearch.grams)
    places = (
        select(PropertySearch.property_id)
        .where(fits if fits is not None else false())
        .limit(MOST_RANKED)
        .subquery("places")
    )
    large = aliased(CustomerSearch)
    return (
        select(PropertyRelationship.customer_id)
        .join(places, places.c.property_id == PropertyRelationship.property_id)
        .join(large, large.customer_id == PropertyRelationship.customer_id)
        .where(large.cut)
        .distinct()
        .scalar_subquery()
    )
