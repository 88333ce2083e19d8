"""Sets papers with Typst. People's words go in as data beside the template and are never read as markup.

The same paper makes the same bytes: only the fonts that come with Typst are used, and the paper's own day is its date.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from pathlib import Path

from core.billing.papers.letters import MARK, marks_in, printable
from core.billing.papers.words import word
from core.db import JsonObject
from core.language import Language

TEMPLATES = Path(__file__).parents[3] / "templates" / "billing"
# Enough to read a page on a screen.
PIXELS_AN_INCH = 96.0


class Form(StrEnum):
    """The file that sets a paper."""

    INVOICE = "invoice.typ"
    RECEIPT = "receipt.typ"
    STATEMENT = "statement.typ"


@dataclass(frozen=True)
class Paper:
    """A paper ready to be set. words: everything that stands on it. name: of the file, without a path."""

    form: Form
    words: Mapping[str, object]
    made_on: date
    name: str


def pdf(paper: Paper) -> bytes:
    """The paper as PDF with its fonts inside. Raises typst.TypstError only when a template of ours is wrong."""
    # Most processes set no paper, and need not carry the typesetter.
    import typst

    return typst.compile(
        TEMPLATES / paper.form.value,
        root=TEMPLATES,
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs=_given(paper),
        timestamp=_moment(paper),
    )


def pictures(paper: Paper, *, pixels_an_inch: float = PIXELS_AN_INCH) -> list[bytes]:
    """Its pages as PNG pictures."""
    import typst

    # One page comes as bytes, several as a list of them.
    found: object = typst.compile(
        TEMPLATES / paper.form.value,
        root=TEMPLATES,
        ignore_system_fonts=True,
        format="png",
        ppi=pixels_an_inch,
        sys_inputs=_given(paper),
        timestamp=_moment(paper),
    )
    return [bytes(page) for page in found] if isinstance(found, list) else [_single(found)]


def _given(paper: Paper) -> dict[str, str]:
    told: JsonObject = {name: _shown(value) for name, value in paper.words.items()}
    notes = told.get("notes")
    if _marks(dict(paper.words)) and isinstance(notes, list):
        spoken = Language(str(paper.words.get("language", Language.ENGLISH)))
        told["notes"] = [*notes, word("unprintable", spoken, mark=MARK)]
    return {"paper": json.dumps(told)}


def _shown(value: object) -> object:
    """The same with every word as a paper can show it."""
    match value:
        case str():
            return printable(value)
        case dict():
            return {name: _shown(each) for name, each in value.items()}
        case list() | tuple():
            return [_shown(each) for each in value]
        case _:
            return value


def _marks(value: object) -> int:
    match value:
        case str():
            return marks_in(value)
        case dict():
            return sum(_marks(each) for each in value.values())
        case list() | tuple():
            return sum(_marks(each) for each in value)
        case _:
            return 0


def _moment(paper: Paper) -> int:
    return int(datetime.combine(paper.made_on, time(), UTC).timestamp())


def _single(found: object) -> bytes:
    if not isinstance(found, bytes):
        raise TypeError(f"A page came as {type(found).__name__}.")
    return found
