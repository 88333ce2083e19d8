"""The company's own number and address are nobody else's: what is sent there would come back to us."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import create_app
from core.db import Database
from core.directory.model import ContactPoint
from core.jobs.model import Technician
from tests.office.company import Company
from tests.office.desk import Browser
from tests.practice import practice_settings
from tests.webhooks.machine import a_machine

COMPANY = practice_settings().company
OWN = "That is the company’s own; give one of theirs."


@pytest.mark.parametrize(("kind", "value"), [("phone", COMPANY.phone), ("email", COMPANY.email)])
def test_a_person_cannot_be_reached_at_the_companys_own(
    database: Database, desk: Browser, company: Company, kind: str, value: str
) -> None:
    person = f"/customers/{company.tenant_id}/people/{company.tenant_contact_id}"
    refused = desk.send(f"{person}/points", seen_on=person, kind=kind, value=value.upper())
    assert refused.status_code == 422
    assert OWN in refused.text
    with database.reading() as session:
        same = select(func.count()).where(ContactPoint.value == value)
        assert session.scalar(same) == 0


def test_nor_can_a_technician_or_a_colleague(database: Database, desk: Browser) -> None:
    crew, staff = "/settings/technicians", "/settings/staff"
    typed = {"name": "Joe", "phone": COMPANY.phone, "language": "en"}
    refused = desk.send(crew, seen_on=f"{crew}/new", **typed)
    assert (refused.status_code, OWN in refused.text) == (422, True)
    new = {"name": "Liv", "email": "liv@x.example", "role": "csr", "password": "first password"}
    refused = desk.send(staff, seen_on=f"{staff}/new", **new, phone=COMPANY.phone)
    assert (refused.status_code, OWN in refused.text) == (422, True)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Technician)) == 0


@pytest.mark.parametrize("number", ["000 555 0100", "+1 312 055 0142", "112 555 0142"])
def test_a_number_no_telephone_can_have_is_refused(desk: Browser, number: str) -> None:
    crew = "/settings/technicians"
    refused = desk.send(crew, seen_on=f"{crew}/new", name="Joe", phone=number, language="en")
    assert refused.status_code == 422
    assert "That is no complete phone number" in refused.text


@pytest.mark.parametrize(
    "requester", [{"phone": COMPANY.phone}, {"email": COMPANY.email, "phone": "+13125550142"}]
)
def test_a_machine_cannot_ask_in_the_companys_name(
    database: Database, requester: dict[str, str]
) -> None:
    app: Flask = create_app(practice_settings(DATABASE_URL=database.url))
    refused = a_machine(database, app).bring({"words": "I smell gas", "requester": requester})
    assert refused.status_code == 422
    assert refused.json is not None
    assert refused.json["errors"][0]["detail"] == "That is the company's own."
