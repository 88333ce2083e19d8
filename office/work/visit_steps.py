"""From the job's page: say for a technician that they take a visit or cannot, are on the way, there, or done. It
refuses what they could not say either.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.errors import NotFound, Refused
from core.jobs.actions.saying_for import (
    say_arrived,
    say_done,
    say_on_the_way,
    say_passed,
    say_taken,
)
from core.jobs.actions.visits import LONGEST_ETA_MINUTES, VisitOutcome
from core.jobs.model import Appointment, Assignment
from office.access import actor, needs
from office.door import writing
from office.forms import Form
from office.jobs import LONGEST_NOTE, show_job


@needs(Permission.JOBS_SCHEDULE)
def visit_taken(number: int, visit_id: int, assignment_id: int) -> Response | tuple[str, int]:
    """They said by telephone that they take it."""
    return _said(
        number,
        visit_id,
        Form(request.form),
        lambda session: say_taken(
            session, _offered(session, visit_id, assignment_id), actor=actor()
        ),
    )


@needs(Permission.JOBS_SCHEDULE)
def visit_passed(number: int, visit_id: int, assignment_id: int) -> Response | tuple[str, int]:
    """They said by telephone that they cannot, and why."""
    form = Form(request.form)
    reason = form.needed_text(f"passes-{assignment_id}", "Say why they cannot.", most=LONGEST_NOTE)
    return _said(
        number,
        visit_id,
        form,
        lambda session: say_passed(
            session, _offered(session, visit_id, assignment_id), reason=reason, actor=actor()
        ),
    )


def _offered(session: Session, visit_id: int, assignment_id: int) -> int:
    found = session.get(Assignment, assignment_id)
    if found is None or found.appointment_id != visit_id:
        raise NotFound("offer", assignment_id)
    return assignment_id


@needs(Permission.JOBS_SCHEDULE)
def visit_on_the_way(number: int, visit_id: int) -> Response | tuple[str, int]:
    """They have left; the minutes may be left empty."""
    form = Form(request.form)
    minutes = form.whole_or_none(f"eta-{visit_id}", least=1, most=LONGEST_ETA_MINUTES)
    return _said(
        number,
        visit_id,
        form,
        lambda session: say_on_the_way(session, visit_id, eta_minutes=minutes, actor=actor()),
    )


@needs(Permission.JOBS_SCHEDULE)
def visit_arrived(number: int, visit_id: int) -> Response | tuple[str, int]:
    """They are there."""
    return _said(
        number,
        visit_id,
        Form(request.form),
        lambda session: say_arrived(session, visit_id, actor=actor()),
    )


@needs(Permission.JOBS_SCHEDULE)
def visit_done(number: int, visit_id: int) -> Response | tuple[str, int]:
    """The visit is over, with how it ended."""
    form = Form(request.form)
    field = f"outcome-{visit_id}"
    if not form.value(field):
        form.refuse(field, "Say how the visit ended.")
    outcome = form.choice(field, VisitOutcome)
    note = form.text(f"words-{visit_id}", most=LONGEST_NOTE)
    return _said(
        number,
        visit_id,
        form,
        lambda session: say_done(session, visit_id, outcome=outcome, note=note, actor=actor()),
    )


def _said(
    number: int, visit_id: int, form: Form, say: Callable[[Session], object]
) -> Response | tuple[str, int]:
    """What stands against it is told under the visit, with the form kept."""
    try:
        if form.is_good:
            with writing() as session:
                visit = session.get(Appointment, visit_id)
                if visit is None or visit.job.number != number:
                    raise NotFound("visit", visit_id)
                say(session)
    except Refused as refusal:
        form.refuse(f"step-{visit_id}", str(refusal))
    if not form.is_good:
        return show_job(number, form), 422
    return redirect(url_for("office.job", number=number, _anchor="visits"))
