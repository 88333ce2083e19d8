"""Staff tasks: what is to be done, finished with a note."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from core.desk.actions.tasks import finish_task
from core.desk.permissions import Permission
from core.desk.queries.task_pages import TaskRow, open_tasks, recently_done
from core.errors import FieldRefused
from core.jobs.queries.job_list import job_numbers
from office.access import actor, needs
from office.door import page_asked, reading, writing
from office.forms import Form


@needs(Permission.TASKS_READ)
def tasks() -> str:
    """What is to be done, and what was done lately."""
    return _page(Form(), None)


@needs(Permission.TASKS_FINISH)
def finish(task_id: int) -> Response | tuple[str, int]:
    """The task is done; the note says how."""
    form = Form(request.form)
    try:
        with writing() as session:
            finish_task(session, task_id, note=form.text("note"), actor=actor())
    except FieldRefused as refusal:
        form.take(refusal)
        return _page(form, task_id), 422
    return redirect(url_for("office.tasks"))


def _page(form: Form, refused: int | None) -> str:
    page = page_asked()
    with reading() as session:
        rows = open_tasks(session, limit=page.limit, offset=page.offset)
        done = recently_done(session)
        numbers = job_numbers(session, [*_about_jobs(rows), *_about_jobs(done)])
    return render_template(
        "office/tasks/page.html",
        rows=rows[: page.size],
        done=done,
        page=page,
        more=len(rows) > page.size,
        form=form,
        refused=refused,
        numbers=numbers,
    )


def _about_jobs(rows: tuple[TaskRow, ...]) -> list[int]:
    return [row.subject[1] for row in rows if row.subject and row.subject[0] == "job"]
