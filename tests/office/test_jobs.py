"""One job at the desk: moved with the audience shown before, visits planned, notes written, who was told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from core.db import Database
from core.desk.model import StaffRole
from core.events.actions import FIXLINE
from core.events.model import Event
from core.jobs.actions.crew_time import add_time_off
from core.jobs.actions.offers import offer_anyway
from core.jobs.actions.status import default_status, move
from core.jobs.actions.visits import schedule
from core.jobs.lifecycle import Category
from core.jobs.model import Appointment, Assignment, Job, JobStatus, Technician
from tests.office.company import Company
from tests.office.desk import Browser, at_desk

TODAY = datetime.now(UTC).date()
# To come, in summer time.
JULY = date(TODAY.year + (TODAY.month > 6), 7, 14)


def status_id(database: Database, name: str) -> int:
    with database.reading() as session:
        return session.scalars(select(JobStatus.id).where(JobStatus.name == name)).one()


def test_a_jobs_page_says_who_pays_and_by_which_rule(desk: Browser, company: Company) -> None:
    page = desk.text(f"/jobs/{company.job_number}")
    assert "No heat in the bedroom" in page
    assert "Lakeside Property Management" in page
    assert "financially responsible for the property" in page
    assert "$350.00" in page
    assert "Maria Lopez: accepted" in page
    assert "code 4471" in page


@pytest.mark.inventory(83)
def test_before_a_change_of_status_it_is_shown_who_will_be_told_and_who_not(
    database: Database, desk: Browser, company: Company
) -> None:
    wanted = status_id(database, "Scheduled")
    address = f"/jobs/{company.job_number}/status/{wanted}"
    page = desk.text(address)
    assert "Rita Chen" in page
    assert "turned job updates off" in page
    part = desk.client.get(address, headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert "turned job updates off" in part
    with database.reading() as session:
        assert session.get_one(Job, company.job_id).status.name == "Dispatched"


def test_moving_a_job_writes_the_change_and_promises_the_telling(
    database: Database, desk: Browser, company: Company
) -> None:
    wanted = status_id(database, "In Progress")
    address = f"/jobs/{company.job_number}/status/{wanted}"
    assert desk.send(address, seen_on=address).status_code == 302
    with database.reading() as session:
        event = session.scalars(
            select(Event).where(Event.kind == "job.moved").order_by(Event.id.desc()).limit(1)
        ).one()
        assert event.after == {"status": "In Progress"}
        assert (event.actor_type, event.actor_name) == ("staff", "Dana Administrator")
    assert "moved to In Progress" in desk.text(f"/jobs/{company.job_number}")


def test_a_step_the_workflow_lacks_is_refused_in_words(
    database: Database, desk: Browser, company: Company
) -> None:
    wanted = status_id(database, "Paid")
    address = f"/jobs/{company.job_number}/status/{wanted}"
    assert "Not now" in desk.text(address)
    answer = desk.send(address)
    assert answer.status_code == 409
    assert "cannot go from Dispatched to Paid" in answer.text


def test_two_who_move_a_job_at_once_move_it_once(
    database: Database, desk: Browser, company: Company
) -> None:
    wanted = status_id(database, "In Progress")
    address = f"/jobs/{company.job_number}/status/{wanted}"
    assert desk.send(address).status_code == 302
    assert desk.send(address).status_code == 409


def test_who_was_told_is_a_table_with_reasons(desk: Browser, company: Company) -> None:
    page = desk.text(f"/jobs/{company.job_number}")
    table = page[page.index('id="told"') :]
    assert "rita@lakeside.example" in table
    assert "turned job updates off" in table
    assert "told 2, not told 1" in page


def test_a_visit_is_planned_on_the_propertys_clock_and_offered(
    database: Database, desk: Browser, company: Company
) -> None:
    address = f"/jobs/{company.job_number}"
    planned = desk.send(
        f"{address}/visits",
        seen_on=address,
        day=JULY.isoformat(),
        starts="09:00",
        ends="11:00",
        technician_id=company.technician_id,
    )
    assert planned.status_code == 302
    with database.reading() as session:
        visit = session.scalars(select(Appointment).order_by(Appointment.id.desc()).limit(1)).one()
        assert visit.window_start.isoformat() == f"{JULY}T14:00:00+00:00"
        offered = session.scalars(
            select(Assignment).where(Assignment.appointment_id == visit.id)
        ).one()
        assert offered.technician_id == company.technician_id
    assert f"{JULY:%a} 14 Jul, 09:00–11:00" in desk.text(address)


@pytest.mark.parametrize(
    ("day", "starts", "ends"),
    [
        (JULY.isoformat(), "11:00", "09:00"),
        ("2031-02-30", "09:00", "11:00"),
        ("", "", ""),
        (JULY.isoformat(), "25:00", "26:00"),
        ("99999-01-01", "09:00", "11:00"),
    ],
)
def test_a_window_that_is_none_is_refused_and_kept(
    database: Database, desk: Browser, company: Company, day: str, starts: str, ends: str
) -> None:
    address = f"/jobs/{company.job_number}"
    answer = desk.send(f"{address}/visits", seen_on=address, day=day, starts=starts, ends=ends)
    assert answer.status_code == 422
    assert f'value="{starts}"' in answer.text
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Appointment)) == 1


def test_an_overlapping_offer_needs_to_be_forced(
    database: Database, desk: Browser, company: Company
) -> None:
    address = f"/jobs/{company.job_number}"
    with database.transaction() as session:
        taken = session.scalars(select(Appointment)).one()
        second = Appointment(
            job_id=taken.job_id, window_start=taken.window_start, window_end=taken.window_end
        )
        session.add(second)
        session.flush()
        offers = f"{address}/visits/{second.id}/offers"
    refused = desk.send(offers, technician_id=company.technician_id)
    assert refused.status_code == 422
    assert f"Maria Lopez has job {company.job_number} then (" in refused.text
    assert "Offer it anyway" in refused.text
    forced = desk.send(offers, technician_id=company.technician_id, anyway="on")
    assert forced.status_code == 302
    assert "Maria Lopez: offered" in desk.text(address)


@pytest.mark.inventory(66)
def test_a_visit_planned_for_who_is_off_needs_to_be_forced(
    database: Database, desk: Browser, company: Company
) -> None:
    address = f"/jobs/{company.job_number}"
    with database.transaction() as session:
        begins = datetime(JULY.year, 7, 14, 5, tzinfo=UTC)
        add_time_off(
            session,
            company.technician_id,
            starts_at=begins,
            ends_at=begins + timedelta(days=1),
            reason="at a wedding",
            actor=FIXLINE,
        )
    typed = {"day": JULY.isoformat(), "starts": "09:00", "ends": "11:00"}
    typed["technician_id"] = str(company.technician_id)
    refused = desk.send(f"{address}/visits", seen_on=address, **typed)
    assert refused.status_code == 422
    assert "Maria Lopez is off then (at a wedding)." in refused.text
    assert "Schedule it anyway" in refused.text
    assert f'value="{JULY}"' in refused.text
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Appointment)) == 1
    forced = desk.send(f"{address}/visits", seen_on=address, **typed, anyway="on")
    assert forced.status_code == 302
    assert "offered the visit to Maria Lopez, against what stands in the way" in desk.text(address)


def test_a_canceled_job_tells_whose_offer_was_withdrawn(
    database: Database, desk: Browser, company: Company
) -> None:
    with database.transaction() as session:
        job = session.get_one(Job, company.job_id)
        start = datetime(JULY.year, 7, 14, 14, tzinfo=UTC)
        visit = schedule(session, job, start=start, end=start + timedelta(hours=2), actor=FIXLINE)
        tom = Technician(name="Tom Reed", phone="+13125550171")
        session.add(tom)
        session.flush()
        offer_anyway(session, visit, tom, actor=FIXLINE)
        move(session, job, default_status(session, Category.CANCELED), actor=FIXLINE)
    assert "withdrew the offer to Tom Reed" in desk.text(f"/jobs/{company.job_number}")


def test_a_note_appears_on_the_timeline(desk: Browser, company: Company) -> None:
    address = f"/jobs/{company.job_number}"
    assert desk.send(f"{address}/notes", note=" ").status_code == 422
    assert desk.send(f"{address}/notes", note="Bring the long ladder").status_code == 302
    assert "Bring the long ladder" in desk.text(address)


def test_a_csr_sees_no_scheduling(database: Database, company: Company) -> None:
    csr = at_desk(database, StaffRole.CSR)
    assert "Schedule a visit" not in csr.text(f"/jobs/{company.job_number}")
    assert csr.send(f"/jobs/{company.job_number}/visits").status_code == 403


def test_a_jobs_number_in_the_search_box_opens_the_job(desk: Browser, company: Company) -> None:
    assert (
        desk.open("/search", q=f"#{company.job_number}").location == f"/jobs/{company.job_number}"
    )
    assert "Nothing fits" in desk.text("/search", q="#99")
