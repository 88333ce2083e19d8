"""The editor of words: a real job, a test to oneself, every version, and no link into a portal that is not there."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.alerts.model import NoticeWords, StatusTemplate
from core.db import Database
from core.desk.model import StaffRole, StaffUser
from core.jobs.model import JobStatus
from core.messaging.model import Message
from core.messaging.wire import Channel, Priority
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.office.company import Company
from tests.office.desk import Browser, hire, office_app
from tests.practice import practice_settings


def words_of(database: Database, name: str, channel: str) -> str:
    with database.reading() as session:
        row = session.scalars(select(JobStatus).where(JobStatus.name == name)).one()
        return f"/settings/statuses/{row.id}/words/{channel}"


def test_words_are_read_for_the_job_the_person_picks(
    desk: Browser, company: Company, database: Database
) -> None:
    address = words_of(database, "Booked", "sms")
    page = desk.text(address, job=f"#{company.job_number}")
    assert f'name="job" value="{company.job_number}"' in page
    read = desk.send(
        f"{address}/en/preview", seen_on=address, body="{JobSummary}", job=company.job_number
    ).text
    assert "No heat in the bedroom" in read
    missing = desk.send(f"{address}/en/preview", seen_on=address, body="{JobSummary}", job=999999)
    assert "as there is no job 999999" in missing.text
    for nonsense in ("x", "-1", "99999999999999999999", "1" * 400):
        assert desk.open(address, job=nonsense).status_code == 200


@pytest.mark.inventory(86)
def test_a_value_that_is_missing_is_said_otherwise_where_the_tag_says_how(
    database: Database, desk: Browser, company: Company
) -> None:
    address = words_of(database, "Booked", "sms")
    read = desk.send(
        f"{address}/en/preview", seen_on=address, body="Portal {CustomerPortalLink|soon}"
    )
    assert "There is no customer portal yet" in read.text


def test_a_preview_reads_and_counts_a_text_as_it_leaves(
    database: Database, desk: Browser, company: Company
) -> None:
    pasted = "\u201cDone\u201d \u2013 thanks\u2026"
    text = words_of(database, "Booked", "sms")
    read = desk.send(f"{text}/en/preview", seen_on=text, body=pasted).text
    assert "&#34;Done&#34; - thanks..." in read
    assert "1 segment</strong>, GSM-7" in read
    mail = words_of(database, "Booked", "email")
    letter = desk.send(f"{mail}/en/preview", seen_on=mail, subject="x", body=pasted).text
    assert pasted in letter


def test_a_test_goes_by_the_ordinary_road_to_oneself_and_is_marked(
    database: Database, desk: Browser, company: Company
) -> None:
    address = words_of(database, "Booked", "email")
    answer = desk.send(
        f"{address}/en/test",
        seen_on=address,
        subject="About {JobNumber}",
        body="Dear {ContactFirstName}",
        job=company.job_number,
    )
    assert answer.status_code == 200
    assert "A test is on its way to administrator@example.com" in answer.text
    assert "Dear {ContactFirstName}</textarea>" in answer.text
    with database.reading() as session:
        message = session.scalars(
            select(Message).where(Message.recipient == "administrator@example.com")
        ).one()
        assert (message.subject, message.body) == (
            f"[TEST] About {company.job_number}",
            "Dear Rita",
        )
        assert message.priority is Priority.CONVERSATION
        kept = session.scalars(select(OutboxEntry).where(OutboxEntry.kind == Kind.DELIVER)).all()
        assert any(entry.args.get("message_id") == message.id for entry in kept)


def test_a_test_text_needs_a_number_of_ones_own(
    database: Database, desk: Browser, company: Company
) -> None:
    address = words_of(database, "Booked", "sms")
    refused = desk.send(f"{address}/en/test", seen_on=address, body="Hello {ContactFirstName}")
    assert refused.status_code == 422
    assert "There is no phone number for you" in refused.text
    with database.transaction() as session:
        session.scalars(select(StaffUser)).one().phone = "+13125550133"
    sent = desk.send(f"{address}/en/test", seen_on=address, body="Hello {ContactFirstName}")
    assert "on its way to (312) 555-0133" in sent.text or "312" in sent.text
    with database.reading() as session:
        text = session.scalars(select(Message).where(Message.recipient == "+13125550133")).one()
        assert text.body == "[TEST] Hello Rita"


@pytest.mark.inventory(86)
@pytest.mark.parametrize("body", ["{Nonsense}", "", "a { b", "{CustomerPortalLink}"])
def test_words_that_could_not_be_sent_are_not_tried_either(
    database: Database, desk: Browser, company: Company, body: str
) -> None:
    address = words_of(database, "Booked", "sms")
    with database.reading() as session:
        before = len(session.scalars(select(Message.id)).all())
    answer = desk.send(f"{address}/en/test", seen_on=address, body=body)
    assert answer.status_code == 422
    assert 'id="body-error-en"' in answer.text
    with database.reading() as session:
        assert len(session.scalars(select(Message.id)).all()) == before


@pytest.mark.inventory(77)
def test_every_version_is_kept_with_who_saved_it_and_an_older_one_is_used_again(
    database: Database, desk: Browser
) -> None:
    address = words_of(database, "Booked", "sms")
    for body in ("Second words", "Third words"):
        desk.send(f"{address}/en", seen_on=address, body=body)
    page = desk.text(f"{address}/en/versions")
    assert page.index("Third words") < page.index("Second words") < page.index("we have booked job")
    assert "Dana Administrator" in page
    assert "the words Fixline came with" in page
    for version in (1, 2):
        used = desk.send(f"{address}/en/versions/{version}", seen_on=f"{address}/en/versions")
        assert used.status_code == 302
    with database.reading() as session:
        words = session.scalars(
            select(StatusTemplate).where(
                StatusTemplate.body == "Second words", StatusTemplate.channel == Channel.SMS
            )
        ).one()
        assert words.version == 5
    gone = desk.send(f"{address}/en/versions/77", seen_on=f"{address}/en/versions")
    assert gone.status_code == 404
    assert desk.open(f"{address}/xx/versions").status_code == 404


def test_words_never_changed_have_no_older_version(database: Database, desk: Browser) -> None:
    page = desk.text(f"{words_of(database, 'Paid', 'sms')}/es/versions")
    assert "No other version yet" in page


@pytest.mark.inventory(88)
def test_a_link_into_the_portal_is_refused_until_there_is_one(
    database: Database, desk: Browser
) -> None:
    address = words_of(database, "Invoiced", "email")
    refused = desk.send(
        f"{address}/en", seen_on=address, subject="Invoice", body="Pay at {CustomerPortalLink}"
    )
    assert refused.status_code == 422
    assert "There is no customer portal yet" in refused.text
    assert ">{CustomerPortalLink}</button>" not in refused.text


@pytest.mark.inventory(87)
def test_once_there_is_a_portal_the_link_leads_to_it(database: Database) -> None:
    settings = practice_settings(PUBLIC_URL="http://localhost", FIXLINE_PORTAL_OPEN="true")
    desk = Browser(office_app(database, settings).test_client())
    desk.sign_in(hire(database, StaffRole.ADMINISTRATOR))
    address = words_of(database, "Invoiced", "email")
    body = "Pay at {CustomerPortalLink}"
    read = desk.send(f"{address}/en/preview", seen_on=address, subject="Invoice", body=body)
    assert "Pay at http://localhost/portal" in read.text
    assert (
        desk.send(f"{address}/en", seen_on=address, subject="Invoice", body=body).status_code == 302
    )


def test_the_words_of_a_reminder_are_edited_the_same_way(
    database: Database, desk: Browser, company: Company
) -> None:
    address = "/settings/notices/day_before/words/sms"
    assert "le recordamos la visita" in desk.text(address)
    wrong = desk.send(f"{address}/en", seen_on=address, body="{Nonsense}")
    assert wrong.status_code == 422
    assert (
        desk.send(f"{address}/en", seen_on=address, body="See you {AppointmentWindow}").status_code
        == 302
    )
    with database.reading() as session:
        words = session.scalars(
            select(NoticeWords).where(NoticeWords.body == "See you {AppointmentWindow}")
        ).one()
        assert words.version == 2
    assert "a reminder of your visit" in desk.text(f"{address}/en/versions")
    assert desk.send(f"{address}/en/versions/1", seen_on=address).status_code == 302
    assert desk.send(f"{address}/en/preview", seen_on=address, body="{Eta|soon}").status_code == 200
    assert desk.open("/settings/notices/never/words/sms").status_code == 404


@pytest.mark.inventory(77, 86)
@pytest.mark.parametrize(
    ("kind", "english", "spanish"),
    [
        ("follow_up", "Reply 1 yes, 2 no, 3 partly.", "Responda 1 sí, 2 no, 3 en parte."),
        ("rating", "from 1 (poor) to 5 (very good)", "del 1 (mal) al 5 (muy bien)"),
    ],
)
def test_the_questions_after_the_work_are_edited_the_same_way(
    database: Database, desk: Browser, company: Company, kind: str, english: str, spanish: str
) -> None:
    address = f"/settings/notices/{kind}/words/sms"
    assert address in desk.text("/settings/notices")
    page = desk.text(address)
    assert english in page
    assert spanish in page
    body = "{CompanyName} on {JobSummary}: all well? {Eta|No hurry}."
    read = desk.send(f"{address}/en/preview", seen_on=address, body=body, job=company.job_number)
    assert "on No heat in the bedroom: all well?" in read.text
    assert "1 segment" in read.text
    assert desk.send(f"{address}/en", seen_on=address, body="{Stars}").status_code == 422
    assert desk.send(f"{address}/en", seen_on=address, body=body).status_code == 302
    assert english in desk.text(f"{address}/en/versions")
    mail = f"/settings/notices/{kind}/words/email"
    tried = desk.send(f"{mail}/es/test", seen_on=mail, subject="¿Bien?", body="Hola")
    assert "A test is on its way to administrator@example.com" in tried.text


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("x" * 1001, "Keep a text under 1,000 characters"),
        ("{JobSummary} " * 40, "Keep a text under 1,000 characters"),
        ("{Unit|" + "y" * 1001 + "}", "Keep a text under 1,000 characters"),
        ("\u200b\u2060 \u3164", "Write what the message should say."),
    ],
)
def test_words_no_carrier_takes_or_nobody_sees_are_refused_and_those_before_stay(
    database: Database, desk: Browser, company: Company, body: str, said: str
) -> None:
    address = words_of(database, "Booked", "sms")
    before = desk.text(address)
    refused = desk.send(f"{address}/en", seen_on=address, body=body)
    assert refused.status_code == 422
    assert said in refused.text
    assert desk.text(address).count("</textarea>") == before.count("</textarea>")
    with database.reading() as session:
        assert all(each.body != body for each in session.scalars(select(StatusTemplate)))
    mail = words_of(database, "Booked", "email")
    assert desk.send(f"{mail}/en", seen_on=mail, subject="x", body="x" * 1001).status_code == 302
