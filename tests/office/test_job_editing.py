"""A job is changed where it stands, one thing at a time: nothing typed is lost, and the trail keeps old and new."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from core.db import Database
from core.desk.model import StaffRole
from core.directory.model import Customer, Tag
from core.events.actions import Actor, ActorType
from core.events.model import Event
from core.jobs.actions.editing import Edit, EditedMeanwhile, edit_job, fingerprint
from core.jobs.job_fields import JobField
from core.jobs.model import BusinessUnit, Job, JobTag, JobType
from tests.office.company import Company
from tests.office.desk import Browser, at_desk

IN_PLACE = {"HX-Request": "true"}


def seen_in(desk: Browser, number: int, field: str) -> str:
    """What the form for this field says it saw."""
    page = desk.text(f"/jobs/{number}/facts/{field}/edit")
    found = re.search(r'name="seen" value="([0-9a-f]+)"', page)
    assert found is not None
    return found[1]


def change(desk: Browser, company: Company, field: str, value: object, **more: str) -> int:
    """Open the form, type the value, save it; returns the answer's status."""
    address = f"/jobs/{company.job_number}/facts/{field}"
    seen = seen_in(desk, company.job_number, field)
    return desk.send(address, seen=seen, value=str(value), **more).status_code


def the_job(database: Database, company: Company) -> Job:
    with database.reading() as session:
        job = session.get_one(Job, company.job_id)
        session.expunge(job)
        return job


@pytest.mark.parametrize(
    ("field", "typed", "column", "stored"),
    [
        ("summary", "  No heat in   both bedrooms ", "summary", "No heat in both bedrooms"),
        ("customer_notes", "Ring twice.\nThe dog is kind.", "customer_notes", None),
        ("po_number", "PO-118", "po_number", "PO-118"),
        ("not_to_exceed", "$1,240.50", "not_to_exceed_cents", 124_050),
        ("not_to_exceed", "", "not_to_exceed_cents", None),
        ("priority", "emergency", "priority", "emergency"),
        ("resolution", "Bled the radiator", "resolution", "Bled the radiator"),
    ],
)
def test_a_field_is_changed_where_it_stands(
    database: Database,
    desk: Browser,
    company: Company,
    field: str,
    typed: str,
    column: str,
    stored: object,
) -> None:
    assert change(desk, company, field, typed) == 302
    expected = typed if stored is None and typed else stored
    assert getattr(the_job(database, company), column) == expected


def test_trade_and_job_type_are_chosen_from_the_companys_own(
    database: Database, desk: Browser, company: Company
) -> None:
    with database.reading() as session:
        plumbing = session.scalars(select(BusinessUnit).filter_by(name="Plumbing")).one().id
        visit = session.scalars(select(JobType).filter_by(name="Estimate Visit")).one().id
    assert change(desk, company, "business_unit", plumbing) == 302
    assert change(desk, company, "job_type", visit) == 302
    job = the_job(database, company)
    assert (job.business_unit_id, job.job_type_id) == (plumbing, visit)


@pytest.mark.inventory(63, 64)
def test_the_bill_to_is_set_later_and_taken_away_and_the_customer_never_changes(
    database: Database, desk: Browser, company: Company
) -> None:
    number = company.job_number
    before = the_job(database, company).customer_id
    assert change(desk, company, "bill_to", company.tenant_id) == 302
    page = desk.text(f"/jobs/{number}")
    assert "Robert Diaz pays" in page
    assert "set on this job" in page
    assert change(desk, company, "bill_to", "") == 302
    page = desk.text(f"/jobs/{number}")
    assert "financially responsible for the property" in page
    with database.transaction() as session:
        session.get_one(Job, company.job_id).property.responsible = None
    assert "nobody has said yet" in desk.text(f"/jobs/{number}")
    assert the_job(database, company).customer_id == before


@pytest.mark.inventory(64)
def test_somebody_who_has_nothing_to_do_with_the_property_may_pay(
    database: Database, desk: Browser, company: Company
) -> None:
    with database.transaction() as session:
        aunt = Customer(kind="residential", name="Petra Quill")
        session.add(aunt)
        session.flush()
        aunt_id = aunt.id
    assert change(desk, company, "bill_to", "", other="quill") == 302
    assert the_job(database, company).bill_to_override_id == aunt_id
    assert change(desk, company, "bill_to", "", other="nobody at all") == 422


@pytest.mark.inventory(73)
def test_tags_are_typed_with_commas_and_new_words_become_tags(
    database: Database, desk: Browser, company: Company
) -> None:
    assert change(desk, company, "tags", "Boiler, oak house , boiler") == 302
    assert change(desk, company, "tags", "oak HOUSE, Warranty") == 302
    with database.reading() as session:
        names = (
            select(Tag.name).join(JobTag, JobTag.tag_id == Tag.id).order_by(func.lower(Tag.name))
        )
        assert list(session.scalars(names)) == ["oak house", "Warranty"]
        assert session.scalar(select(func.count()).select_from(Tag)) == 3
    assert "oak house, Warranty" in desk.text(f"/jobs/{company.job_number}")


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("summary", "   "),
        ("summary", "x" * 301),
        ("po_number", "x" * 61),
        ("not_to_exceed", "-5"),
        ("not_to_exceed", "0.005"),
        ("not_to_exceed", "1,00"),
        ("not_to_exceed", "NaN"),
        ("not_to_exceed", "1" * 30),
        ("priority", "sometime"),
        ("business_unit", ""),
        ("business_unit", "999999"),
        ("job_type", "x"),
        ("bill_to", "999999"),
        ("bill_to", "9" * 40),
        ("tags", "x" * 41),
        ("tags", ",".join(f"t{each}" for each in range(21))),
        ("resolution", "x" * 10_001),
    ],
)
def test_what_a_field_cannot_hold_is_refused_at_the_field_and_kept(
    database: Database, desk: Browser, company: Company, field: str, typed: str
) -> None:
    address = f"/jobs/{company.job_number}/facts/{field}"
    seen = seen_in(desk, company.job_number, field)
    answer = desk.send(address, seen=seen, value=typed)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    if field in {"summary", "po_number", "not_to_exceed", "tags", "resolution"}:
        assert typed in answer.text
    with database.reading() as session:
        edited = select(Event.id).where(Event.kind.in_(["job.edited", "job.bill_to_set"]))
        assert session.scalar(edited) is None
        assert session.scalar(select(Tag.id)) is None


