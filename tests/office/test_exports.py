"""Lists as CSV files: what the page's filter finds, all of it, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io

from sqlalchemy.orm import Session

from core.db import Database
from core.desk.model import StaffRole
from core.jobs.model import BookingSource
from office.exports.parts import PART, in_parts
from tests.office.company import Company
from tests.office.desk import Browser, at_desk


def rows_of(desk: Browser, address: str, **asked: object) -> list[dict[str, str]]:
    """The file's lines by the words of its head."""
    answer = desk.open(address, **asked)
    assert answer.status_code == 200, answer.status
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))


def test_customers_that_fit_are_taken_along_with_how_they_are_reached(
    desk: Browser, company: Company
) -> None:
    everybody = rows_of(desk, "/customers.csv")
    names = [row["Customer"] for row in everybody]
    assert names == sorted(names)
    assert "Robert Diaz" in names
    assert len(names) > 1
    (robert,) = rows_of(desk, "/customers.csv", q="diaz")
    assert robert["Phone numbers"] == "'+13125550142"
    assert rows_of(desk, "/customers.csv", kind="commercial") != everybody


def test_properties_that_fit_are_taken_along(desk: Browser, company: Company) -> None:
    (place,) = rows_of(desk, "/properties.csv", q="oak")
    assert place["Address"].startswith("12 Oak Street")
    assert rows_of(desk, "/properties.csv", q="zebra") == []


def test_bookings_are_taken_along_as_the_page_shows_them(desk: Browser, company: Company) -> None:
    (waiting,) = rows_of(desk, "/bookings.csv")
    assert waiting["Booking"] == str(company.booking_id)
    assert rows_of(desk, "/bookings.csv", shown="decided") == []
    other = next(each for each in BookingSource if each != waiting["From"])
    assert rows_of(desk, "/bookings.csv", source=other.value) == []


def test_tasks_equipment_estimates_and_the_wait_list_are_files_too(
    desk: Browser, company: Company
) -> None:
    assert [row["Task"] for row in rows_of(desk, "/tasks.csv")] == [str(company.task_id)]
    assert rows_of(desk, "/tasks.csv", state="done") == []
    for address in ("/equipment.csv", "/estimates.csv", "/bookings/wait-list.csv"):
        assert rows_of(desk, address) == []


def test_a_long_list_goes_on_where_its_part_ended(session: Session) -> None:
    every = list(range(1, 2 * PART + 4))

    def by_last(_: int, last: int | None) -> list[int]:
        return [each for each in every if each > (last or 0)][:PART]

    def by_count(seen: int, _: int | None) -> list[int]:
        return every[seen : seen + PART]

    for part in (by_last, by_count):
        assert list(in_parts(session, part, lambda each: (each,))) == [(each,) for each in every]


def test_a_customer_list_is_only_for_who_may_bring_one_in(
    database: Database, company: Company
) -> None:
    dispatcher = at_desk(database, StaffRole.DISPATCHER)
    assert dispatcher.open("/customers.csv").status_code == 403
    assert "Export as CSV" not in dispatcher.text("/customers")
    assert dispatcher.open("/bookings.csv").status_code == 200
