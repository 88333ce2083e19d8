"""Requests, the wait list, tasks, estimates and equipment as files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.desk.queries.task_pages import TaskRow, TaskState, tasks_asked
from core.jobs.model import BookingSource
from core.jobs.queries.booking_pages import BookingRow, bookings_decided, bookings_waiting
from core.jobs.queries.equipment import (
    EquipmentRow,
    ServiceRow,
    equipment_list,
    equipment_page,
    services_of,
)
from core.jobs.queries.estimates import EstimateView, estimates_waiting
from core.jobs.queries.wait_list_page import WishRow, wishes_waiting
from core.money import bare_amount
from office.access import needs
from office.door import choice_asked, reading, words_asked
from office.exports.parts import PART, Line, day_here, in_parts
from office.my_desk.task_filter import asked_for
from office.spreadsheets import csv_file

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


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


@needs(Permission.JOBS_READ)
def equipment_services_file(equipment_id: int) -> Response:
    """Every job that served a piece of equipment, the newest first."""
    with reading() as session:
        equipment_page(session, equipment_id)

    def lines(session: Session) -> Iterator[Line]:
        def part(seen: int, _: ServiceRow | None) -> Sequence[ServiceRow]:
            return services_of(session, equipment_id, limit=PART, offset=seen)

        yield ("Job", "Summary", "Status", "Opened")
        yield from in_parts(
            session, part, lambda row: (row.number, row.summary, row.status, row.opened_at)
        )

    return csv_file(f"equipment-{equipment_id}-services", lines)


def _booking(row: BookingRow) -> Line:
    return (
        row.id, row.summary, row.who, row.place, row.source, row.status, row.urgency, row.safety,
        row.opened_at,
    )  # fmt: skip


def _wish(row: WishRow) -> Line:
    days = ", ".join(DAYS[each] for each in row.weekdays)
    return (
        row.who, row.summary, row.place, row.trade, days, row.part_of_day, row.until_on, row.since,
        row.job_number, row.booking_id,
    )  # fmt: skip


def _task(row: TaskRow) -> Line:
    about = f"{row.subject[0]} {row.subject[1]}" if row.subject else None
    return (
        row.id, row.title, row.details, row.priority, row.kind, about, row.assigned_to, row.opened_at,
        row.due_at, row.done_at, row.completion_note,
    )  # fmt: skip


def _estimate(row: EstimateView) -> Line:
    return (
        row.number, row.title, row.customer, row.job_number, row.place, bare_amount(row.sums.total_cents),
        row.sent_at, row.valid_until,
    )  # fmt: skip


def _equipment(row: EquipmentRow) -> Line:
    return (
        row.name, row.make, row.model, row.serial, row.property[1], row.unit, row.installed_on,
        row.warranty_until, day_here(row.last_served), day_here(row.retired_at),
    )  # fmt: skip
