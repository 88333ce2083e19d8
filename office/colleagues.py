"""Settings: the people who sign in, added with a first password and switched off. Administrators
only.
"""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.desk.actions.second_factor import reset_second_factor
from core.desk.actions.staff import LONGEST_NAME, activate_staff, add_staff, deactivate_staff
from core.desk.model import StaffRole
from core.desk.passwords import SHORTEST
from core.desk.permissions import Permission
from core.desk.queries.staff import colleagues
from core.errors import FieldRefused, Refused
from office.access import actor, needs
from office.door import reading, writing
from office.forms import Form
from office.once import once
from office.words import ROLE_WORDS

ROLES = tuple((role.value, ROLE_WORDS[role]) for role in StaffRole)


@needs(Permission.STAFF_EDIT)
def staff() -> str:
    """Everybody who signs in."""
    return _list(Form())


@needs(Permission.STAFF_EDIT)
def new_colleague() -> str:
    """The empty form."""
    return _new_page(Form.filled(role=StaffRole.CSR))


@needs(Permission.STAFF_EDIT)
def add_colleague() -> Response | tuple[str, int]:
    """Add them; they sign in with the first password and change it themselves."""
    form = Form(request.form)
    name = form.needed_text("name", "Give your colleague a name.", most=LONGEST_NAME)
    form.needed_text("email", "Give the e-mail address they sign in with.")
    email, phone = form.email("email"), form.phone("phone")
    role = form.choice("role", StaffRole)
    password = form.value("password")
    if len(password) < SHORTEST:
        form.refuse("password", f"Choose a password of at least {SHORTEST} characters.")

    def add(session: Session) -> str:
        add_staff(
            session,
            name=name,
            email=email,
            role=role,
            password=password,
            phone=phone or None,
            actor=actor(),
        )
        return url_for("office.staff")

    try:
        if form.is_good:
            return once(add)
    except FieldRefused as refusal:
        form.take(refusal)
    return _new_page(form), 422


@needs(Permission.STAFF_EDIT)
def switch_colleague(user_id: int) -> Response | tuple[str, int]:
    """Switch them on or off, as the form says; never the last administrator off."""
    form = Form(request.form)
    switch = activate_staff if form.ticked("wanted") else deactivate_staff
    try:
        with writing() as session:
            switch(session, user_id, actor=actor())
    except Refused as refusal:
        form.refuse(f"staff-{user_id}", str(refusal))
        return _list(form), 409
    return redirect(url_for("office.staff"))


@needs(Permission.STAFF_EDIT)
def reset_colleague(user_id: int) -> Response | tuple[str, int]:
    """Their device and codes are lost: they sign in by password alone until they set up another."""
    form = Form(request.form)
    try:
        with writing() as session:
            reset_second_factor(session, user_id, actor=actor())
    except Refused as refusal:
        form.refuse(f"staff-{user_id}", str(refusal))
        return _list(form), 409
    return redirect(url_for("office.staff"))


def _list(form: Form) -> str:
    with reading() as session:
        rows = colleagues(session)
    return render_template("office/settings/staff.html", rows=rows, form=form)


def _new_page(form: Form) -> str:
    return render_template("office/settings/new_staff.html", form=form, roles=ROLES)
