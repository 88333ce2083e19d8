"""Equipment, files, forms and call-backs from the office's pages."""

from __future__ import annotations

from io import BytesIO

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from core.db import Database
from core.desk.model import StaffRole
from core.jobs.actions.equipment import EquipmentDraft, add_equipment
from core.jobs.actions.status import move
from core.jobs.model import Attachment, Equipment, FormEntry, FormTemplate, Job
from tests.builders import OFFICE, status
from tests.office.company import PICTURE, Company
from tests.office.desk import Browser, at_desk

BOILER = {"name": "Boiler", "make": "Vaillant", "serial": "21-0057", "installed_on": "2024-02-01"}
QUESTIONS = {
    "name": "Boiler check",
    "rows": "3",
    "label-0": "Pressure",
    "kind-0": "number",
    "needed-0": "on",
    "kind-1": "text",
    "label-2": "Filter",
    "kind-2": "choice",
    "choices-2": "clean, replaced",
    "required": "on",
    "active": "on",
}


def add_boiler(database: Database, company: Company) -> int:
    with database.transaction() as session:
        draft = EquipmentDraft("Boiler", make="=cmd()", serial="21-0057")
        return add_equipment(session, company.property_id, draft, actor=OFFICE).id


def upload(desk: Browser, address: str, seen_on: str, content: bytes, **more: str) -> TestResponse:
    """Send a file with the token of a page of ours."""
    page = desk.text(seen_on)
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    values = {"csrf_token": token, "file": (BytesIO(content), "plate.png"), **more}
    return desk.client.post(address, data=values, content_type="multipart/form-data")


@pytest.mark.inventory(145)
def test_equipment_is_written_down_at_a_property_and_served_by_a_job(
    database: Database, desk: Browser, company: Company
) -> None:
    place = f"/properties/{company.property_id}"
    answer = desk.send(f"{place}/equipment", seen_on=f"{place}/equipment/new", **BOILER)
    where = answer.headers["Location"]
    assert "Vaillant" in desk.text(place)
    job = f"/jobs/{company.job_number}"
    number = where.rpartition("/")[2]
    assert desk.send(f"{job}/equipment", seen_on=job, equipment_id=number).status_code == 302
    assert f"#{company.job_number}" in desk.text(where)
    assert where in desk.text(job)
    assert where in at_desk(database, StaffRole.TECHNICIAN).text(job)
    desk.send(f"{job}/equipment/{number}/remove", seen_on=job)
    assert "No job has served it yet" in desk.text(where)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("name", " "),
        ("name", "x" * 121),
        ("installed_on", "yesterday"),
        ("warranty_until", "2020-01-01"),
        ("unit_id", "999"),
        ("unit_id", "-1"),
    ],
)
def test_bad_equipment_is_refused_at_its_field(
    database: Database, desk: Browser, company: Company, field: str, words: str
) -> None:
    page = f"/properties/{company.property_id}/equipment"
    answer = desk.send(page, seen_on=f"{page}/new", **{**BOILER, field: words})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Equipment)) == 0


@pytest.mark.parametrize("chosen", ["", "x", "-1", "999", "99999999999999999999"])
def test_equipment_that_is_not_there_is_not_served(
    desk: Browser, company: Company, chosen: str
) -> None:
    job = f"/jobs/{company.job_number}"
    assert desk.send(f"{job}/equipment", seen_on=job, equipment_id=chosen).status_code == 422


@pytest.mark.inventory(146)
def test_equipment_over_all_sites_is_found_and_exported(
    database: Database, desk: Browser, company: Company
) -> None:
    add_boiler(database, company)
    assert "Boiler" in desk.text("/equipment", q="0057")
    assert "Boiler" in desk.text("/equipment", q="oak")
    assert "Nothing fits" in desk.text("/equipment", q="zebra")
    answer = desk.open("/equipment.csv", q="boil")
    assert answer.mimetype == "text/csv"
    lines = answer.get_data(as_text=True).splitlines()
    assert len(lines) == 2
    assert "'=cmd()" in lines[1]


def test_equipment_is_changed_and_taken_out_of_use(
    database: Database, desk: Browser, company: Company
) -> None:
    where = f"/equipment/{add_boiler(database, company)}"
    assert desk.send(where, seen_on=where, **{**BOILER, "name": ""}).status_code == 422
    assert desk.send(where, seen_on=where, **{**BOILER, "name": "Old boiler"}).status_code == 302
    desk.send(f"{where}/switch", seen_on=where)
    shown = desk.text(where)
    assert "Old boiler" in shown
    assert "Out of use" in shown
    desk.send(f"{where}/switch", seen_on=where, wanted="on")
    assert "Take out of use" in desk.text(where)


def test_a_picture_is_added_to_a_job_and_to_equipment(
    database: Database, desk: Browser, company: Company
) -> None:
    job = f"/jobs/{company.job_number}"
    assert upload(desk, f"{job}/files", job, PICTURE).status_code == 302
    shown = desk.text(job)
    assert "plate.png" in shown
    assert "Dana Administrator, <time" in shown
    where = f"/equipment/{add_boiler(database, company)}"
    assert upload(desk, f"{where}/photos", where, PICTURE).status_code == 302
    with database.reading() as session:
        kept = session.scalars(select(Attachment).where(Attachment.equipment_id.is_not(None))).one()
        mine = session.scalars(select(Attachment).where(Attachment.job_id == company.job_id)).all()
    assert desk.open(f"/files/{kept.blob_id}").status_code == 200
    desk.send(f"{job}/files/{mine[-1].id}/remove", seen_on=job)
    assert "plate.png" not in desk.text(job).split('id="photos"')[1].split("</section>")[0]


