"""Who is billed, and why: the first of four that is set. Pure; it never touches the job's own customer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class BillToSource(StrEnum):
    """Why this customer is billed, the strongest reason first (inventory 35-39)."""

    MANUAL = "manual"
    JOB_OVERRIDE = "job_override"
    RESPONSIBLE_PARTY = "responsible_party"
    JOB_CUSTOMER = "job_customer"


@dataclass(frozen=True)
class Payers:
    """Customer ids as they stand. job_override: set on the job. responsible: pays for the place by default."""

    job_customer: int
    job_override: int | None = None
    responsible: int | None = None


@dataclass(frozen=True)
class BillTo:
    """Who is billed, by which rule."""

    customer_id: int
    source: BillToSource


def bill_to(payers: Payers, *, by_hand: int | None = None) -> BillTo:
    """The choice made on the invoice, else the job's, else who is responsible for the place, else the job's customer.

    by_hand: the customer staff chose on this invoice, if they did.
    """
    ranked = (
        (by_hand, BillToSource.MANUAL),
        (payers.job_override, BillToSource.JOB_OVERRIDE),
        (payers.responsible, BillToSource.RESPONSIBLE_PARTY),
    )
    chosen = next(((who, source) for who, source in ranked if who is not None), None)
    return BillTo(*(chosen or (payers.job_customer, BillToSource.JOB_CUSTOMER)))


def follows(source: BillToSource) -> bool:
    """Whether a draft with this source changes when what it came from changes."""
    return source is not BillToSource.MANUAL
