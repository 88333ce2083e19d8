"""The office's lists as CSV files: what a page's search and filters find, all of it, in the page's order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import TypeVar

from flask import request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.desk.queries.task_pages import TaskRow, TaskState, tasks_asked
from core.directory.model import CustomerKind, PropertyKind
from core.directory.queries.lists import (
    CustomerFilter,
    CustomerRow,
    PropertyFilter,
    PropertyRow,
    customer_list,
    property_list,
    reached_at,
)
from core.jobs.model import BookingSource
from core.jobs.queries.booking_pages import BookingRow, bookings_decided, bookings_waiting
from core.jobs.queries.equipment import EquipmentRow, equipment_list
from core.jobs.queries.estimates import EstimateView, estimates_waiting
from core.jobs.queries.wait_list_page import WishRow, wishes_waiting
from core.money import bare_amount
from office.access import needs
from office.door import choice_asked, row_asked, words_asked
from office.my_desk.task_filter import asked_for
from office.spreadsheets import csv_file

# Read at once, and how often: a list of more lines than a spreadsheet takes is cut.
PART = 500
MOST_PARTS = 2_000
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

Entry = TypeVar("Entry")
Line = tuple[str | int | None, ...]


def in_parts(
    session: Session,
    part: Callable[[int, Entry | None], Sequence[Entry]],
    line: Callable[[Entry], Line],
) -> Iterator[Line]:
    """A line an entry. part: the next PART entries, told how many there were and the last of them."""
    last: Entry | None = None
    for nth in range(MOST_PARTS):
        rows = part(nth * PART, last)
        yield from map(line, rows)
        if len(rows) < PART:
            return
        last = rows[-1]
        # What was written out is forgotten, so that a long list needs the memory of one part.
        session.expunge_all()


# A whole customer list is taken along only by who may bring one in.
@needs(Permission.DIRECTORY_IMPORT)
def customers_file() -> Response:
    """Customers that fit, with how they are reached."""
    asked = CustomerFilter(words_asked(), choice_asked("kind", CustomerKind), row_asked("tag"))

    def lines(session: Session) -> Iterator[Line]:
        reached: dict[int, tuple[str, str]] = {}

        def part(_: int, last: CustomerRow | None) -> Sequence[CustomerRow]:
            rows = customer_list(session, asked, limit=PART, after=last.id if last else None).rows
            reached.clear()
            reached.update(reached_at(session, [row.id for row in rows]))
            return rows

        yield ("Number", "Customer", "Kind", "People", "Phone numbers", "E-mail addresses")
        yield from in_parts(
            session,
            part,
            lambda row: (
                row.number,
                row.name,
                row.kind,
                row.people,
                *reached.get(row.id, ("", "")),
            ),
        )

    return csv_file("customers", lines)


@needs(Permission.DIRECTORY_IMPORT)
def properties_file() -> Response:
    """Properties that fit."""
    asked = PropertyFilter(words_asked(), choice_asked("kind", PropertyKind), row_asked("customer"))

    def lines(session: Session) -> Iterator[Line]:
        def part(_: int, last: PropertyRow | None) -> Sequence[PropertyRow]:
            return property_list(session, asked, limit=PART, after=last.id if last else None).rows

        yield ("Property", "Name", "Address", "Kind", "Units")
        yield from in_parts(
            session, part, lambda row: (row.id, row.name, row.address, row.kind, row.units)
        )

    return csv_file("properties", lines)


@needs(Permission.BOOKINGS_READ)
def bookings_file() -> Response:
    """Requests that wait, or those decided."""
    decided = request.args.get("shown") == "decided"
    source = choice_asked("source", BookingSource)

    def lines(session: Session) -> Iterator[Line]:
        def part(seen: int, last: BookingRow | None) -> Sequence[BookingRow]:
            if decided:
                after = last.id if last else None
                return bookings_decided(session, limit=PART, after=after, source=source)
            return bookings_waiting(session, limit=PART, offset=seen, source=source)

        yield (
            "Booking", "Summary", "Who", "Place", "From", "Status", "Urgency", "Danger", "Opened",
        )  # fmt: skip
        yield from in_parts(session, part, _booking)

    return csv_file("bookings", lines)


@needs(Permission.BOOKINGS_READ)
def wait_list_file() -> Response:
    """Who waits for an earlier time, the longest first."""

    def lines(session: Session) -> Iterator[Line]:
        yield (
            "Who", "What for", "Place", "Trade", "Days", "Part of the day", "Until", "Since", "Job", "Booking",
        )  # fmt: skip
        yield from map(_wish, wishes_waiting(session))

    return csv_file("wait-list", lines)


@needs(Permission.TASKS_READ)
def tasks_file() -> Response:
    """The tasks that the filter finds."""
    ask = asked_for().ask

    def lines(session: Session) -> Iterator[Line]:
        def part(seen: int, last: TaskRow | None) -> Sequence[TaskRow]:
            if ask.state is TaskState.DONE:
                return tasks_asked(session, ask, limit=PART, after=last.id if last else None)
            return tasks_asked(session, ask, limit=PART, offset=seen)

        yield (
            "Task", "Title", "Details", "Priority", "Kind", "About", "Whose", "Opened", "Due", "Done", "How it ended",
        )  # fmt: skip
        yield from in_parts(session, part, _task)

    return csv_file("tasks", lines)


@needs(Permission.JOBS_READ)
def estimates_file() -> Response:
    """Estimates that wait for an answer."""

    def lines(session: Session) -> Iterator[Line]:
        def part(seen: int, _: EstimateView | None) -> Sequence[EstimateView]:
            return estimates_waiting(session, limit=PART, offset=seen)

        yield ("Estimate", "Title", "Customer", "Job", "Place", "Total", "Sent", "Valid until")
        yield from in_parts(session, part, _estimate)

    return csv_file("estimates", lines)


@needs(Permission.JOBS_READ)
def equipment_file() -> Response:
    """Equipment that the words find."""
    words = words_asked()

    def lines(session: Session) -> Iterator[Line]:
        def part(_: int, last: EquipmentRow | None) -> Sequence[EquipmentRow]:
            return equipment_list(session, words, limit=PART, after=last.id if last else None)

        yield (
            "Equipment", "Make", "Model", "Serial number", "Property", "Unit", "Installed on", "Warranty until",
            "Last service", "Out of use since",
        )  # fmt: skip
        yield from in_parts(session, part, _equipment)

    return csv_file("equipment", lines)


def _booking(row: BookingRow) -> Line:
    return (
        row.id, row.summary, row.who, row.place, row.source, row.status, row.urgency, row.safety,
        _moment(row.opened_at),
    )  # fmt: skip


def _wish(row: WishRow) -> Line:
    days = ", ".join(DAYS[each] for each in row.weekdays)
    return (
        row.who, row.summary, row.place, row.trade, days, row.part_of_day, _day(row.until_on), _moment(row.since),
        row.job_number, row.booking_id,
    )  # fmt: skip


def _task(row: TaskRow) -> Line:
    about = f"{row.subject[0]} {row.subject[1]}" if row.subject else None
    return (
        row.id, row.title, row.details, row.priority, row.kind, about, row.assigned_to, _moment(row.opened_at),
        _moment(row.due_at), _moment(row.done_at), row.completion_note,
    )  # fmt: skip


def _estimate(row: EstimateView) -> Line:
    return (
        row.number, row.title, row.customer, row.job_number, row.place, bare_amount(row.sums.total_cents),
        _moment(row.sent_at), _day(row.valid_until),
    )  # fmt: skip


def _equipment(row: EquipmentRow) -> Line:
    served = row.last_served.date() if row.last_served else None
    retired = row.retired_at.date() if row.retired_at else None
    return (
        row.name, row.make, row.model, row.serial, row.property[1], row.unit, _day(row.installed_on),
        _day(row.warranty_until), _day(served), _day(retired),
    )  # fmt: skip


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="minutes") if moment else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


PAGES: tuple[tuple[str, Callable[[], Response]], ...] = (
    ("/customers.csv", customers_file),
    ("/properties.csv", properties_file),
    ("/bookings.csv", bookings_file),
    ("/bookings/wait-list.csv", wait_list_file),
    ("/tasks.csv", tasks_file),
    ("/estimates.csv", estimates_file),
    ("/equipment.csv", equipment_file),
)
