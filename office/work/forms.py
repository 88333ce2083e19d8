"""Forms of a job: filled in on its page, and written in Settings as a list of questions."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.errors import FieldRefused, Refused
from core.jobs.actions.forms import (
    LONGEST_NAME,
    TemplateDraft,
    add_form_template,
    edit_form_template,
    fill_form,
)
from core.jobs.actions.photos import Upload
from core.jobs.checklists import LONGEST_LABEL, MOST_FIELDS, ChecklistField, FieldKind
from core.jobs.queries.forms import FormView, form_template, form_templates
from core.jobs.queries.work import job_numbered
from office.access import actor, needs
from office.door import reading, writing
from office.forms import Form
from office.meanwhile import SEEN, in_turn, seen_of, unmoved
from office.once import once
from office.shell import in_room
from office.work.photos import uploads

KINDS = (
    (FieldKind.TEXT.value, "Words"),
    (FieldKind.NUMBER.value, "A number"),
    (FieldKind.YES_NO.value, "Yes or no"),
    (FieldKind.CHOICE.value, "A choice"),
    (FieldKind.PHOTO.value, "A picture"),
)
EMPTY_ROWS = 4
QUESTIONS = "questions"
_PARTS = ("label", "kind", "choices", "needed")


@needs(Permission.JOBS_FILE)
def job_form(number: int, template_id: int) -> str:
    """The empty form for a job."""
    return _filling(number, template_id, Form())


@needs(Permission.JOBS_FILE)
def fill_job_form(number: int, template_id: int) -> Response | tuple[str, int]:
    """Keep the answers; what is missing is shown at its question."""
    form = Form(request.form)

    def fill(session: Session) -> str:
        view = form_template(session, template_id)
        fill_form(
            session,
            job_numbered(session, number),
            template_id,
            {field.key: form.value(field.key) for field in view.fields},
            photos=_photos(view),
            actor=actor(),
        )
        return url_for("office.job", number=number, _anchor="forms")

    try:
        return once(fill)
    except FieldRefused as refusal:
        form.take(refusal)
    return _filling(number, template_id, form), 422


@needs(Permission.SETTINGS_EDIT)
def forms_list() -> str:
    """Every form of the company."""
    with reading() as session:
        return render_template("office/work/forms.html", rows=form_templates(session))


@needs(Permission.SETTINGS_EDIT)
def new_form() -> str:
    """The empty editor."""
    return _editing(Form.filled(active="on", rows=EMPTY_ROWS), None)


@needs(Permission.SETTINGS_EDIT)
def add_new_form() -> Response | tuple[str, int]:
    """Write the form."""
    form = Form(request.form)
    if form.value("more"):
        return _editing(_longer(form), None), 200
    draft = _draft(form)

    def add(session: Session) -> str:
        add_form_template(session, draft, actor=actor())
        return url_for("office.forms_list")

    try:
        if form.is_good:
            return once(add)
    except FieldRefused as refusal:
        form.take(refusal)
    except Refused as refusal:
        form.refuse("name", str(refusal))
    return _editing(form, None), 422


@needs(Permission.SETTINGS_EDIT)
def form_settings(template_id: int) -> str:
    """One form with its questions."""
    with reading() as session:
        view = form_template(session, template_id)
    return _editing(_filled(view), view)


@needs(Permission.SETTINGS_EDIT)
def change_form(template_id: int) -> Response | tuple[str, int]:
    """Save it; what was filled in before keeps the questions of its day."""
    form = Form(request.form)
    with reading() as session:
        view = form_template(session, template_id)
    if form.value("more"):
        return _editing(_longer(form), view), 200
    try:
        with writing() as session:
            in_turn(session)
            unmoved(form, QUESTIONS, _said(form_template(session, template_id)))
            draft = _draft(form)
            if form.is_good:
                edit_form_template(session, template_id, draft, actor=actor())
                return redirect(url_for("office.forms_list"))
    except FieldRefused as refusal:
        form.take(refusal)
    except Refused as refusal:
        form.refuse("name", str(refusal))
    return _editing(form, view), 422


def _draft(form: Form) -> TemplateDraft:
    """Rows without a label are left out; the others keep their row's name, so that errors find their field."""
    fields = tuple(_field(form, row) for row in range(_rows(form)))
    return TemplateDraft(
        name=form.needed_text("name", "Give the form a name.", most=LONGEST_NAME),
        fields=tuple(each for each in fields if each is not None),
        required=form.ticked("required"),
        active=form.ticked("active"),
    )


def _field(form: Form, row: int) -> ChecklistField | None:
    label = form.text(f"label-{row}", most=LONGEST_LABEL)
    if not label:
        return None
    choices = (each.strip() for each in form.text(f"choices-{row}", most=2_000).split(","))
    return ChecklistField(
        key=f"f{row}",
        label=" ".join(label.split()),
        kind=form.choice(f"kind-{row}", FieldKind),
        required=form.ticked(f"needed-{row}"),
        choices=tuple(each for each in choices if each),
    )


def _filled(view: FormView) -> Form:
    values: dict[str, object] = {
        "name": view.name,
        "required": "on" if view.required else "",
        "active": "on" if view.active else "",
        "rows": min(len(view.fields) + EMPTY_ROWS, MOST_FIELDS),
    }
    for row, field in enumerate(view.fields):
        values |= {
            f"label-{row}": field.label,
            f"kind-{row}": field.kind.value,
            f"choices-{row}": ", ".join(field.choices),
            f"needed-{row}": "on" if field.required else "",
        }
    return Form.filled(**values, **seen_of({QUESTIONS: _said(view)}))


def _said(view: FormView) -> str:
    """The whole form, for people to read."""
    kinds = dict(KINDS)
    asked = [
        f"{each.label} ({', '.join([kinds[each.kind.value].lower(), *each.choices])}"
        f"{', needed' if each.required else ''})"
        for each in view.fields
    ]
    use = "in use" if view.active else "not in use"
    jobs = ", needed by every job" if view.required else ""
    return f"{view.name}, {use}{jobs}: {'; '.join(asked)}"


def _longer(form: Form) -> Form:
    names = [f"{part}-{row}" for row in range(_rows(form)) for part in _PARTS]
    kept = {
        name: form.value(name)
        for name in ("name", "required", "active", f"{SEEN}{QUESTIONS}", *names)
    }
    return Form.filled(**kept | {"rows": str(min(_rows(form) + EMPTY_ROWS, MOST_FIELDS))})


def _rows(form: Form) -> int:
    words = form.value("rows").strip()
    number = int(words) if words.isascii() and words.isdigit() and len(words) < 5 else EMPTY_ROWS
    return min(max(number, 1), MOST_FIELDS)


def _photos(view: FormView) -> dict[str, Upload]:
    wanted = (each.key for each in view.fields if each.kind is FieldKind.PHOTO)
    chosen = (key for key in wanted if key in request.files and request.files[key].filename)
    return {key: uploads(key)[0] for key in chosen}


def _filling(number: int, template_id: int, form: Form) -> str:
    in_room("jobs")
    with reading() as session:
        return render_template(
            "office/work/fill.html",
            job=job_numbered(session, number),
            view=form_template(session, template_id),
            form=form,
        )


def _editing(form: Form, view: FormView | None) -> str:
    return render_template(
        "office/work/form_editor.html", form=form, view=view, kinds=KINDS, rows=_rows(form)
    )
