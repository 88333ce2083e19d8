"""Settings: the workflow as a table, what a status asks for, and which one Fixline uses by itself."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from core.alerts.actions.subscribing import subscribe
from core.db import Database
from core.desk.model import StaffRole
from core.directory.model import Customer
from core.events.actions import FIXLINE
from core.jobs.model import JobStatus, JobStatusTransition
from tests.office.company import Company
from tests.office.desk import Browser, at_desk

TABLE = "/settings/workflow"


def status_id(database: Database, name: str) -> int:
    with database.reading() as session:
        return session.scalars(select(JobStatus.id).where(JobStatus.name == name)).one()


def table_of(desk: Browser) -> dict[str, str]:
    """Every field of the table as a browser would send it."""
    page = desk.text(TABLE)
    fields = dict(re.findall(r'type="hidden" name="((?:seen|step)_\d+_\d+)" value="([^"]+)"', page))
    for name, options in re.findall(r'<select name="(step_\d+_\d+)".*?>(.*?)</select>', page):
        chosen = re.search(r'value="([^"]*)" selected', options)
        assert chosen is not None
        fields[name] = chosen[1]
    return fields


def steps(database: Database) -> dict[tuple[int, int], str | None]:
    with database.reading() as session:
        rows = session.scalars(select(JobStatusTransition))
        return {(row.from_id, row.to_id): row.permission for row in rows}


def test_saving_the_table_as_it_stands_changes_nothing(database: Database, desk: Browser) -> None:
    before = steps(database)
    assert desk.send(TABLE, seen_on=TABLE, **table_of(desk)).status_code == 302
    assert steps(database) == before


def test_a_step_is_kept_to_managers_and_the_job_page_says_so(
    database: Database, desk: Browser, company: Company
) -> None:
    pair = (status_id(database, "Dispatched"), status_id(database, "In Progress"))
    fields = {**table_of(desk), f"step_{pair[0]}_{pair[1]}": "jobs.reopen"}
    assert desk.send(TABLE, seen_on=TABLE, **fields).status_code == 302
    assert steps(database)[pair] == "jobs.reopen"
    csr = at_desk(database, StaffRole.CSR)
    page = csr.text(f"/jobs/{company.job_number}")
    assert "your workflow keeps this step to administrators and managers" in page
    address = f"/jobs/{company.job_number}/status/{pair[1]}"
    assert "Not now" in csr.text(address)
    refused = csr.send(address)
    assert refused.status_code == 409
    assert "keeps this step to administrators and managers" in refused.text
    assert desk.send(address).status_code == 302


def test_a_table_that_is_stale_is_shown_again_with_what_was_chosen(
    database: Database, desk: Browser
) -> None:
    pair = (status_id(database, "Booked"), status_id(database, "Canceled"))
    mine = {**table_of(desk), f"step_{pair[0]}_{pair[1]}": "jobs.schedule"}
    theirs = {**table_of(desk), f"step_{pair[0]}_{pair[1]}": "jobs.reopen"}
    assert desk.send(TABLE, seen_on=TABLE, **theirs).status_code == 302
    late = desk.send(TABLE, seen_on=TABLE, **mine)
    assert late.status_code == 409
    assert "Somebody changed the workflow meanwhile" in late.text
    assert f'name="seen_{pair[0]}_{pair[1]}" value="jobs.reopen"' in late.text
    assert steps(database)[pair] == "jobs.reopen"


@pytest.mark.parametrize("value", ["jobs.fly", "x" * 500])
def test_who_may_take_a_step_is_chosen_from_the_list(
    database: Database, desk: Browser, value: str
) -> None:
    before = steps(database)
    pair = (status_id(database, "Booked"), status_id(database, "Scheduled"))
    fields = {**table_of(desk), f"step_{pair[0]}_{pair[1]}": value, "step_x_1": "jobs.move"}
    assert desk.send(TABLE, seen_on=TABLE, **fields).status_code == 400
    assert steps(database) == before


@pytest.mark.inventory(75, 76)
def test_a_status_asks_for_what_settings_say_and_the_job_page_says_what_and_where(
    database: Database, desk: Browser, company: Company
) -> None:
    wanted = status_id(database, "In Progress")
    address = f"/settings/statuses/{wanted}"
    ticked = {"need_po_number": "on", "need_photo": "on", "need_x": "on"}
    saved = desk.send(address, seen_on=address, name="In Progress", position="50", **ticked)
    assert saved.status_code == 302
    page = desk.text(address)
    assert re.search(r'name="need_photo" type="checkbox" checked', page)
    said = "it needs a PO number (under Facts) and a photo (under Photos) first"
    assert said in desk.text(f"/jobs/{company.job_number}")
    answer = desk.send(f"/jobs/{company.job_number}/status/{wanted}")
    assert (answer.status_code, said in answer.text) == (409, True)


def test_fixline_is_given_another_status_to_use_by_itself(
    database: Database, desk: Browser
) -> None:
    wanted = status_id(database, "On the Way")
    address = f"/settings/statuses/{wanted}"
    assert "Let Fixline use On the Way" in desk.text(address)
    assert desk.send(f"{address}/default", seen_on=address).status_code == 302
    assert "Let Fixline use On the Way" not in desk.text(address)
    old = status_id(database, "Dispatched")
    switched = desk.send(f"/settings/statuses/{old}/switch", seen_on=address)
    assert switched.status_code == 302


@pytest.mark.inventory(78)
def test_the_list_spans_job_and_invoice_and_both_ends_can_be_subscribed(
    database: Database, desk: Browser, company: Company
) -> None:
    page = desk.text("/settings/statuses")
    assert page.index(">Booked</a>") < page.index(">Invoiced</a>") < page.index(">Paid</a>")
    with database.transaction() as session:
        customer = session.get_one(Customer, company.tenant_id)
        for name in ("Booked", "Invoiced", "Paid"):
            status = session.scalars(select(JobStatus).where(JobStatus.name == name)).one()
            assert status.customer_visible
            subscribe(session, customer, status, actor=FIXLINE)


def test_only_leaders_edit_the_workflow(database: Database) -> None:
    dispatcher = at_desk(database, StaffRole.DISPATCHER)
    assert dispatcher.open(TABLE).status_code == 403
    assert dispatcher.send(TABLE).status_code == 403


def test_a_status_nobody_used_may_change_its_category(database: Database, desk: Browser) -> None:
    desk.send(
        "/settings/statuses",
        seen_on="/settings/statuses/new",
        name="Waiting for parts",
        category="on_hold",
        position="55",
    )
    address = f"/settings/statuses/{status_id(database, 'Waiting for parts')}"
    fields = {"seen_on": address, "name": "Waiting for parts", "position": "55"}
    assert desk.send(address, **fields, category="nonsense").status_code == 422
    assert desk.send(address, **fields, category="completed").status_code == 302
    with database.reading() as session:
        status = session.scalars(select(JobStatus).filter_by(name="Waiting for parts")).one()
        assert status.category == "completed"
    booked = f"/settings/statuses/{status_id(database, 'Booked')}"
    fields = {"seen_on": booked, "name": "Booked", "position": "10"}
    assert desk.send(booked, **fields, category="canceled").status_code == 422
