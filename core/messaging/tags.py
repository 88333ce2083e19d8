"""Template tags: placeholders of the company's words, replaced by plain values. Pure, and never a program.

A template is text with `{Name}` or `{Name|what to say when it is absent}`. Nothing else has a meaning: there are no
loops, no conditions and no way to reach an object, so a company's template cannot do harm (inventory 86).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.errors import FieldRefused, Refused

LONGEST_TEMPLATE = 10_000
_TAG = re.compile(r"\{([A-Za-z]+)(?:\|([^{}|]*))?\}")
_STRAY = re.compile(r"[{}]")


class TemplateTag(StrEnum):
    """Every placeholder there is; anything else is refused on saving."""

    COMPANY_NAME = "CompanyName"
    COMPANY_PHONE = "CompanyPhone"
    CUSTOMER_NAME = "CustomerName"
    CONTACT_FIRST_NAME = "ContactFirstName"
    JOB_NUMBER = "JobNumber"
    JOB_STATUS = "JobStatus"
    JOB_SUMMARY = "JobSummary"
    PROPERTY_ADDRESS = "PropertyAddress"
    UNIT = "Unit"
    TECHNICIAN_NAME = "TechnicianName"
    APPOINTMENT_WINDOW = "AppointmentWindow"
    ETA = "Eta"
    PO_NUMBER = "PoNumber"
    CUSTOMER_PORTAL_LINK = "CustomerPortalLink"
    INVOICE_NUMBER = "InvoiceNumber"
    INVOICE_LINK = "InvoiceLink"


# What only news of invoices and payments can fill in.
BILL_TAGS = frozenset({TemplateTag.INVOICE_NUMBER, TemplateTag.INVOICE_LINK})


@dataclass(frozen=True)
class Placeholder:
    """One tag in a template. fallback: what to say when the value is absent, or None when it must be there."""

    tag: TemplateTag
    fallback: str | None


class MissingValue(Refused):
    """A required value is absent: the message is not sent rather than sent with a hole in it."""

    def __init__(self, tag: TemplateTag) -> None:
        super().__init__(f"There is no {tag} yet; give the tag a fallback, as in {{{tag}|soon}}.")
        self.tag = tag


Part = str | Placeholder


def parse_template(template: str, *, field: str = "body") -> tuple[Part, ...]:
    """Cut a template into words and placeholders.

    Raises FieldRefused for an unknown tag, a stray brace, or more than LONGEST_TEMPLATE characters.
    """
    if len(template) > LONGEST_TEMPLATE:
        raise FieldRefused(field, f"Keep it under {LONGEST_TEMPLATE:,} characters.")
    parts: list[Part] = []
    end = 0
    for match in _TAG.finditer(template):
        parts.append(_plain(template[end : match.start()], field))
        parts.append(Placeholder(_known(match[1], field), match[2]))
        end = match.end()
    parts.append(_plain(template[end:], field))
    return tuple(part for part in parts if part != "")


def _plain(words: str, field: str) -> str:
    if _STRAY.search(words):
        raise FieldRefused(
            field, "A { or } stands alone; tags look like {JobNumber} or {Eta|soon}."
        )
    return words


def _known(name: str, field: str) -> TemplateTag:
    try:
        return TemplateTag(name)
    except ValueError as error:
        raise FieldRefused(
            field, f"There is no tag {{{name}}}. Choose one from the list beside the editor."
        ) from error


def fill(parts: tuple[Part, ...], values: Mapping[TemplateTag, str]) -> str:
    """Put the values in. Raises MissingValue where one without fallback is absent or blank."""
    return "".join(part if isinstance(part, str) else _value(part, values) for part in parts)


def one_line(words: str) -> str:
    """The words without line breaks: a subject is one header line, whatever a value brings along."""
    return " ".join(words.split())


def _value(placeholder: Placeholder, values: Mapping[TemplateTag, str]) -> str:
    value = values.get(placeholder.tag, "").strip()
    if value:
        return value
    if placeholder.fallback is None:
        raise MissingValue(placeholder.tag)
    return placeholder.fallback
