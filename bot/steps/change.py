"""What becomes of a visit a person wants changed: another time wished for, or called off."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class WishTime:
    """Another time is wished for; the visit stands until the office confirms it (decision 0009).

    wish: as the office reads it, such as "Tue 3 Mar, 9am-12pm".
    """

    job_id: int
    wish: str
    words: str


@dataclass(frozen=True)
class CallOff:
    """They have said yes to cancelling: the job with its visit, or the request that is not yet a job."""

    words: str
    job_id: int | None = None
    booking_id: int | None = None
