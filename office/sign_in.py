"""Sign in and out. It never says whether an address exists, and a refused sign-in is counted."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from core.clock import database_now
from core.desk.actions.sign_in import SignInRefused, end_sessions, sign_in
from core.desk.model import StaffUser
from core.desk.permissions import Permission
from core.desk.queries.staff import active_staff
from office.access import (
    any_staff,
    drop_session,
    i_may,
    me,
    public_page,
    safe_return,
    signed_in,
    start_session,
)
from office.door import now, writing
from office.forms import Form

REFUSAL = (
    "That e-mail and password do not fit together. After several wrong tries there is a pause; "
    "wait a minute, then try again or ask your administrator."
)


@public_page
def sign_in_page() -> str | Response:
    """The form; whoever is signed in already goes on."""
    if signed_in() is not None:
        return redirect(safe_return(request.args.get("next")))
    return render_template("office/sign_in.html", form=Form(), next=request.args.get("next", ""))


@public_page
def enter() -> tuple[str, int] | Response:
    """Check the password; a fresh session starts only here."""
    form = Form(request.form)
    email = form.needed_text("email", "Give your e-mail address.", most=320)
    password = form.value("password")
    if not password:
        form.refuse("password", "Give your password.")
    if form.is_good:
        with writing() as session:
            found = sign_in(session, email, password, database_now(session))
            member = None if isinstance(found, SignInRefused) else active_staff(session, found.id)
        if member is not None:
            start_session(member, now())
            return redirect(safe_return(form.value("next")))
        form.refuse("email", REFUSAL)
    return render_template("office/sign_in.html", form=form, next=form.value("next")), 422


@any_staff
def leave() -> Response:
    """End this person's sessions everywhere."""
    with writing() as session:
        end_sessions(session, session.get_one(StaffUser, me().id))
    drop_session()
    return redirect(url_for("office.sign_in_page"))


@any_staff
def start() -> Response:
    """The first page a role has."""
    room = "inbox" if i_may(Permission.INBOX_READ) else "jobs"
    return redirect(url_for(f"office.{room}"))
