"""What every view needs: the settings, the database's transactions, and numbers in addresses that
fit a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias, TypeVar, cast

from flask import current_app, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest
from werkzeug.routing import IntegerConverter, Map

from core.clock import database_now
from core.config import Settings
from core.db import Database

NAME = "office"
LARGEST_ROW = 2**63 - 1
LARGEST_SMALL = 2**31 - 1
LARGEST_PAGE = 10_000
PAGE_SIZE = 50

Choice = TypeVar("Choice", bound=StrEnum)
View: TypeAlias = Callable[..., ResponseReturnValue]
# An address, and the view that answers it.
Route: TypeAlias = tuple[str, View]


@dataclass(frozen=True)
class Office:
    """What the blueprint was created with."""

    settings: Settings
    database: Database


class RowId(IntegerConverter):
    """A row's number in an address; one too large for the database matches no route, so it is a
    plain 404.
    """

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST_ROW)


class SmallNumber(IntegerConverter):
    """A number people see, such as a job's."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST_SMALL)


@dataclass(frozen=True)
class Page:
    """Which part of a long list is asked for. number: from 1."""

    number: int
    size: int = PAGE_SIZE

    @property
    def offset(self) -> int:
        """How many entries come before this page."""
        return (self.number - 1) * self.size

    @property
    def limit(self) -> int:
        """One more than shown, which tells whether another page follows."""
        return self.size + 1


def office() -> Office:
    """The office of the running application."""
    return cast(Office, current_app.extensions[NAME])


@contextmanager
def reading() -> Iterator[Session]:
    """A session for a page that changes nothing."""
    with office().database.reading() as session:
        yield session


@contextmanager
def snapshot() -> Iterator[Session]:
    """A session for a file that is read while it is sent, part after part: all of one moment."""
    with office().database.snapshot() as session:
        yield session


@contextmanager
def writing() -> Iterator[Session]:
    """One transaction, committed when the block ends: the only way a view changes anything."""
    with office().database.transaction() as session:
        yield session


def now() -> datetime:
    """The database's clock, asked once a request."""
    if "now" not in g:
        with reading() as session:
            g.now = database_now(session)
    return cast(datetime, g.now)


def page_asked() -> Page:
    """The `page` of the address; 400 for what is no page number."""
    asked = request.args.get("page", "1")
    readable = asked.isascii() and asked.isdigit() and len(asked) <= len(str(LARGEST_PAGE))
    if not readable or not 1 <= int(asked) <= LARGEST_PAGE:
        raise BadRequest("There is no such page of this list.")
    return Page(int(asked))


def words_asked(name: str = "q", *, most: int = 200) -> str:
    """Search words of the address, as far as they can be looked for."""
    return request.args.get(name, "").replace("\x00", "").strip()[:most]


def row_asked(name: str) -> int | None:
    """A row's id in the address, or None; 400 for what is none."""
    asked = request.args.get(name, "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit()) or int(asked[:20]) > LARGEST_ROW:
        raise BadRequest("There is no such entry of this list.")
    return int(asked[:20])


def choice_asked(name: str, among: type[Choice]) -> Choice | None:
    """One of a closed list in the address, or None; 400 for what is none of them."""
    asked = request.args.get(name, "")
    if not asked:
        return None
    try:
        return among(asked)
    except ValueError as error:
        raise BadRequest("There is no such choice.") from error


def is_swap() -> bool:
    """Whether htmx asks for a part of a page rather than the whole."""
    return request.headers.get("HX-Request") == "true"
