"""Every form that adds something, as its own page gives it, sent twice: the second lands where the first did, and there
is one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from core.db import Base, Database
from core.desk.model import Note, StaffTask, StaffUser
from core.directory.model import ContactPoint, DirectoryImport, RelationshipType, Unit
from core.events.model import Event
from core.jobs.actions.equipment import EquipmentDraft, add_equipment
from core.jobs.actions.estimates import EstimateDraft, LineDraft, draft_estimate
from core.jobs.actions.forms import TemplateDraft, add_form_template
from core.jobs.actions.status import move
from core.jobs.checklists import ChecklistField, FieldKind
from core.jobs.model import (
    Appointment,
    AppointmentState,
    Attachment,
    Estimate,
    FormEntry,
    FormTemplate,
    Job,
    JobStatus,
    LineKind,
    OnCallShift,
    Technician,
    TimeOff,
    WaitWish,
)
from tests.builders import OFFICE, status
from tests.office.company import PICTURE, Company
from tests.office.desk import Browser
from tests.office.opened_forms import as_open

# Within the year ahead that a visit may be planned for.
DAY = (datetime.now(UTC) + timedelta(days=60)).date().isoformat()
LINE = LineDraft(LineKind.SERVICE, "New valve", 1000, 12_000, taxable=True)
DRAFT = EstimateDraft(title="New valve", lines=(LINE,))


@dataclass(frozen=True)
class Addition:
    """A form that adds. page: where it stands; action: where it is sent; typed: into it; row: what there is then."""

    page: str
    action: str
    typed: dict[str, str]
    row: type[Base]


def _person(company: Company) -> str:
    return f"/customers/{company.tenant_id}/people/{company.tenant_contact_id}"


def _points(company: Company) -> str:
    return f"/customers/{company.tenant_id}/points/{company.tenant_point_id}"


ADDITIONS: dict[str, Callable[[Company], Addition]] = {
    "a note on a job": lambda c: Addition(
        f"/jobs/{c.job_number}", f"/jobs/{c.job_number}/notes", {"note": "Key is here."}, Event
    ),
    "a note on a customer": lambda c: Addition(
        f"/customers/{c.tenant_id}", f"/customers/{c.tenant_id}/notes", {"note": "Dog."}, Note
    ),
    "a note on a property": lambda c: Addition(
        f"/properties/{c.property_id}", f"/properties/{c.property_id}/notes", {"note": "Dog."}, Note
    ),
    "a call": lambda c: Addition(
        f"/customers/{c.tenant_id}/calls",
        f"/customers/{c.tenant_id}/calls",
        {"minutes": "4", "notes": "Asked when we come."},
        Event,
    ),
    "a number": lambda c: Addition(
        _person(c), f"{_person(c)}/points", {"kind": "phone", "value": "312 555 0188"}, ContactPoint
    ),
    "a number put right": lambda c: Addition(
        _person(c),
        f"{_points(c)}/correct",
        {f"value-{c.tenant_point_id}": "312 555 0189"},
        ContactPoint,
    ),
    "a unit": lambda c: Addition(
        f"/properties/{c.property_id}",
        f"/properties/{c.property_id}/units",
        {"unit_name": "9C"},
        Unit,
    ),
    "a relationship": lambda _: Addition(
        "/settings/relationships",
        "/settings/relationships",
        {"name": "Caretaker", "role": "manager"},
        RelationshipType,
    ),
    "a technician": lambda _: Addition(
        "/settings/technicians/new",
        "/settings/technicians",
        {"name": "Ana Ruiz", "phone": "312 555 0199"},
        Technician,
    ),
    "a colleague": lambda _: Addition(
        "/settings/staff/new",
        "/settings/staff",
        {"name": "Lee", "email": "lee@example.com", "password": "a long enough one"},
        StaffUser,
    ),
    "a status": lambda _: Addition(
        "/settings/statuses/new", "/settings/statuses", {"name": "Parts ordered"}, JobStatus
    ),
    "time off": lambda c: Addition(
        f"/settings/technicians/{c.technician_id}/time",
        f"/settings/technicians/{c.technician_id}/time/off",
        {"off_first": "2035-03-01", "off_last": "2035-03-02"},
        TimeOff,
    ),
    "a shift": lambda c: Addition(
        "/settings/on-call",
        "/settings/on-call",
        {"technician_id": str(c.technician_id), "place": "2"},
        OnCallShift,
    ),
    "a form of the company": lambda _: Addition(
        "/settings/forms/new",
        "/settings/forms",
        {"name": "Roof check", "label-0": "Leaks", "kind-0": "text"},
        FormTemplate,
    ),
    "a form filled in": lambda c: Addition(
        f"/jobs/{c.job_number}/forms/1", f"/jobs/{c.job_number}/forms/1", {"f0": "2"}, FormEntry
    ),
    "an estimate": lambda c: Addition(
        f"/jobs/{c.job_number}/estimates/new",
        f"/jobs/{c.job_number}/estimates",
        {"title": "A pump", "description-0": "Pump", "price-0": "380"},
        Estimate,
    ),
    "a task about an estimate": lambda _: Addition(
        "/estimates/2001", "/estimates/2001/tasks", {"task": "Call them"}, StaffTask
    ),
    "a reason to let a booking go": lambda c: Addition(
        f"/bookings/{c.booking_id}", f"/bookings/{c.booking_id}/dismiss", {"reason": "Spam"}, Event
    ),
    "a place on the wait list": lambda c: Addition(
        f"/bookings/{c.booking_id}/wait", f"/bookings/{c.booking_id}/wait", {}, WaitWish
    ),
    "a visit": lambda c: Addition(
        f"/jobs/{c.job_number}",
        f"/jobs/{c.job_number}/visits",
        {"day": DAY, "starts": "09:00", "ends": "11:00"},
        Appointment,
    ),
}


@pytest.fixture
def furnished(database: Database, company: Company) -> Company:
    """The company, with a form to fill in, an estimate and equipment."""
    question = ChecklistField("f0", "Pressure", FieldKind.NUMBER, required=True, choices=())
    with database.transaction() as session:
        asks = TemplateDraft("Boiler check", (question,), required=False, active=True)
        assert add_form_template(session, asks, actor=OFFICE).id == 1
        job = session.get_one(Job, company.job_id)
        assert draft_estimate(session, job, DRAFT, actor=OFFICE).number == 2001
        boiler = EquipmentDraft(name="Boiler")
        assert add_equipment(session, company.property_id, boiler, actor=OFFICE).id == 1
    return company


def counted(database: Database, row: type[Base]) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(row)) or 0


@pytest.mark.parametrize("name", ADDITIONS)
def test_what_is_added_twice_is_there_once(
    database: Database, desk: Browser, furnished: Company, name: str
) -> None:
    wish = ADDITIONS[name](furnished)
    held = {**as_open(desk, wish.page, wish.action), **wish.typed}
    before = counted(database, wish.row)
    first = desk.send(wish.action, seen_on=wish.page, **held)
    assert first.status_code == 302
    there_is = counted(database, wish.row)
    assert there_is > before
    again = desk.send(wish.action, seen_on=wish.page, **held)
    assert (again.status_code, again.location) == (302, first.location)
    assert counted(database, wish.row) == there_is


@pytest.mark.parametrize("where", ["same", "new"])
def test_a_call_back_booked_twice_is_one(
    database: Database, desk: Browser, company: Company, where: str
) -> None:
    with database.transaction() as session:
        job = session.get_one(Job, company.job_id)
        for visit in job.appointments:
            visit.state = AppointmentState.DONE
        session.flush()
        for name in ("In Progress", "Completed"):
            move(session, job, status(session, name), actor=OFFICE)
    page, action = f"/jobs/{company.job_number}", f"/jobs/{company.job_number}/callbacks"
    when = {"callback_day": DAY, "callback_from": "09:00", "callback_until": "11:00"}
    held = as_open(desk, page, action) | when | {"callback_reason": "Drips", "where": where}
    row = Appointment if where == "same" else Job
    before = counted(database, row)
    answers = [desk.send(action, seen_on=page, **held) for _ in range(2)]
    assert [each.status_code for each in answers] == [302, 302]
    assert answers[0].location == answers[1].location
    assert counted(database, row) == before + 1


FILES: dict[str, Callable[[Company], tuple[str, str, str, bytes, type[Base]]]] = {
    "a photo of a job": lambda c: (
        f"/jobs/{c.job_number}",
        f"/jobs/{c.job_number}/files",
        "file",
        PICTURE,
        Attachment,
    ),
    "a photo of equipment": lambda _: (
        "/equipment/1",
        "/equipment/1/photos",
        "file",
        PICTURE,
        Attachment,
    ),
    "a certificate": lambda c: (
        f"/customers/{c.tenant_id}",
        f"/customers/{c.tenant_id}/certificate",
        "certificate",
        PICTURE,
        Event,
    ),
    "a list": lambda _: ("/lists", "/lists", "list", b"name\nAnn\n", DirectoryImport),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_brought_twice_is_kept_once_and_another_beside_it(
    database: Database, desk: Browser, furnished: Company, name: str
) -> None:
    page, action, field, content, row = FILES[name](furnished)
    held = as_open(desk, page, action)
    token = desk.text(page).split('name="csrf_token" value="')[1].split('"')[0]

    def bring(words: bytes) -> TestResponse:
        values = {**held, "csrf_token": token, field: (BytesIO(words), "plate.png")}
        return desk.client.post(action, data=values, content_type="multipart/form-data")

    counts, places = [counted(database, row)], []
    for words in (content, content, content + b"\n"):
        answer = bring(words)
        assert answer.status_code == 302
        counts.append(counted(database, row))
        places.append(answer.location)
    assert [each - counts[0] for each in counts] == [0, 1, 1, 2]
    assert places[0] == places[1]
