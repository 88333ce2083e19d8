"""Which sales tax a document carries. Pure: a place's rate, or none where a valid certificate excuses the bill-to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


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
    """The rate on taxable lines, in thousandths of a percent, and the certificate that made it nothing."""

    rate_thousandths: int
    exempt_reference: str = ""


def tax_rule(
    exemption: Exemption, *, place_rate: int | None, company_rate: int, on: date
) -> TaxRule:
    """The place's rate, else the company's own; nothing for who is exempt on that day (inventory 114, 115)."""
    if is_excused(exemption, on):
        until = f", valid until {exemption.expires_on}" if exemption.expires_on else ""
        return TaxRule(0, f"certificate {exemption.certificate}{until}")
    return TaxRule(company_rate if place_rate is None else place_rate)


def is_excused(exemption: Exemption, on: date) -> bool:
    """Whether a claim is backed by a certificate that holds on that day; a claim alone is none."""
    in_time = exemption.expires_on is None or on <= exemption.expires_on
    return exemption.claimed and exemption.certificate is not None and in_time
