"""From a request to a job: written down, shown, proposed, converted once, or let go."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from core.db import Database
from core.jobs.model import Attachment, Booking, BookingStatus, Job, JobPriority
from tests.office.company import PICTURE, Company
from tests.office.desk import Browser


def proposed(page: str) -> dict[str, str]:
    """The values the form for a job starts with."""
    form = page[page.index("/convert") :]
    chosen = re.findall(
        r'<select id="(\w+)".*?<option value="([^"]*)" selected', form.replace("\n", " ")
    )
    hidden = re.search(r'name="property_id" value="(\d*)"', form)
    assert hidden is not None
    return {**dict(chosen), "property_id": hidden[1]}


def test_a_booking_proposes_the_propertys_primary_as_customer(
    desk: Browser, company: Company
) -> None:
    first = proposed(desk.text(f"/bookings/{company.booking_id}"))
    assert first["customer_id"] == str(company.manager_id)
    assert first["property_id"] == str(company.property_id)
    assert first["unit_id"] == str(company.unit_id)
    assert first["priority"] == "high"


@pytest.mark.inventory(45, 46)
def test_a_booking_becomes_a_job_once(database: Database, desk: Browser, company: Company) -> None:
    address = f"/bookings/{company.booking_id}"
    fields = {**proposed(desk.text(address)), "summary": "Fix the leaking sink"}
    made = desk.send(f"{address}/convert", seen_on=address, **fields)
    assert made.status_code == 302
    again = desk.send(f"{address}/convert", **fields)
    assert again.status_code == 409
    assert "converted already" in again.text
    with database.reading() as session:
        job = session.scalars(select(Job).where(Job.booking_id == company.booking_id)).one()
        assert made.location == f"/jobs/{job.number}"
        assert (job.summary, job.priority) == ("Fix the leaking sink", JobPriority.HIGH)
    page = desk.text(made.location)
    assert "Lakeside Property Management" in page
    assert f"/files/{company.blob_id}" in page


def test_a_form_that_lacks_something_is_shown_again_with_nothing_lost(
    database: Database, desk: Browser, company: Company
) -> None:
    address = f"/bookings/{company.booking_id}"
    fields = {**proposed(desk.text(address)), "summary": "", "customer_notes": "Ring twice"}
    answer = desk.send(f"{address}/convert", seen_on=address, **{**fields, "unit_id": "77"})
    assert answer.status_code == 422
    assert "Say what is to be done." in answer.text
    assert "Choose one of the list." in answer.text
    assert "Ring twice</textarea>" in answer.text
    with database.reading() as session:
        assert session.get_one(Booking, company.booking_id).status == BookingStatus.NEW


@pytest.mark.parametrize("bad", ["", "abc", "-1", "9" * 30, "٣", "1e3"])
def test_a_row_that_is_none_is_refused_at_its_field(
    desk: Browser, company: Company, bad: str
) -> None:
    address = f"/bookings/{company.booking_id}"
    fields = {**proposed(desk.text(address)), "summary": "x", "customer_id": bad}
    answer = desk.send(f"{address}/convert", seen_on=address, **fields)
    assert answer.status_code == 422
    assert 'id="customer_id-error"' in answer.text


def test_another_property_can_be_found_and_its_units_are_offered(
    desk: Browser, company: Company
) -> None:
    address = f"/bookings/{company.booking_id}"
    assert "Use 12 Oak Street" in desk.text(address, place="oak")
    assert "No property fits" in desk.text(address, place="elm")
    assert ">5</option>" in desk.text(address, property=company.property_id)
    assert "No property chosen yet" in desk.text(address, property=999)


def test_letting_a_booking_go_needs_a_reason(
    database: Database, desk: Browser, company: Company
) -> None:
    address = f"/bookings/{company.booking_id}"
    refused = desk.send(f"{address}/dismiss", seen_on=address, reason=" ")
    assert refused.status_code == 422
    assert "Say why" in refused.text
    assert desk.send(f"{address}/dismiss", seen_on=address, reason="Sent twice").status_code == 302
    page = desk.text(address)
    assert "Dismissed" in page
    assert "Sent twice" in page
    assert "Make it a job" not in page


def test_a_phone_call_becomes_a_booking_of_the_person_it_comes_from(
    database: Database, desk: Browser, company: Company
) -> None:
    made = desk.send(
        "/bookings",
        seen_on="/bookings/new",
        do="save",
        words="Toilet runs all night\nsecond floor",
        phone="(312) 555-0142",
        urgency="routine",
        status="converted",
        verified="true",
    )
    assert made.status_code == 302
    with database.reading() as session:
        booking = session.scalars(select(Booking).order_by(Booking.id.desc()).limit(1)).one()
        assert booking.summary == "Toilet runs all night"
        assert (booking.customer_id, booking.unit_id) == (company.tenant_id, company.unit_id)
        assert booking.status == BookingStatus.NEW


def test_a_wrong_phone_number_is_refused_and_the_words_stay(
    database: Database, desk: Browser
) -> None:
    answer = desk.send(
        "/bookings",
        seen_on="/bookings/new",
        do="save",
        words="No hot water",
        phone="12",
        urgency="routine",
    )
    assert answer.status_code == 422
    assert "no complete phone number" in answer.text
    assert "No hot water</textarea>" in answer.text
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Booking)) == 0


def test_pictures_are_shown_and_everything_else_is_only_saved(
    database: Database, desk: Browser, company: Company
) -> None:
    from core.blobs import keep_blob

    picture = desk.open(f"/files/{company.blob_id}")
    assert picture.data == PICTURE
    assert picture.headers["Content-Disposition"].startswith("inline")
    with database.transaction() as session:
        page_id = keep_blob(session, [b"<script>alert(1)</script>"], content_type="text/html").id
        session.add(Attachment(blob_id=page_id, name="a.html", booking_id=company.booking_id))
    page = desk.open(f"/files/{page_id}")
    assert page.content_type == "application/octet-stream"
    assert page.headers["Content-Disposition"].startswith("attachment")
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in page.headers["Content-Security-Policy"]
