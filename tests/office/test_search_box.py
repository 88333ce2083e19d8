"""The search box: a number leads to what bears it, and whoever is not in the directory yet is found all the same."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from core.db import Database
from core.desk.model import StaffRole
from core.jobs.actions.booking import NewJob, Request, convert, open_booking
from core.jobs.actions.emergencies import Danger, raise_emergency
from core.jobs.actions.estimates import EstimateDraft, LineDraft, draft_estimate
from core.jobs.model import Booking, BookingSource, Emergency, Job, LineKind
from core.jobs.queries.strangers import stranger_ids
from core.messaging.actions.threads import conversation_with
from core.messaging.model import Conversation
from core.messaging.wire import Channel
from tests.builders import OFFICE, a_customer, a_job
from tests.builders.jobs import new_job
from tests.office.company import Company, hear
from tests.office.desk import Browser, at_desk

STRANGER = "+13125550188"
REQUESTS = "Requests from people not yet customers"
THREADS = "Conversations with someone unknown"


def a_request(
    session: Session,
    *,
    address: str = STRANGER,
    name: str = "Ángela O’Neil",
    words: str = "Boiler bangs",
) -> Booking:
    request = Request(
        source=BookingSource.SMS,
        words=words,
        summary=words,
        requester_address=address,
        requester_name=name,
    )
    return open_booking(session, request, actor=OFFICE)


def an_estimate(session: Session, job: Job) -> int:
    line = LineDraft(LineKind.LABOUR, "A day of work", 1_000, 20_000, False)
    return draft_estimate(session, job, EstimateDraft("New pump", (line,)), actor=OFFICE).number


def an_emergency(session: Session, booking: Booking | None = None) -> Emergency:
    danger = Danger("gas", "I smell gas", STRANGER, booking_id=booking.id if booking else None)
    return raise_emergency(session, danger, actor=OFFICE)


def as_job(session: Session, booking: Booking) -> Job:
    new: NewJob = new_job(session)
    return convert(session, booking.id, new, actor=OFFICE)


@pytest.mark.parametrize("typed", ["{}", "#{}", " # {} "])
def test_the_number_of_an_estimate_opens_it(
    database: Database, desk: Browser, company: Company, typed: str
) -> None:
    with database.transaction() as session:
        number = an_estimate(session, session.get_one(Job, company.job_id))
    found = desk.open("/search", q=typed.format(number))
    assert found.location == f"/estimates/{number}"


@pytest.mark.parametrize("typed", ["{}", "#{}"])
def test_the_number_of_an_emergency_opens_its_request_until_it_is_a_job(
    database: Database, desk: Browser, typed: str
) -> None:
    with database.transaction() as session:
        booking = a_request(session)
        number = an_emergency(session, booking).number
    words = typed.format(number)
    assert desk.open("/search", q=words).location == f"/bookings/{booking.id}"
    with database.transaction() as session:
        as_job(session, session.get_one(Booking, booking.id))
    assert desk.open("/search", q=words).location == f"/jobs/{number}"


def test_an_emergency_without_a_request_opens_its_conversation(
    database: Database, desk: Browser
) -> None:
    with database.transaction() as session:
        thread = conversation_with(session, Channel.SMS, STRANGER)
        number = an_emergency(session).number
    assert desk.open("/search", q=str(number)).location == f"/inbox/{thread.id}"


def test_two_kinds_of_thing_with_one_number_are_a_choice(
    database: Database, desk: Browser, company: Company
) -> None:
    with database.transaction() as session:
        number = an_estimate(session, session.get_one(Job, company.job_id))
        a_job(session, summary="Gutter hangs").number = number
        customer = a_customer(session, "Paula Reyes")
        customer.number = number
    page = desk.text("/search", q=str(number))
    assert "With this number" in page
    assert f'href="/estimates/{number}"' in page
    assert "New pump" in page
    assert "$200.00" in page
    assert f'href="/jobs/{number}"' in page
    assert f"Customer #{number}" not in page
    assert f"Customer #{number}" in desk.text("/search", q=f"#{number}")


def test_the_number_of_a_customer_alone_opens_them(database: Database, desk: Browser) -> None:
    with database.transaction() as session:
        customer = a_customer(session, "Paula Reyes")
        session.refresh(customer)
    assert desk.open("/search", q=f"#{customer.number}").location == f"/customers/{customer.id}"


@pytest.mark.parametrize(
    "words", ["(312) 555-0188", "312 555 0188", "+13125550188", "0188", "angela", "O'Neil Angela"]
)
def test_a_request_of_somebody_unknown_is_found_by_their_number_or_name(
    database: Database, desk: Browser, words: str
) -> None:
    with database.transaction() as session:
        booking = a_request(session)
        a_request(session, address="+13125550190", name="Someone Else", words="Drain is slow")
    page = desk.text("/search", q=words)
    assert REQUESTS in page
    assert f'href="/bookings/{booking.id}"' in page
    assert "Drain is slow" not in page


@pytest.mark.parametrize("words", ["frank@elsewhere.example", "Frank@Elsewhere.example", "frank"])
def test_a_request_of_somebody_unknown_is_found_by_their_mail_address(
    database: Database, desk: Browser, words: str
) -> None:
    with database.transaction() as session:
        booking = a_request(session, address="frank@elsewhere.example", name="")
    assert f'href="/bookings/{booking.id}"' in desk.text("/search", q=words)


def test_a_customers_own_request_is_found_through_the_customer(
    desk: Browser, company: Company
) -> None:
    page = desk.text("/search", q="312 555 0142")
    assert "Robert Diaz" in page
    assert REQUESTS not in page


@pytest.mark.parametrize("words", ["(312) 555-0199", "+13125550199", "312.555.0199"])
def test_a_conversation_with_an_unknown_number_is_found_by_it(
    desk: Browser, company: Company, words: str
) -> None:
    page = desk.text("/search", q=words)
    assert THREADS in page
    assert f'href="/inbox/{company.emergency_thread_id}"' in page
    assert "I smell gas in the hallway" in page


def test_a_conversation_with_an_unknown_mail_address_is_found_by_it(
    database: Database, desk: Browser
) -> None:
    with database.transaction() as session:
        thread = conversation_with(session, Channel.EMAIL, "frank@elsewhere.example")
        hear(session, thread, "Is anybody there?")
    page = desk.text("/search", q="Frank@elsewhere.example")
    assert f'href="/inbox/{thread.id}"' in page


def test_a_conversation_with_somebody_known_is_not_among_the_unknown(
    desk: Browser, company: Company
) -> None:
    page = desk.text("/search", q="(312) 555-0142")
    assert THREADS not in page


def test_who_may_not_read_a_room_finds_nothing_of_it(database: Database) -> None:
    books = at_desk(database, StaffRole.ACCOUNTING)
    with database.transaction() as session:
        number = an_emergency(session, a_request(session)).number
        hear(session, conversation_with(session, Channel.SMS, STRANGER), "Hello?")
    assert "Nothing fits" in books.text("/search", q=STRANGER)
    assert "Nothing fits" in books.text("/search", q=str(number))


@pytest.mark.parametrize("words", ["angela", "angela oneil", "0188", "frank@elsewhere.example"])
def test_strangers_are_sought_in_their_index(session: Session, words: str) -> None:
    query = stranger_ids(words)
    assert query is not None
    session.execute(text("SET LOCAL enable_seqscan = off"))
    said = str(query.compile(session.get_bind(), compile_kwargs={"literal_binds": True}))
    plan = "\n".join(session.execute(text(f"EXPLAIN {said}".replace(":", r"\:"))).scalars())
    assert "ix_bookings_stranger_grams" in plan
    assert "Seq Scan" not in plan


def test_nobody_is_sought_by_signs_alone_or_by_a_customers_number() -> None:
    assert stranger_ids("%") is None
    assert stranger_ids("#10001") is None


def test_of_a_number_whose_owner_is_known_by_now_nothing_unknown_is_left(
    database: Database, desk: Browser, company: Company
) -> None:
    with database.transaction() as session:
        thread = session.get_one(Conversation, company.emergency_thread_id)
        thread.contact_id = company.tenant_contact_id
    assert THREADS not in desk.text("/search", q="(312) 555-0199")
