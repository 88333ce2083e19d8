"""Lay cards out on a sheet: half hours across a day, days across a week. Pure; it refuses nothing, it clips."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from core.jobs.availability import Span, Working, at_wall, why_off
from core.jobs.queries.board_cards import Card, Stint

SLOT_MINUTES = 30
SLOTS_A_DAY = 48
# What a day shows when nothing is earlier or later.
FIRST_SLOT, LAST_SLOT = 14, 38


_Placed = TypeVar("_Placed", Card, Card | Stint)


@dataclass(frozen=True)
class Cell:
    """One cell of a row. slots: how wide; card: what stands there; start: "09:30" of a free cell."""

    slots: int
    start: str
    card: Card | None = None
    off: str = ""
    now: bool = False


@dataclass(frozen=True)
class Row:
    """A technician's day: one track, or several where cards overlap. off: why, when they are all day."""

    technician_id: int
    name: str
    tracks: tuple[tuple[Cell, ...], ...]
    cards: tuple[Card, ...]
    off: str


@dataclass(frozen=True)
class DaySheet:
    """A day. hours: the words over each pair of slots."""

    hours: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class WeekCell:
    """A technician's day within a week. off: why they are not at work, or empty."""

    day: date
    cards: tuple[Card | Stint, ...]
    off: str


@dataclass(frozen=True)
class WeekRow:
    """A technician's week. off: why, when they are on every day of it."""

    technician_id: int
    name: str
    cells: tuple[WeekCell, ...]
    cards: tuple[Card | Stint, ...]
    off: str


def day_sheet(
    day: date, crew: Sequence[Working], cards: Sequence[Card], zone: str, now: datetime
) -> DaySheet:
    """The day, wide enough for all its cards, in whole hours."""
    places = [_place(card, day, zone) for card in cards]
    first = min([FIRST_SLOT, *(start for start, _ in places)]) // 2 * 2
    last = -(-max([LAST_SLOT, *(end for _, end in places)]) // 2) * 2
    here = now.astimezone(ZoneInfo(zone))
    now_slot = _slot(here.time()) if here.date() == day else -1
    whose = _by_technician(cards)
    rows = tuple(
        _row(working, day, whose[working.technician_id], range(first, last), zone, now_slot)
        for working in _everyone(crew, cards)
    )
    return DaySheet(tuple(f"{slot // 2:02d}" for slot in range(first, last, 2)), rows)


def week_sheet(
    days: Sequence[date], crew: Sequence[Working], cards: Sequence[Card | Stint], zone: str
) -> tuple[WeekRow, ...]:
    """The week: each card in every day it touches; of stints nothing but their number is known."""
    whose = _by_technician(cards)
    return tuple(
        _week_row(days, working, whose[working.technician_id], zone)
        for working in _everyone(crew, cards)
    )


def _week_row(
    days: Sequence[date], working: Working, own: Sequence[Card | Stint], zone: str
) -> WeekRow:
    cells = tuple(_week_cell(day, working, own, zone) for day in days)
    off = _always([cell.off for cell in cells])
    return WeekRow(working.technician_id, working.name, cells, tuple(own), off)


def _always(reasons: Sequence[str]) -> str:
    """The reason, where there is one at every time."""
    return reasons[0] if all(reasons) else ""


def _everyone(crew: Sequence[Working], cards: Iterable[Card | Stint]) -> list[Working]:
    """The crew, and whoever else has a card: one switched off, or of another trade."""
    known = {each.technician_id for each in crew}
    others: dict[int, Working] = {}
    for card in cards:
        for hand in card.holding:
            if hand.technician_id not in known:
                others[hand.technician_id] = Working(hand.technician_id, hand.name)
    return [*crew, *sorted(others.values(), key=lambda each: each.name)]


def _by_technician(cards: Iterable[_Placed]) -> Mapping[int, list[_Placed]]:
    """One look at each card: a board of many visits has many technicians too."""
    found: dict[int, list[_Placed]] = defaultdict(list)
    for card in cards:
        for technician_id in dict.fromkeys(hand.technician_id for hand in card.holding):
            found[technician_id].append(card)
    return found


def _row(
    working: Working, day: date, own: Sequence[Card], slots: range, zone: str, now_slot: int
) -> Row:
    tracks: list[list[tuple[int, int, Card]]] = []
    for card in own:
        start, end = _place(card, day, zone)
        track = next((each for each in tracks if each[-1][1] <= start), None)
        if track is None:
            track = []
            tracks.append(track)
        track.append((start, end, card))
    off = {slot: _off(working, day, slot, zone) for slot in slots}
    return Row(
        working.technician_id,
        working.name,
        tuple(_cells(track, slots, off, now_slot) for track in tracks or [[]]),
        tuple(own),
        _always([off[slot] for slot in slots]),
    )


def _cells(
    track: Sequence[tuple[int, int, Card]], slots: range, off: dict[int, str], now_slot: int
) -> tuple[Cell, ...]:
    found: list[Cell] = []
    reached = slots.start
    for start, end, card in track:
        found += [_free(slot, off, now_slot) for slot in range(reached, start)]
        found.append(Cell(end - start, _clock(start), card, now=start <= now_slot < end))
        reached = end
    found += [_free(slot, off, now_slot) for slot in range(reached, slots.stop)]
    return tuple(found)


def _free(slot: int, off: dict[int, str], now_slot: int) -> Cell:
    return Cell(1, _clock(slot), off=off[slot], now=slot == now_slot)


def _week_cell(day: date, working: Working, cards: Sequence[Card | Stint], zone: str) -> WeekCell:
    whole = _whole(day, zone)
    own = tuple(
        card
        for card in cards
        if card.start and card.end and Span(card.start, card.end).overlaps(whole)
    )
    told = working.hours.get(day.weekday())
    at_work = Span(at_wall(day, told[0], zone), at_wall(day, told[1], zone)) if told else whole
    off = why_off(working, at_work, zone)
    return WeekCell(day, own, off or "")


def _off(working: Working, day: date, slot: int, zone: str) -> str:
    start = at_wall(day, time(slot // 2, slot % 2 * SLOT_MINUTES), zone)
    span = Span(start, start + timedelta(minutes=SLOT_MINUTES))
    return why_off(working, span, zone) or ""


def _place(card: Card, day: date, zone: str) -> tuple[int, int]:
    """From which slot to which, on the wall clock of the day; at least one slot wide."""
    whole = _whole(day, zone)
    if card.start is None or card.end is None:
        return 0, 1
    start, end = max(card.start, whole.start), min(card.end, whole.end)
    first = _slot(start.astimezone(ZoneInfo(zone)).time())
    until = end.astimezone(ZoneInfo(zone)).time()
    last = SLOTS_A_DAY if end >= whole.end else _slot(until) + bool(until.minute % SLOT_MINUTES)
    first = min(first, SLOTS_A_DAY - 1)
    return first, max(last, first + 1)


def _whole(day: date, zone: str) -> Span:
    return Span(at_wall(day, time(0), zone), at_wall(day + timedelta(days=1), time(0), zone))


def _slot(moment: time) -> int:
    return moment.hour * 2 + moment.minute // SLOT_MINUTES


def _clock(slot: int) -> str:
    return f"{slot // 2:02d}:{slot % 2 * SLOT_MINUTES:02d}"
