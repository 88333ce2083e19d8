"""From a request to a job: written down, shown, proposed, converted once, or let go."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.engine import hear
from core.db import Database
from core.jobs.model import Attachment, Booking, BookingStatus, Job, JobPriority
from core.messaging.actions.receiving import receive
from core.messaging.model import Envelope, EnvelopeSource, Message
from core.messaging.wire import Channel, InboundMessage, SenderProof
from tests.office.billing.books import fields_of
from tests.office.company import HEAD, PICTURE, Company
from tests.office.desk import Browser


def proposed(page: str) -> dict[str, str]:
    """The values the form for a job starts with."""
    form = page[page.index("/convert") :]
    chosen = re.findall(
        r'<select id="(\w+)".*?<option value="([^"]*)" selected', form.replace("\n", " ")
    )
    hidden = re.search(r'name="property_id" value="(\d*)"', form)
    assert hidden is not None
    return {**dict(chosen), "property_id": hidden[1]}


def test_a_booking_proposes_the_propertys_primary_as_customer(
    desk: Browser, company: Company
) -> None:
    first = proposed(desk.text(f"/bookings/{company.booking_id}"))
    assert first["customer_id"] == str(company.manager_id)
    assert first["property_id"] == str(company.property_id)
    assert first["unit_id"] == str(company.unit_id)
    assert first["priority"] == "high"


@pytest.mark.inventory(45, 46)
def test_a_booking_becomes_a_job_once(database: Database, desk: Browser, company: Company) -> None:
    address = f"/bookings/{company.booking_id}"
    fields = {**proposed(desk.text(address)), "summary": "Fix the leaking sink"}
    made = desk.send(f"{address}/convert", seen_on=address, **fields)
    assert made.status_code == 302
    again = desk.send(f"{address}/convert", **fields)
    assert again.status_code == 409
    assert "converted already" in again.text
    with database.reading() as session:
        job = session.scalars(select(Job).where(Job.booking_id == company.booking_id)).one()
        assert made.location == f"/jobs/{job.number}"
        assert (job.summary, job.priority) == ("Fix the leaking sink", JobPriority.HIGH)
    page = desk.text(made.location)
    assert "Lakeside Property Management" in page
    assert f"/files/{company.blob_id}" in page


RITA = "rita@lakeside.example"


def mailed(session: Session, words: str, *, subject: str = "Unit 4") -> Message:
    """A mail whose sender is proven, filed and answered; a second one follows in the same thread."""
    count = session.scalar(select(func.count()).select_from(Envelope))
    envelope = Envelope(source=EnvelopeSource.SENDGRID_INBOUND, provider_id=f"mail {count}")
    session.add(envelope)
    session.flush()
    mail = InboundMessage(
        channel=Channel.EMAIL,
        carrier="sendgrid",
        provider_id=f"{count}@lakeside.example",
        sender=RITA,
        recipient="office@fixline.example.com",
        body=words,
        subject=subject,
        proof=SenderProof(aligned_pass=True, detail="practice"),
    )
    message_id = receive(session, HEAD, mail, envelope_id=envelope.id)
    assert message_id is not None
    message = session.get_one(Message, message_id)
    hear(session, HEAD, conversation_id=message.conversation_id, message_id=message.id)
    return message


@pytest.mark.parametrize(
    ("subject", "words", "number"),
    [
        ("Unit 4", "Please send a plumber to 12 Oak Street #4, the sink leaks. PO 4471.", "4471"),
        ("Unit 4", "No hot water at 12 Oak Street #4, please send someone.\nPO# 88-123", "88-123"),
        ("PO 4471: sink", "Please send a plumber to 12 Oak Street #4.", "4471"),
        (
            "Unit 4",
            "The AC is out at 12 Oak Street #4, please get someone out under purchase order 5512.",
            "5512",
        ),
    ],
)
def test_a_managers_purchase_order_is_shown_proposed_and_carried_to_the_job(
    database: Database, desk: Browser, company: Company, subject: str, words: str, number: str
) -> None:
    with database.transaction() as session:
        booking_id = mailed(session, words, subject=subject).booking_id
    address = f"/bookings/{booking_id}"
    page = desk.text(address)
    assert f"<dt>PO number</dt><dd>{number} " in page
    assert f'name="po_number" type="text" value="{number}"' in page
    fields = {**proposed(page), "summary": "Fix it", "po_number": number}
    made = desk.send(f"{address}/convert", seen_on=address, **fields)
    assert made.status_code == 302
    with database.reading() as session:
        job = session.scalars(select(Job).where(Job.booking_id == booking_id)).one()
        assert job.po_number == number
    assert number in desk.text(made.location)


def test_an_order_a_colleague_gave_meanwhile_is_kept(
    database: Database, desk: Browser, company: Company
) -> None:
    address = f"/bookings/{company.booking_id}"
    fields = {**proposed(desk.text(address)), "summary": "Fix it"}
    seen = {name: value for name, value in fields_of(desk.text(address)).items() if "seen-" in name}
    with database.transaction() as session:
        session.get_one(Booking, company.booking_id).po_number = "PO-77123"
    made = desk.send(f"{address}/convert", seen_on=address, **{**fields, **seen})
    assert made.status_code == 302
    with database.reading() as session:
        job = session.scalars(select(Job).where(Job.booking_id == company.booking_id)).one()
        assert job.po_number == "PO-77123"


def test_of_two_purchase_orders_the_later_is_proposed(
    database: Database, desk: Browser, company: Company
) -> None:
    with database.transaction() as session:
        first = mailed(session, "Please send a plumber to 12 Oak Street #4, it leaks. PO 4471.")
        later = mailed(session, "Sorry, it is PO 4480.", subject="Re: Unit 4")
        later.booking_id = first.booking_id
    assert "<dt>PO number</dt><dd>4480 " in desk.text(f"/bookings/{first.booking_id}")


def test_a_tenants_figure_is_no_purchase_order(desk: Browser, company: Company) -> None:
    assert "<dt>PO number</dt>" not in desk.text(f"/bookings/{company.booking_id}")


def test_a_purchase_order_too_long_to_print_is_refused_at_its_field(
    database: Database, desk: Browser, company: Company
) -> None:
    address = f"/bookings/{company.booking_id}"
    fields = {**proposed(desk.text(address)), "summary": "Fix it", "po_number": "4" * 61}
    answer = desk.send(f"{address}/convert", seen_on=address, **fields)
    assert answer.status_code == 422
    assert 'id="po_number-error"' in answer.text


def test_a_form_that_lacks_something_is_shown_again_with_nothing_lost(
    database: Database, desk: Browser, company: Company
) -> None:
    address = f"/bookings/{company.booking_id}"
    fields = {**proposed(desk.text(address)), "summary": "", "customer_notes": "Ring twice"}
    answer = desk.send(f"{address}/convert", seen_on=address, **{**fields, "unit_id": "77"})
    assert answer.status_code == 422
    assert "Say what is to be done." in answer.text
    assert "Choose one of the list." in answer.text
    assert "Ring twice</textarea>" in answer.text
    with database.reading() as session:
        assert session.get_one(Booking, company.booking_id).status == BookingStatus.NEW


@pytest.mark.parametrize("bad", ["", "abc", "-1", "9" * 30, "٣", "1e3"])
def test_a_row_that_is_none_is_refused_at_its_field(
    desk: Browser, company: Company, bad: str
) -> None:
    address = f"/bookings/{company.booking_id}"
    fields = {**proposed(desk.text(address)), "summary": "x", "customer_id": bad}
    answer = desk.send(f"{address}/convert", seen_on=address, **fields)
    assert answer.status_code == 422
    assert 'id="customer_id-error"' in answer.text


def test_another_property_can_be_found_and_its_units_are_offered(
    desk: Browser, company: Company
) -> None:
    address = f"/bookings/{company.booking_id}"
    assert "Use 12 Oak Street" in desk.text(address, place="oak")
    assert "No property fits" in desk.text(address, place="elm")
    assert ">5</option>" in desk.text(address, property=company.property_id)
    assert "No property chosen yet" in desk.text(address, property=999)


def test_letting_a_booking_go_needs_a_reason(
    database: Database, desk: Browser, company: Company
) -> None:
    address = f"/bookings/{company.booking_id}"
    refused = desk.send(f"{address}/dismiss", seen_on=address, reason=" ")
    assert refused.status_code == 422
    assert "Say why" in refused.text
    assert desk.send(f"{address}/dismiss", seen_on=address, reason="Sent twice").status_code == 302
    page = desk.text(address)
    assert "Dismissed" in page
    assert "Sent twice" in page
    assert "Make it a job" not in page


def test_a_phone_call_becomes_a_booking_of_the_person_it_comes_from(
    database: Database, desk: Browser, company: Company
) -> None:
    made = desk.send(
        "/bookings",
        seen_on="/bookings/new",
        do="save",
        words="Toilet runs all night\nsecond floor",
        phone="(312) 555-0142",
        urgency="routine",
        status="converted",
        verified="true",
    )
    assert made.status_code == 302
    with database.reading() as session:
        booking = session.scalars(select(Booking).order_by(Booking.id.desc()).limit(1)).one()
        assert booking.summary == "Toilet runs all night"
        assert (booking.customer_id, booking.unit_id) == (company.tenant_id, company.unit_id)
        assert booking.status == BookingStatus.NEW


def test_a_wrong_phone_number_is_refused_and_the_words_stay(
    database: Database, desk: Browser
) -> None:
    answer = desk.send(
        "/bookings",
        seen_on="/bookings/new",
        do="save",
        words="No hot water",
        phone="12",
        urgency="routine",
    )
    assert answer.status_code == 422
    assert "no complete phone number" in answer.text
    assert "No hot water</textarea>" in answer.text
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Booking)) == 0


def test_pictures_are_shown_and_everything_else_is_only_saved(
    database: Database, desk: Browser, company: Company
) -> None:
    from core.blobs import keep_blob

    picture = desk.open(f"/files/{company.blob_id}")
    assert picture.data == PICTURE
    assert picture.headers["Content-Disposition"].startswith("inline")
    with database.transaction() as session:
        page_id = keep_blob(session, [b"<script>alert(1)</script>"], content_type="text/html").id
        session.add(Attachment(blob_id=page_id, name="a.html", booking_id=company.booking_id))
    page = desk.open(f"/files/{page_id}")
    assert page.content_type == "application/octet-stream"
    assert page.headers["Content-Disposition"].startswith("attachment")
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in page.headers["Content-Security-Policy"]
