"""Technicians at the desk: added, changed, switched off; a number is one person's."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.db import Database
from core.desk.model import StaffRole
from core.events.model import Event
from core.jobs.model import Technician
from core.jobs.queries.work import on_call
from tests.office.company import Company
from tests.office.desk import Browser, at_desk

LIST = "/settings/technicians"
JOE = {"name": "Joe Park", "phone": "312 555 0171", "language": "en", "on_call_order": "2"}


def the_technician(database: Database, name: str) -> Technician:
    with database.reading() as session:
        found = session.scalars(select(Technician).where(Technician.name == name)).one()
        session.expunge(found)
        return found


def test_a_technician_is_added_and_paged_in_turn(
    database: Database, desk: Browser, company: Company
) -> None:
    assert desk.send(LIST, seen_on=f"{LIST}/new", **JOE).status_code == 302
    assert the_technician(database, "Joe Park").phone == "+13125550171"
    page = desk.text(LIST)
    assert "Joe Park" in page
    assert "paged next, place 2" in page
    with database.reading() as session:
        assert [each.name for each in on_call(session)] == ["Maria Lopez", "Joe Park"]
        event = session.scalars(select(Event).where(Event.kind == "technician.added")).one()
        assert event.actor_name == "Dana Administrator"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "Give the technician a name."),
        ("name", "x" * 121, "Keep this under 120 characters"),
        ("phone", "", "Give the number they are texted at."),
        ("phone", "555", "That is no complete phone number"),
        ("phone", "900 555 0100", "That number cannot be texted"),
        ("phone", "(312) 555-0170", "That number belongs to Maria Lopez already."),
        ("language", "klingon", "Choose one of the list."),
        ("on_call_order", "first", "Give a whole number from 1 to 99."),
        ("on_call_order", "0", "Give a whole number from 1 to 99."),
    ],
)
def test_a_technician_nobody_could_reach_is_refused(
    database: Database, desk: Browser, company: Company, field: str, value: str, message: str
) -> None:
    answer = desk.send(LIST, seen_on=f"{LIST}/new", **(JOE | {field: value}))
    assert answer.status_code == 422
    assert message in answer.text
    assert f'id="{field}-error"' in answer.text
    with database.reading() as session:
        assert session.scalar(select(Technician.id).where(Technician.name != "Maria Lopez")) is None


def test_a_technician_is_changed_and_taken_off_call(
    database: Database, desk: Browser, company: Company
) -> None:
    address = f"{LIST}/{company.technician_id}"
    same = {"name": "Maria L.", "phone": "3125550170", "language": "es", "on_call_order": ""}
    assert desk.send(address, seen_on=address, **same).status_code == 302
    changed = the_technician(database, "Maria L.")
    assert (changed.language, changed.on_call_order) == ("es", None)
    assert "Nobody is on call." in desk.text(LIST)
    desk.send(LIST, seen_on=LIST + "/new", **JOE)
    taken = desk.send(address, seen_on=address, **(same | {"phone": "312 555 0171", "name": "M"}))
    assert taken.status_code == 422
    assert "That number belongs to Joe Park already." in taken.text
    assert 'value="M"' in taken.text


def test_one_who_is_switched_off_is_offered_and_paged_nothing(
    database: Database, desk: Browser, company: Company
) -> None:
    address = f"{LIST}/{company.technician_id}"
    assert ">Maria Lopez</option>" in desk.text(f"/jobs/{company.job_number}")
    assert "They have accepted 1 visit that is not over." in desk.text(address)
    kept = desk.send(f"{address}/switch", seen_on=address)
    assert kept.status_code == 422
    assert f"They have accepted a visit to come: job {company.job_number}." in kept.text
    assert "Switched off" not in desk.text(LIST)
    assert desk.send(f"{address}/switch", seen_on=address, give="on").status_code == 302
    assert "Switched off" in desk.text(LIST)
    assert ">Maria Lopez</option>" not in desk.text(f"/jobs/{company.job_number}")
    with database.reading() as session:
        assert not on_call(session)
    desk.send(f"{address}/switch", seen_on=address, wanted="on")
    with database.reading() as session:
        assert len(on_call(session)) == 1
        kinds = session.scalars(
            select(Event.kind).where(Event.subject_type == "technician").order_by(Event.id)
        )
        assert list(kinds) == ["technician.deactivated", "technician.activated"]


def test_only_leaders_see_technicians_in_settings(database: Database, company: Company) -> None:
    csr = at_desk(database, StaffRole.CSR)
    assert csr.open(LIST).status_code == 403
    assert csr.send(LIST, **JOE).status_code == 403
    assert csr.send(f"{LIST}/{company.technician_id}/switch").status_code == 403
    assert at_desk(database, StaffRole.MANAGER).open(LIST).status_code == 200


def test_a_technicians_name_is_words_and_nothing_else(desk: Browser) -> None:
    desk.send(LIST, seen_on=f"{LIST}/new", **(JOE | {"name": "<img src=x onerror=alert(1)>"}))
    page = desk.text(LIST)
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_a_technician_who_does_not_exist_is_a_404(desk: Browser) -> None:
    assert desk.open(f"{LIST}/999").status_code == 404
    assert desk.send(f"{LIST}/999/switch").status_code == 404
    assert desk.send(f"{LIST}/999", **JOE).status_code == 404
