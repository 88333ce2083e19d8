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

import typst

from core.db import JsonObject

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
    return _single(_set(paper, "pdf"))


def pictures(paper: Paper, *, pixels_an_inch: float = PIXELS_AN_INCH) -> list[bytes]:
    """Its pages as PNG pictures."""
    found = _set(paper, "png", pixels_an_inch)
    return [found] if isinstance(found, bytes) else [bytes(page) for page in found]


def _set(paper: Paper, kind: str, pixels_an_inch: float | None = None) -> bytes | list[bytes]:
    told: JsonObject = dict(paper.words)
    made = datetime.combine(paper.made_on, time(), UTC)
    return typst.compile(
        str(TEMPLATES / paper.form.value),
        root=str(TEMPLATES),
        ignore_system_fonts=True,
        format=kind,
        ppi=pixels_an_inch,
        sys_inputs={"paper": json.dumps(told)},
        timestamp=int(made.timestamp()),
    )


def _single(found: bytes | list[bytes]) -> bytes:
    return found if isinstance(found, bytes) else b"".join(found)
