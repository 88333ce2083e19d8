"""Settings: when a technician works, is away, and which trades they know. The board shades what is off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time, timedelta

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.errors import FieldRefused
from core.jobs.actions.crew_time import add_time_off, drop_time_off, set_hours, set_skills
from core.jobs.availability import DAY_WORDS, Working
from core.jobs.crew_time import time_off_of, workings_of
from core.jobs.queries.crew import technician_page
from core.jobs.queries.job_choices import trades
from office.access import actor, needs
from office.board.showing import today
from office.door import now, office, reading, writing
from office.forms import Form
from office.meanwhile import in_turn, opened, settled
from office.once import Unfit, once

Change = Callable[[Session], object]


@needs(Permission.SETTINGS_EDIT)
def technician_time(technician_id: int) -> str:
    """Their week, their trades, their time off."""
    return _page(technician_id, Form())


@needs(Permission.SETTINGS_EDIT)
def save_hours(technician_id: int) -> Response | tuple[str, int]:
    """The week as a whole; a day with both fields empty is a day off."""
    form = Form(request.form)

    def change(session: Session) -> None:
        settled(form, _week(workings_of(session, technician_id).hours))
        hours = {day: both for day in range(7) if (both := _hours(form, day)) is not None}
        if form.is_good:
            set_hours(session, technician_id, hours, actor=actor())

    return _saved(technician_id, form, change)


@needs(Permission.SETTINGS_EDIT)
def save_skills(technician_id: int) -> Response | tuple[str, int]:
    """The trades ticked; none ticked is every trade."""
    form = Form(request.form)

    def change(session: Session) -> None:
        stands = _trades(session, workings_of(session, technician_id))
        settled(form, stands)
        chosen = [each.id for each in trades(session) if form.ticked(f"unit_{each.id}")]
        if form.is_good:
            set_skills(session, technician_id, chosen, actor=actor())

    return _saved(technician_id, form, change)


@needs(Permission.SETTINGS_EDIT)
def save_time_off(technician_id: int) -> Response | tuple[str, int]:
    """Whole days, from the first to the last."""
    form = Form(request.form)
    zone = office().settings.company_timezone
    midnights = Form(dict(request.form) | {"midnight": "00:00"})
    first = midnights.moment("off_first", "midnight", zone)
    last = midnights.moment("off_last", "midnight", zone)
    form.errors |= midnights.errors
    reason = form.text("off_reason", most=120)

    def add(session: Session) -> str:
        if first is None or last is None or not form.is_good:
            raise Unfit
        add_time_off(
            session,
            technician_id,
            starts_at=first.astimezone(UTC),
            ends_at=_day_after(last).astimezone(UTC),
            reason=reason,
            actor=actor(),
        )
        return url_for("office.technician_time", technician_id=technician_id)

    try:
        return once(add)
    except FieldRefused as refusal:
        form.refuse("off_last" if refusal.field == "off_ends" else refusal.field, refusal.message)
    except Unfit:
        pass
    return _page(technician_id, form), 422


@needs(Permission.SETTINGS_EDIT)
def remove_time_off(technician_id: int, time_off_id: int) -> Response:
    """They are there after all."""
    with writing() as session:
        drop_time_off(session, technician_id, time_off_id, actor=actor())
    return redirect(url_for("office.technician_time", technician_id=technician_id))


def _day_after(midnight: datetime) -> datetime:
    """The next midnight on the wall clock, also where the day has 23 hours."""
    return midnight + timedelta(days=1)


def _hours(form: Form, day: int) -> tuple[time, time] | None:
    starts, ends = f"starts_{day}", f"ends_{day}"
    if not form.value(starts) and not form.value(ends):
        return None
    both = _clock(form, starts), _clock(form, ends)
    return (both[0], both[1]) if both[0] is not None and both[1] is not None else None


def _clock(form: Form, name: str) -> time | None:
    try:
        return time.fromisoformat(form.value(name)).replace(tzinfo=None)
    except ValueError:
        form.refuse(name, "Give both times, such as 08:00, or leave both empty.")
        return None


def _saved(technician_id: int, form: Form, change: Change) -> Response | tuple[str, int]:
    try:
        with writing() as session:
            in_turn(session)
            change(session)
        if form.is_good:
            return redirect(url_for("office.technician_time", technician_id=technician_id))
    except FieldRefused as refusal:
        form.take(refusal)
    return _page(technician_id, form), 422


def _page(technician_id: int, typed: Form) -> str:
    with reading() as session:
        view = technician_page(session, technician_id)
        working = workings_of(session, technician_id)
        week, known = _week(working.hours), _trades(session, working)
        form = opened(typed, week | known).over(off_first=today(), off_last=today())
        return render_template(
            "office/board/technician_time.html",
            view=view,
            form=form,
            days=tuple(enumerate(DAY_WORDS)),
            units=trades(session),
            hour_fields=tuple(week),
            trade_fields=tuple(known),
            told=bool(working.hours),
            time_off=time_off_of(session, technician_id, since=now()),
        )


def _week(hours: Mapping[int, tuple[time, time]]) -> dict[str, object]:
    week: dict[str, object] = {}
    for day in range(7):
        both = hours.get(day)
        week[f"starts_{day}"] = f"{both[0]:%H:%M}" if both else ""
        week[f"ends_{day}"] = f"{both[1]:%H:%M}" if both else ""
    return week


def _trades(session: Session, working: Working) -> dict[str, object]:
    return {f"unit_{each.id}": "on" if each.id in working.units else "" for each in trades(session)}
