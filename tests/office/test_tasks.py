"""Staff tasks at the desk."""

from __future__ import annotations

from core.db import Database
from core.desk.model import StaffTask
from tests.office.company import Company
from tests.office.desk import Browser


def test_a_task_leads_to_what_it_is_about(desk: Browser, company: Company) -> None:
    page = desk.text("/tasks")
    assert f"Find a technician for job {company.job_number}" in page
    assert f'href="/jobs/{company.job_number}"' in page


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
    assert page.count('class="count"') == 3
