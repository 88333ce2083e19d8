"""Plan a visit for a job and offer it to a technician, from the job's page."""

from __future__ import annotations

from flask import redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.errors import FieldRefused, NotFound, Refused
from core.jobs.actions.offers import offer, offer_against
from core.jobs.actions.visits import schedule
from core.jobs.model import Appointment, Technician
from core.jobs.queries.work import job_numbered
from core.jobs.refusals import NeedsForce
from office.access import actor, needs
from office.door import office, writing
from office.forms import Form
from office.jobs import InTheWay, show_job
from office.once import Unfit, once


@needs(Permission.JOBS_SCHEDULE)
def plan_visit(number: int) -> Response | tuple[str, int]:
    """Set a window on the property's clock; offer it at once where a technician is chosen.

    What stands in their way is shown with the form kept; whoever may schedule may then insist.
    """
    form = Form(request.form)
    in_the_way: InTheWay | None = None
    try:
        return once(lambda session: _planned(session, number, form))
    except NeedsForce as refusal:
        in_the_way = InTheWay(refusal.reasons)
    except FieldRefused as refusal:
        form.refuse("ends" if refusal.field == "window" else refusal.field, refusal.message)
    except Refused as refusal:
        form.refuse("technician_id", str(refusal))
    except Unfit:
        pass
    return show_job(number, form, in_the_way), 422


@needs(Permission.JOBS_SCHEDULE)
def offer_visit(number: int, visit_id: int) -> Response | tuple[str, int]:
    """Offer a planned visit to a technician; what stands in the way is told first, as the board tells it."""
    form = Form(request.form)
    technician_id = form.needed_row("technician_id", "Choose a technician.")
    in_the_way: InTheWay | None = None
    try:
        with writing() as session:
            visit = session.get(Appointment, visit_id)
            if visit is None or visit.job.number != number:
                raise NotFound("visit", visit_id)
            technician = session.get(Technician, technician_id)
            if technician is None:
                form.refuse("technician_id", "Choose one of the list.")
            else:
                _propose(session, form, visit, technician)
    except NeedsForce as refusal:
        in_the_way = InTheWay(refusal.reasons, visit_id)
    except FieldRefused as refusal:
        form.refuse("technician_id", refusal.message)
    except Refused as refusal:
        form.refuse("technician_id", str(refusal))
    if in_the_way is not None or not form.is_good:
        return show_job(number, form, in_the_way), 422
    return redirect(url_for("office.job", number=number, _anchor="visits"))


def _planned(session: Session, number: int, form: Form) -> str:
    job = job_numbered(session, number)
    zone = job.property.time_zone
    start = form.moment("day", "starts", zone)
    end = form.moment("day", "ends", zone)
    technician_id = form.row("technician_id")
    technician = session.get(Technician, technician_id) if technician_id else None
    if technician_id and technician is None:
        form.refuse("technician_id", "Choose one of the list.")
    if start is None or end is None or not form.is_good:
        raise Unfit
    visit = schedule(session, job, start=start, end=end, actor=actor())
    if technician is not None:
        _propose(session, form, visit, technician)
    return url_for("office.job", number=number, _anchor="visits")


def _propose(session: Session, form: Form, visit: Appointment, technician: Technician) -> None:
    send = offer_against if form.ticked("anyway") else offer
    zone = office().settings.company_timezone
    send(session, visit, technician, zone=zone, actor=actor())
