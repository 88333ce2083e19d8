"""The API for machines over the real application: bookings once, their fate, and a plain refusal of everything else."""

from __future__ import annotations

import base64
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import create_app
from core.blobs import read_blob
from core.db import Database
from core.directory.model import Customer, Property
from core.events.actions import FIXLINE
from core.jobs.actions.booking import NewJob, convert
from core.jobs.actions.machines import revoke_token
from core.jobs.model import ApiToken, Attachment, Booking, BookingSource, BusinessUnit, JobType
from core.jobs.model import Emergency as EmergencyRow
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.office.company import PICTURE, Company, settle_company
from tests.practice import practice_settings
from tests.webhooks.machine import Machine, a_machine
from webhooks.api import create_blueprint

WORDS = {"words": "Sink leaks", "requester": {"phone": "+13125550142"}}
PHOTO = {
    "name": "sink.png",
    "content_type": "image/png",
    "content": base64.b64encode(PICTURE).decode(),
}
PROBLEM = "application/problem+json"


@pytest.fixture
def machine(database: Database) -> Machine:
    return a_machine(database, create_app(practice_settings(DATABASE_URL=database.url)))


def bookings(database: Database) -> int:
    """How many there are."""
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Booking)) or 0


@pytest.mark.inventory(41)
def test_a_machine_brings_a_booking_with_its_photo(database: Database, machine: Machine) -> None:
    with database.transaction() as session:
        company: Company = settle_company(session)
    body = {
        **WORDS,
        "place": {"street": "12 Oak Street", "unit": "4"},
        "since": "Sunday",
        "photos": [PHOTO],
    }
    answer = machine.bring(body)
    assert answer.status_code == 201, answer.text
    assert answer.json is not None
    assert answer.headers["Location"] == f"/api/v1/bookings/{answer.json['id']}"
    assert (answer.json["status"], answer.json["photos"]) == ("new", 1)
    with database.reading() as session:
        row = session.get_one(Booking, answer.json["id"])
        kept = session.scalars(select(Attachment).where(Attachment.booking_id == row.id)).one()
        assert (row.source, row.summary, row.since) == (
            BookingSource.THIRD_PARTY,
            "Sink leaks",
            "Sunday",
        )
        assert (row.requester_contact_id, row.unit_id) == (
            company.tenant_contact_id,
            company.unit_id,
        )
        assert read_blob(session, kept.blob_id).startswith(b"\x89PNG")


def test_the_same_key_and_body_are_answered_alike_and_book_once(
    database: Database, machine: Machine
) -> None:
    first, again = machine.bring(WORDS), machine.bring(WORDS)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json
    assert again.headers["Idempotent-Replayed"] == "true"
    assert bookings(database) == 1


def test_the_same_key_at_once_books_once(database: Database, machine: Machine) -> None:
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: machine.bring(WORDS), range(6)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert bookings(database) == 1


def test_the_same_key_with_another_body_is_refused(database: Database, machine: Machine) -> None:
    machine.bring(WORDS)
    refused = machine.bring({**WORDS, "words": "Another thing"})
    assert (refused.status_code, refused.content_type) == (422, PROBLEM)
    assert refused.json is not None
    assert refused.json["type"].endswith("key-used-otherwise")
    assert bookings(database) == 1


def test_two_machines_may_use_the_same_key(database: Database, machine: Machine) -> None:
    other = a_machine(database, machine.app)
    assert machine.bring(WORDS).status_code == other.bring(WORDS).status_code == 201
    assert bookings(database) == 2


@pytest.mark.inventory(45)
def test_a_machine_sees_what_became_of_its_own_booking_only(
    database: Database, machine: Machine
) -> None:
    other = a_machine(database, machine.app)
    with database.transaction() as session:
        company = settle_company(session)
    brought = machine.bring({**WORDS, "photos": [PHOTO]})
    assert brought.json is not None
    with database.transaction() as session:
        job = convert(session, brought.json["id"], _new_job(database, company), actor=FIXLINE)
        number, job_id = job.number, job.id
    found = machine.ask(f"/bookings/{brought.json['id']}")
    assert found.json is not None
    assert (found.json["status"], found.json["job_number"]) == ("converted", number)
    hidden = other.ask(f"/bookings/{brought.json['id']}")
    assert (hidden.status_code, hidden.content_type) == (404, PROBLEM)
    with database.reading() as session:
        pictures = session.scalars(select(Attachment).where(Attachment.job_id == job_id)).all()
        assert len(pictures) == 1


@pytest.mark.inventory(52, 53)
@pytest.mark.parametrize(
    "said",
    [{"danger": "gas"}, {"words": "I smell gas in the hallway"}, {"urgency": "emergency"}],
)
def test_danger_pages_whoever_is_on_call(
    database: Database, machine: Machine, said: dict[str, str]
) -> None:
    assert machine.bring({**WORDS, **said}).status_code == 201
    with database.reading() as session:
        assert session.scalars(select(EmergencyRow)).one().booking_id is not None
        page = session.scalars(select(OutboxEntry).where(OutboxEntry.kind == Kind.PAGE_ON_CALL))
        assert page.one().rank == 0


