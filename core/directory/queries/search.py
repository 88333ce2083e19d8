"""What words typed into a search box can mean in the directory: names, nicknames, phones, addresses
(inventory 13).
"""

from __future__ import annotations

import re

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from core.directory.model import (
    Contact,
    ContactPoint,
    Customer,
    Property,
    PropertyRelationship,
)

FEWEST_DIGITS = 4
MOST_WORDS = 6
# People and their files seldom agree on which of these was written down.
NICKNAMES: tuple[frozenset[str], ...] = (
    frozenset({"robert", "bob", "bobby", "rob", "robbie"}),
    frozenset({"william", "bill", "billy", "will", "liam"}),
    frozenset({"richard", "rick", "dick", "rich"}),
    frozenset({"elizabeth", "liz", "beth", "betty", "eliza"}),
    frozenset({"margaret", "maggie", "peggy", "meg"}),
    frozenset({"katherine", "catherine", "kate", "kathy", "katie"}),
    frozenset({"james", "jim", "jimmy", "jamie"}),
    frozenset({"john", "jack", "johnny"}),
    frozenset({"joseph", "joe", "joey"}),
    frozenset({"michael", "mike", "mick"}),
    frozenset({"thomas", "tom", "tommy"}),
    frozenset({"charles", "charlie", "chuck"}),
    frozenset({"edward", "ed", "eddie", "ted", "ned"}),
    frozenset({"anthony", "tony"}),
    frozenset({"daniel", "dan", "danny"}),
    frozenset({"david", "dave"}),
    frozenset({"steven", "stephen", "steve"}),
    frozenset({"susan", "sue", "suzy"}),
    frozenset({"patricia", "pat", "patty", "trish"}),
    frozenset({"jennifer", "jen", "jenny"}),
    frozenset({"alexander", "alexandra", "alex", "sasha"}),
    frozenset({"francisco", "paco", "pancho"}),
    frozenset({"jose", "josé", "pepe"}),
    frozenset({"guadalupe", "lupe"}),
    frozenset({"ignacio", "nacho"}),
    frozenset({"jesus", "jesús", "chuy"}),
)


def matching_customers(words: str) -> Select[Customer]:
    """Customers of whom every word is a part of a name, company, phone, e-mail or of the address of
    a place of theirs; all when there are no words.
    """
    query = select(Customer)
    digits = phone_digits(words)
    if digits is not None:
        by_phone = _has_point(ContactPoint.value.contains(digits, autoescape=True))
        return query.where(or_(by_phone, _has_place(words.strip())))
    for word in words.replace(",", " ").split()[:MOST_WORDS]:
        query = query.where(_customer_has(word))
    return query


def matching_properties(words: str) -> Select[Property]:
    """Properties of which every word is a part of the name or address; all when there are no
    words.
    """
    query = select(Property)
    for word in words.replace(",", " ").split()[:MOST_WORDS]:
        columns = (Property.name, Property.street, Property.city, Property.postal_code)
        query = query.where(or_(*(_holds(column, word) for column in columns)))
    return query


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


def spellings(word: str) -> frozenset[str]:
    """The word and every name that is used for the same: Bob finds Robert."""
    lowered = word.lower()
    same = [family for family in NICKNAMES if lowered in family]
    return frozenset({lowered}).union(*same)


def _customer_has(word: str) -> ColumnElement[bool]:
    names = [
        _holds(column, spelling)
        for spelling in spellings(word)
        for column in (Customer.name, Customer.company_name)
    ]
    people = [
        _holds(column, spelling)
        for spelling in spellings(word)
        for column in (Contact.first_name, Contact.last_name)
    ]
    return or_(
        *names,
        Customer.id.in_(select(Contact.customer_id).where(or_(*people))),
        _has_point(_holds(ContactPoint.value, word)),
        _has_place(word),
    )


def _has_point(where: ColumnElement[bool]) -> ColumnElement[bool]:
    return Customer.id.in_(
        select(Contact.customer_id).join(ContactPoint, ContactPoint.contact_id == Contact.id)
        .where(where)
    )  # fmt: skip


def _has_place(word: str) -> ColumnElement[bool]:
    """Whether the word is a part of the billing address, or of a linked property's address."""
    columns = (Property.name, Property.street, Property.city, Property.postal_code)
    linked = (
        select(PropertyRelationship.customer_id)
        .join(Property, PropertyRelationship.property_id == Property.id)
        .where(or_(*(_holds(column, word) for column in columns)))
    )
    return or_(_holds(Customer.billing_address, word), Customer.id.in_(linked))


def _holds(column: InstrumentedAttribute[str], word: str) -> ColumnElement[bool]:
    return func.lower(column).contains(word.lower(), autoescape=True)
