"""One line of a list: what its cells must hold. Pure; every problem of a line is said, not the first alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.addresses import email_address, reachable_number
from core.clock import is_zone
from core.directory.model import CustomerKind, ListKind, PropertyKind
from core.language import Language
from core.visible import is_visible

Check = Callable[[str], str]


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell of a line, and how to mend it."""

    column: str
    message: str


@dataclass(frozen=True)
class Column:
    """A column of a list. needed: for a line that makes something new. most: letters."""

    name: str
    most: int
    check: Check | None = None
    needed: bool = False


def _one_of(*allowed: str) -> Check:
    def check(words: str) -> str:
        if words.lower() not in allowed:
            raise ValueError(f"Give one of {', '.join(allowed)}.")
        return words.lower()

    return check


def _phone(words: str) -> str:
    try:
        return reachable_number(words).e164
    except ValueError as error:
        raise ValueError("Give a complete phone number such as 312 555 0142.") from error


def _email(words: str) -> str:
    try:
        return email_address(words).address
    except ValueError as error:
        raise ValueError("Give an e-mail address such as rita@example.com.") from error


def _days(words: str) -> str:
    if not (words.isascii() and words.isdigit() and len(words) < 4 and int(words) <= 180):
        raise ValueError("Give whole days from 0 to 180.")
    return words


def _zone(words: str) -> str:
    if not is_zone(words):
        raise ValueError("Give a time zone such as America/Chicago.")
    return words


_LANGUAGE = _one_of(*(each.value for each in Language))
COLUMNS: Mapping[ListKind, tuple[Column, ...]] = {
    ListKind.CUSTOMERS: (
        Column("key", 100, needed=True),
        Column("name", 200, needed=True),
        Column("company_name", 200),
        Column("kind", 20, _one_of(*(each.value for each in CustomerKind))),
        Column("billing_address", 1000),
        Column("payment_terms_days", 10, _days),
        Column("preferred_channel", 10, _one_of("sms", "email", "phone")),
        Column("best_time", 100),
        Column("language", 5, _LANGUAGE),
        Column("notes", 8000),
    ),
    ListKind.CONTACTS: (
        Column("key", 100, needed=True),
        Column("customer_key", 100, needed=True),
        Column("first_name", 100, needed=True),
        Column("last_name", 100),
        Column("role", 60),
        Column("language", 5, _LANGUAGE),
        Column("phone", 40, _phone),
        Column("email", 320, _email),
    ),
    ListKind.PROPERTIES: (
        Column("key", 100, needed=True),
        Column("name", 200),
        Column("street", 200, needed=True),
        Column("city", 100),
        Column("state", 40),
        Column("postal_code", 20),
        Column("kind", 20, _one_of(*(each.value for each in PropertyKind))),
        Column("time_zone", 60, _zone),
        Column("access_notes", 4000),
        Column("customer_key", 100),
        Column("relationship", 60),
    ),
}


def head_problems(kind: ListKind, head: list[str]) -> tuple[Problem, ...]:
    """What is wrong with the first line: columns nobody knows, twice the same, and needed ones that are missing."""
    known = {each.name for each in COLUMNS[kind]}
    strange = [Problem(name, "Nobody knows this column.") for name in head if name not in known]
    twice = [
        Problem(name, "This column is there twice.") for name in {*head} if head.count(name) > 1
    ]
    missing = [
        Problem(each.name, "This column is missing.")
        for each in COLUMNS[kind]
        if each.needed and each.name not in head
    ]
    return (*strange, *twice, *missing)


def read_line(
    kind: ListKind, cells: Mapping[str, str]
) -> tuple[Mapping[str, str], tuple[Problem, ...]]:
    """The values in their one spelling, without the empty ones, and every problem of the line."""
    values: dict[str, str] = {}
    problems: list[Problem] = []
    for column in COLUMNS[kind]:
        words = plain_cell(cells.get(column.name, ""))
        if len(words) > column.most:
            problems.append(Problem(column.name, f"Keep this under {column.most:,} characters."))
        elif words:
            try:
                values[column.name] = column.check(words) if column.check else words
            except ValueError as wrong:
                problems.append(Problem(column.name, str(wrong)))
        elif column.needed:
            problems.append(Problem(column.name, "This is needed."))
    return values, tuple(problems)


def plain_cell(words: str) -> str:
    """A cell without the apostrophe that our own lists put before what looks like a formula."""
    bare = words.replace("\x00", "").strip() if is_visible(words) else ""
    return bare[1:] if bare[:1] == "'" and bare[1:2] in {"=", "+", "-", "@"} else bare
