"""One thing that happened, as the books take it: an amount on an account and what answers it. All sums to zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from core.errors import Refused


class PostingKind(StrEnum):
    """REFUND: money given back. REVERSAL: a payment that bounced. APPLICATION: money counted towards an invoice."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    PAYMENT = "payment"
    REFUND = "refund"
    REVERSAL = "reversal"
    APPLICATION = "application"


@dataclass(frozen=True)
class Split:
    """One account's part. cents: above zero is a debit. is_tax: sales tax, which the books keep apart."""

    account: str
    cents: int
    memo: str = ""
    customer: str = ""
    is_tax: bool = False


@dataclass(frozen=True)
class Posting:
    """A whole movement: the first part, and the splits that answer it. All together sum to zero.

    document: how people call it. customer: the name the books know. due_on, po_number: of an invoice alone.
    """

    kind: PostingKind
    document: str
    on: date
    customer: str
    first: Split
    splits: Sequence[Split]
    due_on: date | None = None
    po_number: str = ""
    method: str = ""
    applies_to: str = field(default="")

    def __post_init__(self) -> None:
        """Whatever does not sum to zero never reaches a file."""
        if self.first.cents + sum(each.cents for each in self.splits):
            raise Refused(f"{self.kind} {self.document} does not balance; nothing was exported.")


def amount(cents: int) -> str:
    """Cents as the books read them: `-1240.50`, no signs of thousands."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole}.{rest:02d}"
