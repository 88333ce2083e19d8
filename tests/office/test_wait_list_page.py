"""The wait list at the desk: put on, shown, offered by hand, taken off; and the machines' tokens in Settings."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.clock import database_now
from core.db import Database
from core.desk.model import StaffRole
from core.events.actions import FIXLINE
from core.jobs.actions.booking import NewJob, book
from core.jobs.actions.offers import accept, offer_anyway
from core.jobs.actions.status import default_status, move
from core.jobs.actions.visits import schedule
from core.jobs.lifecycle import Category
from core.jobs.model import (
    ApiToken,
    Booking,
    BookingStatus,
    BusinessUnit,
    Job,
    JobType,
    OpenSlot,
    SlotOffer,
    Technician,
    WaitWish,
    WishState,
)
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.office.company import Company
from tests.office.desk import Browser, at_desk
from tests.office.test_bookings import mailed

PAGE = "/bookings/wait-list"


def a_free_time(database: Database, company: Company, trade: int) -> int:
    """Another job's visit is cancelled; returns the time that fell free."""
    with database.transaction() as session:
        job = session.get_one(Job, company.job_id)
        new = NewJob(
            customer=job.customer,
            property=job.property,
            business_unit=session.get_one(BusinessUnit, trade),
            job_type=job.job_type,
            summary="Another job",
        )
        other = book(session, new, actor=FIXLINE)
        start = database_now(session) + timedelta(days=2)
        visit = schedule(session, other, start=start, end=start + timedelta(hours=2), actor=FIXLINE)
        maria = session.get_one(Technician, company.technician_id)
        accept(session, offer_anyway(session, visit, maria, actor=FIXLINE).id, actor=FIXLINE)
        move(session, other, default_status(session, Category.CANCELED), actor=FIXLINE)
        return session.scalars(select(OpenSlot.id)).one()


@pytest.mark.inventory(56)
def test_a_booking_is_put_on_the_list_offered_a_time_by_hand_and_taken_off(
    database: Database, desk: Browser, company: Company
) -> None:
    form = desk.text(f"/bookings/{company.booking_id}/wait")
    trade = re.search(r'id="business_unit_id".*?value="(\d+)" selected', form, re.DOTALL)
    kind = re.search(r'id="job_type_id".*?value="(\d+)" selected', form, re.DOTALL)
    assert trade is not None
    assert kind is not None
    put = desk.send(
        f"/bookings/{company.booking_id}/wait",
        business_unit_id=trade[1],
        job_type_id=kind[1],
        part_of_day="any",
        day_1="on",
        day_3="on",
    )
    assert put.status_code == 302
    page = desk.text(PAGE)
    assert "Kitchen sink is leaking" in page
    assert "Mon, Wed, any time" in page
    with database.reading() as session:
        wish = session.scalars(select(WaitWish)).one()
        assert session.get_one(Booking, company.booking_id).status is BookingStatus.WAIT_LISTED
    slot_id = a_free_time(database, company, int(trade[1]))
    offered = desk.send(f"{PAGE}/times/{slot_id}/offer", wish_id=wish.id)
    assert offered.status_code == 302
    again = desk.send(f"{PAGE}/times/{slot_id}/offer", wish_id=wish.id)
    assert again.status_code == 422
    assert "Somebody is being asked about that time" in again.text
    assert "Robert Diaz – asked" in desk.text(PAGE)
    with database.reading() as session:
        made = session.scalars(select(SlotOffer)).one()
        sent = session.scalars(select(OutboxEntry).where(OutboxEntry.kind == Kind.OFFER_SLOT))
        assert made.offered_by == "Dana Administrator"
        assert {"slot_id": slot_id, "offer_id": made.id} in [each.args for each in sent]
    assert desk.send(f"{PAGE}/{wish.id}/leave").status_code == 302
    with database.reading() as session:
        assert session.get_one(WaitWish, wish.id).state is WishState.LEFT
        assert session.get_one(Booking, company.booking_id).status is BookingStatus.NEW


