"""Which sales tax a document carries. Pure: a place's rate, or none where a valid certificate excuses the bill-to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_REFERENCE = re.compile(r"certificate ([0-9]+)(?:, valid until ([0-9]{4}-[0-9]{2}-[0-9]{2}))?")


@dataclass(frozen=True)
class Exemption:
    """What the directory knows: whether the customer claims exemption, and until when a certificate on file holds.

    certificate: its number with us; None is no certificate. expires_on: the last day it holds; None is no end.
    """

    claimed: bool
    certificate: int | None = None
    expires_on: date | None = None


@dataclass(frozen=True)
class TaxRule:
    """The rate on taxable lines, in thousandths of a percent, and the certificate that made it nothing.

    exempt_reference: frozen with the invoice, in no language: `excuse_of` reads it.
    """

    rate_thousandths: int
    exempt_reference: str = ""


@dataclass(frozen=True)
class Excuse:
    """The certificate that made an invoice's tax nothing. certificate: its number with us; until: its last day."""

    certificate: int
    until: date | None


def tax_rule(
    exemption: Exemption, *, place_rate: int | None, company_rate: int, on: date
) -> TaxRule:
    """The place's rate, else the company's own; nothing for who is exempt on that day (inventory 114, 115)."""
    if is_excused(exemption, on):
        until = f", valid until {exemption.expires_on}" if exemption.expires_on else ""
        return TaxRule(0, f"certificate {exemption.certificate}{until}")
    return TaxRule(company_rate if place_rate is None else place_rate)


def excuse_of(reference: str) -> Excuse | None:
    """What an invoice's reference says of the certificate; None where it was written in other words."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    return Excuse(int(match[1]), date.fromisoformat(match[2]) if match[2] else None)


def is_excused(exemption: Exemption, on: date) -> bool:
    """Whether a claim is backed by a certificate that holds on that day; a claim alone is none."""
    in_time = exemption.expires_on is None or on <= exemption.expires_on
    return exemption.claimed and exemption.certificate is not None and in_time
