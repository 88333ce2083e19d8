"""What can be answered to "is it fixed?". Pure: flows and rows share it."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """The answer to "is it fixed?"."""

    YES = "yes"
    NO = "no"
    PARTLY = "partly"
