"""The sheet of the board: half hours, tracks for what overlaps, the hour it is now, days with other lengths."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from core.jobs.availability import Working, at_wall
from core.jobs.model import AppointmentState, AssignmentState, JobPriority
from core.jobs.queries.board_cards import Card, Hand
from office.board.sheet import Row, day_sheet, week_sheet
from tests.builders import CHICAGO

DAY = date(2026, 3, 3)
SPRING_FORWARD = date(2026, 3, 8)
MARIA = Working(7, "Maria Lopez")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def a_card(starts: str, minutes: int, *, day: date = DAY, technician: int = 7) -> Card:
    start = at_wall(day, time.fromisoformat(starts), CHICAGO)
    return Card(
        visit_id=1,
        job_number=1042,
        summary="Sink leaks",
        place="214 Oak St",
        customer="Bob",
        trade="Plumbing",
        priority=JobPriority.NORMAL,
        state=AppointmentState.DISPATCHED,
        start=start,
        end=start + timedelta(minutes=minutes),
        eta_at=None,
        hands=(Hand(technician, "Maria Lopez", AssignmentState.ACCEPTED, ""),),
    )


def row(*cards: Card, day: date = DAY, now: datetime = LONG_AGO) -> Row:
    (found,) = day_sheet(day, [MARIA], cards, CHICAGO, now).rows
    return found


def widths(found: Row) -> list[list[tuple[str, int]]]:
    """Each track's cards, as where they begin and how many half hours they are wide."""
    return [[(cell.start, cell.slots) for cell in track if cell.card] for track in found.tracks]


def test_an_empty_day_shows_the_usual_hours() -> None:
    sheet = day_sheet(DAY, [MARIA], [], CHICAGO, LONG_AGO)
    assert (sheet.hours[0], sheet.hours[-1]) == ("07", "18")
    assert [len(track) for track in sheet.rows[0].tracks] == [24]


def test_a_day_grows_for_what_is_early_or_late() -> None:
    cards = [a_card("05:30", 60), a_card("21:00", 90)]
    sheet = day_sheet(DAY, [MARIA], cards, CHICAGO, LONG_AGO)
    assert (sheet.hours[0], sheet.hours[-1]) == ("05", "22")


def test_a_card_is_as_wide_as_the_half_hours_it_touches() -> None:
    assert widths(row(a_card("09:00", 120))) == [[("09:00", 4)]]
    assert widths(row(a_card("09:10", 25))) == [[("09:00", 2)]]
    assert widths(row(a_card("09:10", 5))) == [[("09:00", 1)]]


def test_cards_that_overlap_stand_below_each_other() -> None:
    found = row(a_card("09:00", 120), a_card("10:00", 120), a_card("11:00", 60))
    assert widths(found) == [[("09:00", 4), ("11:00", 2)], [("10:00", 4)]]
    assert {sum(cell.slots for cell in track) for track in found.tracks} == {24}


def test_what_runs_over_midnight_is_cut_at_both_days() -> None:
    card = a_card("23:00", 180)
    assert widths(row(card)) == [[("23:00", 2)]]
    assert widths(row(card, day=DAY + timedelta(days=1))) == [[("00:00", 4)]]


def test_the_hour_it_is_now_is_marked_on_its_own_day_alone() -> None:
    now = at_wall(DAY, time(10, 40), CHICAGO)
    marked = [cell.start for cell in row(now=now).tracks[0] if cell.now]
    assert marked == ["10:30"]
    assert [cell for cell in row(day=DAY + timedelta(days=1), now=now).tracks[0] if cell.now] == []
    (covered,) = [cell for cell in row(a_card("10:00", 120), now=now).tracks[0] if cell.now]
    assert covered.card is not None


def test_the_day_the_clocks_go_forward_keeps_its_wall_hours() -> None:
    assert widths(row(a_card("09:00", 120, day=SPRING_FORWARD), day=SPRING_FORWARD)) == [
        [("09:00", 4)]
    ]


def test_one_who_is_off_all_day_says_why_once() -> None:
    off = Working(7, "Maria Lopez", hours={4: (time(8), time(17))})
    (found,) = day_sheet(DAY, [off], [], CHICAGO, LONG_AGO).rows
    assert found.off == "Maria Lopez does not work on Tue."
    assert row().off == ""


def test_somebody_with_a_visit_is_shown_though_not_of_the_crew() -> None:
    rows = day_sheet(DAY, [], [a_card("09:00", 60, technician=9)], CHICAGO, LONG_AGO).rows
    assert [(each.technician_id, len(each.cards)) for each in rows] == [(9, 1)]


def test_a_week_puts_each_card_into_every_day_it_touches() -> None:
    days = [DAY + timedelta(days=each) for each in range(3)]
    (found,) = week_sheet(days, [MARIA], [a_card("23:00", 120)], CHICAGO)
    assert [len(cell.cards) for cell in found.cells] == [1, 1, 0]
