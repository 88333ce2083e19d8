"""Give a visit to a technician or set it to another time: by a plain form, which dragging and keys fill in too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.clock import local
from core.desk.permissions import Permission
from core.errors import FieldRefused, NotFound, Refused
from core.jobs.actions.dispatching import (
    MovedMeanwhile,
    place_visit,
    place_visit_anyway,
    plan_first_visit,
    plan_first_visit_anyway,
)
from core.jobs.actions.saying_for import say_on_the_way
from core.jobs.actions.visits import LONGEST_ETA_MINUTES
from core.jobs.model import Appointment
from core.jobs.objections import Wanted
from core.jobs.queries.board import card_of, unplanned_card
from core.jobs.queries.board_cards import Card
from core.jobs.queries.free_slots import Slot, free_slots
from core.jobs.queries.job_choices import technicians
from core.jobs.queries.work import job_numbered
from core.jobs.refusals import NeedsForce
from office.access import actor, needs, safe_return
from office.board.page import said
from office.door import now, office, reading, writing
from office.forms import Form

LONGEST_VISIT_MINUTES = 24 * 60
USUAL_MINUTES = 120
LOOK_AHEAD = timedelta(days=7)
MOST_PROPOSED = 6
NOTICE = timedelta(minutes=30)


@needs(Permission.JOBS_SCHEDULE)
def board_visit(visit_id: int) -> str:
    """One visit, with the form that moves it."""
    return _visit_page(visit_id, Form())


@needs(Permission.JOBS_SCHEDULE)
def move_visit(visit_id: int) -> Response | tuple[str, int]:
    """Move it. What stands in the way is shown with the form kept; whoever may schedule may then insist."""
    form = Form(request.form)
    wanted = _wanted(form, _clock_at(visit_id))
    place = place_visit_anyway if form.ticked("anyway") else place_visit
    status, news = 422, ""
    reasons: tuple[str, ...] = ()
    try:
        if wanted is not None and form.is_good:
            with writing() as session:
                place(session, visit_id, wanted, actor=actor())
            return redirect(_back(form))
    except NeedsForce as refusal:
        reasons = refusal.reasons
    except FieldRefused as refusal:
        form.take(refusal)
    except Refused as refusal:
        # The form starts anew from how things stand: what was typed was meant for something else.
        status, form, news = 409, Form({"back": form.value("back")}), str(refusal)
    return _visit_page(visit_id, form, reasons=reasons, news=news), status


@needs(Permission.JOBS_SCHEDULE)
def board_job(number: int) -> str | Response:
    """A job that has no visit yet, with the form that plans one; with one, its page."""
    return _job_page(number, Form())


@needs(Permission.JOBS_SCHEDULE)
def plan_from_board(number: int) -> Response | tuple[str | Response, int]:
    """Plan its first visit and offer it at once where a technician is chosen."""
    form = Form(request.form)
    with reading() as session:
        clock = job_numbered(session, number).property.time_zone
    wanted = _wanted(form, clock)
    plan = plan_first_visit_anyway if form.ticked("anyway") else plan_first_visit
    reasons: tuple[str, ...] = ()
    try:
        if wanted is not None and form.is_good:
            with writing() as session:
                plan(session, job_numbered(session, number), wanted, actor=actor())
            return redirect(_back(form))
    except NeedsForce as refusal:
        reasons = refusal.reasons
    except FieldRefused as refusal:
        form.take(refusal)
    except MovedMeanwhile as refusal:
        return render_template("office/board/gone.html", news=str(refusal), number=number), 409
    return _job_page(number, form, reasons=reasons), 422


@needs(Permission.JOBS_SCHEDULE)
def send_on_the_way(visit_id: int) -> Response | tuple[str, int]:
    """Say for the technician that they are on the way: the customers are told, with the time (inventory 71)."""
    form = Form(request.form)
    minutes = form.whole("eta_minutes", least=1, most=LONGEST_ETA_MINUTES)
    if not form.is_good:
        return _visit_page(visit_id, form), 422
    try:
        with writing() as session:
            say_on_the_way(session, visit_id, eta_minutes=minutes, actor=actor())
    except Refused as refusal:
        fresh = Form({"back": form.value("back")})
        return _visit_page(visit_id, fresh, news=str(refusal)), 409
    return redirect(_back(form))


def _clock_at(visit_id: int) -> str:
    """The zone of the visit's property; NotFound where there is no such visit."""
    with reading() as session:
        visit = session.get(Appointment, visit_id)
        if visit is None:
            raise NotFound("visit", visit_id)
        return visit.job.property.time_zone


