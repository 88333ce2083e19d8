"""How a visit stood when somebody looked at it, in one short word: who acts on it later shows what they saw. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from core.jobs.model import AppointmentState


def standing(
    state: AppointmentState, start: datetime, end: datetime, technician_ids: Iterable[int]
) -> str:
    """The same for the same state, window and technicians (who have it or were offered it), else another."""
    who = ".".join(str(each) for each in sorted(technician_ids))
    return f"{state}-{start.timestamp():.0f}-{end.timestamp():.0f}-{who}"
