"""Reminders: once a visit and window, by the property's clock, to whoever hears of visits, never of one called off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.alerts.actions.notice_settings import (
    save_notice_words,
    set_hour,
    switch_rule_off,
    switch_rule_on,
)
from core.alerts.actions.reminding import plan_reminders, remind, reminders_of
from core.alerts.actions.telling import fan_out
from core.alerts.model import NoticeKind, VisitReminder
from core.alerts.wording import Words
from core.clock import database_now, local
from core.db import Database
from core.errors import FieldRefused
from core.events.model import Event
from core.jobs.actions.dispatching import place_visit_anyway
from core.jobs.model import Appointment
from core.jobs.objections import Wanted, standing_of
from core.language import Language
from core.messaging.model import Message
from core.messaging.quiet import QuietHours
from core.messaging.wire import Channel, Priority
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.builders import (
    CHICAGO,
    HEAD,
    OFFICE,
    a_manager,
    a_place,
    a_tenant,
    hears,
    number,
    status,
)
from tests.core.alerts.hearing import moved, reasons, told
from tests.core.alerts.visiting import a_visit_at, a_visit_heard_of, five_in_the_afternoon_before
from tests.crowd import at_once

NEVER_QUIET = QuietHours(0, 0)
SHORTLY = timedelta(minutes=5)


@pytest.mark.inventory(91)
def test_people_are_reminded_the_day_before_in_the_companys_words(session: Session) -> None:
    job, visit = a_visit_heard_of(session)
    due = five_in_the_afternoon_before(visit)
    assert plan_reminders(session, due - SHORTLY) == 1
    entry = session.scalars(select(OutboxEntry).where(OutboxEntry.kind == Kind.REMIND_VISIT)).one()
    assert entry.run_at == due
    event = told_of_reminder(session, visit)
    (message,) = messages(session, event)
    start = local(visit.window_start, CHICAGO)
    assert message.body.startswith("Practice Services: a reminder of your visit ")
    assert f" {start.day} " in message.body
    assert f"job {job.number} at 214 Oak St" in message.body
    assert (message.priority, message.expires_at) == (Priority.ALERT, visit.window_start)


def test_a_visit_is_reminded_of_once_however_often_it_is_planned_and_told(
    session: Session,
) -> None:
    _, visit = a_visit_heard_of(session)
    due = five_in_the_afternoon_before(visit)
    assert [plan_reminders(session, due - SHORTLY) for _ in range(3)] == [1, 0, 0]
    event = told_of_reminder(session, visit)
    (reminder,) = reminders_of(session, visit.id)
    assert remind(session, reminder.id, NEVER_QUIET) is None
    fan_out(session, HEAD, event, after_point_id=0)
    assert len(messages(session, event)) == 1
    assert plan_reminders(session, due + SHORTLY) == 0


def test_two_rounds_at_the_same_moment_plan_it_once(database: Database) -> None:
    with database.transaction() as session:
        _, visit = a_visit_heard_of(session)
        due = five_in_the_afternoon_before(visit)

    def plan(_: int) -> int:
        with database.transaction() as session:
            return plan_reminders(session, due - SHORTLY)

    assert sorted(str(each) for each in at_once(4, plan)) == ["0", "0", "0", "1"]


def test_it_is_planned_neither_long_before_nor_long_after(session: Session) -> None:
    _, visit = a_visit_heard_of(session)
    due = five_in_the_afternoon_before(visit)
    assert plan_reminders(session, due - timedelta(hours=1)) == 0
    assert plan_reminders(session, due + timedelta(hours=4)) == 0
    assert plan_reminders(session, due + timedelta(hours=2)) == 1


def test_a_visit_that_is_moved_is_reminded_of_anew_and_not_of_its_old_time(
    session: Session,
) -> None:
    _, visit = a_visit_heard_of(session)
    plan_reminders(session, five_in_the_afternoon_before(visit) - SHORTLY)
    (old,) = reminders_of(session, visit.id)
    move_by(session, visit, timedelta(days=1))
    assert remind(session, old.id, NEVER_QUIET) is None
    assert plan_reminders(session, five_in_the_afternoon_before(visit) - SHORTLY) == 1
    event = told_of_reminder(session, visit)
    assert event.facts["window_start"] == visit.window_start.isoformat()
    assert len(reminders_of(session, visit.id)) == 2


def test_a_visit_that_is_cancelled_is_not_reminded_of(session: Session) -> None:
    job, visit = a_visit_heard_of(session)
    due = five_in_the_afternoon_before(visit)
    plan_reminders(session, due - SHORTLY)
    moved(session, job, "Canceled")
    (reminder,) = reminders_of(session, visit.id)
    assert remind(session, reminder.id, NEVER_QUIET) is None
    session.delete(reminder)
    session.flush()
    assert plan_reminders(session, due - SHORTLY) == 0


def test_what_is_switched_off_is_neither_planned_nor_told(session: Session) -> None:
    _, visit = a_visit_heard_of(session)
    due = five_in_the_afternoon_before(visit)
    plan_reminders(session, due - SHORTLY)
    switch_rule_off(session, NoticeKind.DAY_BEFORE, actor=OFFICE)
    (reminder,) = reminders_of(session, visit.id)
    assert remind(session, reminder.id, NEVER_QUIET) is None
    session.delete(reminder)
    session.flush()
    assert plan_reminders(session, due - SHORTLY) == 0


def test_whoever_agreed_to_the_time_after_its_reminder_was_due_is_not_reminded(
    session: Session,
) -> None:
    switch_rule_on(session, NoticeKind.HOUR_BEFORE, actor=OFFICE)
    set_hour(session, NoticeKind.HOUR_BEFORE, 4, actor=OFFICE)
    a_visit_heard_of(session, starts_in=timedelta(hours=2))
    assert plan_reminders(session, database_now(session)) == 0


def test_the_hour_before_counts_from_the_windows_start(session: Session) -> None:
    switch_rule_on(session, NoticeKind.HOUR_BEFORE, actor=OFFICE)
    _, visit = a_visit_heard_of(session, starts_in=timedelta(hours=3))
    assert plan_reminders(session, visit.window_start - timedelta(hours=1)) == 1
    (reminder,) = reminders_of(session, visit.id)
    due = (reminder.kind, reminder.due_at)
    assert due == (NoticeKind.HOUR_BEFORE, visit.window_start - timedelta(hours=1))


@pytest.mark.inventory(82)
def test_only_who_hears_of_visits_is_reminded_of_them(session: Session) -> None:
    place = a_place(session)
    ana, bob = a_tenant(session, place), a_tenant(session, place, phone=number(9))
    hears(session, ana.customer, "Scheduled")
    hears(session, bob.customer, "Completed")
    visit = a_visit_at(session, place, ana)
    plan_reminders(session, five_in_the_afternoon_before(visit) - SHORTLY)
    event = told_of_reminder(session, visit)
    assert told(session, event) == [number(142)]
    assert reasons(session, event) == {number(9): "has not subscribed to this status"}


def test_each_reads_the_reminder_in_their_language_by_their_channel(session: Session) -> None:
    place = a_place(session)
    ana = a_tenant(session, place, language=Language.SPANISH)
    rita = a_manager(session, place)
    for person in (ana, rita):
        hears(session, person.customer, "Scheduled")
    visit = a_visit_at(session, place, ana)
    plan_reminders(session, five_in_the_afternoon_before(visit) - SHORTLY)
    text, mail = sorted(messages(session, told_of_reminder(session, visit)), key=channel_first)
    assert "le recordamos la visita" in text.body
    assert mail.subject.startswith(f"[#{visit.job.number}] Reminder: visit ")


def test_the_companys_own_words_are_used_and_what_cannot_be_sent_is_refused(
    session: Session,
) -> None:
    def save(body: str) -> None:
        words = Words(Channel.SMS, Language.ENGLISH, "", body)
        save_notice_words(session, NoticeKind.DAY_BEFORE, words, actor=OFFICE)

    save("See you {AppointmentWindow}")
    _, visit = a_visit_heard_of(session)
    plan_reminders(session, five_in_the_afternoon_before(visit) - SHORTLY)
    (message,) = messages(session, told_of_reminder(session, visit))
    assert message.body.startswith("See you ")
    with pytest.raises(FieldRefused, match="There is no tag"):
        save("See you {Whenever}")
    with pytest.raises(FieldRefused, match="from 8 to 20"):
        set_hour(session, NoticeKind.DAY_BEFORE, 3, actor=OFFICE)


def move_by(session: Session, visit: Appointment, by: timedelta) -> None:
    wanted = Wanted(
        None, visit.window_start + by, visit.window_end + by, standing_of(visit), CHICAGO
    )
    place_visit_anyway(session, visit.id, wanted, actor=OFFICE)


def told_of_reminder(session: Session, visit: Appointment) -> Event:
    """Give the newest reminder of the visit and tell everyone of it."""
    newest: VisitReminder = reminders_of(session, visit.id)[-1]
    event = remind(session, newest.id, NEVER_QUIET)
    assert event is not None
    fan_out(session, HEAD, event, after_point_id=0)
    return event


def messages(session: Session, event: Event) -> list[Message]:
    rows = select(Message).where(Message.event_id == event.id).order_by(Message.id)
    return list(session.scalars(rows))


def channel_first(message: Message) -> bool:
    return message.channel is Channel.EMAIL


def test_a_job_called_something_else_still_reminds(session: Session) -> None:
    scheduled = status(session, "Scheduled")
    scheduled.name = "On the calendar"
    session.flush()
    place = a_place(session)
    tenant = a_tenant(session, place)
    hears(session, tenant.customer, "On the calendar")
    visit = a_visit_at(session, place, tenant)
    assert plan_reminders(session, five_in_the_afternoon_before(visit) - SHORTLY) == 1
    assert told(session, told_of_reminder(session, visit)) == [number(142)]
