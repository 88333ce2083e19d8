"""Remind people of visits: planned by the clock, told once a visit and window, never of one that will not be."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from core.alerts.actions.notice_settings import rule_of
from core.alerts.model import NoticeKind, VisitReminder
from core.alerts.notice_kinds import QUIET_UNTIL, REMINDED
from core.clock import database_now
from core.db import JsonObject
from core.events.actions import FIXLINE, record
from core.events.model import Event
from core.jobs.actions.status import default_status
from core.jobs.actions.visits import lock_visit, place_of
from core.jobs.facts import accepted_by, facts_of
from core.jobs.lifecycle import Category
from core.jobs.model import Appointment, AppointmentState
from core.messaging.quiet import QuietHours, quiet_until
from core.outbox import Kind
from core.outbox.actions import promise

# Planned no earlier, so that a rule changed in Settings counts for all but the next few visits.
AHEAD = timedelta(minutes=15)
# So long after its time a reminder is still given, when nothing could be planned meanwhile.
LATE = timedelta(hours=3)
MOST_PLANNED = 500
_STILL_COMING = frozenset({AppointmentState.SCHEDULED, AppointmentState.DISPATCHED})
REMINDERS = (NoticeKind.DAY_BEFORE, NoticeKind.HOUR_BEFORE)

# Not of a visit that was set, or moved here, after its reminder was due: whoever agreed to it today knows.
_PLAN = text(
    """
    WITH due AS (
        SELECT a.id, a.window_start, a.created_at,
               CASE cast(:kind AS text)
                   WHEN 'day_before' THEN
                       ((a.window_start AT TIME ZONE p.time_zone)::date - 1 + make_interval(hours => :hour))
                       AT TIME ZONE p.time_zone
                   ELSE a.window_start - make_interval(hours => :hour)
               END AS due_at
        FROM appointments a
        JOIN jobs j ON j.id = a.job_id
        JOIN properties p ON p.id = j.property_id
        WHERE a.state IN ('scheduled', 'dispatched')
          AND a.window_start > :now AND a.window_start < :now + interval '3 days'
    )
    INSERT INTO visit_reminders (appointment_id, kind, window_start, due_at)
    SELECT due.id, :kind, due.window_start, due.due_at FROM due
    WHERE due.due_at > :now - cast(:late AS interval) AND due.due_at <= :now + cast(:ahead AS interval)
      AND due.due_at > coalesce(
          (SELECT max(e.created_at) FROM events e
           WHERE e.subject_type = 'appointment' AND e.subject_id = due.id
             AND e.kind IN ('appointment.scheduled', 'appointment.moved')),
          due.created_at)
    ORDER BY due.due_at, due.id
    LIMIT :most
    ON CONFLICT (appointment_id, kind, window_start) DO NOTHING
    RETURNING id, due_at
    """
)


def plan_reminders(session: Session, now: datetime) -> int:
    """Promise the reminders that fall due within AHEAD; returns how many. Harmless to repeat, also at once."""
    return sum(_plan(session, kind, now) for kind in REMINDERS)


def _plan(session: Session, kind: NoticeKind, now: datetime) -> int:
    rule = rule_of(session, kind)
    if rule is None or not rule.active:
        return 0
    rows = session.execute(
        _PLAN,
        {
            "kind": kind.value,
            "hour": rule.hour,
            "now": now,
            "late": LATE,
            "ahead": AHEAD,
            "most": MOST_PLANNED,
        },
    ).all()
    for row in rows:
        _promise(session, row.id, row.due_at)
    return len(rows)


def _promise(session: Session, reminder_id: int, run_at: datetime) -> None:
    promise(
        session,
        Kind.REMIND_VISIT,
        {"reminder_id": reminder_id},
        dedupe_key=f"remind_visit:{reminder_id}:{run_at.isoformat()}",
        run_at=run_at,
        rank=3,
    )


def remind(session: Session, reminder_id: int, hours: QuietHours) -> Event | None:
    """Record the reminder and promise its telling; in quiet hours put it off to their end.

    Where they last until the visit, it is written down for each who should have heard that nobody was told, and why.
    None where there is nothing to say any more: told before, moved, under way, cancelled, or switched off meanwhile.
    """
    reminder = session.get_one(VisitReminder, reminder_id)
    visit = lock_visit(session, reminder.appointment_id)
    session.refresh(reminder)
    now = database_now(session)
    if not _is_wanted(session, reminder, visit) or now >= visit.window_start:
        return None
    until = quiet_until(now, visit.job.property.time_zone, hours)
    if until is not None and until < visit.window_start:
        _promise(session, reminder.id, until)
        return None
    event = _record(session, reminder, visit, quiet_until=until)
    reminder.event_id = event.id
    session.flush()
    promise(
        session,
        Kind.FAN_OUT,
        {"event_id": event.id, "after_point_id": 0},
        dedupe_key=f"fan_out:{event.id}:0",
        rank=3,
    )
    return event


def _is_wanted(session: Session, reminder: VisitReminder, visit: Appointment) -> bool:
    rule = rule_of(session, reminder.kind)
    return (
        reminder.event_id is None
        and rule is not None
        and rule.active
        and visit.state in _STILL_COMING
        and visit.window_start == reminder.window_start
    )


def _record(
    session: Session, reminder: VisitReminder, visit: Appointment, *, quiet_until: datetime | None
) -> Event:
    held: JsonObject = {QUIET_UNTIL: quiet_until.isoformat()} if quiet_until else {}
    return record(
        session,
        REMINDED,
        subject=("appointment", visit.id),
        actor=FIXLINE,
        place=place_of(visit.job),
        after={"kind": reminder.kind, "start": visit.window_start.isoformat(), **held},
        facts=_facts(session, visit),
    )


def _facts(session: Session, visit: Appointment) -> JsonObject:
    """As of a visit that is set, so that whoever hears of visits that are set hears of this."""
    status = default_status(session, Category.SCHEDULED)
    assignment = accepted_by(visit)
    return facts_of(visit.job) | {
        "status_id": status.id,
        "status": status.name,
        "category": status.category,
        "technician": assignment.technician.name if assignment else None,
        "window_start": visit.window_start.isoformat(),
        "window_end": visit.window_end.isoformat(),
        "eta": None,
    }


def reminders_of(session: Session, appointment_id: int) -> list[VisitReminder]:
    """What a visit's people were, or are about to be, reminded of; oldest first."""
    return list(
        session.scalars(
            select(VisitReminder)
            .where(VisitReminder.appointment_id == appointment_id)
            .order_by(VisitReminder.id)
        )
    )
