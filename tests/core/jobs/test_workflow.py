"""The company's own workflow: statuses added, renamed, switched off; each with its place and its steps."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from core.errors import FieldRefused, NotFound, Refused
from core.jobs.actions.status import move
from core.jobs.actions.workflow import (
    StatusDraft,
    activate_status,
    add_status,
    deactivate_status,
    edit_status,
)
from core.jobs.lifecycle import Category
from core.jobs.queries.settings_pages import next_position, status_page, statuses
from tests.builders import OFFICE, a_job, a_job_at, status


@pytest.mark.inventory(75)
def test_every_status_of_the_workflow_is_listed_in_order_with_its_jobs(session: Session) -> None:
    a_job(session)
    a_job_at(session, "On Hold")
    listed = statuses(session)
    assert [row.name for row in listed] == [
        "Booked",
        "Scheduled",
        "Dispatched",
        "On the Way",
        "In Progress",
        "On Hold",
        "Completed",
        "Invoiced",
        "Paid",
        "Canceled",
    ]
    assert {row.name: row.jobs for row in listed if row.jobs} == {"Booked": 1, "On Hold": 1}


@pytest.mark.inventory(75)
def test_a_new_status_is_reached_from_where_its_categorys_default_is(session: Session) -> None:
    scheduled = status(session, "Scheduled")
    parts = add_status(
        session, Category.ON_HOLD, draft("Waiting for parts", leads_to={scheduled.id}), actor=OFFICE
    )
    job = a_job_at(session, "In Progress")
    move(session, job, parts, actor=OFFICE)
    move(session, job, scheduled, actor=OFFICE)
    assert job.status == scheduled
    assert status_page(session, parts.id).leads_to == {scheduled.id}


@pytest.mark.inventory(76)
def test_a_status_is_renamed_and_told_where_it_leads(session: Session) -> None:
    hold, booked = status(session, "On Hold"), status(session, "Booked")
    edit_status(session, hold.id, draft("Paused", leads_to={booked.id}), actor=OFFICE)
    page = status_page(session, hold.id)
    assert page.row.name == "Paused"
    assert page.leads_to == {booked.id}


def test_no_status_leads_where_the_trade_has_no_step(session: Session) -> None:
    booked, paid = status(session, "Booked"), status(session, "Paid")
    edit_status(session, booked.id, draft("Booked", leads_to={paid.id, booked.id}), actor=OFFICE)
    assert status_page(session, booked.id).leads_to == frozenset()


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "booked", " Booked "])
def test_a_status_needs_a_name_of_its_own(session: Session, name: str) -> None:
    with pytest.raises(FieldRefused):
        add_status(session, Category.ON_HOLD, draft(name), actor=OFFICE)


def test_a_status_that_is_switched_off_keeps_its_jobs_and_may_come_back(session: Session) -> None:
    parts = add_status(session, Category.ON_HOLD, draft("Parts"), actor=OFFICE)
    job = a_job_at(session, "In Progress")
    move(session, job, parts, actor=OFFICE)
    deactivate_status(session, parts.id, actor=OFFICE)
    assert job.status == parts
    activate_status(session, parts.id, actor=OFFICE)
    assert status_page(session, parts.id).row.active


def test_the_default_of_a_category_is_never_switched_off(session: Session) -> None:
    with pytest.raises(Refused, match="Booked is what Fixline uses by itself"):
        deactivate_status(session, status(session, "Booked").id, actor=OFFICE)


def test_a_status_must_exist(session: Session) -> None:
    with pytest.raises(NotFound, match="job status 0"):
        edit_status(session, 0, draft("Any"), actor=OFFICE)


def test_a_new_status_stands_after_all_others(session: Session) -> None:
    assert next_position(session) == max(row.position for row in statuses(session)) + 10


def draft(name: str, leads_to: set[int] | None = None) -> StatusDraft:
    return StatusDraft(
        name=name,
        position=65,
        customer_visible=True,
        subscribed_by_default=False,
        leads_to=frozenset(leads_to or ()),
    )


def test_a_status_changes_its_category_only_while_no_job_stood_in_it(session: Session) -> None:
    parts = add_status(session, Category.ON_HOLD, draft("Waiting for parts"), actor=OFFICE)
    moved = replace(draft("Waiting for parts"), category=Category.COMPLETED)
    edit_status(session, parts.id, moved, actor=OFFICE)
    assert parts.category == Category.COMPLETED
    booked = status_page(session, status(session, "Booked").id)
    assert parts.id not in booked.leads_to
    back = replace(moved, category=Category.ON_HOLD)
    edit_status(session, parts.id, back, actor=OFFICE)
    hold = status(session, "On Hold")
    a_job_at(session, "On Hold")
    for used in (hold, status(session, "Booked")):
        wanted = replace(draft(used.name), category=Category.COMPLETED)
        with pytest.raises(FieldRefused, match="in use"):
            edit_status(session, used.id, wanted, actor=OFFICE)
