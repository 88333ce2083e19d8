"""Estimates: written, changed, sent, decided in person, taken back, printed."""

from __future__ import annotations

from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.desk.actions.tasks import LONGEST_TITLE, open_task
from core.desk.permissions import Permission
from core.desk.queries.task_pages import tasks_about
from core.errors import FieldRefused, NotFound, Refused
from core.jobs.actions.estimates import (
    approve_in_office,
    change_draft,
    decline_in_office,
    draft_estimate,
    draft_of,
    send_estimate,
    void_estimate,
)
from core.jobs.actions.visits import place_of
from core.jobs.model import Estimate, LineKind
from core.jobs.queries.approvals import deciders_of, texted_deciders_of
from core.jobs.queries.estimates import EstimateView, estimate_numbered, estimates_waiting
from core.jobs.queries.work import job_numbered
from office.access import actor, needs
from office.door import office, page_asked, reading, writing
from office.forms import Form
from office.once import once
from office.shell import in_room
from office.work.estimate_form import (
    EMPTY_ROWS,
    filled_estimate,
    read_estimate,
    rows_of,
    seen_in,
    sums_typed,
    with_more_rows,
)

KINDS = tuple((each.value, each.value.capitalize()) for each in LineKind)


@needs(Permission.JOBS_READ)
def estimates() -> str:
    """Every estimate that waits for an answer, the longest first."""
    in_room("jobs")
    page = page_asked()
    with reading() as session:
        rows = estimates_waiting(session, limit=page.limit, offset=page.offset)
    return render_template(
        "office/work/estimates.html", rows=rows[: page.size], page=page, more=len(rows) > page.size
    )


@needs(Permission.ESTIMATES_WRITE)
def new_estimate(number: int) -> str:
    """The empty editor."""
    form = Form.filled(rows=EMPTY_ROWS, tax="0", **{"kind-0": LineKind.SERVICE.value})
    return _editor(number, form)


@needs(Permission.ESTIMATES_WRITE)
def add_estimate(number: int) -> Response | tuple[str, int]:
    """Save it as a draft; nobody is asked yet."""
    form = Form(request.form)
    if form.value("more"):
        return _editor(number, with_more_rows(form)), 200
    typed = read_estimate(form)

    def write(session: Session) -> str:
        written = draft_estimate(session, job_numbered(session, number), typed.draft, actor=actor())
        return url_for("office.estimate", number=written.number)

    try:
        if form.is_good:
            return once(write)
    except FieldRefused as refusal:
        form.take(refusal)
    return _editor(number, form), 422


@needs(Permission.JOBS_READ)
def estimate(number: int) -> str:
    """One estimate, and what can be done with it now."""
    return _page(number, Form())


@needs(Permission.JOBS_READ)
def estimate_on_paper(number: int) -> str:
    """The estimate as it goes on paper."""
    with reading() as session:
        view = estimate_numbered(session, number)
    return render_template(
        "office/work/paper.html", estimate=view, company=office().settings.company
    )


@needs(Permission.ESTIMATES_WRITE)
def edit_estimate(number: int) -> str:
    """The editor with the estimate as it stands."""
    with reading() as session:
        view = estimate_numbered(session, number)
        row = session.get_one(Estimate, view.id)
        form = filled_estimate(draft_of(row), view.tax, tuple(line.quantity for line in view.lines))
    return _editor(view.job_number, form, view=view)


@needs(Permission.ESTIMATES_WRITE)
def change_estimate(number: int) -> Response | tuple[str, int]:
    """Save it anew; one that was sent or approved is asked about again."""
    form = Form(request.form)
    with reading() as session:
        view = estimate_numbered(session, number)
    if form.value("more"):
        return _editor(view.job_number, with_more_rows(form), view=view), 200
    typed = read_estimate(form)

    def change(session: Session) -> str:
        change_draft(session, view.id, typed.draft, seen=seen_in(form), actor=actor())
        return url_for("office.estimate", number=number)

    try:
        if form.is_good:
            return once(change)
    except FieldRefused as refusal:
        form.take(refusal)
    except Refused as refusal:
        form.refuse("title", str(refusal))
    return _editor(view.job_number, form, view=view), 422


