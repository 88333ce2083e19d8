"""What a person says of finished work."""

from __future__ import annotations

from dataclasses import dataclass

from core.jobs.verdict import Verdict


@dataclass(frozen=True)
class RecordVerdict:
    """Whether it is fixed; where it is not, the job comes back to the office."""

    job_id: int
    verdict: Verdict
    words: str


@dataclass(frozen=True)
class RecordRating:
    """rating: 1 to 5."""

    job_id: int
    rating: int
    words: str
