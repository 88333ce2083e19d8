"""Settings: the on-call rota, with swaps, and a warning for the hours nobody covers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, timedelta

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.errors import FieldRefused, NotFound
from core.jobs.actions.on_call import LAST_PLACE, add_shift, drop_shift, swap_shift
from core.jobs.availability import Span
from core.jobs.model import OnCallShift
from core.jobs.queries.job_choices import technicians
from core.jobs.queries.on_call import ShiftView, shifts, uncovered
from core.jobs.queries.work import on_call
from office.access import actor, needs
from office.board.showing import midnight, today
from office.door import now, office, reading, writing
from office.forms import Form
from office.meanwhile import in_turn, seen_of, settled
from office.once import Unfit, once

WEEKS_SHOWN = 4
CHANGE_HOUR = "08:00"


@dataclass(frozen=True)
class RotaWeek:
    """A week of the rota. gaps: the hours of it nobody has."""

    monday: date
    shifts: tuple[ShiftView, ...]
    gaps: tuple[Span, ...]


@needs(Permission.SETTINGS_EDIT)
def on_call_rota() -> str:
    """Who is on call now and in the coming weeks."""
    return _page(Form())


@needs(Permission.SETTINGS_EDIT)
def add_on_call_shift() -> Response | tuple[str, int]:
    """Put somebody on call from then to then."""
    form = Form(request.form)
    zone = office().settings.company_timezone
    technician_id = form.needed_row("technician_id", "Choose who is on call.")
    starts = form.moment("first", "first_hour", zone)
    ends = form.moment("last", "last_hour", zone)
    place = form.whole("place", least=1, most=LAST_PLACE)

    def add(session: Session) -> str:
        if starts is None or ends is None:
            raise Unfit
        add_shift(
            session,
            technician_id,
            starts_at=starts.astimezone(UTC),
            ends_at=ends.astimezone(UTC),
            place=place,
            actor=actor(),
        )
        return url_for("office.on_call_rota")

    try:
        if form.is_good:
            return once(add)
    except FieldRefused as refusal:
        form.refuse("last" if refusal.field == "ends" else refusal.field, refusal.message)
    return _page(form), 422


@needs(Permission.SETTINGS_EDIT)
def swap_on_call_shift(shift_id: int) -> Response | tuple[str, int]:
    """Another takes it over."""
    form = Form(request.form)
    technician_id = form.needed_row("swap_to", "Choose who takes the shift over.")
    try:
        with writing() as session:
            in_turn(session)
            shift = session.get(OnCallShift, shift_id)
            if shift is None:
                raise NotFound("on-call shift", shift_id)
            names = [(str(each.id), each.label) for each in technicians(session)]
            settled(form, {"swap_to": shift.technician_id}, {"swap_to": names})
            if form.is_good:
                swap_shift(session, shift_id, technician_id, actor=actor())
                return redirect(url_for("office.on_call_rota"))
    except FieldRefused as refusal:
        form.refuse("swap_to", refusal.message)
    return _page(form, swapping=shift_id), 422


@needs(Permission.SETTINGS_EDIT)
def drop_on_call_shift(shift_id: int) -> Response:
    """The shift is no more."""
    with writing() as session:
        drop_shift(session, shift_id, actor=actor())
    return redirect(url_for("office.on_call_rota"))


def first_monday() -> date:
    """Of the week the rota begins with: this one."""
    return today() - timedelta(days=today().weekday())


def _page(typed: Form, *, swapping: int = 0) -> str:
    first = first_monday()
    form = typed.over(
        first=first + timedelta(days=7),
        first_hour=CHANGE_HOUR,
        last=first + timedelta(days=14),
        last_hour=CHANGE_HOUR,
        place=1,
    )
    with reading() as session:
        weeks = tuple(_week(first + timedelta(days=7 * each)) for each in range(WEEKS_SHOWN))
        return render_template(
            "office/board/rota.html",
            form=form,
            swapping=swapping,
            seen_of=seen_of,
            weeks=weeks,
            current=on_call(session),
            is_by_rota=any(
                shift.start <= now() < shift.end for week in weeks for shift in week.shifts
            ),
            technicians=tuple((each.id, each.label) for each in technicians(session)),
            last_place=LAST_PLACE,
        )


def _week(monday: date) -> RotaWeek:
    """Gaps are counted from now on: what is past is past."""
    whole = Span(midnight(monday), midnight(monday + timedelta(days=7)))
    ahead = Span(max(whole.start, now()), whole.end)
    with reading() as session:
        return RotaWeek(monday, shifts(session, whole), uncovered(session, ahead))
