"""Who is free when, for whoever plans a visit on the telephone: gaps soon for what is urgent, else the first.

It promises nothing: between looking and booking another may take the slot, and the offer then says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.jobs.availability import Span, Working, gaps, slots_in, working_spans
from core.jobs.crew_time import active_technicians, busy_spans, workings

MOST_SLOTS = 200
LONGEST_SEARCH = timedelta(days=31)
EMERGENCY_WITHIN = timedelta(hours=4)
EMERGENCY_MINUTES = 60


@dataclass(frozen=True)
class Slot:
    """A technician (by name) is free from start to end, aware UTC."""

    technician_id: int
    technician: str
    start: datetime
    end: datetime


def free_slots(
    session: Session,
    business_unit: int | None,
    since: datetime,
    until: datetime,
    minutes: int,
    *,
    zone: str,
) -> tuple[Slot, ...]:
    """Windows of `minutes` in which an active technician of the trade is at work and has nothing (inventory 66).

    business_unit: its id, or None for any trade. zone: the company's, on whose clock hours are told. Sorted by start,
    then name; at most MOST_SLOTS, of at most LONGEST_SEARCH. Who has told no hours counts as at work Mon-Fri 8-17.
    Nothing is found for no length or a reversed search.
    """
    within = Span(since, min(until, since + LONGEST_SEARCH))
    if minutes <= 0 or within.end <= within.start:
        return ()
    crew = workings(session, active_technicians(session), within)
    busy = busy_spans(session, within)
    length = timedelta(minutes=minutes)
    found = [
        Slot(each.technician_id, each.name, slot.start, slot.end)
        for each in crew
        if each.knows(business_unit)
        for slot in _slots_of(each, within, busy.get(each.technician_id, []), length, zone)
    ]
    return tuple(sorted(found, key=lambda slot: (slot.start, slot.technician)))[:MOST_SLOTS]


def emergency_slots(
    session: Session, business_unit: int | None, now: datetime, *, zone: str
) -> tuple[Slot, ...]:
    """Gaps of an hour that begin within EMERGENCY_WITHIN: looked at before `free_slots` (inventory 55)."""
    until = now + EMERGENCY_WITHIN + timedelta(minutes=EMERGENCY_MINUTES)
    found = free_slots(session, business_unit, now, until, EMERGENCY_MINUTES, zone=zone)
    return tuple(slot for slot in found if slot.start <= now + EMERGENCY_WITHIN)


def first_free_slot(
    session: Session, business_unit: int | None, since: datetime, minutes: int, *, zone: str
) -> Slot | None:
    """The soonest of `free_slots`, or None within LONGEST_SEARCH."""
    until = since + LONGEST_SEARCH
    found = free_slots(session, business_unit, since, until, minutes, zone=zone)
    return found[0] if found else None


def _slots_of(
    working: Working, within: Span, busy: list[Span], length: timedelta, zone: str
) -> list[Span]:
    taken = [*busy, *(each.span for each in working.away)]
    return [
        slot
        for day in working_spans(working, within, zone)
        if day.overlaps(within)
        for gap in gaps(Span(max(day.start, within.start), min(day.end, within.end)), taken)
        for slot in slots_in(gap, length)
    ]
