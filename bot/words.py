"""Renders the texts of `templates/bot/`. Refuses an unknown text and a missing value; never sends
a blank.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    UndefinedError,
    meta,
)

from core.language import Language

TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "bot"


class UnknownText(LookupError):
    """No such text in that language."""


class MissingValue(ValueError):
    """The text names a value that was not given."""


def say(text_name: str, language: Language, values: Mapping[str, str]) -> str:
    """The text, such as "tenant/placed", in that language and with its values."""
    try:
        return (
            _environment().get_template(f"{text_name}.{language.value}.txt").render(values).strip()
        )
    except TemplateNotFound as missing:
        raise UnknownText(f"no text {text_name!r} in {language.value!r}") from missing
    except UndefinedError as missing:
        raise MissingValue(f"text {text_name!r}: {missing}") from missing


def known_texts() -> frozenset[str]:
    """The names of all texts, in whatever language they exist."""
    files = TEMPLATES.rglob("*.txt")
    return frozenset(
        path.relative_to(TEMPLATES).as_posix().removesuffix(".txt").rpartition(".")[0]
        for path in files
    )


def tags_of(text_name: str, language: Language) -> frozenset[str]:
    """The values a text asks for."""
    source = (TEMPLATES / f"{text_name}.{language.value}.txt").read_text(encoding="utf-8")
    return frozenset(meta.find_undeclared_variables(_environment().parse(source)))


@lru_cache(maxsize=1)
def _environment() -> Environment:
    # Plain text for phones and mail bodies; pages and HTML mail escape it where they show it.
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701
    )
