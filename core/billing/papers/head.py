"""What stands above and around every paper: the company, the addressee, the slip that comes back with a check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.addresses import spoken_phone
from core.billing.model import BillingDefaults
from core.billing.papers.words import word
from core.config import Company
from core.language import Language

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Sender:
    """The company on its papers. payment_words: how to pay, in its own words. address: line by line."""

    company: Company
    address: tuple[str, ...]
    payment_words: str


def sender_of(company: Company, defaults: BillingDefaults) -> Sender:
    """The company with what it says of itself in its billing settings."""
    return Sender(company, lines_of(defaults.postal_address), defaults.payment_words.strip())


def lines_of(written: str) -> tuple[str, ...]:
    """The lines of an address that have something on them."""
    return tuple(line.strip() for line in written.splitlines() if line.strip())


def around(
    sender: Sender,
    language: Language,
    *,
    title: str,
    number: str,
    facts: Pairs,
    to: tuple[str, Sequence[str]],
    place: tuple[str, Sequence[str]] | None = None,
    stamp: str = "",
) -> dict[str, object]:
    """The words every paper has in common. stamp: across the page, such as VOID."""
    company = sender.company
    return {
        "language": language.value,
        "company": {
            "name": company.name,
            "lines": [*sender.address, spoken_phone(company.phone), company.email],
        },
        "title": title,
        "number": number,
        "document": f"{company.name}: {title} {number}".strip(),
        "facts": [list(pair) for pair in facts],
        "to": _party(to),
        "place": _party(place) if place and place[1] else None,
        "stamp": stamp,
        "page": word("page", language),
        "slip": None,
    }


def slip(
    sender: Sender, language: Language, *, who: Sequence[str], facts: Pairs
) -> dict[str, object] | None:
    """The part that is cut off and sent back with the money; None where the company says no address to send it to."""
    if not sender.address:
        return None
    return {
        "title": word("slip", language),
        "to": [sender.company.name, *sender.address],
        "from": list(who),
        "facts": [list(pair) for pair in facts],
        "enclosed": word("enclosed", language),
    }


def questions(sender: Sender, language: Language) -> str:
    """Where to ask."""
    company = sender.company
    return word("questions", language, phone=spoken_phone(company.phone), email=company.email)


def _party(told: tuple[str, Sequence[str]]) -> dict[str, object]:
    title, lines = told
    return {"title": title, "lines": list(lines)}
