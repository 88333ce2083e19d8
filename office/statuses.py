"""Settings: the job statuses in the order of the workflow, added, changed and switched off."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.errors import FieldRefused
from core.jobs.actions.workflow import (
    LARGEST_POSITION,
    LONGEST_NAME,
    StatusDraft,
    activate_status,
    add_status,
    deactivate_status,
    edit_status,
)
from core.jobs.lifecycle import Category
from core.jobs.queries.settings_pages import StatusView, next_position, status_page
from core.jobs.queries.settings_pages import statuses as status_rows
from core.jobs.requirements import NEEDS, RequiredField
from office.access import actor, needs
from office.door import reading, writing
from office.forms import Form
from office.meanwhile import in_turn, opened, settled
from office.once import once
from office.words import spelled

REQUIRED = tuple((each.value, need.words) for each, need in NEEDS.items())
CATEGORIES = tuple((each.value, spelled(each.value)) for each in Category)


@needs(Permission.SETTINGS_EDIT)
def statuses() -> str:
    """Every status."""
    with reading() as session:
        rows = status_rows(session)
    return render_template("office/settings/list.html", rows=rows)


@needs(Permission.SETTINGS_EDIT)
def new_status() -> str:
    """The empty form."""
    with reading() as session:
        form = Form.filled(
            position=next_position(session), category=Category.SCHEDULED, customer_visible="on"
        )
    return render_template(
        "office/settings/new.html", form=form, categories=CATEGORIES, required=REQUIRED
    )


@needs(Permission.SETTINGS_EDIT)
def add_new_status() -> Response | tuple[str, int]:
    """Add it, with no step leading on yet."""
    form = Form(request.form)
    category = form.choice("category", Category)
    draft = _draft(form)

    def add(session: Session) -> str:
        added = add_status(session, category, draft, actor=actor())
        return url_for("office.status", status_id=added.id)

    try:
        if form.is_good:
            return once(add)
    except FieldRefused as refusal:
        form.take(refusal)
    return render_template(
        "office/settings/new.html", form=form, categories=CATEGORIES, required=REQUIRED
    ), 422


@needs(Permission.SETTINGS_EDIT)
def status(status_id: int) -> str:
    """One status and where it leads."""
    with reading() as session:
        return _page(session, status_id, Form())


@needs(Permission.SETTINGS_EDIT)
def change_status(status_id: int) -> Response | tuple[str, int]:
    """Save what was changed of the status."""
    form = Form(request.form)
    try:
        with writing() as session:
            in_turn(session)
            view = status_page(session, status_id)
            settled(form, _stands(view), {"category": CATEGORIES})
            draft = _draft(form)
            if form.is_good:
                edit_status(session, status_id, draft, actor=actor())
                return redirect(url_for("office.statuses"))
    except FieldRefused as refusal:
        form.take(refusal)
    with reading() as session:
        return _page(session, status_id, form), 422


@needs(Permission.SETTINGS_EDIT)
def switch_status(status_id: int) -> Response:
    """Switch it on or off, as the form says."""
    switch = activate_status if Form(request.form).ticked("wanted") else deactivate_status
    with writing() as session:
        switch(session, status_id, actor=actor())
    return redirect(url_for("office.status", status_id=status_id))


def _draft(form: Form) -> StatusDraft:
    name = form.needed_text("name", "Give the status a name.", most=LONGEST_NAME)
    chosen = [name.removeprefix("to_") for name, value in form.starting("to_") if value == "on"]
    return StatusDraft(
        name=name,
        position=form.whole("position", least=0, most=LARGEST_POSITION),
        customer_visible=form.ticked("customer_visible"),
        subscribed_by_default=form.ticked("subscribed_by_default"),
        leads_to=frozenset(int(each) for each in chosen if each.isdecimal() and len(each) < 18),
        required=frozenset(each for each in RequiredField if form.ticked(f"need_{each}")),
        category=form.choice("category", Category) if form.value("category") else None,
    )


def _stands(view: StatusView) -> dict[str, object]:
    """The form's fields as they stand; the category only as long as it may be changed."""
    stands: dict[str, object] = {"name": view.row.name, "position": view.row.position}
    if not view.row.was_used and not view.row.is_default:
        stands["category"] = view.row.category
    return stands | {name: "on" if is_on else "" for name, is_on in _boxes(view).items()}


def _boxes(view: StatusView) -> dict[str, bool]:
    return {
        "customer_visible": view.row.customer_visible,
        "subscribed_by_default": view.row.subscribed_by_default,
        **{f"need_{each}": each in view.row.required for each in RequiredField},
        **{f"to_{each.id}": each.id in view.leads_to for each in view.could_lead_to},
    }


def _page(session: Session, status_id: int, typed: Form) -> str:
    view = status_page(session, status_id)
    form = opened(typed, _stands(view))
    return render_template(
        "office/settings/status.html",
        view=view,
        form=form,
        required=REQUIRED,
        categories=CATEGORIES,
    )
