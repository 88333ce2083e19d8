"""The page of delivery: what waits, what is uncertain, what was given up and is tried again, and who may."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from core.clock import database_now
from core.db import Database
from core.desk.model import StaffRole
from core.events.model import Event
from core.messaging.actions.doubting import doubt
from core.messaging.circuit import OpenCause
from core.messaging.model import Circuit
from core.messaging.wire import Channel, MessageState
from core.operations.actions import add_sends, beat
from core.operations.model import Role, SendOutcome
from core.outbox import Kind
from core.outbox.actions import give_up, promise
from core.outbox.model import OutboxEntry
from tests.builders import a_draft, a_message, number
from tests.office.desk import Browser, at_desk


def everyone_works(session: Session) -> None:
    beat(session, process="web-1:10", role=Role.RELAY, queued={"talk": 0, "send": 3, "chores": 0})
    for nth, role in enumerate((Role.TALK, Role.SEND, Role.CHORES)):
        beat(session, process=f"web-1:{nth}", role=role)


def given_up(session: Session, *, why: str = "KeyError: 'status'") -> int:
    message = a_message(session)
    entry = promise(session, Kind.RECONCILE, {"message_id": message.id})
    assert entry is not None
    give_up(session, entry, why=why)
    return entry


def doubted(session: Session, channel: Channel, recipient: str) -> int:
    message = a_message(session, a_draft(session, recipient, channel=channel))
    message.state = MessageState.SENDING
    session.flush()
    doubt(session, message.id, why="read timeout")
    return message.conversation_id


def test_when_all_is_well_it_says_so_and_what_would_appear(
    database: Database, desk: Browser
) -> None:
    with database.transaction() as session:
        everyone_works(session)
    page = desk.text("/delivery")
    assert "All is moving" in page
    assert "Every message is accounted for" in page
    assert "Nothing was given up" in page
    assert "Nothing was sent in this time" in page
    assert "alerts 3" in page


def test_when_nobody_works_it_says_what_stands_still_and_what_to_start(desk: Browser) -> None:
    page = desk.text("/delivery")
    assert "No relay is running" in page
    assert "<code>fixline relay</code>" in page
    assert "<code>fixline worker send</code>" in page
    assert "All is moving" not in page


def test_a_silent_process_is_shown_with_since_when(database: Database, desk: Browser) -> None:
    with database.transaction() as session:
        everyone_works(session)
        session.execute(
            text("UPDATE heartbeats SET beat_at = beat_at - interval '5 minutes' WHERE role='send'")
        )
    page = desk.text("/delivery")
    assert "silent for 5 min" in page
    assert "Nobody sends alerts" in page
    assert "Nobody works on conversations" not in page


def test_late_work_and_a_carrier_left_alone_are_said_in_words(
    database: Database, desk: Browser
) -> None:
    with database.transaction() as session:
        everyone_works(session)
        now = database_now(session)
        promise(session, Kind.INTERPRET, {}, run_at=now - timedelta(minutes=9))
        session.add(
            Circuit(
                carrier="twilio",
                open_until=now + timedelta(minutes=1),
                cause=OpenCause.SETTINGS,
                reason="it refuses our account (20003): Authenticate",
            )
        )
    page = desk.text("/delivery")
    assert "Conversations are late: the oldest has waited 9 min." in page
    assert "Twilio is left alone: it refuses our account (20003): Authenticate." in page
    assert "Tried again" in page


def test_whoever_mended_a_carriers_account_has_it_tried_at_once(
    database: Database, desk: Browser
) -> None:
    with database.transaction() as session:
        later = database_now(session) + timedelta(minutes=9)
        session.add(
            Circuit(
                carrier="twilio", open_until=later, cause=OpenCause.SETTINGS, reason="it refuses us"
            )
        )
    page = desk.text("/delivery")
    assert "Try now" in page
    (seen,) = re.findall(r"/delivery/standing\?seen=(\w+)", page)
    time.sleep(1.1)
    assert desk.open("/delivery/standing", seen=seen).status_code == 204

    answer = desk.send("/delivery/carriers/twilio/try", seen_on="/delivery")

    assert answer.status_code == 302
    assert "Try now" not in desk.text("/delivery")
    with database.reading() as session:
        assert session.scalars(select(Circuit.open_until)).one() is None
    assert desk.send("/delivery/carriers/nobody/try", seen_on="/delivery").status_code == 404


def test_an_uncertain_message_leads_to_its_conversation(database: Database, desk: Browser) -> None:
    with database.transaction() as session:
        thread = doubted(session, Channel.SMS, number(142))
        mail = doubted(session, Channel.EMAIL, "rita@lakeside.example")
    page = desk.text("/delivery")
    assert f'href="/inbox/{thread}">(312) 555-0142</a>' in page
    assert f'href="/inbox/{mail}">rita@lakeside.example</a>' in page
    assert "read timeout" in page


def test_what_was_sent_and_failed_is_drawn_and_stands_in_a_table(
    database: Database, desk: Browser
) -> None:
    with database.transaction() as session:
        add_sends(
            session,
            {("twilio", SendOutcome.ACCEPTED): 1200, ("twilio", SendOutcome.FAILED): 3},
        )
    for span in ("day", "hours"):
        page = desk.text("/delivery", span=span)
        assert "1,200 sent, 3 failed." in page
        assert page.count('<rect class="sent"') == page.count('<rect class="failed"') == 2
        assert '<td class="number">1,200</td><td class="number">3</td>' in page
    assert "Last 4 hours" in desk.text("/delivery", span="no such span")


def test_what_was_given_up_is_tried_again_with_a_reason_that_is_kept(
    database: Database, desk: Browser
) -> None:
    with database.transaction() as session:
        entry = given_up(session)
    page = desk.text("/delivery")
    assert "KeyError: &#39;status&#39;" in page
    assert "the conversation" in page
    assert 'class="count"' in desk.text("/jobs")
    answer = desk.send(
        f"/delivery/dead/{entry}/replay", seen_on="/delivery", reason="the parser is mended"
    )
    assert answer.status_code == 302
    with database.reading() as session:
        assert session.get_one(OutboxEntry, entry).dead_at is None
        event = session.scalars(select(Event).where(Event.kind == "outbox.replayed")).one()
        assert event.subject_id == entry
        assert event.actor_name == "Dana Administrator"
    assert "Nothing was given up" in desk.text("/delivery")


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_without_a_good_reason_it_stays_given_up_and_the_words_are_kept(
    database: Database, desk: Browser, reason: str
) -> None:
    with database.transaction() as session:
        entry = given_up(session)
    answer = desk.send(f"/delivery/dead/{entry}/replay", seen_on="/delivery", reason=reason)
    assert answer.status_code == 422
    assert 'id="reason-error"' in answer.text
    assert f'value="{reason}"' in answer.text
    with database.reading() as session:
        assert session.get_one(OutboxEntry, entry).dead_at is not None


def test_what_is_not_given_up_cannot_be_tried_again(database: Database, desk: Browser) -> None:
    with database.transaction() as session:
        given_up(session)
        alive = promise(session, Kind.FAN_OUT, {})
    for entry in (alive, 999_999):
        answer = desk.send(f"/delivery/dead/{entry}/replay", seen_on="/delivery", reason="please")
        assert answer.status_code == 404


def test_the_desk_may_look_and_dispatchers_may_try_again(database: Database) -> None:
    with database.transaction() as session:
        entry = given_up(session)
    replay = f"/delivery/dead/{entry}/replay"
    for role, looks, tries in (
        (StaffRole.TECHNICIAN, 403, 403),
        (StaffRole.ACCOUNTING, 403, 403),
        (StaffRole.CSR, 200, 403),
        (StaffRole.DISPATCHER, 200, 302),
    ):
        browser = at_desk(database, role)
        assert browser.open("/delivery").status_code == looks, role
        assert browser.open("/delivery/standing").status_code == looks, role
        page = browser.open("/delivery").get_data(as_text=True)
        assert ("Try again" in page) is (tries == 302), role
        answer = browser.send(replay, seen_on="/jobs", reason="mended")
        assert answer.status_code == tries, role


def test_the_standing_is_sent_again_only_when_it_differs(database: Database, desk: Browser) -> None:
    with database.transaction() as session:
        everyone_works(session)
    page = desk.text("/delivery")
    seen = page.partition("/delivery/standing?seen=")[2][:12]
    assert desk.open("/delivery/standing", seen=seen).status_code == 204
    with database.transaction() as session:
        promise(session, Kind.FAN_OUT, {}, run_at=session.scalar(select(func.now())))
    assert desk.open("/delivery/standing", seen=seen).status_code == 200


def test_words_of_an_error_cannot_do_anything_on_the_page(
    database: Database, desk: Browser
) -> None:
    with database.transaction() as session:
        given_up(session, why="<script>alert(1)</script>\u202e")
    page = desk.text("/delivery")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\N{REPLACEMENT CHARACTER}" in page
