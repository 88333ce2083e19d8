"""From a job's page: book a call-back, on the same job or as a new one, and call a single visit off."""

from __future__ import annotations

from flask import redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.errors import FieldRefused, NotFound, Refused
from core.jobs.actions.callbacks import LONGEST_REASON, book_callback, cancel_visit, come_back
from core.jobs.model import Appointment, Job
from core.jobs.queries.work import job_numbered
from office.access import actor, needs
from office.door import writing
from office.forms import Form
from office.jobs import show_job
from office.once import Unfit, once


@needs(Permission.JOBS_SCHEDULE)
def call_back_job(number: int) -> Response | tuple[str, int]:
    """Come back to a finished job: `where` says whether as a new job or with one more visit of this one."""
    form = Form(request.form)
    reason = form.needed_text(
        "callback_reason", "Say what is wrong still, or again.", most=LONGEST_REASON
    )

    def book_it(session: Session) -> str:
        way = _again if form.value("where") == "same" else _anew
        wanted = way(session, job_numbered(session, number), form, reason)
        return url_for("office.job", number=wanted)

    try:
        if form.is_good:
            return once(book_it)
    except FieldRefused as refusal:
        form.take(refusal)
    except Refused as refusal:
        form.refuse("callback_reason", str(refusal))
    except Unfit:
        pass
    return show_job(number, form), 422


@needs(Permission.JOBS_SCHEDULE)
def call_visit_off(number: int, visit_id: int) -> Response | tuple[str, int]:
    """Cancel one visit; the job stays."""
    form = Form(request.form)
    field = f"why-{visit_id}"
    reason = form.needed_text(field, "Say why, so that the next person knows.", most=LONGEST_REASON)
    try:
        if form.is_good:
            with writing() as session:
                visit = session.get(Appointment, visit_id)
                if visit is None or visit.job.number != number:
                    raise NotFound("visit", visit_id)
                cancel_visit(session, visit_id, reason=reason, actor=actor())
    except FieldRefused as refusal:
        form.take(refusal)
    except Refused as refusal:
        form.refuse(field, str(refusal))
    if not form.is_good:
        return show_job(number, form), 422
    return redirect(url_for("office.job", number=number, _anchor="visits"))


def _anew(session: Session, job: Job, _: Form, reason: str) -> int:
    return book_callback(session, job, reason=reason, actor=actor()).number


def _again(session: Session, job: Job, form: Form, reason: str) -> int:
    zone = job.property.time_zone
    start = form.moment("callback_day", "callback_from", zone)
    end = form.moment("callback_day", "callback_until", zone)
    if start is None or end is None:
        raise Unfit
    try:
        come_back(session, job, start=start, end=end, reason=reason, actor=actor())
    except FieldRefused as refusal:
        raise FieldRefused("callback_until", refusal.message) from refusal
    return job.number
