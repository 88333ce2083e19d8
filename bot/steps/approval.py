"""What a manager decides by mail about a job's money, and the purchase order it goes under."""

from __future__ import annotations

from dataclasses import dataclass

from bot.reading.property_manager import Verdict


@dataclass(frozen=True)
class DecideApproval:
    """Write their decision down. verdict: never DOUBTFUL, that decides nothing.

    amount_cents: what they allow, where they approve.
    """

    request_id: int
    verdict: Verdict
    words: str
    amount_cents: int = 0


@dataclass(frozen=True)
class WritePurchaseOrder:
    """The job's invoice shall carry this number."""

    job_id: int
    po_number: str
    words: str
