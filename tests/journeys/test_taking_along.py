"""Lists taken along in a real browser: the link stands on each page without a barrier, and a click saves the file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.alerts.actions.notices import send_notice
from core.alerts.model import BuildingNotice, Notification
from core.alerts.new_notice import NewNotice
from core.alerts.wording import Words
from core.billing.actions.batches import post_batch
from core.billing.model import Batch, Invoice
from core.clock import database_now
from core.db import Database
from core.desk.model import StaffRole
from core.directory.model import ContactPoint, Customer, Property
from core.jobs.actions.calls import CallNotes, note_call
from core.jobs.actions.machines import make_token
from core.jobs.model import Call, Job
from core.language import Language
from core.messaging.wire import Channel
from sandbox.demo.amounts import DemoSize
from sandbox.demo.loading import load_demo
from tests.builders import OFFICE
from tests.builders.books import a_batch, mapped_accounts
from tests.journeys.browsing import looked_through, served
from tests.office.desk import hire, office_app
from tests.office.test_delivery import doubted, everyone_works, given_up

pytestmark = pytest.mark.browser

LATELY = timedelta(days=300)
LISTS = [
    "/inbox",
    "/dispatch",
    "/dispatch?sight=week",
    "/bookings",
    "/bookings/wait-list",
    "/jobs",
    "/customers",
    "/properties",
    "/equipment",
    "/estimates",
    "/tasks",
    "/delivery",
    "/notices",
    "/billing/invoices",
    "/billing/jobs",
    "/billing/payments",
    "/billing/receivables",
    "/billing/statements",
    "/billing/reminders",
    "/billing/batches",
    "/billing/batches/log",
    "/settings/technicians",
    "/settings/staff",
    "/settings/roles",
    "/settings/statuses",
    "/settings/workflow",
    "/settings/relationships",
    "/settings/forms",
    "/settings/on-call",
    "/settings/teachings",
    "/settings/integrations",
]


@pytest.fixture
def address(database: Database) -> Iterator[str]:
    """An office with a company at work, which has something of everything."""
    with database.transaction() as session:
        load_demo(session, DemoSize.SMALL, lambda _: None)
        everyone_works(session)
        given_up(session)
        doubted(session, Channel.SMS, "+13125550177")
        mapped_accounts(session)
        today = database_now(session).date()
        post_batch(session, a_batch(session, today - LATELY, today).id, actor=OFFICE)
        make_token(session, "Lakeside portal", actor=OFFICE)
        place = session.scalars(select(Property.id).order_by(Property.id)).first()
        assert place is not None
        words = (Words(Channel.SMS, Language.ENGLISH, "", "No water on Friday."),)
        send_notice(session, NewNotice("a form", "Water off", words, (place,)), actor=OFFICE)
        caller = session.scalars(select(Customer).order_by(Customer.id)).first()
        assert caller is not None
        note_call(session, caller, CallNotes(7, "Asked for a copy."), actor=OFFICE)
    hire(database, StaffRole.ADMINISTRATOR)
    with served(office_app(database)) as at:
        yield at


def pages_of_one(session: Session) -> list[str]:
    """Pages of a customer, a property and a job of whom people were told."""
    heard = session.scalars(select(Notification).order_by(Notification.id)).first()
    assert heard is not None
    point = session.get_one(ContactPoint, heard.contact_point_id)
    job = session.scalars(select(Job).order_by(Job.number)).first()
    billed = session.scalars(select(Invoice).order_by(Invoice.id)).first()
    assert job is not None
    assert billed is not None
    caller = session.scalars(select(Call.customer_id).order_by(Call.id.desc())).first()
    notice = session.scalars(select(BuildingNotice.id)).one()
    batch = session.scalars(select(Batch.id)).one()
    return [
        f"/customers/{point.contact.customer_id}/told",
        f"/customers/{caller}/calls",
        f"/notices/{notice}",
        f"/billing/batches/{batch}",
        f"/properties/{job.property_id}/told",
        f"/jobs/{job.number}",
        f"/jobs/{job.number}/history",
        f"/billing/accounts/{billed.bill_to_id}/statement",
        f"/billing/paid?customer={billed.bill_to_id}",
    ]


def test_no_list_that_can_be_taken_along_has_a_barrier(either: Page, database: Database) -> None:
    with database.reading() as session:
        pages = [*LISTS, *pages_of_one(session)]
    assert looked_through(either, pages) == ""


def test_a_click_saves_the_list_as_it_is_narrowed_down(page: Page) -> None:
    page.goto("/bookings?shown=decided")
    with page.expect_download() as begun:
        page.get_by_role("link", name="Export as CSV").click()
    assert begun.value.suggested_filename == "bookings.csv"
    with begun.value.path().open(encoding="utf-8-sig", newline="") as file:
        states = {row["Status"] for row in csv.DictReader(file)}
    assert states <= {"converted", "dismissed"}
    assert states != set()
