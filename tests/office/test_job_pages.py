"""The list of jobs as people ask for it, its file for a spreadsheet, and the trail of one job."""

from __future__ import annotations

import csv
import io

import pytest

from core.db import Database
from core.desk.model import StaffRole
from core.directory.model import Tag
from core.events.actions import FIXLINE, Place, record
from core.jobs.model import Job, JobPriority, JobTag
from tests.builders import a_job
from tests.office.company import Company
from tests.office.desk import Browser, at_desk
from tests.office.test_job_editing import change


def lines_of(desk: Browser, address: str, **asked: object) -> list[list[str]]:
    answer = desk.open(address, **asked)
    assert answer.status_code == 200
    assert answer.content_type == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))


@pytest.mark.inventory(67)
def test_jobs_are_found_by_words_and_by_tag(
    database: Database, desk: Browser, company: Company
) -> None:
    with database.transaction() as session:
        tag = Tag(name="Boiler")
        session.add(tag)
        session.flush()
        session.add(JobTag(job_id=company.job_id, tag_id=tag.id))
        other = a_job(session, summary="Gutter is loose").number
        tag_id = tag.id
    found = f"/jobs/{company.job_number}"
    for asked in (
        {"q": "heat oak lakeside"},
        {"tag": tag_id},
        {"technician": company.technician_id},
    ):
        page = desk.text("/jobs", **asked)
        assert found in page
        assert f"/jobs/{other}" not in page
    assert "No job fits" in desk.text("/jobs", q="submarine")
    assert "at 12 Oak Street" in desk.text("/jobs", property=company.property_id)


def test_open_emergencies_stand_above_the_first_part(
    database: Database, desk: Browser, company: Company
) -> None:
    assert "Emergencies</h2>" not in desk.text("/jobs")
    with database.transaction() as session:
        session.get_one(Job, company.job_id).priority = JobPriority.EMERGENCY
        for _ in range(51):
            a_job(session)
    page = desk.text("/jobs")
    assert page.index("Emergencies</h2>") < page.index(f"#{company.job_number} No heat")
    assert page.count(f'href="/jobs/{company.job_number}"') == 1
    below = company.job_number + 2
    assert f"below={below}" in page
    second = desk.text("/jobs", below=below)
    assert "Emergencies</h2>" not in second
    assert second.count("data-row") == 1
    assert f"/jobs/{company.job_number + 1}" in second
    assert "First part" in second


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        ("status", "x", 422),
        ("tag", "-1", 422),
        ("technician", "9" * 30, 422),
        ("priority", "sometime", 422),
        ("since", "2026-02-30", 422),
        ("until", "tomorrow", 422),
        ("by", "moon", 422),
        ("q", "x" * 201, 422),
        ("below", "-1", 400),
        ("below", "9" * 18, 400),
        ("below", "x", 400),
        ("since", "0001-01-01", 422),
        ("until", "9999-12-31", 422),
        ("q", "'; drop table jobs; --", 200),
        ("tag", "999999", 200),
        ("property", "999999", 200),
        ("shown", "x", 200),
    ],
)
def test_what_is_no_choice_is_said_at_its_field(
    desk: Browser, company: Company, name: str, value: str, status: int
) -> None:
    answer = desk.open("/jobs", **{name: value})
    assert answer.status_code == status
    if status == 422:
        assert f'id="{name}-error"' in answer.text
        assert desk.open("/jobs.csv", **{name: value}).status_code == 400


def test_the_filtered_list_is_saved_and_no_cell_is_a_formula(
    database: Database, desk: Browser, company: Company
) -> None:
    with database.transaction() as session:
        a_job(session, summary='=HYPERLINK("http://x.example")')
        a_job(session, summary="Boiler is cold")
    lines = lines_of(desk, "/jobs.csv", q="hyperlink")
    assert len(lines) == 2
    assert dict(zip(lines[0], lines[1], strict=True))["Summary"].startswith("'=HYPERLINK")
    assert len(lines_of(desk, "/jobs.csv", shown="all")) == 4
    assert "attachment" in desk.open("/jobs.csv").headers["Content-Disposition"]


@pytest.mark.inventory(74)
def test_the_trail_tells_who_changed_what_from_what_to_what(
    desk: Browser, company: Company
) -> None:
    change(desk, company, "po_number", "PO-1")
    change(desk, company, "po_number", "PO-2")
    desk.send(f"/jobs/{company.job_number}/notes", note="Bring the long ladder")
    address = f"/jobs/{company.job_number}/history"
    page = desk.text(address)
    for said in ("Dana Administrator", "PO-1", "PO-2", "Bring the long ladder", "moved to"):
        assert said in page
    edits = desk.text(address, kind="edits")
    assert "changed the PO number" in edits
    assert "Bring the long ladder" not in edits
    notes = desk.text(address, kind="notes")
    assert "Bring the long ladder" in notes
    assert "PO-2" not in notes
    saved = lines_of(desk, f"{address}.csv", kind="edits")
    assert saved[1][5:] == ["Po number", "PO-1", "PO-2"]


@pytest.mark.inventory(74)
def test_what_is_paid_in_the_portal_stands_in_the_trail_too(
    database: Database, desk: Browser, company: Company
) -> None:
    with database.transaction() as session:
        record(
            session,
            "payment.received",
            subject=("payment", 1),
            actor=FIXLINE,
            place=Place(job_id=company.job_id),
            after={"cents": 12_000, "method": "card"},
        )
    page = desk.text(f"/jobs/{company.job_number}/history", kind="money")
    assert "received $120.00 by card" in page
    assert "12000" not in page


def test_the_trail_goes_on_part_after_part(
    database: Database, desk: Browser, company: Company
) -> None:
    with database.transaction() as session:
        for each in range(60):
            record(
                session,
                "job.noted",
                subject=("job", company.job_id),
                actor=FIXLINE,
                place=Place(job_id=company.job_id),
                after={"words": f"note {each}."},
            )
    address = f"/jobs/{company.job_number}/history"
    page = desk.text(address, kind="notes")
    assert "note 59." in page
    assert "note 9." not in page
    below = page.partition("below=")[2].partition('"')[0]
    assert "note 9." in desk.text(address, kind="notes", below=below)
    assert len(lines_of(desk, f"{address}.csv", kind="notes")) == 61
    assert desk.open(address, below="x").status_code == 400
    assert desk.open("/jobs/99/history").status_code == 404


def test_a_technician_reads_the_list_and_the_trail(database: Database, company: Company) -> None:
    technician = at_desk(database, StaffRole.TECHNICIAN)
    assert technician.open("/jobs").status_code == 200
    assert technician.open(f"/jobs/{company.job_number}/history").status_code == 200
