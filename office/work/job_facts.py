"""Change one thing about a job where it stands: a small form takes the place of its line, and the line comes back."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound as NoSuchPage
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.errors import FieldRefused
from core.jobs.actions.editing import Edit, EditedMeanwhile, edit_job
from core.jobs.job_fields import JobField
from core.jobs.model import Job
from core.jobs.queries.job_history import last_edit
from core.jobs.queries.job_page import job_page
from core.jobs.queries.work import job_numbered
from office.access import actor, needs
from office.door import is_swap, reading, writing
from office.forms import Form
from office.job_facts import Fact, fact_of
from office.jobs import job_context
from office.payers import bill_jobs_drafts_anew
from office.work.fact_forms import FactForm, Meanwhile, form_of, fresh_form, typed_value

# Tells htmx that this refusal is a form to be shown in its place, not a page.
IN_PLACE = {"HX-Reswap": "outerHTML"}


@needs(Permission.JOBS_READ)
def job_fact(number: int, field: str) -> Response | str:
    """The line as it stands: what "Leave it" brings back."""
    asked = _field(field)
    if not is_swap():
        return _back(number, asked)
    with reading() as session:
        return render_template(
            "office/jobs/fact_line.html", number=number, fact=_line(session, number, asked)
        )


@needs(Permission.JOBS_EDIT)
def edit_job_fact(number: int, field: str) -> str:
    """The form, in place of the line or on a page of its own."""
    with reading() as session:
        job = job_numbered(session, number)
        asked = _field(field)
        return _shown(number, form_of(session, job, asked, fresh_form(session, job, asked)))


@needs(Permission.JOBS_EDIT)
def change_job_fact(number: int, field: str) -> Response | tuple[str, int, dict[str, str]] | str:
    """Save it. What somebody else saved meanwhile is shown beside what was typed, and nothing is lost."""
    asked, form = _field(field), Form(request.form)
    try:
        with writing() as session:
            job = job_numbered(session, number)
            wanted = typed_value(session, asked, form)
            edit_job(session, job.id, Edit(asked, form.value("seen"), wanted), actor=actor())
            if asked is JobField.BILL_TO:
                bill_jobs_drafts_anew(session, job.id)
    except FieldRefused as refusal:
        form.refuse("value", refusal.message)
        return _again(number, asked, form, 422)
    except EditedMeanwhile as refusal:
        return _again(number, asked, form, 409, refusal)
    if not is_swap():
        return _back(number, asked)
    with reading() as session:
        return render_template(
            "office/jobs/fact_saved.html",
            fact=_line(session, number, asked),
            **job_context(session, number, Form()),
        )


def _again(
    number: int, field: JobField, form: Form, status: int, refusal: EditedMeanwhile | None = None
) -> tuple[str, int, dict[str, str]]:
    with reading() as session:
        job = job_numbered(session, number)
        meanwhile = _meanwhile(session, job, refusal) if refusal else None
        shown = form_of(session, job, field, form, meanwhile)
        return _shown(number, shown), status, IN_PLACE


def _meanwhile(session: Session, job: Job, refusal: EditedMeanwhile) -> Meanwhile:
    last = last_edit(session, job.id, refusal.field)
    return Meanwhile(
        seen=refusal.seen,
        now=refusal.now,
        yours=refusal.yours,
        who=last.actor if last else "Somebody",
        at=last.at if last else None,
    )


def _shown(number: int, shown: FactForm) -> str:
    page = "office/jobs/fact_form.html" if is_swap() else "office/jobs/fact_page.html"
    return render_template(page, number=number, edit=shown)


def _line(session: Session, number: int, field: JobField) -> Fact:
    view = job_page(session, number)
    return fact_of(session, session.get_one(Job, view.id), view, field)


def _field(name: str) -> JobField:
    if name not in set(JobField):
        raise NoSuchPage
    return JobField(name)


def _back(number: int, field: JobField) -> Response:
    return redirect(url_for("office.job", number=number, _anchor=f"fact-{field}"))
