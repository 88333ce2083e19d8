"""Settings: the labels for how a customer stands to a property, added, renamed, given another role, switched off."""

from __future__ import annotations

from collections.abc import Mapping

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.directory.actions.labelling import (
    LONGEST_NAME,
    Label,
    add_label,
    edit_label,
    switch_label_off,
    switch_label_on,
)
from core.directory.model import Role
from core.directory.queries.relationship_types import LabelRow, labels
from core.errors import FieldRefused, NotFound, Refused
from office.access import actor, needs
from office.door import reading, writing
from office.forms import Form
from office.meanwhile import in_turn, opened, settled
from office.once import once

ROLE_WORDS: Mapping[Role, str] = {
    Role.PRIMARY: "Primary: jobs here are theirs",
    Role.MANAGER: "Manager: speaks for the place",
    Role.OWNER: "Owner: speaks for the place",
    Role.OCCUPANT: "Occupant: lives or works there",
    Role.OTHER: "Other: only linked",
}
CHOICES = tuple(
    (role.value, words) for role, words in ROLE_WORDS.items() if role is not Role.PRIMARY
)


@needs(Permission.SETTINGS_EDIT)
def relationship_labels() -> str:
    """Every label, and the form for one more."""
    with reading() as session:
        return _list(session, Form.filled(role=Role.OTHER))


@needs(Permission.SETTINGS_EDIT)
def add_relationship_label() -> Response | tuple[str, int]:
    """One more label."""
    form = Form(request.form)
    label = _typed(form)
    try:
        if form.is_good:
            return once(lambda session: _added(session, label))
    except FieldRefused as refusal:
        form.take(refusal)
    with reading() as session:
        return _list(session, form), 422


@needs(Permission.SETTINGS_EDIT)
def relationship_label(label_id: int) -> str:
    """One label."""
    with reading() as session:
        return _page(session, label_id, Form())


@needs(Permission.SETTINGS_EDIT)
def change_relationship_label(label_id: int) -> Response | tuple[str, int]:
    """Save what was changed of its name and role."""
    form = Form(request.form)
    try:
        with writing() as session:
            in_turn(session)
            roles = {"role": tuple(ROLE_WORDS.items())}
            label = _typed(settled(form, _stands(_row(session, label_id)), roles))
            if form.is_good:
                edit_label(session, label_id, label, actor=actor())
                return _to_list()
    except FieldRefused as refusal:
        form.take(refusal)
    with reading() as session:
        return _page(session, label_id, form), 422


@needs(Permission.SETTINGS_EDIT)
def switch_relationship_label(label_id: int) -> Response | tuple[str, int]:
    """Offer it no more, or again, as the form says."""
    switch = switch_label_on if Form(request.form).ticked("wanted") else switch_label_off
    try:
        with writing() as session:
            switch(session, label_id, actor=actor())
    except Refused as refusal:
        form = Form()
        form.refuse("switch", str(refusal))
        with reading() as session:
            return _page(session, label_id, form), 409
    return _to_list()


def _added(session: Session, label: Label) -> str:
    add_label(session, label, actor=actor())
    return url_for("office.relationship_labels")


def _typed(form: Form) -> Label:
    name = form.needed_text("name", "Give the label a name.", most=LONGEST_NAME)
    return Label(name, form.choice("role", Role))


def _stands(row: LabelRow) -> dict[str, object]:
    return {"name": row.name, "role": row.role}


def _list(session: Session, form: Form) -> str:
    rows = labels(session)
    return render_template(
        "office/settings/labels.html", rows=rows, form=form, roles=CHOICES, role_words=ROLE_WORDS
    )


def _page(session: Session, label_id: int, typed: Form) -> str:
    row = _row(session, label_id)
    form = opened(typed, _stands(row))
    is_built_in = row.role is Role.PRIMARY
    return render_template(
        "office/settings/label.html",
        row=row,
        form=form,
        is_built_in=is_built_in,
        roles=((Role.PRIMARY.value, ROLE_WORDS[Role.PRIMARY]),) if is_built_in else CHOICES,
    )


def _row(session: Session, label_id: int) -> LabelRow:
    found = next((row for row in labels(session) if row.id == label_id), None)
    if found is None:
        raise NotFound("relationship type", label_id)
    return found


def _to_list() -> Response:
    return redirect(url_for("office.relationship_labels"))
