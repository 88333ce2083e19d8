"""The company edits its workflow and its words; what could not be sent is refused and stays in the editor."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.alerts.model import StatusTemplate
from core.db import Database
from core.events.actions import FIXLINE
from core.jobs.actions.status import move
from core.jobs.model import Job, JobStatus, JobStatusTransition
from tests.office.company import Company
from tests.office.desk import Browser


def the_status(database: Database, name: str) -> JobStatus:
    with database.reading() as session:
        status = session.scalars(select(JobStatus).where(JobStatus.name == name)).one()
        session.expunge(status)
        return status


def test_statuses_are_listed_in_the_order_of_the_workflow(desk: Browser) -> None:
    page = desk.text("/settings/statuses")
    names = ["Booked", "Scheduled", "Dispatched", "In Progress", "Completed", "Paid"]
    places = [page.index(f">{name}</a>") for name in names]
    assert places == sorted(places)


@pytest.mark.inventory(75)
def test_a_status_is_added_and_jobs_can_reach_it(
    database: Database, desk: Browser, company: Company
) -> None:
    made = desk.send(
        "/settings/statuses",
        seen_on="/settings/statuses/new",
        name="Working on the roof",
        category="in_progress",
        position="45",
        customer_visible="on",
    )
    assert made.status_code == 302
    added = the_status(database, "Working on the roof")
    assert (added.category, added.customer_visible, added.is_default) == (
        "in_progress",
        True,
        False,
    )
    with database.transaction() as session:
        job = session.get_one(Job, company.job_id)
        move(session, job, session.get_one(JobStatus, added.id), actor=FIXLINE)


@pytest.mark.parametrize(
    ("name", "category", "position", "field"),
    [
        ("", "booked", "5", "name"),
        ("booked", "booked", "5", "name"),
        ("x" * 61, "booked", "5", "name"),
        ("Roof", "nonsense", "5", "category"),
        ("Roof", "booked", "-5", "position"),
        ("Roof", "booked", "1e3", "position"),
        ("Roof", "booked", "9999999999", "position"),
    ],
)
def test_a_status_that_makes_no_sense_is_refused_at_its_field(
    desk: Browser, name: str, category: str, position: str, field: str
) -> None:
    answer = desk.send(
        "/settings/statuses",
        seen_on="/settings/statuses/new",
        name=name,
        category=category,
        position=position,
    )
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text


def test_a_status_leads_only_where_the_trade_allows(database: Database, desk: Browser) -> None:
    booked, scheduled = the_status(database, "Booked"), the_status(database, "Scheduled")
    paid = the_status(database, "Paid")
    address = f"/settings/statuses/{booked.id}"
    ticked = {f"to_{scheduled.id}": "on", f"to_{paid.id}": "on", "to_x": "on"}
    desk.send(address, seen_on=address, name="Booked", position="10", **ticked)
    with database.reading() as session:
        leads = session.scalars(
            select(JobStatusTransition.to_id).where(JobStatusTransition.from_id == booked.id)
        ).all()
    assert leads == [scheduled.id]


def test_the_status_fixline_uses_by_itself_cannot_be_switched_off(
    database: Database, desk: Browser
) -> None:
    booked = the_status(database, "Booked")
    answer = desk.send(f"/settings/statuses/{booked.id}/switch", seen_on="/settings/statuses")
    assert answer.status_code == 409
    assert the_status(database, "Booked").active


def test_a_status_is_switched_off_and_on(database: Database, desk: Browser) -> None:
    desk.send(
        "/settings/statuses",
        seen_on="/settings/statuses/new",
        name="Waiting for parts",
        category="on_hold",
        position="55",
    )
    added = the_status(database, "Waiting for parts")
    switch = f"/settings/statuses/{added.id}/switch"
    desk.send(switch, seen_on="/settings/statuses")
    assert not the_status(database, "Waiting for parts").active
    desk.send(switch, seen_on="/settings/statuses", wanted="on")
    assert the_status(database, "Waiting for parts").active


@pytest.mark.inventory(77)
def test_words_are_saved_and_versioned(database: Database, desk: Browser) -> None:
    booked = the_status(database, "Booked")
    address = f"/settings/statuses/{booked.id}/words/sms"
    saved = desk.send(f"{address}/en", seen_on=address, body="{CompanyName}: job {JobNumber} is in")
    assert saved.status_code == 302
    with database.reading() as session:
        words = session.scalars(
            select(StatusTemplate).where(
                StatusTemplate.status_id == booked.id,
                StatusTemplate.channel == "sms",
                StatusTemplate.language == "en",
            )
        ).one()
        assert (words.body, words.version) == ("{CompanyName}: job {JobNumber} is in", 2)


@pytest.mark.inventory(86)
@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Hello {CompanyNmae}", "There is no tag {CompanyNmae}"),
        ("Hello {JobNumber", "stands alone"),
        ("", "Write what the message should say."),
        ("x" * 10_001, "Keep this under 10,000 characters"),
    ],
)
def test_words_that_could_not_be_sent_are_refused_and_stay(
    database: Database, desk: Browser, body: str, said: str
) -> None:
    booked = the_status(database, "Booked")
    address = f"/settings/statuses/{booked.id}/words/sms"
    answer = desk.send(f"{address}/es", seen_on=address, body=body)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'id="body-error-es"' in answer.text
    if body:
        assert f"{body}</textarea>" in answer.text


def test_an_e_mail_needs_a_subject(database: Database, desk: Browser) -> None:
    booked = the_status(database, "Booked")
    address = f"/settings/statuses/{booked.id}/words/email"
    answer = desk.send(f"{address}/en", seen_on=address, subject=" ", body="Hello")
    assert answer.status_code == 422
    assert "An e-mail needs a subject." in answer.text


def test_the_preview_reads_as_for_a_real_job_and_counts_segments(
    database: Database, desk: Browser, company: Company
) -> None:
    booked = the_status(database, "Booked")
    address = f"/settings/statuses/{booked.id}/words/sms"
    read = desk.send(
        f"{address}/en/preview", seen_on=address, body="Job {JobNumber} at {PropertyAddress} 👍"
    ).text
    assert f"Job {company.job_number} at 12 Oak Street" in read
    assert "1 segment" in read
    assert "UCS-2" in read
    wrong = desk.send(f"{address}/en/preview", seen_on=address, body="{Nonsense}").text
    assert "There is no tag {Nonsense}" in wrong


def test_the_preview_of_an_empty_company_uses_a_made_up_job(
    database: Database, desk: Browser
) -> None:
    booked = the_status(database, "Booked")
    page = desk.text(f"/settings/statuses/{booked.id}/words/email")
    assert "made-up job" in page
    assert "Kitchen sink is leaking" in page


def test_template_words_are_inert_on_the_page(database: Database, desk: Browser) -> None:
    booked = the_status(database, "Booked")
    address = f"/settings/statuses/{booked.id}/words/sms"
    desk.send(f"{address}/en", seen_on=address, body="</textarea><script>alert(1)</script>")
    assert "<script>alert" not in desk.text(address)