@pytest.mark.inventory(74)
def test_an_edit_stands_on_the_timeline_with_what_stood_there_before(
    database: Database, desk: Browser, company: Company
) -> None:
    change(desk, company, "po_number", "PO-1")
    change(desk, company, "po_number", "PO-2")
    page = desk.text(f"/jobs/{company.job_number}")
    assert "set the PO number to “PO-1”" in page
    assert "changed the PO number from “PO-1” to “PO-2”" in page
    with database.reading() as session:
        event = session.scalars(
            select(Event).filter_by(kind="job.edited").order_by(Event.id)
        ).all()[-1]
    assert event.before == {"field": "po_number", "value": "PO-1"}
    assert event.after == {"field": "po_number", "value": "PO-2"}
    assert (event.actor_name, event.job_id) == ("Dana Administrator", company.job_id)


def test_the_same_value_again_writes_nothing(
    database: Database, desk: Browser, company: Company
) -> None:
    change(desk, company, "not_to_exceed", "350.00")
    with database.reading() as session:
        assert session.scalar(select(Event.id).where(Event.kind == "job.edited")) is None


def test_a_stale_edit_is_refused_with_both_values_and_nothing_is_lost(
    database: Database, desk: Browser, company: Company
) -> None:
    address = f"/jobs/{company.job_number}/facts/summary"
    seen = seen_in(desk, company.job_number, "summary")
    assert desk.send(address, seen=seen, value="No heat, tenant is ill").status_code == 302
    late = desk.send(address, seen=seen, value="No heat since Monday")
    assert late.status_code == 409
    assert "Dana Administrator changed the summary meanwhile" in late.text
    assert "No heat, tenant is ill" in late.text
    assert 'value="No heat since Monday"' in late.text
    assert the_job(database, company).summary == "No heat, tenant is ill"
    again = re.search(r'name="seen" value="([0-9a-f]+)"', late.text)
    assert again is not None
    assert desk.send(address, seen=again[1], value="No heat since Monday").status_code == 302
    assert the_job(database, company).summary == "No heat since Monday"


def test_of_two_who_save_at_once_one_is_told_of_the_other(
    database: Database, company: Company
) -> None:
    start = Barrier(2)
    seen = fingerprint(the_job(database, company).summary)
    dana = Actor(ActorType.STAFF, "Dana", 1)

    def save(words: str) -> str:
        start.wait()
        try:
            with database.transaction() as session:
                edit = Edit(JobField.SUMMARY, seen, words)
                edit_job(session, company.job_id, edit, actor=dana)
        except EditedMeanwhile as refusal:
            return refusal.now
        return ""

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(save, ["One", "Two"]))
    stands = the_job(database, company).summary
    assert sorted(told) == ["", stands]


def test_the_form_takes_the_place_of_its_line_and_the_line_comes_back_with_what_changed(
    desk: Browser, company: Company
) -> None:
    address = f"/jobs/{company.job_number}/facts/summary"
    form = desk.client.get(f"{address}/edit", headers=IN_PLACE).text
    assert "<html" not in form
    assert 'id="fact-summary"' in form
    token = re.search(r'name="csrf_token" value="([^"]+)"', form)
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', form)
    assert token is not None
    assert seen is not None
    sent = {"csrf_token": token[1], "seen": seen[1], "value": "Boiler is cold"}
    saved = desk.client.post(address, data=sent, headers=IN_PLACE)
    assert saved.status_code == 200
    assert saved.text.count('hx-swap-oob="true"') == 3
    assert f"<h1>#{company.job_number} Boiler is cold</h1>" in saved.text
    line = desk.client.get(address, headers=IN_PLACE).text
    assert "Boiler is cold" in line
    refused = desk.client.post(address, data={**sent, "value": ""}, headers=IN_PLACE)
    assert (refused.status_code, refused.headers["HX-Reswap"]) == (422, "outerHTML")


def test_who_may_only_look_has_no_form(database: Database, company: Company) -> None:
    technician = at_desk(database, StaffRole.TECHNICIAN)
    assert "Edit<" not in technician.text(f"/jobs/{company.job_number}")
    address = f"/jobs/{company.job_number}/facts/summary"
    assert technician.open(f"{address}/edit").status_code == 403
    assert technician.send(address, value="x").status_code == 403


@pytest.mark.parametrize("address", ["facts/customer_id/edit", "facts/x/edit", "facts/customer"])
def test_only_the_fields_of_the_page_are_there(
    desk: Browser, company: Company, address: str
) -> None:
    assert desk.open(f"/jobs/{company.job_number}/{address}").status_code == 404
    assert desk.open(f"/jobs/99/{address}").status_code == 404
