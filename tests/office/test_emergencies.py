"""An emergency at the desk: seen where it matters, taken by a person, then quiet."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.db import Database
from core.desk.model import StaffRole
from core.events.actions import FIXLINE
from core.jobs.actions.emergencies import Danger, climb, raise_emergency
from core.jobs.model import Emergency
from core.messaging.model import Conversation, Message
from tests.office.company import Company
from tests.office.desk import Browser, at_desk


@pytest.fixture
def emergency_id(database: Database, company: Company) -> int:
    """Gas, reported in the thread in danger about the waiting booking, paged twice."""
    with database.transaction() as session:
        raised = raise_emergency(
            session,
            Danger(
                safety="gas",
                words="I smell gas <b>now</b>",
                reporter_address="+13125550199",
                booking_id=company.booking_id,
            ),
            actor=FIXLINE,
        )
        for rung in range(2):
            climb(session, raised.id, rung=rung)
        return raised.id


def places(company: Company) -> list[str]:
    return [f"/inbox/{company.emergency_thread_id}", f"/bookings/{company.booking_id}"]


def test_an_open_emergency_says_what_since_when_and_that_nobody_has_it(
    desk: Browser, company: Company, emergency_id: int
) -> None:
    for address in places(company):
        page = desk.text(address)
        assert "Gas, reported" in page
        assert "paged twice, nobody has it yet." in page
        assert "I have it" in page
    assert "paged twice, nobody has it yet" in desk.text("/inbox")
    assert (
        "nobody has it yet"
        not in desk.text(f"/inbox/{company.conversation_id}").partition('class="pane-thread"')[2]
    )


def test_one_who_has_it_is_named_everywhere_the_reporter_is_told_and_the_lane_empties(
    database: Database, desk: Browser, company: Company, emergency_id: int
) -> None:
    thread, booking = places(company)
    assert "thread-row danger" in desk.text("/inbox")
    taken = desk.send(f"/emergencies/{emergency_id}/take", seen_on=booking, back=booking)
    assert taken.location == booking
    for address in (thread, booking):
        page = desk.text(address)
        assert "Dana Administrator has it since" in page
        assert "I have it" not in page
    assert "thread-row danger" not in desk.text("/inbox")
    with database.reading() as session:
        row = session.get_one(Emergency, emergency_id)
        assert row.acknowledged_by == "Dana Administrator"
        assert not session.get_one(Conversation, company.emergency_thread_id).emergency
        told = session.scalars(select(Message).order_by(Message.id.desc()).limit(1)).one()
        assert (told.recipient, "Dana" in told.body) == ("+13125550199", True)


def test_who_comes_second_sees_who_was_first(
    database: Database, desk: Browser, company: Company, emergency_id: int
) -> None:
    thread = places(company)[0]
    colleague = at_desk(database, StaffRole.DISPATCHER)
    desk.send(f"/emergencies/{emergency_id}/take", seen_on=thread, back=thread)
    late = colleague.send(f"/emergencies/{emergency_id}/take", seen_on=thread, back=thread)
    assert late.status_code == 302
    assert "Dana Administrator has it since" in colleague.text(thread)
    with database.reading() as session:
        assert session.get_one(Emergency, emergency_id).acknowledged_by == "Dana Administrator"


def test_of_two_with_one_number_the_one_pointed_at_is_taken(
    database: Database, desk: Browser, company: Company, emergency_id: int
) -> None:
    with database.transaction() as session:
        older = session.get_one(Emergency, emergency_id)
        later = Emergency(
            number=older.number, safety="fire", words="Smoke", reporter_address="+13125550198"
        )
        session.add(later)
        session.flush()
        later_id = later.id
    desk.send(f"/emergencies/{emergency_id}/take", seen_on=places(company)[0], back="/inbox")
    with database.reading() as session:
        assert session.get_one(Emergency, emergency_id).acknowledged_by == "Dana Administrator"
        assert session.get_one(Emergency, later_id).acknowledged_at is None


def test_it_follows_the_booking_to_its_job(
    database: Database, desk: Browser, company: Company, emergency_id: int
) -> None:
    with database.transaction() as session:
        session.get_one(Emergency, emergency_id).job_id = company.job_id
    page = desk.text(f"/jobs/{company.job_number}")
    assert "Gas, reported" in page
    back = f"/jobs/{company.job_number}"
    assert desk.send(f"/emergencies/{emergency_id}/take", seen_on=back, back=back).location == back
    assert "Dana Administrator has it since" in desk.text(back)


def test_accounting_sees_jobs_but_takes_no_emergency(
    database: Database, company: Company, emergency_id: int
) -> None:
    accounting = at_desk(database, StaffRole.ACCOUNTING)
    refused = accounting.send(f"/emergencies/{emergency_id}/take")
    assert refused.status_code == 403
    with database.reading() as session:
        assert session.get_one(Emergency, emergency_id).acknowledged_at is None


@pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "/\\evil", ""])
def test_taking_leads_nowhere_else(
    desk: Browser, company: Company, emergency_id: int, back: str
) -> None:
    taken = desk.send(f"/emergencies/{emergency_id}/take", back=back)
    assert taken.location == "/"


def test_there_is_no_emergency_of_that_number(desk: Browser) -> None:
    assert desk.send("/emergencies/999/take").status_code == 404
