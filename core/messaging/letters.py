"""How our e-mails look: the same words as the plain text, in a narrow column with the company's name above."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from core.addresses import spoken_phone
from core.config import Company

TEMPLATES = Path(__file__).parents[2] / "templates" / "messages"


def letter_html(company: Company, subject: str, body: str) -> str:
    """The HTML part for a plain body; everything in it is escaped, line breaks are kept."""
    paragraphs = [part.strip().splitlines() for part in re.split(r"\n\s*\n", body) if part.strip()]
    return _layout().render(
        company=company,
        phone=spoken_phone(company.phone),
        subject=subject,
        paragraphs=paragraphs,
    )


@cache
def _layout() -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("letter.html")