@pytest.mark.parametrize("content", [b"", b"<script>", b"\x89PNG\r\n\x1a\nbroken"])
def test_what_is_no_picture_is_refused_at_its_field(
    database: Database, desk: Browser, company: Company, content: bytes
) -> None:
    job = f"/jobs/{company.job_number}"
    answer = upload(desk, f"{job}/files", job, content)
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text
    with database.reading() as session:
        assert session.scalar(select(func.count()).where(Attachment.job_id == company.job_id)) == 0


@pytest.mark.inventory(68)
def test_a_form_is_written_in_settings_and_filled_in_on_a_job(
    database: Database, desk: Browser, company: Company
) -> None:
    answer = desk.send("/settings/forms", seen_on="/settings/forms/new", **QUESTIONS)
    assert answer.status_code == 302
    assert "2 questions" in desk.text("/settings/forms")
    with database.reading() as session:
        template = session.scalars(select(FormTemplate)).one()
    job = f"/jobs/{company.job_number}"
    assert "Needed" in desk.text(job)
    page = f"{job}/forms/{template.id}"
    wrong = desk.send(page, seen_on=page, f0="much", f2="clean")
    assert wrong.status_code == 422
    assert 'id="f0-error"' in wrong.text
    technician = at_desk(database, StaffRole.TECHNICIAN)
    assert technician.send(page, seen_on=page, f0="1.5", f2="clean").status_code == 302
    shown = desk.text(job)
    assert "Dana Technician" in shown
    with database.reading() as session:
        assert session.scalars(select(FormEntry)).one().answers == {"f0": "1.5", "f2": "clean"}


@pytest.mark.parametrize(
    ("field", "words"),
    [("name", ""), ("label-0", "x" * 201), ("kind-0", "song"), ("choices-2", "")],
)
def test_a_bad_form_is_refused_at_its_field(
    database: Database, desk: Browser, company: Company, field: str, words: str
) -> None:
    answer = desk.send(
        "/settings/forms", seen_on="/settings/forms/new", **{**QUESTIONS, field: words}
    )
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(FormTemplate)) == 0


def test_a_form_is_changed_and_gets_more_questions(
    database: Database, desk: Browser, company: Company
) -> None:
    desk.send("/settings/forms", seen_on="/settings/forms/new", **QUESTIONS)
    with database.reading() as session:
        where = f"/settings/forms/{session.scalars(select(FormTemplate.id)).one()}"
    assert 'name="rows" value="7"' in desk.send(where, seen_on=where, **QUESTIONS, more="yes").text
    assert desk.send(where, seen_on=where, **{**QUESTIONS, "label-0": "Bar"}).status_code == 302
    assert "Bar" in desk.text(where)


def complete(database: Database, company: Company) -> None:
    with database.transaction() as session:
        job = session.get_one(Job, company.job_id)
        for visit in job.appointments:
            visit.state = type(visit.state)("done")
        session.flush()
        for step in ("In Progress", "Completed"):
            move(session, job, status(session, step), actor=OFFICE)


@pytest.mark.inventory(72)
def test_a_call_back_is_booked_from_a_finished_job(
    database: Database, desk: Browser, company: Company
) -> None:
    job = f"/jobs/{company.job_number}"
    early = desk.send(f"{job}/callbacks", seen_on=job, callback_reason="drips", where="new")
    assert early.status_code == 422
    complete(database, company)
    assert desk.send(f"{job}/callbacks", seen_on=job, callback_reason=" ").status_code == 422
    answer = desk.send(f"{job}/callbacks", seen_on=job, callback_reason="drips", where="new")
    assert answer.status_code == 302
    assert "This is a call-back of" in desk.text(answer.headers["Location"])
    assert "Call-backs (1)" in desk.text(job)
    again = desk.send(f"{job}/callbacks", seen_on=job, callback_reason="drips", where="new")
    assert "still open" in again.text


@pytest.mark.inventory(72)
def test_one_more_visit_is_planned_for_a_finished_job(
    database: Database, desk: Browser, company: Company
) -> None:
    job = f"/jobs/{company.job_number}"
    complete(database, company)
    asked = {"callback_reason": "drips", "where": "same", "callback_day": "2026-12-03"}
    wrong = desk.send(
        f"{job}/callbacks", seen_on=job, **asked, callback_from="11:00", callback_until="09:00"
    )
    assert wrong.status_code == 422
    assert 'id="callback_until-error"' in wrong.text
    right = desk.send(
        f"{job}/callbacks", seen_on=job, **asked, callback_from="09:00", callback_until="11:00"
    )
    assert right.status_code == 302
    with database.reading() as session:
        row = session.get_one(Job, company.job_id)
        assert (row.status.name, len(row.appointments)) == ("Scheduled", 2)


@pytest.mark.inventory(72)
def test_a_visit_is_called_off_on_the_jobs_page(
    database: Database, desk: Browser, company: Company
) -> None:
    job = f"/jobs/{company.job_number}"
    with database.reading() as session:
        visit = session.get_one(Job, company.job_id).appointments[0].id
    assert desk.send(f"{job}/visits/{visit}/cancel", seen_on=job).status_code == 422
    gone = {f"why-{visit}": "tenant away"}
    assert desk.send(f"/jobs/1/visits/{visit}/cancel", seen_on=job, **gone).status_code == 404
    assert desk.send(f"{job}/visits/{visit}/cancel", seen_on=job, **gone).status_code == 302
    shown = desk.text(job)
    assert "canceled the visit" in shown
    assert "tenant away" in shown


def test_what_is_not_there_is_a_404(desk: Browser, company: Company) -> None:
    for address in (
        "/equipment/999",
        "/properties/999/equipment/new",
        "/settings/forms/999",
        f"/jobs/{company.job_number}/forms/999",
    ):
        assert desk.open(address).status_code == 404, address
