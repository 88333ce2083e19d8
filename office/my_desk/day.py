"""My day: what waits for the colleague who asks, on one page."""

from __future__ import annotations

from dataclasses import replace

from flask import render_template

from core.desk.permissions import Permission, may_read
from core.desk.queries.day import unread_mentions
from core.desk.queries.task_pages import TaskOrder, tasks_asked
from core.jobs.queries.day import booked_by, emergencies_nobody_has, visits_between
from core.messaging.queries.held import conversations_held_by
from office.access import i_may, me, needs
from office.door import now, reading
from office.my_desk.subjects import subjects_of
from office.my_desk.task_filter import ask_of, day_begins, day_ends

MOST_TASKS = 20


@needs(Permission.TASKS_READ)
def my_day() -> str:
    """Emergencies nobody has, my tasks, notes that name me, my conversations, what I booked, the day's visits."""
    begins, ends = day_begins(now()), day_ends(now())
    reads_inbox = i_may(Permission.INBOX_READ)
    with reading() as session:
        ask = replace(ask_of(now()), holder_id=me().id, order=TaskOrder.DUE)
        mine = tasks_asked(session, ask, limit=MOST_TASKS + 1)
        mentions = unread_mentions(session, me().id)
        about = subjects_of(
            session, [*(each.subject for each in mine), *(each.subject for each in mentions)]
        )
        return render_template(
            "office/my_desk/day.html",
            tasks=mine[:MOST_TASKS],
            more_tasks=len(mine) > MOST_TASKS,
            mentions=mentions,
            may_open={each.id for each in mentions if may_read(me().role, each.subject[0])},
            about=about,
            held=conversations_held_by(session, me().id) if reads_inbox else (),
            booked=booked_by(session, me().id, since=begins),
            visits=visits_between(session, begins, ends),
            emergencies=emergencies_nobody_has(session),
            moment=now(),
            today_ends=ends,
        )