def test_a_managers_purchase_order_is_kept_with_the_booking_that_waits(
    database: Database, desk: Browser, company: Company
) -> None:
    with database.transaction() as session:
        booking_id = mailed(
            session, "No hot water at 12 Oak Street #4, please send someone. PO# 88-123"
        ).booking_id
    address = f"/bookings/{booking_id}/wait"
    form = desk.text(address)
    assert 'name="po_number" type="text" value="88-123"' in form
    chosen = re.findall(
        r'<select id="(\w+)".*?<option value="([^"]*)" selected', form.replace("\n", " ")
    )
    fields = {**dict(chosen), "part_of_day": "any", "po_number": "88-124"}
    too_long = desk.send(address, **{**fields, "po_number": "8" * 61})
    assert (too_long.status_code, 'id="po_number-error"' in too_long.text) == (422, True)
    assert desk.send(address, **fields).status_code == 302
    page = desk.text(f"/bookings/{booking_id}")
    assert '<dt>PO number</dt><dd>88-124 <span class="quiet-words">their mail says 88-123' in page
    assert 'name="po_number" type="text" value="88-124"' in page


def test_a_job_with_a_visit_is_not_put_on_the_list(desk: Browser, company: Company) -> None:
    address = f"/jobs/{company.job_number}/wait"
    assert "Wait list: job #" in desk.text(address)
    answer = desk.send(address, part_of_day="morning")
    assert answer.status_code == 422
    assert "only what has no visit can wait" in answer.text


@pytest.mark.parametrize(
    "bad",
    [
        {"part_of_day": "never"},
        {"until_on": "soon"},
        {"business_unit_id": "77"},
        {"job_type_id": ""},
    ],
)
def test_a_wish_that_is_none_is_refused_at_its_field(
    database: Database, desk: Browser, company: Company, bad: dict[str, str]
) -> None:
    with database.reading() as session:
        trade = session.scalars(select(BusinessUnit.id).limit(1)).one()
        kind = session.scalars(select(JobType.id).limit(1)).one()
    good = {"part_of_day": "any", "business_unit_id": str(trade), "job_type_id": str(kind)}
    answer = desk.send(f"/bookings/{company.booking_id}/wait", **{**good, **bad})
    assert answer.status_code == 422
    with database.reading() as session:
        assert session.scalars(select(WaitWish)).all() == []


@pytest.mark.inventory(41)
def test_bookings_are_listed_by_the_way_they_came(desk: Browser, company: Company) -> None:
    assert f"/bookings/{company.booking_id}" in desk.text("/bookings", source="sms")
    assert f"/bookings/{company.booking_id}" not in desk.text("/bookings", source="third_party")
    assert f"/bookings/{company.booking_id}" in desk.text("/bookings", source="nonsense")


def test_a_token_is_shown_once_and_can_be_revoked(database: Database, desk: Browser) -> None:
    made = desk.send("/settings/integrations", seen_on="/settings/integrations", name="Lakeside")
    shown = re.search(r"<code>(fx_[\w-]+)</code>", made.text)
    assert made.status_code == 201
    assert shown is not None
    page = desk.text("/settings/integrations")
    assert shown[1] not in page
    assert "Lakeside" in page
    assert "never used" in page
    with database.reading() as session:
        token = session.scalars(select(ApiToken)).one()
        assert token.token_hash != shown[1]
    desk.send(f"/settings/integrations/{token.id}/revoke", seen_on="/settings/integrations")
    assert "Revoked" in desk.text("/settings/integrations")
    nameless = desk.send("/settings/integrations", seen_on="/settings/integrations", name=" ")
    assert nameless.status_code == 422


def test_tokens_are_for_who_may_change_settings(database: Database) -> None:
    csr = at_desk(database, StaffRole.CSR)
    assert csr.open("/settings/integrations").status_code == 403
