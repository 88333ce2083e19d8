"""The customer's page shows where each number and address stands, and lets colleagues note what was said."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from core.db import Database
from core.desk.model import StaffRole
from core.directory.actions.people import add_point, mark_bad
from core.directory.model import Contact, PointKind
from core.events.actions import FIXLINE
from core.events.model import Event
from core.messaging.actions.consenting import consent_of, opt_in, opt_out
from core.messaging.consent import Topic
from core.messaging.model import Consent
from core.messaging.wire import Channel, ConsentState
from tests.office.company import Company
from tests.office.desk import Browser, at_desk

PHONE, MAIL = "+13125550142", "bob@home.example"
OUT, IN = ConsentState.OPTED_OUT, ConsentState.OPTED_IN


@pytest.fixture
def home(company: Company) -> str:
    return f"/customers/{company.tenant_id}"


@pytest.fixture
def phone(home: str, company: Company) -> str:
    return f"{home}/points/{company.tenant_point_id}"


@pytest.fixture
def mail(database: Database, home: str, company: Company) -> str:
    with database.transaction() as session:
        contact = session.get_one(Contact, company.tenant_contact_id)
        point = add_point(session, contact, kind=PointKind.EMAIL, value=MAIL)
        return f"{home}/points/{point.id}"


def stands(database: Database, channel: Channel = Channel.SMS) -> dict[Topic, ConsentState | None]:
    with database.reading() as session:
        address = PHONE if channel is Channel.SMS else MAIL
        return {topic: consent_of(session, channel, address, topic) for topic in Topic}


def texted_stop(database: Database) -> None:
    with database.transaction() as session:
        opt_out(session, Channel.SMS, PHONE, words="STOP", source="text", actor=FIXLINE)


def lines(page: str, spoken: str) -> list[str]:
    """What is said of each topic at one number or address, as a reader sees it."""
    box = page.split(f'aria-label="What we may send to {spoken}"')[1].partition("</dl>")[0]
    found = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", box, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", " ".join(each)).split()) for each in found]


def point_id(path: str) -> str:
    return path.rpartition("/")[2]


def test_where_nothing_was_said_the_page_says_what_that_means(desk: Browser, home: str) -> None:
    assert lines(desk.text(home), "(312) 555-0142") == [
        "Answers and visits Allowed never said anything against texts They get texts in answer to what they write,"
        " about a visit under way and about danger.",
        "Job updates Allowed never said anything against texts They hear the statuses on their alert list.",
        "Offers and news Not asked never said yes to offers No offers are sent without a yes to them.",
    ]


def test_a_stop_is_shown_with_its_words_and_what_follows(
    database: Database, desk: Browser, home: str
) -> None:
    texted_stop(database)
    answers, updates, offers = lines(desk.text(home), "(312) 555-0142")
    assert re.match(
        r"Answers and visits Said no since \d+ \w+, by text, “STOP” No text leaves", answers
    )
    assert "Call them instead." in answers
    assert "Job updates Said no" in updates
    assert "Offers and news Said no" in offers
    assert "Fixline: no to all texts, by text, “STOP”" in desk.text(home)


def test_a_no_to_job_updates_by_mail_leaves_answers(
    database: Database, desk: Browser, home: str, mail: str
) -> None:
    with database.transaction() as session:
        opt_out(session, Channel.EMAIL, MAIL, words="", source="complaint", actor=FIXLINE)
    answers, updates, _ = lines(desk.text(home), MAIL)
    assert answers.startswith("Answers and visits Allowed")
    assert "marked our mail as spam" in updates
    assert updates.endswith("Will still get answers to what they write, no alerts.")
    assert mail


@pytest.mark.parametrize(
    ("topic", "ended"),
    [
        ("job_updates", {Topic.JOB_UPDATES}),
        ("marketing", {Topic.MARKETING}),
        ("all", set(Topic)),
    ],
)
def test_an_opt_out_said_on_the_phone_is_noted_with_its_words_and_who_noted_it(
    database: Database, desk: Browser, home: str, phone: str, topic: str, ended: set[Topic]
) -> None:
    note = {f"no-{point_id(phone)}": "Called at 9, no more"}
    assert desk.send(f"{phone}/opt-out", seen_on=home, topic=topic, **note).status_code == 302
    assert {each for each, state in stands(database).items() if state is OUT} == ended
    page = desk.text(home)
    assert "noted by the office, “Called at 9, no more”" in page
    with database.reading() as session:
        event = session.scalars(select(Event).where(Event.kind == "consent.changed")).one()
        assert event.actor_type == "staff"
        assert event.after["topics"] == sorted(each.value for each in ended)


def test_a_note_without_words_or_with_an_unknown_topic_changes_nothing(
    database: Database, desk: Browser, home: str, phone: str
) -> None:
    for way, field, missing in (
        ("opt-out", f"no-{point_id(phone)}", "Note what they said and when."),
        ("opt-in", f"yes-{point_id(phone)}", "Note how and when they gave it."),
    ):
        empty = desk.send(f"{phone}/{way}", seen_on=home, topic="job_updates", **{field: " "})
        assert empty.status_code == 422
        assert missing in empty.text
        assert 'value="Robert Diaz"' in empty.text
        strange = desk.send(f"{phone}/{way}", seen_on=home, topic="all-of-it", **{field: "kept"})
        assert strange.status_code == 422
        assert 'value="kept"' in strange.text
        long = desk.send(f"{phone}/{way}", seen_on=home, topic="marketing", **{field: "x" * 301})
        assert long.status_code == 422
        assert 'value="marketing" checked' in long.text
    with database.reading() as session:
        assert session.scalars(select(Consent)).all() == []


def test_a_yes_to_offers_is_noted_with_how_it_was_given(
    database: Database, desk: Browser, home: str, mail: str
) -> None:
    note = {f"yes-{point_id(mail)}": "Ticked it on the signed form of 3 March"}
    answer = desk.send(f"{mail}/opt-in", seen_on=home, topic="marketing", **note)
    assert answer.status_code == 302
    assert stands(database, Channel.EMAIL)[Topic.MARKETING] is IN
    offers = lines(desk.text(home), MAIL)[2]
    assert "Offers and news Said yes since" in offers
    assert "“Ticked it on the signed form of 3 March”" in offers
    assert offers.endswith("Offers may be sent, by day only.")


@pytest.mark.parametrize("topic", ["job_updates", "marketing"])
def test_after_a_stop_by_text_no_colleague_can_note_a_yes_and_the_page_says_why(
    database: Database, desk: Browser, home: str, phone: str, topic: str
) -> None:
    texted_stop(database)
    page = desk.text(home)
    assert f"{phone}/opt-in" not in page
    assert "The carrier blocks the number until they text START" in page
    note = {f"yes-{point_id(phone)}": "They called"}
    answer = desk.send(f"{phone}/opt-in", seen_on=home, topic=topic, **note)
    assert answer.status_code == 422
    assert "until they text START" in answer.text
    assert set(stands(database).values()) == {OUT}


def test_a_no_noted_by_the_office_can_be_taken_back_by_it(
    database: Database, desk: Browser, home: str, phone: str
) -> None:
    number = point_id(phone)
    desk.send(f"{phone}/opt-out", seen_on=home, topic="all", **{f"no-{number}": "no texts"})
    desk.send(f"{phone}/opt-in", seen_on=home, topic="job_updates", **{f"yes-{number}": "again"})
    assert stands(database) == {Topic.ANSWERS: IN, Topic.JOB_UPDATES: IN, Topic.MARKETING: OUT}
    page = desk.text(home)
    assert page.index("yes to answers and visits and job updates") < page.index("no to all texts")


def test_a_bounce_is_shown_and_lifted_with_a_name_to_it(
    database: Database, desk: Browser, home: str, mail: str
) -> None:
    with database.transaction() as session:
        mark_bad(session, MAIL, why="carrier code 5.1.1", actor=FIXLINE)
    page = desk.text(home)
    assert "mail to it came back for good" in page
    assert "Address mended: try again" in page
    assert desk.send(f"{mail}/mended", seen_on=home).status_code == 302
    assert "came back for good" not in desk.text(home)
    with database.reading() as session:
        event = session.scalars(select(Event).where(Event.kind == "contact_point.mended")).one()
        assert event.actor_type == "staff"


def test_an_event_of_before_topics_still_reads_as_what_it_ended(
    database: Database, desk: Browser, home: str
) -> None:
    with database.transaction() as session:
        texted = Consent(channel=Channel.SMS, address=PHONE, state=OUT, source="text", words="STOP")
        session.add(texted)
        session.flush()
        after = {"state": "opted_out", "source": "text", "words": "STOP"}
        session.add(
            Event(
                kind="consent.changed",
                subject_type="consent",
                subject_id=texted.id,
                actor_type="contact",
                actor_name="Bob",
                before={},
                after=after,
                facts={},
            )
        )
    assert "Bob: no to all texts, by text, “STOP”" in desk.text(home)


def test_who_may_not_change_people_reads_but_notes_nothing(
    database: Database, home: str, phone: str
) -> None:
    texted_stop(database)
    reader = at_desk(database, StaffRole.ACCOUNTING)
    page = reader.text(home)
    assert "by text, “STOP”" in page
    assert "/opt-out" not in page
    for way in ("opt-out", "opt-in"):
        assert reader.send(f"{phone}/{way}", seen_on=home, topic="all").status_code == 403


def test_the_numbers_of_another_customer_are_not_found(
    desk: Browser, company: Company, home: str
) -> None:
    other = f"/customers/{company.manager_id}/points/{company.tenant_point_id}"
    for way, which in (("opt-out", "no"), ("opt-in", "yes")):
        note = {f"{which}-{company.tenant_point_id}": "x"}
        good = desk.send(f"{other}/{way}", seen_on=home, topic="job_updates", **note)
        assert good.status_code == 404
        assert desk.send(f"{other}/{way}", seen_on=home, topic="").status_code == 404


def test_words_that_are_markup_stay_words(database: Database, desk: Browser, home: str) -> None:
    with database.transaction() as session:
        opt_in(
            session,
            Channel.SMS,
            PHONE,
            words="<script>alert(1)</script>\u202e",
            source="text",
            actor=FIXLINE,
        )
    page = desk.text(home)
    assert "<script>alert" not in page
    assert "\u202e" not in page
