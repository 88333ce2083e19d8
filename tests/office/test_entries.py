"""Wrong numbers are corrected or removed, and people who are gone are removed and brought back, on their pages."""

from __future__ import annotations

import html

import pytest
from sqlalchemy import select

from core.db import Database
from core.desk.model import StaffRole
from core.directory.model import Contact, ContactPoint
from core.events.actions import FIXLINE
from core.events.model import Event
from core.messaging.actions.consenting import opt_out
from core.messaging.model import Conversation, Prompt
from core.messaging.wire import Channel
from tests.office.company import Company
from tests.office.desk import Browser, at_desk


@pytest.fixture
def home(company: Company) -> str:
    return f"/customers/{company.tenant_id}"


@pytest.fixture
def person(company: Company, home: str) -> str:
    return f"{home}/people/{company.tenant_contact_id}"


@pytest.fixture
def point(company: Company, home: str) -> str:
    return f"{home}/points/{company.tenant_point_id}"


def typed(company: Company, value: str, label: str = "") -> dict[str, str]:
    return {
        f"value-{company.tenant_point_id}": value,
        f"label-{company.tenant_point_id}": label,
    }


@pytest.mark.inventory(3, 4)
def test_a_wrong_number_is_corrected(
    database: Database, desk: Browser, company: Company, home: str, person: str, point: str
) -> None:
    assert 'value="(312) 555-0142"' in desk.text(person)
    saved = desk.send(f"{point}/correct", seen_on=person, **typed(company, "312 555 0188", "cell"))
    assert saved.status_code == 302
    page = desk.text(home)
    assert "(312) 555-0188" in page
    assert "(312) 555-0142" not in page
    assert "corrected a phone number of Robert Diaz" in page
    with database.reading() as session:
        thread = session.get_one(Conversation, company.conversation_id)
        assert thread.contact_id == company.tenant_contact_id
        open_ones = select(Prompt.id).where(
            Prompt.conversation_id == thread.id, Prompt.closed_at.is_(None)
        )
        assert session.scalars(open_ones).all() == []


def test_the_page_says_that_consent_stays_with_the_old_number(
    database: Database, desk: Browser, company: Company, home: str, person: str, point: str
) -> None:
    with database.transaction() as session:
        opt_out(session, Channel.SMS, "+13125550142", words="STOP", source="text", actor=FIXLINE)
    assert "stays with this number" in desk.text(person)
    assert "Said no" in desk.text(home)
    desk.send(f"{point}/correct", seen_on=person, **typed(company, "312 555 0188"))
    assert "Said no" not in desk.text(home)
    assert "stays with this number" not in desk.text(person)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("", "Give the number or address."),
        ("0188", "That is no complete phone number"),
        ("<b>7</b>", "That is no complete phone number"),
    ],
)
def test_a_wrong_correction_is_refused_and_stays_in_its_field(
    desk: Browser, company: Company, person: str, point: str, value: str, message: str
) -> None:
    answer = desk.send(f"{point}/correct", seen_on=person, **typed(company, value, "cell"))
    assert answer.status_code == 422
    assert message in answer.text
    assert f'value="{html.escape(value)}"' in answer.text
    assert f'id="value-{company.tenant_point_id}-error"' in answer.text


def test_a_number_the_person_has_already_is_refused(
    desk: Browser, company: Company, person: str, point: str
) -> None:
    desk.send(f"{person}/points", seen_on=person, kind="phone", value="312 555 0188")
    answer = desk.send(f"{point}/correct", seen_on=person, **typed(company, "312 555 0188"))
    assert answer.status_code == 422
    assert "Robert Diaz has +13125550188 already." in answer.text


def test_a_number_is_removed(
    database: Database, desk: Browser, company: Company, home: str, person: str, point: str
) -> None:
    assert desk.send(f"{point}/remove", seen_on=person).status_code == 302
    assert "None yet." in desk.text(person)
    page = desk.text(home)
    assert "(312) 555-0142" not in page
    assert "removed a phone number of Robert Diaz" in page
    with database.reading() as session:
        assert session.get_one(ContactPoint, company.tenant_point_id).retired_at is not None


def test_who_was_too_late_is_told_so(
    desk: Browser, company: Company, home: str, person: str, point: str
) -> None:
    desk.send(f"{point}/remove", seen_on=person)
    for deed in ("remove", "correct"):
        late = desk.send(f"{point}/{deed}", seen_on=person, **typed(company, "312 555 0188"))
        assert late.status_code == 409
        assert "Somebody has changed or removed this entry" in late.text
    assert desk.send(f"{point}/mended", seen_on=home).status_code == 404
    assert desk.send(f"{point}/updates", seen_on=home).status_code == 404


def test_an_entry_of_another_customer_is_not_found(desk: Browser, company: Company) -> None:
    other = f"/customers/{company.manager_id}/points/{company.tenant_point_id}"
    for deed in ("correct", "remove"):
        assert desk.send(f"{other}/{deed}", **typed(company, "312 555 0188")).status_code == 404
    theirs = f"/customers/{company.manager_id}/people/{company.tenant_contact_id}"
    for deed in ("remove", "bring-back"):
        assert desk.send(f"{theirs}/{deed}").status_code == 404


@pytest.mark.inventory(3)
def test_a_person_is_removed_and_brought_back(
    database: Database, desk: Browser, company: Company, home: str, person: str
) -> None:
    assert desk.send(f"{person}/remove", seen_on=person).status_code == 302
    page = desk.text(home)
    assert "Removed people (1)" in page
    assert "removed Robert Diaz" in page
    assert "(312) 555-0142" not in page
    assert desk.open(person).status_code == 404
    assert desk.send(f"{person}/remove", seen_on=home).status_code == 409
    assert "(312) 555-0142 (formerly Robert Diaz)" in desk.text(f"/inbox/{company.conversation_id}")
    assert desk.text(f"/jobs/{company.job_number}")
    assert desk.send(f"{person}/bring-back", seen_on=home).status_code == 302
    page = desk.text(home)
    assert "(312) 555-0142" in page
    assert "brought Robert Diaz back" in page
    assert "Removed people" not in page
    with database.reading() as session:
        kinds = session.scalars(select(Event.kind).where(Event.subject_type == "contact")).all()
        assert {"contact.removed", "contact.brought_back"} <= set(kinds)
        assert session.get_one(Contact, company.tenant_contact_id).retired_at is None


def test_who_was_removed_is_offered_no_more_when_somebody_calls(
    desk: Browser, company: Company, home: str, person: str
) -> None:
    assert "Robert Diaz" in desk.text("/bookings/new", q="312 555 0142")
    desk.send(f"{person}/remove", seen_on=person)
    assert "Robert Diaz" not in desk.text("/bookings/new", q="312 555 0142")
    taken = desk.send(
        "/bookings", seen_on="/bookings/new", caller=company.tenant_contact_id, words="No heat"
    )
    assert taken.status_code == 422
    assert "That person is gone; look for the caller again." in taken.text


def test_who_only_reads_the_directory_corrects_and_removes_nobody(
    database: Database, company: Company, person: str, point: str
) -> None:
    clerk = at_desk(database, StaffRole.ACCOUNTING)
    for address in (
        f"{point}/correct",
        f"{point}/remove",
        f"{person}/remove",
        f"{person}/bring-back",
    ):
        answer = clerk.send(address, seen_on="/my-day", **typed(company, "312 555 0188"))
        assert answer.status_code == 403, address
