"""Reminders that fall due in quiet hours: they wait for the end of them, or it is written down why nobody was told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.alerts.actions.notice_settings import switch_rule_on
from core.alerts.actions.reminding import plan_reminders, remind, reminders_of
from core.alerts.actions.telling import fan_out
from core.alerts.model import NoticeKind
from core.clock import database_now, local, spoken_time
from core.messaging.quiet import QuietHours
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.builders import CHICAGO, HEAD, OFFICE
from tests.core.alerts.hearing import reasons, told
from tests.core.alerts.visiting import a_visit_heard_of, five_in_the_afternoon_before

SHORTLY = timedelta(minutes=5)


def test_in_quiet_hours_a_reminder_waits_so_that_one_cancelled_at_night_is_never_sent(
    session: Session,
) -> None:
    _, visit = a_visit_heard_of(session)
    plan_reminders(session, five_in_the_afternoon_before(visit) - SHORTLY)
    (reminder,) = reminders_of(session, visit.id)
    now = local(database_now(session), CHICAGO)
    quiet = QuietHours(now.hour, (now.hour + 2) % 24)
    assert remind(session, reminder.id, quiet) is None
    assert reminder.event_id is None
    waits = [
        entry.run_at
        for entry in session.scalars(
            select(OutboxEntry).where(OutboxEntry.kind == Kind.REMIND_VISIT)
        )
    ]
    assert any(local(each, CHICAGO).hour == quiet.until_hour for each in waits)


def test_where_quiet_hours_outlast_the_reminder_it_is_written_down_why_nobody_was_told(
    session: Session,
) -> None:
    switch_rule_on(session, NoticeKind.HOUR_BEFORE, actor=OFFICE)
    _, visit = a_visit_heard_of(session, starts_in=timedelta(hours=1, minutes=5))
    plan_reminders(session, database_now(session))
    (reminder,) = reminders_of(session, visit.id)
    hour = local(database_now(session), CHICAGO).hour
    quiet = QuietHours(hour, (hour + 3) % 24)
    event = remind(session, reminder.id, quiet)
    assert event is not None
    assert remind(session, reminder.id, quiet) is None
    fan_out(session, HEAD, event, after_point_id=0)
    assert told(session, event) == []
    (why,) = reasons(session, event).values()
    until = spoken_time(datetime(2026, 1, 1, quiet.until_hour, tzinfo=UTC))
    assert why == f"quiet hours last until {until}, too late for this visit"
