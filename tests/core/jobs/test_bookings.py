"""Bookings: a tenant's words written down at once, made into a job exactly once, or let go with a reason."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.blobs import keep_blob, pieces_of
from core.db import Database
from core.directory.model import Customer, Property
from core.directory.queries.people import default_customer
from core.errors import FieldRefused, NotFound, Refused
from core.events.model import Event
from core.jobs.actions.booking import (
    Request,
    add_words,
    book,
    convert,
    dismiss,
    lock_booking,
    open_booking,
    set_place,
)
from core.jobs.actions.emergencies import Danger, raise_emergency
from core.jobs.model import Attachment, BookingSource, BookingStatus, BusinessUnit, Job, JobType
from core.jobs.queries.job_page import job_page
from core.jobs.queries.work import open_bookings_from
from tests.builders import (
    OFFICE,
    a_booking,
    a_customer,
    a_manager,
    a_place,
    a_tenant,
    a_unit,
    number,
)
from tests.builders.jobs import new_job
from tests.crowd import at_once


@pytest.mark.inventory(41)
@pytest.mark.parametrize("source", list(BookingSource))
def test_a_request_is_written_down_whatever_way_it_came(
    session: Session, source: BookingSource
) -> None:
    request = Request(source=source, words="No heat!", summary="No heat", requester_address="x")
    booking = open_booking(session, request, actor=OFFICE)
    assert (booking.status, booking.source) == (BookingStatus.NEW, source)
    assert booking.raw_words == "No heat!"
    assert not booking.verified


@pytest.mark.inventory(42)
def test_a_tenants_request_becomes_a_job_of_the_manager_with_the_tenants_words(
    session: Session,
) -> None:
    place = a_place(session)
    unit = a_unit(session, place)
    tenant, manager = a_tenant(session, place, unit), a_manager(session, place)
    booking = a_booking(session, words="the sink leaks", requester=tenant, place=place)
    customer = default_customer(session, place.id)
    assert customer == manager.customer
    new = new_job(session, place, customer, unit=unit, requester=tenant, summary=booking.summary)
    page = job_page(session, convert(session, booking.id, new, actor=OFFICE).number)
    assert page.customer == (manager.customer_id, "Lakeside Management")
    assert page.requester == (tenant.customer_id, "Robert")
    assert page.summary == "the sink leaks"
    assert booking.verified


def test_what_is_said_later_stands_below_what_was_said_first(session: Session) -> None:
    booking = a_booking(session, words="the sink leaks")
    add_words(session, booking, "  a lot now ")
    add_words(session, booking, "  ")
    assert booking.raw_words == "the sink leaks\n\na lot now"


def test_a_place_told_later_makes_a_known_persons_booking_verified(session: Session) -> None:
    place = a_place(session)
    known = a_booking(session, requester=a_tenant(session, place))
    stranger = a_booking(session, address=number(7))
    for booking in (known, stranger):
        set_place(session, booking, property_id=place.id, unit_id=None, actor=OFFICE)
    assert known.verified
    assert not stranger.verified


@pytest.mark.inventory(45)
def test_a_booking_is_converted_once(session: Session) -> None:
    booking = a_booking(session)
    job = convert(session, booking.id, new_job(session), actor=OFFICE)
    assert booking.status is BookingStatus.CONVERTED
    assert job.booking_id == booking.id
    assert open_bookings_from(session, booking.requester_address) == []
    with pytest.raises(Refused, match="converted already"):
        convert(session, booking.id, new_job(session), actor=OFFICE)


@pytest.mark.inventory(45)
def test_of_eight_who_convert_at_once_one_makes_the_job(database: Database) -> None:
    with database.transaction() as session:
        booking_id = a_booking(session).id
        customer_id, place_id = a_customer(session).id, a_place(session).id

    def act(_hand: int) -> int:
        with database.transaction() as session:
            place = session.get_one(Property, place_id)
            new = new_job(session, place, session.get_one(Customer, customer_id))
            return convert(session, booking_id, new, actor=OFFICE).number

    got = at_once(8, act)
    assert sum(isinstance(each, int) for each in got) == 1
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Job)) == 1


@pytest.mark.inventory(45)
def test_photos_and_emergencies_go_along_into_the_job(session: Session) -> None:
    booking, other = a_booking(session), a_booking(session, address=number(8))
    blob = keep_blob(session, pieces_of(b"picture"), content_type="image/jpeg")
    session.add(Attachment(blob_id=blob.id, name="sink.jpg", booking_id=booking.id))
    danger = raise_emergency(
        session, Danger("flood", "it pours", number(142), booking_id=booking.id), actor=OFFICE
    )
    elsewhere = raise_emergency(
        session, Danger("gas", "smell", number(8), booking_id=other.id), actor=OFFICE
    )
    job = convert(session, booking.id, new_job(session), actor=OFFICE)
    session.refresh(danger)
    session.refresh(elsewhere)
    assert [photo.name for photo in job_page(session, job.number).photos] == ["sink.jpg"]
    assert (danger.job_id, elsewhere.job_id) == (job.id, None)


@pytest.mark.inventory(46, 47, 48)
def test_a_job_names_its_customer_place_trade_and_type(session: Session) -> None:
    place, customer = a_place(session), a_customer(session)
    job = book(session, new_job(session, place, customer), actor=OFFICE)
    page = job_page(session, job.number)
    assert page.customer[0] == customer.id
    assert page.property[0] == place.id
    assert session.scalar(select(BusinessUnit.id).where(BusinessUnit.name == page.business_unit))
    assert session.scalar(select(JobType.id).where(JobType.name == page.job_type))


def test_the_starting_set_knows_the_trades_and_types(session: Session) -> None:
    trades = set(session.scalars(select(BusinessUnit.name)))
    types = set(session.scalars(select(JobType.name)))
    assert {"HVAC", "Plumbing", "Electrical"} <= trades
    assert {"Service Call", "Installation", "Maintenance", "Emergency"} <= types


def test_a_job_says_what_is_to_be_done_in_a_unit_of_its_own_property(session: Session) -> None:
    with pytest.raises(FieldRefused, match="what is to be done"):
        book(session, new_job(session, summary="  "), actor=OFFICE)
    other = a_unit(session, a_place(session, "12 Elm Ave"), "9")
    with pytest.raises(FieldRefused, match="214 Oak St has no unit 9"):
        book(session, new_job(session, unit=other), actor=OFFICE)


def test_a_booking_is_let_go_only_with_a_reason(session: Session) -> None:
    booking = a_booking(session)
    with pytest.raises(FieldRefused, match="Say why"):
        dismiss(session, booking.id, reason=" ", actor=OFFICE)
    dismiss(session, booking.id, reason="sent twice", actor=OFFICE)
    event = session.scalars(select(Event).where(Event.kind == "booking.dismissed")).one()
    assert event.after == {"reason": "sent twice"}
    with pytest.raises(Refused, match="dismissed already"):
        convert(session, booking.id, new_job(session), actor=OFFICE)
    with pytest.raises(Refused, match="let go already"):
        dismiss(session, booking.id, reason="another reason", actor=OFFICE)


def test_what_is_a_job_already_is_not_let_go(session: Session) -> None:
    booking = a_booking(session)
    convert(session, booking.id, new_job(session), actor=OFFICE)
    with pytest.raises(Refused, match="cancel the job instead"):
        dismiss(session, booking.id, reason="no", actor=OFFICE)


def test_a_booking_must_exist(session: Session) -> None:
    with pytest.raises(NotFound, match="booking 0"):
        lock_booking(session, 0)
