"""The visit agreed on the telephone: a free time of the list or a typed one. Only who may schedule sends somebody;
for others the choice of technician is left to dispatch (inventory 170).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from core.desk.permissions import Permission
from core.jobs.actions.calls import PlannedVisit
from core.jobs.model import Technician
from core.jobs.queries.free_slots import Slot, emergency_slots, free_slots
from office.access import i_may
from office.door import now, office
from office.forms import Form

AHEAD = timedelta(days=10)
NOTICE = timedelta(hours=1)
SLOT_MINUTES = 120
MOST_SHOWN = 12
MOST_A_DAY = 4
LARGEST_MOMENT = 4_102_444_800


@dataclass(frozen=True)
class SlotChoice:
    """A free time as the form offers it. value: of the option."""

    value: str
    slot: Slot


def slots_offered(
    session: Session, business_unit: int | None, urgency: str
) -> tuple[SlotChoice, ...]:
    """Gaps of today first where it presses, else the first free times (inventory 55)."""
    zone = office().settings.company_timezone
    soon: tuple[Slot, ...] = ()
    if urgency == "emergency":
        soon = emergency_slots(session, business_unit, now(), zone=zone)[:MOST_A_DAY]
    first = free_slots(
        session, business_unit, now() + NOTICE, now() + AHEAD, SLOT_MINUTES, zone=zone
    )
    chosen: dict[str, Slot] = {}
    days: dict[object, int] = {}
    for slot in (*soon, *first):
        day = slot.start.date()
        if slot not in soon and days.get(day, 0) >= MOST_A_DAY:
            continue
        days[day] = days.get(day, 0) + 1
        chosen.setdefault(_value(slot), slot)
    return tuple(SlotChoice(value, slot) for value, slot in chosen.items())[:MOST_SHOWN]


def visit_typed(session: Session, form: Form, zone: str) -> PlannedVisit | None:
    """The visit, or None where no time was agreed."""
    if form.value("slot"):
        return _of_list(session, form)
    if not form.value("day"):
        return None
    start, end = form.moment("day", "starts", zone), form.moment("day", "ends", zone)
    if start is None or end is None:
        return None
    technician_id = form.row("technician_id")
    technician = session.get(Technician, technician_id) if technician_id else None
    if technician_id and technician is None:
        form.refuse("technician_id", "Choose one of the list.")
    if technician is not None and not i_may(Permission.JOBS_SCHEDULE):
        form.refuse("technician_id", "Your role leaves the choice of technician to dispatch.")
    return PlannedVisit(start, end, _hours_of(), technician)


def _of_list(session: Session, form: Form) -> PlannedVisit | None:
    parts = form.value("slot").split(":")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        form.refuse("slot", "Choose one of the list.")
        return None
    technician_id, starts, ends = (int(part[:12]) for part in parts)
    technician = session.get(Technician, technician_id)
    if technician is None or max(starts, ends) > LARGEST_MOMENT:
        form.refuse("slot", "Choose one of the list.")
        return None
    return PlannedVisit(
        datetime.fromtimestamp(starts, UTC),
        datetime.fromtimestamp(ends, UTC),
        _hours_of(),
        technician if i_may(Permission.JOBS_SCHEDULE) else None,
    )


def _hours_of() -> str:
    return office().settings.company_timezone


def _value(slot: Slot) -> str:
    return f"{slot.technician_id}:{int(slot.start.timestamp())}:{int(slot.end.timestamp())}"
