"""What a day played in the office brought to light: where a page said too much, too little, or led astray."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from core.db import Database
from core.events.actions import FIXLINE
from core.jobs.actions.offers import offer_anyway, pass_on
from core.jobs.actions.status import move
from core.jobs.model import Appointment, Booking, BusinessUnit, Job, Technician
from core.messaging.actions.queueing import queue_messages
from tests.builders import HEAD, a_draft, status
from tests.office.board_desk import board, lane, settle_crew
from tests.office.company import Company
from tests.office.desk import Browser


def chosen(page: str, field: str) -> str:
    """The words of the option that a field starts with."""
    found = re.search(rf'<select id="{field}".*?<option[^>]* selected>([^<]*)', page, re.DOTALL)
    assert found is not None, f"nothing chosen in {field}"
    return found[1]


@pytest.mark.parametrize(
    ("category", "trade"),
    [("lock_door", "Locks and Doors"), ("gas", "Plumbing"), ("pest", "General Repair")],
)
def test_a_booking_proposes_the_trade_that_looks_after_its_trouble(
    database: Database, desk: Browser, company: Company, category: str, trade: str
) -> None:
    with database.transaction() as session:
        session.get_one(Booking, company.booking_id).category = category
        named = select(BusinessUnit).where(BusinessUnit.name == trade)
        assert session.scalars(named).one().active
    page = desk.text(f"/bookings/{company.booking_id}")
    assert chosen(page, "business_unit_id") == trade


def test_trouble_is_named_in_words(database: Database, desk: Browser, company: Company) -> None:
    with database.transaction() as session:
        session.get_one(Booking, company.booking_id).category = "lock_door"
    page = desk.text(f"/bookings/{company.booking_id}")
    assert "<dt>Trouble</dt><dd>Locks and doors</dd>" in page


def test_a_halted_job_is_never_led_to_be_cancelled(
    database: Database, desk: Browser, company: Company
) -> None:
    with database.transaction() as session:
        job = session.get_one(Job, company.job_id)
        for step in ("In Progress", "On Hold"):
            move(session, job, status(session, step), actor=FIXLINE)
    page = desk.text(f"/jobs/{company.job_number}")
    (main,) = re.findall(r'class="button main"[^>]*>([^<]*)', page)
    assert main == "Move to Scheduled…"
    assert "Move to Canceled…" in page


def test_when_a_visit_suits_stands_on_the_job(
    database: Database, desk: Browser, company: Company
) -> None:
    with database.transaction() as session:
        session.get_one(Booking, company.booking_id).requested_window = "after 3pm on Tuesday"
        session.get_one(Job, company.job_id).booking_id = company.booking_id
    page = desk.text(f"/jobs/{company.job_number}")
    assert "<dt>When it suits</dt><dd>after 3pm on Tuesday</dd>" in page


def test_the_timeline_names_whom_a_message_went_to(
    database: Database, desk: Browser, company: Company
) -> None:
    with database.transaction() as session:
        maria = session.get_one(Technician, company.technician_id)
        words = a_draft(session, maria.phone, body="Take it?", job_id=company.job_id)
        queue_messages(session, HEAD, [words])
    page = desk.text(f"/jobs/{company.job_number}")
    assert "to Maria Lopez, (312) 555-0170" in page


def test_who_is_their_own_customer_is_named_once(desk: Browser, company: Company) -> None:
    page = desk.text(f"/customers/{company.tenant_id}/told")
    assert "Robert Diaz" in page
    assert '<strong>Robert Diaz</strong> <span class="quiet-words">Robert Diaz' not in page
    found = desk.text("/search", q="oak")
    assert 'Robert Diaz</a> <span class="quiet-words">Robert Diaz' not in found


def test_the_board_says_who_passed_on_a_visit(database: Database, desk: Browser) -> None:
    crew = settle_crew(database)
    with database.transaction() as session:
        visit = session.get_one(Appointment, crew.open_id)
        tom = session.get_one(Technician, crew.tom_id)
        made = offer_anyway(session, visit, tom, actor=FIXLINE)
        pass_on(session, made.id, reason="ill", actor=FIXLINE)
    assert "Tom Reed passed" in lane(board(desk))


def test_after_enter_the_first_caller_found_waits_for_the_next_enter(
    desk: Browser, company: Company
) -> None:
    typed = {"q": "robert", "urgency": "routine", "language": "en"}
    page = desk.send("/bookings/new", seen_on="/bookings/new", **typed).text
    assert re.search(rf'value="{company.tenant_contact_id}" type="submit" autofocus', page)
    assert not re.search(r'<input id="q"[^>]* autofocus', page)
