"""A manager's “bill it to the owner, PO 4471”: nothing changes before somebody at a desk confirms it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.billing.actions.issuing import issue
from core.billing.bill_to import BillToSource
from core.billing.model import Invoice
from core.db import Database
from core.desk.actions.tasks import open_task
from core.desk.model import StaffRole, StaffTask
from core.directory.queries.people import points_at
from core.jobs.model import Job
from core.messaging.model import Conversation
from core.messaging.wire import Channel
from office.billing.wishes import TITLE
from sandbox.company import load_company
from tests.builders import OFFICE, a_conversation, a_customer, a_job_at, a_place, linked
from tests.builders.billing import MARCH_2, a_draft_of
from tests.office.billing.books import fields_of
from tests.office.desk import Browser, at_desk
from tests.transcripts.people import person_named
from tests.transcripts.stage import Stage

WORDS = "Please bill it to the owner, PO 4471."


@pytest.fixture
def wish(database: Database) -> tuple[int, int, int, int]:
    """The task, its job, a draft of it, and the owner, by id."""
    with database.transaction() as session:
        place, owner = a_place(session), a_customer(session, "Olga Owner")
        linked(session, place, owner, "Owner")
        job = a_job_at(session, "Completed", place)
        draft = a_draft_of(session, job, 10_000)
        thread = a_conversation(
            session, "rita@lakeside.example", channel=Channel.EMAIL, job_id=job.id
        )
        task = open_task(session, title=TITLE, details=WORDS, subject=("conversation", thread.id))
        return task.id, job.id, draft.id, owner.id


@pytest.mark.inventory(106)
def test_the_change_is_shown_and_made_only_when_confirmed(
    database: Database, desk: Browser, wish: tuple[int, int, int, int]
) -> None:
    task_id, job_id, draft_id, owner_id = wish
    page = f"/billing/wishes/{task_id}"
    assert page in desk.text(f"/tasks/{task_id}")
    shown = desk.text(page)
    assert WORDS in shown
    assert f'<option value="{owner_id}" selected' in shown
    with database.reading() as session:
        assert session.get_one(Job, job_id).bill_to_override_id is None
    answer = desk.send(page, seen_on=page, payer=owner_id, po_number="4471")
    assert answer.status_code == 303
    with database.reading() as session:
        job, draft = session.get_one(Job, job_id), session.get_one(Invoice, draft_id)
        assert (job.bill_to_override_id, job.po_number) == (owner_id, "4471")
        assert (draft.bill_to_id, draft.bill_to_source) == (owner_id, BillToSource.JOB_OVERRIDE)
        assert session.get_one(StaffTask, task_id).done_at is not None
    assert desk.send(page, seen_on="/jobs", payer=owner_id).status_code == 409


@pytest.mark.parametrize("said", ["the job", "its invoice"])
def test_the_job_a_mail_names_and_its_order_stand_on_the_page(
    database: Database, desk: Browser, said: str
) -> None:
    dana = person_named("Dana")
    with database.transaction() as session:
        load_company(session)
        (point,) = points_at(session, dana.address)
        customer = point.contact.customer
        job = a_job_at(session, "Completed", a_place(session), customer)
        draft = a_draft_of(session, job, 10_000)
        bill = issue(session, draft.id, on=MARCH_2, actor=OFFICE).number
        number = job.number
        payer = job.customer_id
    named = f"job #{number}" if said == "the job" else f"invoice {bill}"
    words = f"Subject: Billing\nFor {named}: please change the billing, our PO is 4471."
    Stage(database).says(dana, words)
    with database.reading() as session:
        task = session.scalars(select(StaffTask).where(StaffTask.title == TITLE)).one()
        thread = session.get_one(Conversation, task.subject_id)
        assert thread.job_id is None
    shown = desk.text(f"/billing/wishes/{task.id}")
    assert f"Who is billed for job #{number}" in shown
    assert 'value="4471"' in shown
    assert f'<option value="{payer}" selected' in shown


def test_where_no_job_is_named_it_is_asked_for_first(database: Database, desk: Browser) -> None:
    with database.transaction() as session:
        job = a_job_at(session, "Completed", a_place(session))
        thread = a_conversation(session, "rita@lakeside.example", channel=Channel.EMAIL)
        words = f"Bill the owner for job {job.number}"  # a stranger's number opens nothing
        task_id = open_task(
            session, title=TITLE, details=words, subject=("conversation", thread.id)
        ).id
    page = f"/billing/wishes/{task_id}"
    assert "Which job is billed otherwise?" in desk.text(page)
    assert f"Job #{job.number}" not in desk.text(page)
    assert "There is no job of this number" in desk.text(f"{page}?job=999999999")
    answer = desk.send(page, seen_on=page, payer="1")
    assert answer.status_code == 422
    assert "Say first which job" in answer.text
    assert f"Who is billed for job #{job.number}" in desk.text(f"{page}?job=%23{job.number}")


def test_an_order_number_alone_leaves_the_payer(database: Database, desk: Browser) -> None:
    with database.transaction() as session:
        place, owner = a_place(session), a_customer(session, "Olga Owner")
        linked(session, place, owner, "Owner")
        job = a_job_at(session, "Completed", place)
        payer = job.customer_id
        thread = a_conversation(session, "rita@b.example", channel=Channel.EMAIL, job_id=job.id)
        task_id = open_task(
            session, title=TITLE, details="PO is 88213", subject=("conversation", thread.id)
        ).id
    shown = desk.text(f"/billing/wishes/{task_id}")
    assert f'<option value="{payer}" selected' in shown
    assert 'value="88213"' in shown


def test_nobody_chosen_changes_nothing(
    database: Database, desk: Browser, wish: tuple[int, int, int, int]
) -> None:
    page = f"/billing/wishes/{wish[0]}"
    answer = desk.send(page, seen_on=page, payer="", po_number="4471")
    assert answer.status_code == 422
    assert "csrf_token" in fields_of(answer.text)
    with database.reading() as session:
        assert session.get_one(Job, wish[1]).po_number == ""


def test_other_tasks_and_other_roles_have_no_such_page(
    database: Database, desk: Browser, wish: tuple[int, int, int, int]
) -> None:
    with database.transaction() as session:
        other = open_task(session, title="Call them").id
    assert desk.open(f"/billing/wishes/{other}").status_code == 404
    reader = at_desk(database, StaffRole.CSR)
    assert reader.open(f"/billing/wishes/{wish[0]}").status_code == 403
