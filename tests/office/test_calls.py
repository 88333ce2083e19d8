"""A call at the desk: the caller found or written down, their history seen, the job booked in one go, once."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.db import Database
from core.desk.model import StaffRole, StaffTask
from core.directory.model import Contact, Customer, Property, PropertyRelationship
from core.jobs.model import (
    Appointment,
    Assignment,
    AssignmentState,
    Booking,
    BookingSource,
    BookingStatus,
    Call,
    Emergency,
    EstimateWish,
    Job,
    JobPriority,
)
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.office.calling import calls_booked, filled
from tests.office.company import Company
from tests.office.desk import Browser, at_desk

PAGE = "/bookings/new"


@pytest.mark.inventory(13, 21, 44, 58)
def test_the_caller_is_found_by_number_with_place_and_history(
    desk: Browser, company: Company
) -> None:
    page = desk.text(PAGE, phone="(312) 555-0142")
    assert f'name="caller" value="{company.tenant_contact_id}"' in page
    assert f'name="property_id" value="{company.property_id}"' in page
    assert f"#{company.job_number} No heat in the bedroom" in page
    assert "Key box left of the door" in page
    assert f'<option value="{company.manager_id}" selected>' in page


@pytest.mark.inventory(13)
def test_a_caller_is_found_by_nickname_and_chosen(desk: Browser, company: Company) -> None:
    found = desk.send(PAGE, seen_on=PAGE, q="Bob Diaz")
    assert f'name="pick" value="{company.tenant_contact_id}"' in found.text
    chosen = desk.send(PAGE, seen_on=PAGE, pick=company.tenant_contact_id, words="Sink leaks")
    assert f'name="caller" value="{company.tenant_contact_id}"' in chosen.text
    assert "Sink leaks</textarea>" in chosen.text


@pytest.mark.inventory(44, 46, 49, 50, 51, 54, 58, 59, 61)
def test_one_form_books_the_job_plans_its_visit_and_offers_it(
    database: Database, desk: Browser, company: Company
) -> None:
    answer = desk.send(
        "/bookings",
        **filled(
            database,
            company,
            day="2027-03-02",
            starts="09:00",
            ends="11:00",
            technician_id=company.technician_id,
            customer_notes="Ring twice",
            estimate="remote",
        ),
    )
    assert answer.status_code == 302, re.findall(r'class="error"[^>]*>([^<]*)', answer.text)
    with database.reading() as session:
        booking = calls_booked(session)[0]
        job = session.scalars(select(Job).where(Job.booking_id == booking.id)).one()
        visit = session.scalars(select(Appointment).where(Appointment.job_id == job.id)).one()
        offer = session.scalars(select(Assignment).where(Assignment.appointment == visit)).one()
        call = session.scalars(select(Call)).one()
        told = session.scalars(select(OutboxEntry.kind).where(OutboxEntry.kind == Kind.FAN_OUT))
        assert answer.location == f"/jobs/{job.number}"
        assert (booking.source, booking.status) == (BookingSource.PHONE, BookingStatus.CONVERTED)
        assert (booking.since, booking.estimate) == ("since Sunday", EstimateWish.REMOTE)
        assert (job.summary, job.customer_id) == ("Dishwasher leaks", company.manager_id)
        assert job.customer_notes == "A puddle every evening\nSince: since Sunday\nRing twice"
        assert job.requester_contact_id == company.tenant_contact_id
        assert job.status.name == "Scheduled"
        assert visit.window_end - visit.window_start == timedelta(hours=2)
        assert (offer.technician_id, offer.state) == (
            company.technician_id,
            AssignmentState.OFFERED,
        )
        assert (call.customer_id, call.booking_id) == (company.tenant_id, booking.id)
        assert len(told.all()) >= 2


@pytest.mark.inventory(59)
def test_a_job_without_a_technician_is_told_to_dispatch(
    database: Database, desk: Browser, company: Company
) -> None:
    desk.send("/bookings", **filled(database, company, window="weekday mornings"))
    with database.reading() as session:
        task = session.scalars(select(StaffTask).order_by(StaffTask.id.desc()).limit(1)).one()
        assert task.title.startswith("Plan a visit for job")
        assert task.details == "Wished: weekday mornings"


@pytest.mark.inventory(46)
@pytest.mark.parametrize("missing", ["business_unit_id", "job_type_id", "customer_id"])
def test_a_job_needs_customer_place_trade_and_type(
    database: Database, desk: Browser, company: Company, missing: str
) -> None:
    answer = desk.send("/bookings", **filled(database, company, **{missing: ""}))
    assert answer.status_code == 422
    assert f'id="{missing}-error"' in answer.text
    placeless = filled(database, company, property_id="", unit_id="", place="nowhere")
    assert 'id="place-error"' in desk.send("/bookings", **placeless).text
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Call)) == 0


@pytest.mark.inventory(14, 22)
def test_a_caller_nobody_knows_is_written_down_with_their_place(
    database: Database, desk: Browser, company: Company
) -> None:
    unknown = desk.send(PAGE, seen_on=PAGE, q="312 555 0188", place="77 Elm")
    assert "New caller" in unknown.text
    assert "New place" in unknown.text
    with database.reading() as session:
        tenant = session.scalars(
            select(PropertyRelationship.type_id).where(
                PropertyRelationship.customer_id == company.tenant_id
            )
        ).one()
    newcomer = filled(
        database,
        company,
        caller="",
        property_id="",
        unit_id="",
        customer_id="caller",
        name="Nina Park",
        phone="312 555 0188",
        street="77 Elm Street",
        new_unit="2",
        type_id=tenant,
    )
    answer = desk.send("/bookings", **newcomer)
    assert answer.status_code == 302, re.findall(r'class="error"[^>]*>([^<]*)', answer.text)
    with database.reading() as session:
        nina = session.scalars(select(Customer).where(Customer.name == "Nina Park")).one()
        place = session.scalars(select(Property).where(Property.street == "77 Elm Street")).one()
        link = session.scalars(
            select(PropertyRelationship).where(PropertyRelationship.property_id == place.id)
        ).one()
        job = session.scalars(select(Job).where(Job.property_id == place.id)).one()
        assert (job.customer_id, link.customer_id) == (nina.id, nina.id)
        assert job.unit is not None
        assert job.unit.name == "2"


@pytest.mark.inventory(14)
def test_a_number_that_is_known_is_not_written_down_again(
    database: Database, desk: Browser, company: Company
) -> None:
    answer = desk.send(
        "/bookings",
        **filled(
            database,
            company,
            caller="",
            customer_id="caller",
            name="Somebody",
            phone="312-555-0142",
        ),
    )
    assert answer.status_code == 422
    assert "Robert Diaz is known there" in answer.text
    with database.reading() as session:
        assert not session.scalars(select(Contact).where(Contact.first_name == "Somebody")).all()


@pytest.mark.inventory(52, 53)
def test_an_emergency_pages_whoever_is_on_call_at_once(
    database: Database, desk: Browser, company: Company
) -> None:
    desk.send("/bookings", **filled(database, company, urgency="emergency", safety="gas"))
    with database.reading() as session:
        job = session.scalars(select(Job).order_by(Job.id.desc()).limit(1)).one()
        danger = session.scalars(select(Emergency)).one()
        page = session.scalars(
            select(OutboxEntry).where(OutboxEntry.kind == Kind.PAGE_ON_CALL)
        ).one()
        assert (danger.safety, danger.number, danger.job_id) == ("gas", job.number, job.id)
        assert (job.priority, page.rank) == (JobPriority.EMERGENCY, 0)


@pytest.mark.inventory(169, 170)
def test_who_may_not_schedule_books_but_sends_nobody(database: Database, company: Company) -> None:
    csr = at_desk(database, StaffRole.CSR)
    timed = filled(database, company, day="2027-03-02", starts="09:00", ends="11:00")
    refused = csr.send("/bookings", **timed, technician_id=company.technician_id)
    assert refused.status_code == 422
    assert "leaves the choice of technician to dispatch" in refused.text
    assert csr.send("/bookings", **timed).status_code == 302
    with database.reading() as session:
        visit = session.scalars(select(Appointment).order_by(Appointment.id.desc()).limit(1)).one()
        task = session.scalars(select(StaffTask).order_by(StaffTask.id.desc()).limit(1)).one()
        assert visit.assignments == []
        assert task.title.startswith("Find a technician for job")


def test_the_same_form_sent_at_once_from_two_windows_books_once(
    database: Database, desk: Browser, company: Company
) -> None:
    form = filled(database, company)
    windows = [at_desk(database, role) for role in (StaffRole.DISPATCHER, StaffRole.MANAGER)]
    with ThreadPoolExecutor(2) as pool:
        sent = list(pool.map(lambda window: window.send("/bookings", **form), windows))
    assert [answer.status_code for answer in sent] == [302, 302]
    assert sent[0].location == sent[1].location
    with database.reading() as session:
        assert len(calls_booked(session)) == 1
        assert session.scalar(select(func.count()).select_from(Call)) == 1


@pytest.mark.inventory(55)
def test_a_free_time_of_the_list_is_booked_with_its_technician(
    database: Database, desk: Browser, company: Company
) -> None:
    page = desk.text(PAGE, phone="312 555 0142")
    slot = re.search(r'<option value="(\d+:\d+:\d+)"', page)
    assert slot is not None
    answer = desk.send("/bookings", **filled(database, company, slot=slot[1]))
    assert answer.status_code == 302
    again = desk.send("/bookings", **filled(database, company, slot="1:2", form_key="b"))
    assert again.status_code == 422
    assert 'id="slot-error"' in again.text


@pytest.mark.inventory(56)
def test_when_no_time_is_free_the_job_waits_for_one(
    database: Database, desk: Browser, company: Company
) -> None:
    answer = desk.send("/bookings", **filled(database, company, do="wait"))
    with database.reading() as session:
        job = session.scalars(select(Job).order_by(Job.id.desc()).limit(1)).one()
        assert answer.location == f"/jobs/{job.number}/wait"
    put = desk.send(f"/jobs/{job.number}/wait", part_of_day="morning", day_2="on")
    assert put.status_code == 302
    assert "Tue, mornings" in desk.text("/bookings/wait-list")


@pytest.mark.inventory(41)
def test_a_request_is_saved_with_nothing_but_its_words(
    database: Database, desk: Browser, company: Company
) -> None:
    answer = desk.send(
        "/bookings", do="save", words="No hot water", urgency="urgent", phone="312 555 0142"
    )
    with database.reading() as session:
        booking = session.scalars(select(Booking).order_by(Booking.id.desc()).limit(1)).one()
        assert answer.location == f"/bookings/{booking.id}"
        assert booking.requester_contact_id == company.tenant_contact_id
        assert (booking.summary, booking.urgency) == ("No hot water", "urgent")
