"""Staff tasks: what is to be done, by whom and until when; opened from what they are about, finished with a note."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from core.clock import local
from core.desk.actions.staff_tasks import NewTask, Opened, add_task, change_task
from core.desk.actions.tasks import LONGEST_NOTE, LONGEST_TITLE, finish_task
from core.desk.model import StaffTask, TaskKind, TaskPriority
from core.desk.permissions import Permission
from core.desk.queries.task_pages import (
    TaskState,
    recently_done,
    task_numbered,
    tasks_asked,
)
from core.errors import FieldRefused, NotFound, Refused
from core.events.actions import Place
from core.events.queries.timeline import happenings_about
from office.access import actor, needs
from office.door import now, office, page_asked, reading, row_asked, writing
from office.forms import Form
from office.meanwhile import Choices, opened, settled
from office.my_desk import task_filter
from office.my_desk.subjects import needed_subject, place_of_subject, subjects_of
from office.my_desk.task_choices import task_form
from office.my_desk.task_filter import asked_for
from office.once import once_key
from office.timeline import lines

# Whoever gives a day alone means its end at the desk.
END_OF_DAY = "17:00"


@needs(Permission.TASKS_READ)
def tasks() -> str:
    """What is to be done, as it is asked for, and what was done lately."""
    return _list(Form(), None)


@needs(Permission.TASKS_FINISH)
def new_task() -> str:
    """The form, about nothing in particular unless the address says about what."""
    kind, row_id = request.args.get("about", ""), row_asked("id")
    if kind or row_id:
        with reading() as session:
            needed_subject(session, kind, row_id or 0)
    return _form_page(
        Form.filled(subject_type=kind or None, subject_id=row_id, priority=TaskPriority.NORMAL)
    )


@needs(Permission.TASKS_FINISH)
def add_new_task() -> Response | tuple[str, int]:
    """Open it and show it; the one of its kind that stands already is shown instead of a second."""
    form = Form(request.form)
    new = _read(form)
    try:
        if form.is_good:
            with writing() as session:
                place = Place()
                if new.subject is not None:
                    needed_subject(session, *new.subject)
                    place = place_of_subject(session, new.subject)
                made = add_task(session, new, actor=actor(), place=place)
            if isinstance(made, Opened):
                return redirect(url_for("office.task", task_id=made.task_id, opened="yes"))
            return redirect(url_for("office.task", task_id=made.task_id, stands="yes"))
    except FieldRefused as refusal:
        form.take(refusal)
    return _form_page(form), 422


@needs(Permission.TASKS_READ)
def task(task_id: int) -> str:
    """One task with all that happened to it."""
    return _task_page(task_id, None)


@needs(Permission.TASKS_FINISH)
def change_one_task(task_id: int) -> Response | tuple[str, int]:
    """Give it to somebody else, put it off, make it more or less pressing: whatever was changed of these."""
    form, said = Form(request.form), _said()
    try:
        with writing() as session:
            row = session.get(StaffTask, task_id, with_for_update=True)
            if row is None:
                raise NotFound("task", task_id)
            form = settled(form, _stands(row.due_at, row.assigned_to_id, row.priority), said)
            priority, due = form.choice("priority", TaskPriority), _due(form)
            assigned_to_id = form.row("assigned_to")
            if form.is_good:
                change_task(
                    session,
                    task_id,
                    assigned_to_id=assigned_to_id,
                    due_at=due,
                    priority=priority,
                    actor=actor(),
                )
                return redirect(url_for("office.task", task_id=task_id))
    except FieldRefused as refusal:
        form.take(refusal)
    except Refused as refusal:
        form.refuse("assigned_to", str(refusal))
        return _task_page(task_id, form), 409
    return _task_page(task_id, form), 422


@needs(Permission.TASKS_FINISH)
def finish(task_id: int) -> Response | tuple[str, int]:
    """The task is done; the note says how."""
    form = Form(request.form)
    try:
        with writing() as session:
            finish_task(session, task_id, note=form.text("note"), actor=actor())
    except FieldRefused as refusal:
        form.take(refusal)
        return _list(form, task_id), 422
    return redirect(url_for("office.tasks"))


def _read(form: Form) -> NewTask:
    kind, row_id = form.value("subject_type")[:40], form.row("subject_id")
    if "subject_id" in form.errors or bool(kind) != bool(row_id):
        raise NotFound("subject", "of this task")
    return NewTask(
        title=form.needed_text("title", "Say what is to be done.", most=LONGEST_TITLE),
        kind=form.choice("kind", TaskKind),
        priority=form.choice("priority", TaskPriority),
        notes=form.text("notes", most=LONGEST_NOTE),
        assigned_to_id=form.row("assigned_to"),
        due_at=_due(form),
        subject=(kind, row_id) if kind and row_id else None,
        form_key=once_key(),
    )


def _due(form: Form) -> datetime | None:
    if not form.value("due_day"):
        return None
    zone = office().settings.company_timezone
    if form.value("due_time"):
        return form.moment("due_day", "due_time", zone)
    whole = Form({"due_day": form.value("due_day"), "due_time": END_OF_DAY})
    moment = whole.moment("due_day", "due_time", zone)
    for field, message in whole.errors.items():
        form.refuse(field, message)
    return moment


def _form_page(form: Form) -> str:
    about = None
    if form.value("subject_type") and form.row("subject_id"):
        subject = (form.value("subject_type"), form.row("subject_id") or 0)
        with reading() as session:
            about = subjects_of(session, [subject]).get(subject)
    return render_template("office/my_desk/new_task_page.html", form=form, about=about)


def _task_page(task_id: int, form: Form | None) -> str:
    with reading() as session:
        row = task_numbered(session, task_id)
        if row is None:
            raise NotFound("task", task_id)
        stands = _stands(row.due_at, row.assigned_to_id, row.priority)
        return render_template(
            "office/my_desk/task.html",
            task=row,
            about=subjects_of(session, [row.subject]),
            history=lines(session, happenings_about(session, ("task", task_id))),
            form=form or opened(Form(), stands),
            stands="stands" in request.args,
            opened="opened" in request.args,
            moment=now(),
            choices=task_filter,
        )


def _stands(
    due_at: datetime | None, assigned_to_id: int | None, priority: TaskPriority
) -> Mapping[str, object]:
    due = local(due_at, office().settings.company_timezone) if due_at else None
    return {
        "assigned_to": assigned_to_id,
        "due_day": due.date().isoformat() if due else None,
        "due_time": f"{due:%H:%M}" if due else None,
        "priority": TaskPriority(priority).value,
    }


def _said() -> Choices:
    """What people read for a colleague's row and a priority."""
    given = task_form()
    people = tuple((str(row_id), name) for row_id, name in given.colleagues)
    return {"assigned_to": people, "priority": given.priorities}


def _list(form: Form, refused: int | None) -> str:
    page, asked = page_asked(), asked_for()
    with reading() as session:
        rows = tasks_asked(
            session, asked.ask, limit=page.limit, offset=page.offset, after=row_asked("after")
        )
        shows_done = asked.ask.state is TaskState.OPEN and page.number == 1
        done = recently_done(session) if shows_done else ()
        about = subjects_of(session, [each.subject for each in (*rows, *done)])
    return render_template(
        "office/my_desk/tasks.html",
        rows=rows[: page.size],
        done=done,
        page=page,
        more=len(rows) > page.size,
        form=form,
        refused=refused,
        about=about,
        asked=asked,
        moment=now(),
        choices=task_filter,
    )
