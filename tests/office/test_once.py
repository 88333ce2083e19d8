"""A form sent again counts once; the same form with other words in it is another form, and nothing of it is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from core.alerts.model import BuildingNotice
from core.db import Base, Database
from core.desk.actions.sent_forms import keep_landing, landed_at
from core.desk.model import SentForm, StaffRole, StaffTask
from core.directory.model import Contact, Customer, Property
from core.events.model import Event
from core.jobs.model import ApprovalRequest, Emergency, Equipment, Job
from core.messaging.model import Message
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.office.calling import calls_booked, filled
from tests.office.company import Company
from tests.office.desk import Browser, at_desk

_KEY = re.compile(r'name="form_key" value="([^"]+)"')
PERSON: dict[str, str] = {"first_name": "Nina", "language": "en", "phone": "312 555 0177"}
NOTICE = {"title": "Water off", "sms_en": "No water on Friday.", "form_key": "k"}

# What is sent, and of what there is then one more.
FORMS: dict[str, tuple[Callable[[Company], tuple[str, dict[str, str]]], type[Base]]] = {
    "an answer": (lambda c: (f"/inbox/{c.conversation_id}/reply", {"body": "At two."}), Message),
    "a note": (lambda c: (f"/inbox/{c.conversation_id}/notes", {"note": "Key is here."}), Event),
    "a question for approval": (
        lambda c: (
            f"/jobs/{c.job_number}/approval",
            {"amount": "450", "reason": "a pump", "changed": "yes"},
        ),
        ApprovalRequest,
    ),
    "a customer": (lambda _: ("/customers", {"kind": "residential", **PERSON}), Customer),
    "a person": (lambda c: (f"/customers/{c.manager_id}/people", PERSON), Contact),
    "a property": (
        lambda _: (
            "/properties",
            {"street": "77 Elm Street", "kind": "rental", "time_zone": "America/Chicago"},
        ),
        Property,
    ),
    "equipment": (lambda c: (f"/properties/{c.property_id}/equipment", {"name": "A"}), Equipment),
}


def counted(database: Database, row: type[Base]) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(row)) or 0


@pytest.mark.parametrize("name", FORMS)
def test_a_form_sent_twice_at_once_counts_once(
    database: Database, company: Company, name: str
) -> None:
    words, row = FORMS[name]
    address, typed = words(company)
    windows = [at_desk(database, role) for role in (StaffRole.ADMINISTRATOR, StaffRole.MANAGER)]
    before = counted(database, row)

    def send(window: Browser) -> TestResponse:
        return window.send(address, form_key="one", **typed)

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(send, windows))
    assert [each.status_code for each in answers] == [302, 302]
    assert answers[0].location == answers[1].location
    assert counted(database, row) == before + 1


def test_every_such_form_carries_a_key_of_its_own(desk: Browser, company: Company) -> None:
    pages = (
        f"/inbox/{company.conversation_id}",
        f"/jobs/{company.job_number}/approval",
        "/customers/new",
        f"/customers/{company.manager_id}/people/new",
        "/properties/new",
        f"/properties/{company.property_id}/equipment/new",
    )
    keys = [_KEY.findall(desk.text(page)) for page in (*pages, pages[0])]
    assert [len(each) for each in keys] == [2, 1, 1, 1, 1, 1, 2]
    assert len({key for each in keys for key in each}) == 9


def test_another_answer_in_a_form_gone_back_to_is_sent_too(
    database: Database, desk: Browser, company: Company
) -> None:
    address = f"/inbox/{company.conversation_id}/reply"
    before = counted(database, Message)
    for body in ("At two.", "At three, sorry.", "At two.", "At three, sorry.\r\n"):
        assert desk.send(address, form_key="one", body=body).status_code == 302
    assert counted(database, Message) == before + 2


def test_a_refused_form_is_not_held_to_have_been_sent(
    database: Database, desk: Browser, company: Company
) -> None:
    address = f"/jobs/{company.job_number}/approval"
    typed: dict[str, str] = {"amount": "0", "reason": "a pump", "form_key": "one"}
    assert [desk.send(address, **typed).status_code for _ in range(2)] == [422, 422]
    assert counted(database, SentForm) == counted(database, ApprovalRequest) == 0


@pytest.mark.inventory(52, 53)
def test_a_second_caller_in_a_form_gone_back_to_is_booked_and_an_emergency_pages(
    database: Database, desk: Browser, company: Company
) -> None:
    first = desk.send("/bookings", **filled(database, company))
    gas = filled(
        database, company, words="Smells of gas", urgency="emergency", safety="gas", unit_id=""
    )
    second = desk.send("/bookings", **gas)
    again = desk.send("/bookings", **gas)
    assert [each.status_code for each in (first, second, again)] == [302, 302, 302]
    assert first.location != second.location == again.location
    with database.reading() as session:
        assert [each.summary for each in calls_booked(session)] == [
            "Dishwasher leaks",
            "Smells of gas",
        ]
        danger = session.scalars(select(Emergency).where(Emergency.safety == "gas")).one()
        job = session.get_one(Job, danger.job_id)
        assert second.location == f"/jobs/{job.number}"
        paged = select(OutboxEntry).where(OutboxEntry.kind == Kind.PAGE_ON_CALL)
        assert len(session.scalars(paged).all()) == 1


def test_a_second_request_saved_in_a_form_gone_back_to_is_kept(
    database: Database, desk: Browser, company: Company
) -> None:
    for words in ("No hot water", "A tree on the line", "No hot water"):
        desk.send("/bookings", do="save", words=words, urgency="routine", form_key="k")
    with database.reading() as session:
        saved = [each.summary for each in calls_booked(session)]
    assert saved == ["No hot water", "A tree on the line"]


def test_another_task_in_a_form_gone_back_to_is_opened_too(
    database: Database, desk: Browser, company: Company
) -> None:
    before = counted(database, StaffTask)
    for title in ("Order a pump", "Ring Rita", "Order a pump"):
        task = {"title": title, "kind": "paperwork", "priority": "normal", "form_key": "one"}
        assert desk.send("/tasks", **task).status_code == 302
    assert counted(database, StaffTask) == before + 2


@pytest.mark.parametrize(
    "other", [{"sms_en": "Water is back."}, {"title": "Water back"}, {"sms_es": "Sin agua."}]
)
def test_another_notice_in_a_form_that_was_sent_is_asked_about_first(
    database: Database, desk: Browser, company: Company, other: dict[str, str]
) -> None:
    typed: dict[str, str] = {**NOTICE, "property": str(company.property_id)}
    first = desk.send("/notices", **typed)
    asked = desk.send("/notices", **{**typed, **other})
    assert (first.status_code, asked.status_code) == (302, 422)
    assert "This form has sent “Water off” before." in asked.text
    assert next(iter(other.values())) in asked.text
    key = _KEY.search(asked.text)
    assert key is not None
    assert key[1] != "k"
    assert counted(database, BuildingNotice) == 1
    assert desk.send("/notices", **typed).location == first.location
    assert desk.send("/notices", **{**typed, **other, "form_key": key[1]}).status_code == 302
    assert counted(database, BuildingNotice) == 2


def test_forms_that_nobody_will_send_again_are_forgotten(database: Database) -> None:
    with database.transaction() as session:
        keep_landing(session, "old", "/jobs/1")
        keep_landing(session, "young", "/jobs/2")
        a_year_ago = func.clock_timestamp() - timedelta(days=365)
        old = update(SentForm).where(SentForm.key == "old").values(created_at=a_year_ago)
        session.execute(old)
        keep_landing(session, "new", "/jobs/3")
        assert landed_at(session, "old") is None
        assert landed_at(session, "young") == "/jobs/2"
