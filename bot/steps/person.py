"""What becomes of a person's standing with us: consent, a wrong number."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RecordOptOut:
    """The person wants no more texts. words: as written."""

    words: str


@dataclass(frozen=True)
class RecordOptIn:
    """The person wants texts again. words: as written."""

    words: str


@dataclass(frozen=True)
class WrongNumber:
    """This number no longer belongs to who we thought: stop alerts to it and tell the office."""

    words: str