def _wanted(form: Form, clock: str) -> Wanted | None:
    """The form read; None with errors at their fields. clock: the property's, on which its times are typed.

    What was dragged says how long instead of until when, and is on the board's clock, the company's.
    """
    zone = office().settings.company_timezone
    if form.value("minutes"):
        start = form.moment("day", "starts", zone)
        minutes = form.whole("minutes", least=1, most=LONGEST_VISIT_MINUTES)
        end = start.astimezone(UTC) + timedelta(minutes=minutes) if start else None
    else:
        start, end = form.moment("day", "starts", clock), form.moment("day", "ends", clock)
    technician_id = form.row("technician_id")
    if start is None or end is None:
        return None
    return Wanted(
        technician_id, start.astimezone(UTC), end.astimezone(UTC), form.value("seen"), zone
    )


def _as_typed(form: Form, clock: str) -> Form:
    """What was dragged, as it would have been typed: on the property's clock, with the end."""
    where = {name: form.value(name) for name in ("day", "starts")}
    start = Form(where).moment("day", "starts", office().settings.company_timezone)
    try:
        length = timedelta(minutes=int(form.value("minutes")))
    except (ValueError, OverflowError):
        return form
    if start is None or length > timedelta(minutes=LONGEST_VISIT_MINUTES):
        return form
    first, last = local(start, clock), local(start.astimezone(UTC) + length, clock)
    return form.instead(day=first.date(), starts=f"{first:%H:%M}", ends=f"{last:%H:%M}")


def _visit_page(
    visit_id: int, typed: Form, *, reasons: tuple[str, ...] = (), news: str = ""
) -> str:
    with reading() as session:
        card = card_of(session, visit_id)
        if card is None or card.start is None or card.end is None:
            raise NotFound("visit", visit_id)
        clock = job_numbered(session, card.job_number).property.time_zone
        start, end = local(card.start, clock), local(card.end, clock)
        form = _as_typed(typed, clock).over(
            technician_id=card.technician_ids[0] if card.technician_ids else None,
            day=start.date(),
            starts=f"{start:%H:%M}",
            ends=f"{end:%H:%M}",
            seen=card.seen,
            back=request.args.get("back", ""),
        )
        return _page(session, card, form, reasons, news)


def _job_page(number: int, typed: Form, *, reasons: tuple[str, ...] = ()) -> str | Response:
    with reading() as session:
        card = unplanned_card(session, number)
        if card is None:
            return redirect(url_for("office.job", number=job_numbered(session, number).number))
        clock = job_numbered(session, number).property.time_zone
        form = _as_typed(typed, clock).over(
            day=local(now(), clock).date(), back=request.args.get("back", "")
        )
        return _page(session, card, form, reasons)


def _page(
    session: Session, card: Card, form: Form, reasons: tuple[str, ...], news: str = ""
) -> str:
    job = job_numbered(session, card.job_number)
    clock = job.property.time_zone
    return render_template(
        "office/board/visit.html",
        card=card,
        said=said(card),
        form=form,
        reasons=reasons,
        news=news,
        back=_back(form),
        clock=clock,
        elsewhere=_zone_said(card, clock),
        technicians=tuple((each.id, each.label) for each in technicians(session)),
        proposals=_proposals(session, card, job.business_unit_id),
        most_minutes=LONGEST_ETA_MINUTES,
    )


def _zone_said(card: Card, clock: str) -> str:
    """How the property's clock is called, `EST`, where it shows another time than the company's; else ""."""
    moment = card.start or now()
    there, here = local(moment, clock), local(moment, office().settings.company_timezone)
    return f"{there:%Z}" if there.utcoffset() != here.utcoffset() else ""


def _proposals(session: Session, card: Card, business_unit_id: int) -> tuple[Slot, ...]:
    """The first free slots as long as the visit, for whoever wonders where to put it."""
    length = (
        (card.end - card.start) // timedelta(minutes=1)
        if card.start and card.end
        else USUAL_MINUTES
    )
    since: datetime = now() + NOTICE
    zone = office().settings.company_timezone
    found = free_slots(session, business_unit_id, since, since + LOOK_AHEAD, length, zone=zone)
    return found[:MOST_PROPOSED] if card.movable else ()


def _back(form: Form) -> str:
    wanted = form.value("back")
    return safe_return(wanted) if wanted else url_for("office.dispatch_board")
