"""Staff tasks at the desk."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from core.billing.model import BillToSource, Invoice
from core.db import Database
from core.desk.model import StaffRole, StaffTask, StaffUser
from core.jobs.model import Estimate
from tests.builders.jobs import TUESDAY
from tests.office.company import Company
from tests.office.desk import Browser, at_desk, hire


def test_a_task_leads_to_what_it_is_about(desk: Browser, company: Company) -> None:
    page = desk.text("/tasks")
    assert f"Find a technician for job {company.job_number}" in page
    assert f'href="/jobs/{company.job_number}"' in page


@pytest.mark.inventory(160)
def test_a_task_is_finished_with_a_note_once(
    database: Database, desk: Browser, company: Company
) -> None:
    finish = f"/tasks/{company.task_id}/finish"
    assert desk.send(finish, seen_on="/tasks", note="Luis takes it").status_code == 302
    with database.reading() as session:
        task = session.get_one(StaffTask, company.task_id)
        assert task.done_at is not None
        assert task.completion_note == "Luis takes it"
    assert "Done lately" in desk.text("/tasks")
    assert desk.send(finish, note="again").status_code == 409


def test_a_note_that_is_too_long_is_refused_and_kept(desk: Browser, company: Company) -> None:
    answer = desk.send(f"/tasks/{company.task_id}/finish", seen_on="/tasks", note="x" * 4001)
    assert answer.status_code == 422
    assert "Keep the note under" in answer.text
    assert "x" * 4001 in answer.text


def test_rooms_count_only_what_waits_for_a_person(desk: Browser) -> None:
    assert 'class="count"' not in desk.text("/jobs")


def test_rooms_show_what_waits(desk: Browser, company: Company) -> None:
    page = desk.text("/jobs")
    counted = re.findall(r'room-name">([^<]+)</span>\s*<span class="count"', page)
    assert set(counted) - {"More"} == {"Inbox", "Bookings", "Tasks"}


TASK = {"title": "Call Rita back", "kind": "follow_up", "priority": "normal", "form_key": "one"}


def my_id(database: Database, role: StaffRole = StaffRole.ADMINISTRATOR) -> int:
    with database.reading() as session:
        return session.scalars(select(StaffUser.id).where(StaffUser.role == role)).one()


@pytest.mark.inventory(158)
@pytest.mark.parametrize("kind", ["customer", "job", "booking", "estimate", "invoice"])
def test_a_task_is_opened_from_what_it_is_about(
    database: Database, desk: Browser, company: Company, kind: str
) -> None:
    row_id = subject_of(database, company, kind)
    answer = desk.send("/tasks", subject_type=kind, subject_id=row_id, **TASK)
    page = desk.text(answer.location)
    assert "Call Rita back" in page
    assert "Follow up" in page
    with database.reading() as session:
        task = session.scalars(select(StaffTask).where(StaffTask.title == TASK["title"])).one()
        assert (task.subject_type, task.subject_id) == (kind, row_id)


def subject_of(database: Database, company: Company, kind: str) -> int:
    with database.transaction() as session:
        if kind == "estimate":
            row = Estimate(job_id=company.job_id, title="Boiler")
            session.add(row)
            session.flush()
            return row.id
        if kind == "invoice":
            bill = Invoice(bill_to_id=company.manager_id, bill_to_source=next(iter(BillToSource)))
            session.add(bill)
            session.flush()
            return bill.id
    return {
        "customer": company.manager_id,
        "job": company.job_id,
        "booking": company.booking_id,
    }[kind]


@pytest.mark.parametrize(
    "page", ["/jobs/{job_number}", "/customers/{manager_id}", "/bookings/{booking_id}"]
)
def test_pages_of_records_have_the_form_and_show_what_stands(
    desk: Browser, company: Company, page: str
) -> None:
    address = page.format(**vars(company))
    assert "New task" in desk.text(address)
    kind = page.split("/")[1].rstrip("s")
    row_id = {
        "job": company.job_id,
        "customer": company.manager_id,
        "booking": company.booking_id,
    }[kind]
    desk.send("/tasks", seen_on=address, subject_type=kind, subject_id=row_id, **TASK)
    assert "Call Rita back" in desk.text(address)


@pytest.mark.inventory(163)
def test_a_second_task_of_the_same_kind_shows_the_standing_one(
    desk: Browser, company: Company
) -> None:
    about = {"subject_type": "job", "subject_id": str(company.job_id)}
    first = desk.send("/tasks", **about, **TASK)
    again = desk.send("/tasks", **about, **{**TASK, "form_key": "two", "title": "Ring Rita"})
    assert again.location.partition("?")[0] == first.location.partition("?")[0]
    page = desk.text(again.location)
    assert "This task stands already." in page
    assert "Call Rita back" in page


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"title": " "}, "Say what is to be done."),
        ({"kind": "dance"}, "Choose one of the list."),
        ({"priority": ""}, "Choose one of the list."),
        ({"due_day": "tomorrow"}, "Give a day"),
        ({"due_day": "2031-05-01", "due_time": "noon"}, "Give a time"),
        ({"assigned_to": "999"}, "Choose a colleague of the list."),
        ({"notes": "x" * 4001}, "Keep this under 4,000"),
    ],
)
def test_a_task_that_does_not_fit_is_shown_again(
    desk: Browser, wrong: dict[str, str], message: str
) -> None:
    answer = desk.send("/tasks", **{**TASK, "notes": "She asked twice.", **wrong})
    assert answer.status_code == 422
    assert message in answer.text
    if "notes" not in wrong:
        assert "She asked twice." in answer.text


@pytest.mark.parametrize(
    ("kind", "row_id"), [("job", "999999"), ("king", "1"), ("job", "x"), ("job", ""), ("", "7")]
)
def test_a_task_about_nothing_there_is_a_404(desk: Browser, kind: str, row_id: str) -> None:
    answer = desk.send("/tasks", subject_type=kind, subject_id=row_id, **TASK)
    assert answer.status_code == 404


def test_a_day_alone_means_its_end_on_the_companys_clock(database: Database, desk: Browser) -> None:
    desk.send("/tasks", due_day="2031-05-01", **TASK)
    with database.reading() as session:
        task = session.scalars(select(StaffTask)).one()
        assert task.due_at == datetime(2031, 5, 1, 17, tzinfo=ZoneInfo("America/Chicago"))


def test_a_task_is_given_away_and_put_off(database: Database, desk: Browser) -> None:
    hire(database, StaffRole.CSR)
    page = desk.send("/tasks", **TASK).location.partition("?")[0]
    whom = my_id(database, StaffRole.CSR)
    changed = desk.send(
        f"{page}/change", assigned_to=whom, due_day="2031-05-02", due_time="09:30", priority="high"
    )
    assert changed.location == page
    shown = desk.text(page)
    assert "given to Dana Csr" in shown
    assert "High priority" in shown
    assert 'value="2031-05-02"' in shown
    refused = desk.send(f"{page}/change", assigned_to="999", priority="high")
    assert refused.status_code == 422
    desk.send(f"{page}/finish", note="Told her.")
    assert "Told her." in desk.text(page)
    late = desk.send(f"{page}/change", assigned_to=whom, priority="low")
    assert late.status_code == 409


def test_tasks_are_narrowed_down_by_the_address(database: Database, desk: Browser) -> None:
    desk.send("/tasks", assigned_to=my_id(database), **TASK)
    desk.send("/tasks", **{**TASK, "form_key": "2", "title": "Nobody’s", "kind": "paperwork"})
    assert "Nobody’s" not in desk.text("/tasks", whose="mine")
    assert "Call Rita back" in desk.text("/tasks", whose="mine")
    assert "Call Rita back" not in desk.text("/tasks", kind="paperwork", sort="newest")
    assert "No such task" in desk.text("/tasks", due="overdue", priority="low", state="done")


@pytest.mark.parametrize("name", ["whose", "state", "due", "priority", "kind", "sort"])
def test_a_choice_that_no_list_offers_is_a_400(desk: Browser, name: str) -> None:
    assert desk.open("/tasks", **{name: "zebra"}).status_code == 400


def test_a_task_that_is_none_is_a_404(desk: Browser) -> None:
    assert desk.open("/tasks/999").status_code == 404
    assert desk.send("/tasks/999/change", priority="low").status_code == 404


@pytest.mark.inventory(170)
def test_only_who_works_on_tasks_opens_and_changes_them(database: Database) -> None:
    technician = at_desk(database, StaffRole.TECHNICIAN)
    assert technician.send("/tasks", **TASK).status_code == 403
    assert technician.open("/my-day").status_code == 403


@pytest.mark.inventory(170)
def test_assigning_a_visit_needs_its_permission(database: Database, company: Company) -> None:
    """Inventory 170: a CSR books, a dispatcher assigns."""
    visits = f"/jobs/{company.job_number}/visits"
    wanted = {"day": f"{TUESDAY:%Y-%m-%d}", "starts": "09:00", "ends": "11:00"}
    assert at_desk(database, StaffRole.CSR).send(visits, **wanted).status_code == 403
    assert at_desk(database, StaffRole.DISPATCHER).send(visits, **wanted).status_code == 302


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
@pytest.mark.parametrize("hour", ["", "23:59"])
def test_a_day_at_the_edge_of_the_calendar_is_refused(desk: Browser, day: str, hour: str) -> None:
    answer = desk.send("/tasks", due_day=day, due_time=hour, **TASK)
    assert answer.status_code == 422
    assert "Give a day of the years 1900 to 2199." in answer.text


def test_a_title_nobody_can_see_is_none(desk: Browser) -> None:
    answer = desk.send("/tasks", **{**TASK, "title": "\u200b\u3164"})
    assert answer.status_code == 422
    assert "Say what is to be done." in answer.text