def test_without_a_standing_token_nothing_opens(database: Database, machine: Machine) -> None:
    for shown in ("", "Bearer ", "Bearer wrong", "Basic eDp5", f"Bearer {machine.token}x"):
        refused = machine.bring(WORDS, Authorization=shown)
        assert (refused.status_code, refused.content_type) == (401, PROBLEM)
        assert refused.headers["WWW-Authenticate"] == "Bearer"
    with database.transaction() as session:
        revoke_token(session, machine.token_id, actor=FIXLINE)
    assert machine.bring(WORDS).status_code == 401
    assert bookings(database) == 0


def test_the_token_itself_is_not_kept(database: Database, machine: Machine) -> None:
    machine.bring(WORDS)
    with database.reading() as session:
        row = session.get_one(ApiToken, machine.token_id)
        assert machine.token not in {row.token_hash, row.beginning}
        assert machine.token.startswith(row.beginning)
        assert row.last_used_at is not None


def test_who_asks_too_often_is_told_when_to_come_again(database: Database) -> None:
    app = Flask("api under test")
    chosen = practice_settings(DATABASE_URL=database.url)
    app.register_blueprint(create_blueprint(chosen, database, most_a_minute=2))
    machine = a_machine(database, app)
    statuses = [machine.ask("/bookings/1").status_code for _ in range(3)]
    if statuses != [404, 404, 429]:  # the minute turned meanwhile
        statuses = [machine.ask("/bookings/1").status_code for _ in range(3)]
    refused = machine.ask("/bookings/1")
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 60


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        (b"", 400, None),
        (b"{", 400, None),
        (b'"\\ud800"', 400, None),
        (b"[" * 100_000, 400, None),
        ([], 422, ""),
        ({}, 422, "/words"),
        ({**WORDS, "words": ""}, 422, "/words"),
        ({**WORDS, "words": "   "}, 422, "/words"),
        ({**WORDS, "words": "\u0000"}, 422, "/words"),
        ({**WORDS, "words": "\u200b\u2060"}, 422, "/words"),
        ({**WORDS, "place": {"street": " \u200d "}}, 422, "/place/street"),
        ({**WORDS, "words": 7}, 422, "/words"),
        ({**WORDS, "words": "x" * 4001}, 422, "/words"),
        ({**WORDS, "requester": {}}, 422, "/requester"),
        ({**WORDS, "requester": {"phone": "312 555 0142"}}, 422, "/requester/phone"),
        ({**WORDS, "requester": {"phone": "+10005550100"}}, 422, "/requester/phone"),
        ({**WORDS, "requester": {"email": "nobody"}}, 422, "/requester/email"),
        ({**WORDS, "urgency": "now"}, 422, "/urgency"),
        ({**WORDS, "status": "converted"}, 422, "/status"),
        ({**WORDS, "photos": [PHOTO] * 6}, 422, "/photos"),
        ({**WORDS, "photos": [{**PHOTO, "content": "####"}]}, 422, "/photos/0/content"),
        (
            {**WORDS, "photos": [{**PHOTO, "content_type": "image/jpeg"}]},
            422,
            "/photos/0/content",
        ),
        (
            {**WORDS, "photos": [PHOTO, {**PHOTO, "content": "iVBORw0KGgoAAAA="}]},
            422,
            "/photos/1/content",
        ),
    ],
)
def test_what_is_wrong_is_named_at_its_place_and_nothing_is_written(
    database: Database, machine: Machine, body: object, status: int, pointer: str | None
) -> None:
    refused = machine.bring(body)
    assert (refused.status_code, refused.content_type) == (status, PROBLEM)
    assert refused.json is not None
    pointers = [each["pointer"] for each in refused.json["errors"]]
    assert pointer is None or pointer in pointers
    assert bookings(database) == 0


def test_what_is_no_address_of_ours_is_refused_in_the_same_manner(machine: Machine) -> None:
    for address in ("/nothing", "/bookings/0", "/bookings/x", f"/bookings/{10**30}"):
        refused = machine.ask(address)
        assert (refused.status_code, refused.content_type) == (404, PROBLEM)
    wrong = machine.ask("/bookings")
    assert (wrong.status_code, wrong.content_type) == (405, PROBLEM)
    assert "POST" in wrong.headers["Allow"]
    assert "Set-Cookie" not in wrong.headers


def test_headers_that_lack_are_asked_for(machine: Machine) -> None:
    assert machine.bring(WORDS, key="").status_code == 400
    assert machine.bring(WORDS, key="x" * 256).status_code == 400
    typed = machine.bring(WORDS, **{"Content-Type": "text/plain"})
    assert (typed.status_code, typed.content_type) == (415, PROBLEM)


def test_a_body_that_is_too_large_is_refused(database: Database, machine: Machine) -> None:
    refused = machine.bring(b" " * (37 * 1024 * 1024))
    assert (refused.status_code, refused.content_type) == (413, PROBLEM)


def _new_job(database: Database, company: Company) -> NewJob:
    with database.reading() as session:
        return NewJob(
            customer=session.get_one(Customer, company.manager_id),
            property=session.get_one(Property, company.property_id),
            business_unit=session.scalars(select(BusinessUnit).limit(1)).one(),
            job_type=session.scalars(select(JobType).limit(1)).one(),
            summary="Sink leaks",
        )