@needs(Permission.ESTIMATES_WRITE)
def preview_estimate(number: int) -> str:
    """What the typed lines come to, for the editor to show while somebody types."""
    form = Form(request.form)
    sums, nets = sums_typed(form)
    return render_template(
        "office/work/sums.html", sums=sums, nets=nets, rows=rows_of(form), number=number, swap=True
    )


@needs(Permission.ESTIMATES_WRITE)
def send_estimate_now(number: int) -> Response | tuple[str, int]:
    """Ask whoever decides to approve this version."""

    def act(session: Session, view: EstimateView, form: Form) -> None:
        send_estimate(session, view.id, seen=seen_in(form), actor=actor())

    return _act(number, act)


@needs(Permission.ESTIMATES_WRITE)
def decide_estimate(number: int) -> Response | tuple[str, int]:
    """Write down what they said in person, yes or no."""
    settle = approve_in_office if request.form.get("decision") == "yes" else decline_in_office

    def act(session: Session, view: EstimateView, form: Form) -> None:
        words = form.needed_text("said", "Write down who said so, when and how.", most=500)
        settle(session, view.id, seen=seen_in(form), words=words, actor=actor())

    return _act(number, act)


@needs(Permission.ESTIMATES_WRITE)
def take_back_estimate(number: int) -> Response | tuple[str, int]:
    """Void it for good."""

    def act(session: Session, view: EstimateView, form: Form) -> None:
        void_estimate(session, view.id, seen=seen_in(form), actor=actor())

    return _act(number, act)


@needs(Permission.TASKS_FINISH)
def add_estimate_task(number: int) -> Response | tuple[str, int]:
    """Open a task about the estimate, such as to call them; due by the company's clock (inventory 158)."""
    form = Form(request.form)
    title = form.needed_text("task", "Say what is to be done.", most=LONGEST_TITLE)
    zone = office().settings.company_timezone
    due = form.moment("due_day", "due_time", zone) if form.value("due_day") else None
    if not form.is_good:
        return _page(number, form), 422

    def add(session: Session) -> str:
        view = estimate_numbered(session, number)
        open_task(
            session,
            title=title,
            subject=("estimate", view.id),
            due_at=due,
            place=place_of(job_numbered(session, view.job_number)),
            actor=actor(),
        )
        return url_for("office.estimate", number=number, _anchor="tasks")

    return once(add)


@needs(Permission.JOBS_READ)
def estimate_by_id(estimate_id: int) -> Response:
    """Where a task about an estimate leads."""
    with reading() as session:
        found = session.get(Estimate, estimate_id)
        if found is None:
            raise NotFound("estimate", estimate_id)
        return redirect(url_for("office.estimate", number=found.number))


def _act(
    number: int, act: Callable[[Session, EstimateView, Form], None]
) -> Response | tuple[str, int]:
    form = Form(request.form)
    try:
        with writing() as session:
            act(session, estimate_numbered(session, number), form)
    except FieldRefused as refusal:
        form.take(refusal)
    except Refused as refusal:
        form.refuse("estimate", str(refusal))
    if not form.is_good:
        return _page(number, form), 422
    return redirect(url_for("office.estimate", number=number))


def _page(number: int, form: Form) -> str:
    in_room("jobs")
    with reading() as session:
        view = estimate_numbered(session, number)
        job = job_numbered(session, view.job_number)
        return render_template(
            "office/work/estimate.html",
            estimate=view,
            form=form,
            deciders=deciders_of(session, job) or texted_deciders_of(session, job),
            tasks=tasks_about(session, ("estimate", view.id)),
        )


def _editor(job_number: int, form: Form, *, view: EstimateView | None = None) -> str:
    in_room("jobs")
    sums, nets = sums_typed(form)
    with reading() as session:
        return render_template(
            "office/work/editor.html",
            job=job_numbered(session, job_number),
            estimate=view,
            form=form,
            kinds=KINDS,
            rows=rows_of(form),
            sums=sums,
            nets=nets,
        )
