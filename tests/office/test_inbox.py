"""The inbox as staff use it: reading, taking over, answering, handing back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot import windows
from bot.context import OfferedWindow
from core.db import Database
from core.desk.model import StaffRole
from core.events.actions import FIXLINE
from core.messaging.actions.asking import ask_beside
from core.messaging.actions.consenting import opt_out
from core.messaging.model import Conversation, Message
from core.messaging.wire import Channel
from core.outbox.model import OutboxEntry
from tests.office.company import Company, hear, settle_company
from tests.office.desk import Browser, at_desk


def test_an_emergency_stands_on_top_of_the_list(desk: Browser, company: Company) -> None:
    page = desk.text("/inbox")
    rows = re.findall(r'id="thread-(\d+)"', page)
    assert rows[0] == str(company.emergency_thread_id)
    assert page.index("Emergency") < page.index("Robert Diaz")


def test_a_thread_shows_who_said_what_and_what_became_of_it(
    desk: Browser, company: Company
) -> None:
    page = desk.text(f"/inbox/{company.conversation_id}")
    assert "Robert Diaz" in page
    assert "12 Oak Street #4" in page
    assert "Kitchen sink is leaking" in page
    assert "delivered" in page
    assert "moved to Scheduled" in page
    assert "told 2, not told 1" in page
    assert "Waits for a person" in page
    assert "Which place" in page
    assert "talk to, a person" in page


def test_opening_a_thread_reads_it(database: Database, desk: Browser, company: Company) -> None:
    assert "2 new" in desk.text("/inbox")
    desk.text(f"/inbox/{company.conversation_id}")
    assert "2 new" not in desk.text("/inbox")


def test_a_person_takes_over_answers_and_hands_back(
    database: Database, desk: Browser, company: Company
) -> None:
    thread = f"/inbox/{company.conversation_id}"
    desk.send(f"{thread}/take-over", seen_on=thread)
    assert "You have it" in desk.text(thread)
    sent = desk.send(f"{thread}/reply", seen_on=thread, body="  Maria comes at two.  ")
    assert sent.status_code == 302
    assert "Maria comes at two." in desk.text(thread)
    assert "waiting to leave" in desk.text(thread)
    with database.reading() as session:
        message = session.scalars(select(Message).order_by(Message.id.desc()).limit(1)).one()
        assert (message.author, message.recipient) == ("Dana Administrator", "+13125550142")
        promised = session.scalar(
            select(func.count())
            .select_from(OutboxEntry)
            .where(OutboxEntry.args["message_id"].as_integer() == message.id)
        )
        assert promised == 1
    desk.send(f"{thread}/hand-back", seen_on=thread)
    page = desk.text(thread)
    assert "Fixline answers" in page
    assert "handed the conversation back to Fixline" in page


def test_a_colleagues_conversation_is_not_answered_over_their_head_and_no_word_is_lost(
    database: Database, desk: Browser, company: Company
) -> None:
    thread = f"/inbox/{company.conversation_id}"
    desk.send(f"{thread}/take-over", seen_on=thread)
    colleague = at_desk(database, StaffRole.CSR)
    answer = colleague.send(f"{thread}/reply", seen_on=thread, body="I can come too")
    assert answer.status_code == 409
    assert "Dana Administrator has this conversation" in answer.text
    assert "I can come too</textarea>" in answer.text


def test_an_empty_answer_is_not_sent(database: Database, desk: Browser, company: Company) -> None:
    thread = f"/inbox/{company.conversation_id}"
    answer = desk.send(f"{thread}/reply", seen_on=thread, body="   ")
    assert answer.status_code == 422
    assert "Write the answer first." in answer.text
    with database.reading() as session:
        assert session.get_one(Conversation, company.conversation_id).taken_over_by_id is None


def test_a_part_that_has_not_changed_is_not_sent_again(
    database: Database, desk: Browser, company: Company
) -> None:
    thread = f"/inbox/{company.conversation_id}"
    found = re.search(r'hx-get="([^"]+/part\?seen=[0-9a-f]+)"', desk.text(thread))
    assert found is not None
    assert desk.open(found[1]).status_code == 204
    with database.transaction() as session:
        row = session.get_one(Conversation, company.conversation_id)
        hear(session, row, "Are you coming today?")
    fresh = desk.open(found[1])
    assert fresh.status_code == 200
    assert "Are you coming today?" in fresh.text


def test_refreshing_parts_do_not_keep_an_idle_session_alive(
    desk: Browser, company: Company
) -> None:
    desk.text("/inbox")
    with desk.client.session_transaction() as kept:
        kept["seen"] -= 1800
        before = kept["seen"]
    desk.open("/inbox/list", seen="nothing")
    with desk.client.session_transaction() as kept:
        assert kept["seen"] == before
    desk.open("/inbox")
    with desk.client.session_transaction() as kept:
        assert kept["seen"] > before


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "{{7*7}} {CompanyName}",
        "<img src=x onerror=alert(1)>",
        "\u202egnp.exe",
    ],
)
def test_a_tenants_words_are_words_and_nothing_else(database: Database, words: str) -> None:
    with database.transaction() as session:
        company = settle_company(session, tenant_words=words)
    browser = at_desk(database)
    for address in (
        "/inbox",
        f"/inbox/{company.conversation_id}",
        "/bookings",
        f"/bookings/{company.booking_id}",
        f"/jobs/{company.job_number}",
    ):
        page = browser.text(address)
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "49 " not in page
        assert "\u202e" not in _shown(page)


def _shown(page: str) -> str:
    """The page without what stands in fields, where people edit the very words."""
    return re.sub(r"<textarea.*?</textarea>", "", page, flags=re.DOTALL)


def test_the_length_of_an_answer_is_told_while_it_is_written(
    desk: Browser, company: Company
) -> None:
    size = desk.send("/inbox/reply-size", seen_on="/inbox", body="x" * 161).text
    assert "2 segments, GSM-7, 161 characters" in size
    assert "1 segment, UCS-2" in desk.send("/inbox/reply-size", seen_on="/inbox", body="ok 👍").text


def test_the_length_told_is_that_of_the_words_as_they_leave(
    desk: Browser, company: Company
) -> None:
    pasted = "\u201cWe\u2019re on our way\u201d \u2014 " + "x" * 60
    size = desk.send("/inbox/reply-size", seen_on="/inbox", body=pasted).text
    assert "1 segment, GSM-7, 81 characters" in size


@pytest.mark.parametrize(
    ("channel", "address", "said"),
    [
        (Channel.SMS, "+13125550142", "an answer will not be sent"),
        (Channel.EMAIL, "rita@lakeside.example", "your answer is sent all the same"),
    ],
)
def test_whether_an_answer_reaches_one_who_opted_out_is_said_where_it_is_written(
    database: Database, desk: Browser, company: Company, channel: Channel, address: str, said: str
) -> None:
    with database.transaction() as session:
        opt_out(session, channel, address, words="stop", source="office", actor=FIXLINE)
        thread_id = session.scalars(
            select(Conversation.id).where(Conversation.address == address).limit(1)
        ).one()
    assert said in desk.text(f"/inbox/{thread_id}")


def test_each_message_tells_how_it_was_read_and_why(desk: Browser, company: Company) -> None:
    page = desk.text(f"/inbox/{company.conversation_id}")
    assert "Report: sink, leaking" in page
    assert "Person: talk to, a person" in page
    assert page.count("Misread?") == 2


def test_the_open_question_is_told_with_what_each_number_means_and_until_when(
    database: Database, desk: Browser, company: Company
) -> None:
    page = desk.text(f"/inbox/{company.conversation_id}")
    assert "Which place they mean" in page
    assert "<li>12 Oak Street #4</li><li>12 Oak Street</li>" in page
    assert "answered until" in page
    with database.transaction() as session:
        row = session.get_one(Conversation, company.conversation_id)
        offered = windows.option_of(OfferedWindow("Tue 4 Mar, 9am-12pm", "mar 4 mar, 9am-12pm", ""))
        ask_beside(session, row, kind="window", options=[offered], valid=timedelta(hours=1))
    page = desk.text(f"/inbox/{company.conversation_id}")
    assert "Which time suits them" in page
    assert "Tue 4 Mar, 9am-12pm" in page


def test_taking_over_proposes_an_answer_in_the_persons_language_that_can_be_changed(
    database: Database, desk: Browser, company: Company
) -> None:
    thread = f"/inbox/{company.conversation_id}"
    taken = desk.send(f"{thread}/take-over", seen_on=thread)
    page = desk.text(taken.headers["Location"].partition("#")[0])
    proposed = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert proposed is not None
    assert proposed[1].startswith("Hola Robert, le escribe Dana de ")
    assert "A suggestion; change it as you like" in page
    with database.reading() as session:
        assert (
            "le escribe Dana"
            not in session.scalars(select(Message.body).order_by(Message.id.desc()).limit(1)).one()
        )


def test_nothing_is_proposed_where_the_last_word_is_ours(desk: Browser, company: Company) -> None:
    thread = f"/inbox/{company.conversation_id}"
    assert "Suggest an answer" in desk.text(thread)
    desk.send(f"{thread}/reply", seen_on=thread, body="Maria comes at two.")
    page = desk.text(thread, draft=1)
    assert "Suggest an answer" not in page
    assert "></textarea>" in page
