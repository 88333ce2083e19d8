"""Everybody changes their own password. The old one is asked for, and every other session ends."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from core.clock import database_now
from core.desk.actions.sign_in import SignInRefused, change_password
from core.desk.model import StaffUser
from core.desk.queries.staff import active_staff
from core.errors import FieldRefused
from office.access import any_staff, me, start_session
from office.door import now, writing
from office.forms import Form

WRONG = (
    "That is not your password now. After several wrong tries there is a pause; "
    "wait a minute, then try again."
)


@any_staff
def own_password() -> str:
    """The form."""
    return render_template("office/password.html", form=Form(), saved="saved" in request.args)


@any_staff
def change_own_password() -> Response | tuple[str, int]:
    """Change it, and stay signed in here alone."""
    form = Form(request.form)
    if not form.value("current"):
        form.refuse("current", "Give your password now.")
    if form.value("wanted") != form.value("again"):
        form.refuse("again", "The two do not match; write the new password twice.")
    try:
        if form.is_good and _change(form):
            return redirect(url_for("office.own_password", saved="yes"))
    except FieldRefused as refusal:
        form.refuse("wanted", refusal.message)
    return render_template("office/password.html", form=form, saved=False), 422


def _change(form: Form) -> bool:
    with writing() as session:
        user = session.get_one(StaffUser, me().id)
        done = change_password(
            session,
            user,
            current=form.value("current"),
            wanted=form.value("wanted"),
            now=database_now(session),
        )
        member = None if isinstance(done, SignInRefused) else active_staff(session, user.id)
    if member is None:
        form.refuse("current", WRONG)
        return False
    start_session(member, now())
    return True
