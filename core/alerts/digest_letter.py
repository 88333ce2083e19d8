"""The words of a daily mail: alert after alert, in the reader's language. Pure but for the file of words."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from core.alerts.wording import Worded
from core.clock import local, spoken_day
from core.config import Company
from core.language import Language
from core.messaging.tags import one_line

WORDS = Path(__file__).parents[2] / "templates" / "messages" / "digest.toml"
# A mail that lists more is read by nobody: the rest is named by subject alone.
MOST_IN_FULL = 30
_RULE = "\n\n----------------------------------------\n\n"


@dataclass(frozen=True)
class Alert:
    """One alert as it would have read by itself."""

    subject: str
    body: str


def digest_letter(
    company: Company,
    language: Language,
    first_name: str,
    alerts: Sequence[Alert],
    due: tuple[datetime, str],
) -> Worded:
    """The mail. due: the moment it is for, and the IANA zone in which its day is said."""
    words = _words()[language.value]
    values = {
        "company": company.name,
        "first_name": first_name,
        "day": spoken_day(local(*due), language),
        "count": str(len(alerts)),
    }
    opening = words["opening_one" if len(alerts) == 1 else "opening"].format(**values)
    whole = [f"{one_line(each.subject)}\n\n{each.body.strip()}" for each in alerts[:MOST_IN_FULL]]
    named = [f"- {one_line(each.subject)}" for each in alerts[MOST_IN_FULL:]]
    parts = [opening, *whole, *(["\n".join(named)] if named else []), words["closing"].strip()]
    subject = words["subject_one" if len(alerts) == 1 else "subject"].format(**values)
    return Worded(subject, _RULE.join(part.strip() for part in parts))


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))
