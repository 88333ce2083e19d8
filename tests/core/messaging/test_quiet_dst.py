"""Quiet hours on the nights when clocks change, in the recipient's own zone, by rule and by the claim itself.

Dates are those of the IANA zone database: Lord Howe changes by half an hour, Adelaide stands on the half hour.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from core.clock import database_now
from core.messaging.actions.claiming import SendingRules
from core.messaging.consent import Purpose
from core.messaging.quiet import QuietHours, quiet_until
from core.messaging.sending import Hold, Send, SendFacts, verdict
from core.messaging.wire import Channel, MessageState, Priority
from core.outbox.model import OutboxEntry
from tests.builders import a_draft, a_message, a_person, a_phone, claim_of, entry_of

NIGHT = QuietHours(21, 8)


@dataclass(frozen=True)
class Change:
    """The night of a change of clocks: the evening before, and how many hours pass from 21:00 to 08:00."""

    zone: str
    evening: str
    hours: float


CHANGES = [
    Change("America/New_York", "2026-03-07", 10),
    Change("America/New_York", "2026-10-31", 12),
    Change("Europe/Madrid", "2026-03-28", 10),
    Change("Europe/Madrid", "2026-10-24", 12),
    Change("Australia/Adelaide", "2026-10-03", 10),
    Change("Australia/Adelaide", "2027-04-03", 12),
    Change("Australia/Lord_Howe", "2026-10-03", 10.5),
    Change("Australia/Lord_Howe", "2027-04-03", 11.5),
    Change("Asia/Kolkata", "2026-03-28", 11),
    Change("America/Phoenix", "2026-03-07", 11),
]
night = pytest.mark.parametrize("change", CHANGES, ids=lambda each: f"{each.zone}-{each.evening}")


def at(change: Change, hour: int, *, day: int = 0) -> datetime:
    """The moment the wall clock of the zone shows this hour, on the evening or the day after."""
    there = datetime.fromisoformat(f"{change.evening}T{hour:02}:00")
    moment = (there + timedelta(days=day)).replace(tzinfo=ZoneInfo(change.zone))
    return moment.astimezone(UTC)


@night
def test_the_night_begins_and_ends_by_the_clock_on_the_wall(change: Change) -> None:
    begins, ends = at(change, 21), at(change, 8, day=1)
    assert ends - begins == timedelta(hours=change.hours)
    assert quiet_until(begins - timedelta(minutes=1), change.zone, NIGHT) is None
    assert quiet_until(begins, change.zone, NIGHT) == ends
    assert quiet_until(ends - timedelta(minutes=1), change.zone, NIGHT) == ends
    assert quiet_until(ends, change.zone, NIGHT) is None


@night
def test_every_minute_of_that_night_waits_for_the_same_morning(change: Change) -> None:
    begins, ends = at(change, 21), at(change, 8, day=1)
    minutes = int((ends - begins).total_seconds() // 60)
    for minute in range(0, minutes, 5):
        now = begins + timedelta(minutes=minute)
        assert quiet_until(now, change.zone, NIGHT) == ends, now


@night
def test_the_verdict_holds_news_until_that_morning_and_lets_an_answer_go(change: Change) -> None:
    now = at(change, 3, day=1)
    news = SendFacts(
        state=MessageState.QUEUED,
        channel=Channel.SMS,
        priority=Priority.ALERT,
        consent=None,
        purpose=Purpose.ORDINARY,
        expires_at=None,
        lease_until=None,
        newer_exists=False,
        not_reachable=None,
        circuit_until=None,
        zone=change.zone,
    )
    assert verdict(news, now, NIGHT) == Hold(at(change, 8, day=1))
    for urgent in (Priority.EMERGENCY, Priority.CONVERSATION, Priority.DISPATCH):
        facts = SendFacts(**{**vars(news), "priority": urgent})
        assert verdict(facts, now, NIGHT) == Send()


@given(
    st.sampled_from(CHANGES),
    st.integers(0, 23),
    st.integers(0, 23),
    st.integers(0, 48 * 60),
)
def test_whatever_the_hours_the_wait_ends_outside_them_and_within_a_day(
    change: Change, from_hour: int, until_hour: int, minute: int
) -> None:
    hours = QuietHours(from_hour, until_hour)
    now = at(change, 0) + timedelta(minutes=minute)
    end = quiet_until(now, change.zone, hours)
    if end is not None:
        assert now < end <= now + timedelta(hours=25)
        assert quiet_until(end, change.zone, hours) is None


@pytest.mark.parametrize("zone", sorted({change.zone for change in CHANGES}))
def test_the_claim_counts_on_the_clock_of_the_recipient(session: Session, zone: str) -> None:
    now = database_now(session)
    there = now.astimezone(ZoneInfo(zone))
    quiet = QuietHours((there.hour - 1) % 24, (there.hour + 2) % 24)
    point = a_phone(session, a_person(session))
    point.time_zone = zone
    session.flush()
    draft = a_draft(session, priority=Priority.ALERT, contact_point_id=point.id)
    message = a_message(session, draft)

    assert claim_of(session, message, rules=SendingRules(60, quiet, "Etc/GMT+12")).messages == ()

    entry = session.get_one(OutboxEntry, entry_of(session, message), populate_existing=True)
    assert entry.run_at == quiet_until(now, zone, quiet)
    assert entry.run_at.astimezone(ZoneInfo(zone)).hour == quiet.until_hour
