"""What a send may come to, by the real SDKs at a carrier that misbehaves: nothing lost, nothing twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.db import Database
from core.directory.model import ContactPoint
from core.messaging.actions.consenting import consent_of, opt_out
from core.messaging.wire import LONGEST_SMS, Channel, ConsentState, MessageState
from sandbox.carrier.twilio_api import INVALID_NUMBER, LANDLINE_NUMBER, STOPPED_NUMBER
from tests.builders import OFFICE, a_person, a_phone, an_email, number
from tests.workers.road import Emulator, Road
from workers.handlers.deliver import deliver

TENANT = number(142)
MANAGER = "rita@lakeside.example"


def test_an_accepted_text_has_the_carriers_id_and_is_promised_no_more(road: Road) -> None:
    (text_id,) = road.send(TENANT)

    road.work_off()

    sent = road.message(text_id)
    assert (sent.state, sent.attempts) == (MessageState.ACCEPTED, 1)
    assert sent.provider_id is not None
    assert road.entries() == []
    assert road.emulator.accepted() == (1, 0)


def test_an_accepted_mail_likewise(road: Road) -> None:
    (mail_id,) = road.send(MANAGER, channel=Channel.EMAIL)

    road.work_off()

    assert road.state(mail_id) is MessageState.ACCEPTED
    assert road.emulator.accepted("sendgrid") == (1, 0)


def test_too_many_requests_waits_as_long_as_the_carrier_asks(road: Road) -> None:
    road.emulator.mood("twilio", script=["429"], retry_after_seconds=1)
    before = datetime.now(UTC)
    (text_id,) = road.send(TENANT)

    road.work_off()

    assert road.state(text_id) is MessageState.QUEUED
    assert road.entries()[0].run_at >= before + timedelta(seconds=1)
    road.becomes(text_id, MessageState.ACCEPTED)
    assert road.emulator.accepted() == (1, 0)


def test_a_failure_before_accepting_is_sent_again_only_after_two_noes(road: Road) -> None:
    road.emulator.mood("twilio", script=["500"])
    (text_id,) = road.send(TENANT)

    road.work_off()
    assert road.state(text_id) is MessageState.UNCERTAIN

    road.becomes(text_id, MessageState.ACCEPTED)
    assert road.emulator.accepted() == (1, 0)
    assert road.emulator.decided()["look ok"] >= 2
    assert road.message(text_id).attempts == 2


@pytest.mark.parametrize("fate", ["500_after", "drop", "hang"])
def test_a_text_that_left_without_an_answer_is_found_and_never_sent_twice(
    road: Road, fate: str
) -> None:
    road.emulator.mood("twilio", script=[fate], hang_seconds=30)
    (text_id,) = road.send(TENANT)

    road.becomes(text_id, MessageState.ACCEPTED)

    assert road.emulator.accepted() == (1, 0)
    assert road.message(text_id).attempts == 1
    assert road.message(text_id).provider_id is not None


@pytest.mark.parametrize("fate", ["500_after", "drop", "hang"])
def test_a_mail_that_left_without_an_answer_is_found_and_never_sent_twice(
    road: Road, fate: str
) -> None:
    road.emulator.mood("sendgrid", script=[fate], hang_seconds=30)
    (mail_id,) = road.send(MANAGER, channel=Channel.EMAIL)

    road.becomes(mail_id, MessageState.ACCEPTED)

    assert road.emulator.accepted("sendgrid") == (1, 0)


def test_a_carrier_that_cannot_be_asked_has_not_said_no(road: Road) -> None:
    road.emulator.mood("twilio", script=["drop"], lookup_script=["500", "drop", "500"])
    (text_id,) = road.send(TENANT)

    road.until(lambda: road.emulator.decided().get("look drop", 0) == 1)
    assert road.state(text_id) is MessageState.UNCERTAIN
    assert road.message(text_id).absent_at is None

    road.becomes(text_id, MessageState.ACCEPTED)
    assert road.emulator.accepted() == (1, 0)


def test_the_same_words_twice_to_one_person_are_two_texts_even_when_both_are_in_doubt(
    road: Road,
) -> None:
    road.emulator.mood("twilio", script=["drop", "drop"])
    first, second = road.send(TENANT, TENANT)

    road.becomes(first, MessageState.ACCEPTED)
    road.becomes(second, MessageState.ACCEPTED)

    assert road.message(first).provider_id != road.message(second).provider_id
    assert road.emulator.count()["accepted"] == 2


def test_refused_credentials_open_the_circuit_tell_staff_and_cost_no_attempt(road: Road) -> None:
    road.emulator.mood("twilio", refuse_auth=True)
    (text_id,) = road.send(TENANT)

    road.work_off()

    waiting = road.message(text_id)
    assert (waiting.state, waiting.attempts) == (MessageState.QUEUED, 0)
    assert road.tasks() == ["Nothing leaves through twilio: check its account settings"]

    road.emulator.mood("twilio", refuse_auth=False)
    road.becomes(text_id, MessageState.ACCEPTED)
    assert road.emulator.accepted() == (1, 0)


def test_while_the_circuit_is_open_nothing_knocks_at_the_carrier(
    database: Database, emulator: Emulator
) -> None:
    road = Road(database, emulator, FIXLINE_CIRCUIT_SECONDS="30")
    emulator.mood("twilio", refuse_auth=True)
    road.send(TENANT)
    road.work_off()
    emulator.mood("twilio", refuse_auth=False)

    (held,) = road.send(number(143))
    (mail,) = road.send(MANAGER, channel=Channel.EMAIL)
    road.work_off()

    assert road.state(held) is MessageState.QUEUED
    assert road.state(mail) is MessageState.ACCEPTED
    assert emulator.accepted() == (0, 0)


def test_whoever_stopped_texts_at_the_carrier_has_opted_out_with_us(road: Road) -> None:
    (text_id,) = road.send(STOPPED_NUMBER)

    road.work_off()

    assert road.state(text_id) is MessageState.FAILED
    with road.database.reading() as session:
        assert consent_of(session, Channel.SMS, STOPPED_NUMBER) is ConsentState.OPTED_OUT


@pytest.mark.parametrize("bad", [LANDLINE_NUMBER, INVALID_NUMBER])
def test_a_number_that_takes_no_texts_is_marked_and_the_words_go_by_mail(
    road: Road, bad: str
) -> None:
    with road.database.transaction() as session:
        person = a_person(session)
        point_id = a_phone(session, person, number(150)).id
        session.get_one(ContactPoint, point_id).value = bad
        an_email(session, person, MANAGER)
    (text_id,) = road.send(bad, contact_point_id=point_id, body="Visit tomorrow at 9.")

    road.work_off()

    assert road.state(text_id) is MessageState.FAILED
    assert road.emulator.accepted("sendgrid") == (1, 0)
    with road.database.reading() as session:
        assert session.get_one(ContactPoint, point_id).bad_since is not None


def test_consent_is_asked_again_at_the_last_moment(road: Road) -> None:
    (text_id,) = road.send(TENANT)
    with road.database.transaction() as session:
        opt_out(session, Channel.SMS, TENANT, words="stop", source="text", actor=OFFICE)

    road.work_off()

    assert road.state(text_id) is MessageState.SUPPRESSED
    assert road.emulator.accepted() == (0, 0)
    assert road.entries() == []


def test_what_cannot_be_posted_within_half_its_lease_goes_back_and_leaves_once(
    database: Database, emulator: Emulator
) -> None:
    road = Road(database, emulator, FIXLINE_LEASE_SECONDS="1.0")
    slow = replace(road.runtime, senders=ThreadPoolExecutor(1))
    emulator.mood("twilio", latency_ms=300)
    ids = road.send(*(number(n) for n in range(5)))

    deliver(slow, [entry.id for entry in road.entries()])

    states = [road.state(each) for each in ids]
    assert set(states) == {MessageState.ACCEPTED, MessageState.QUEUED}
    assert len(road.entries()) == states.count(MessageState.QUEUED)
    emulator.mood("twilio", latency_ms=0)
    road.until(lambda: road.entries() == [])
    assert emulator.accepted() == (5, 0)


def test_two_hands_on_the_same_chunk_send_each_text_once(road: Road) -> None:
    road.send(*(number(n) for n in range(30)))
    entries = [entry.id for entry in road.entries()]

    with ThreadPoolExecutor(4) as hands:
        list(hands.map(lambda _: deliver(road.runtime, entries), range(4)))

    assert road.emulator.accepted() == (30, 0)
    assert road.entries() == []


def test_a_text_too_long_for_the_carrier_fails_before_it_whole_and_somebody_hears(
    road: Road,
) -> None:
    (text_id,) = road.send(TENANT, body="x" * (LONGEST_SMS + 1))

    road.work_off()

    failed = road.message(text_id)
    assert (failed.state, failed.error_code) == (MessageState.FAILED, "too-long")
    assert "1,601" in failed.error_detail
    assert len(failed.body) == LONGEST_SMS + 1
    assert road.tasks() == ["A text was too long to be sent: shorten its words in Settings"]
    assert road.emulator.decided() == {}


@pytest.mark.parametrize("channel", [Channel.SMS, Channel.EMAIL])
def test_nothing_is_ever_sent_to_our_own_address(road: Road, channel: Channel) -> None:
    company = road.runtime.head.company
    own = company.phone if channel is Channel.SMS else company.email
    (message_id,) = road.send(own, channel=channel)

    road.work_off()

    held = road.message(message_id)
    assert (held.state, held.error_detail) == (MessageState.SUPPRESSED, "our own address")
    assert road.emulator.accepted() == (0, 0)
