"""Writes that whoever would be reminded now was reminded, so that loading the demo company tells nobody anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.alerts.actions.reminding import REMINDERS
from core.alerts.model import VisitReminder
from core.billing.model import Reminder
from sandbox.demo.filling import Filler, Line
from sandbox.demo.money import Bill
from sandbox.demo.planning import Stage
from sandbox.demo.works import WrittenJob

SOON = timedelta(days=2)
REMINDED_AFTER = ((1, 3), (2, 14), (3, 30))


def write_reminders(filler: Filler, bills: Sequence[Bill], now: datetime, zone: str) -> None:
    """One row for each level an unpaid bill has reached; none was told later than now."""
    filler.fill(Reminder, list(_reminders(bills, now, zone)))


def _reminders(bills: Sequence[Bill], now: datetime, zone: str) -> Iterator[Line]:
    """What is overdue was reminded of at each level, so that loading makes nobody be reminded."""
    today = now.astimezone(ZoneInfo(zone)).date()
    for bill in bills:
        for level, days in REMINDED_AFTER if bill.job.work.stage is Stage.INVOICED else ():
            on = bill.due_on + timedelta(days=days)
            if on <= today:
                yield {
                    "invoice_id": bill.id,
                    "level": level,
                    "balance_cents": bill.total,
                    "reminded_on": on,
                    "told_at": told_at(on, now, zone),
                }


def told_at(on: date, now: datetime, zone: str) -> datetime:
    """Ten in the morning, as for any company; before ten today's count as told all the same, just now."""
    return min(now, datetime.combine(on, time(10), tzinfo=ZoneInfo(zone)))


def write_visit_reminders(filler: Filler, jobs: Sequence[WrittenJob], now: datetime) -> None:
    """Visits up to SOON count as reminded of; the later ones will be, as any company's."""
    soon = [
        (job.visit_id, job.work.visit)
        for job in jobs
        if job.work.visit is not None and now < job.work.visit.start < now + SOON
    ]
    lines = [
        {"appointment_id": key, "kind": kind, "window_start": visit.start, "due_at": now}
        for key, visit in soon
        for kind in REMINDERS
    ]
    filler.fill(VisitReminder, lines)
