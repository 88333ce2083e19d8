"""Sign in and out. It never says whether an address exists, and a refused sign-in is counted."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.clock import database_now
from core.desk.actions.sign_in import CodeNeeded, SignInRefused, end_sessions, sign_in
from core.desk.model import StaffUser
from core.desk.permissions import Permission
from core.desk.queries.day import has_own_work
from core.desk.queries.staff import StaffMember, active_staff
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
from office.devices import origin_asked, remember_device
from office.door import now, reading, writing
from office.forms import Form
from office.half_way import note_half_way

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
    """Check the password; a fresh session starts only here, or with the code that is asked for next."""
    form = Form(request.form)
    email = form.needed_text("email", "Give your e-mail address.", most=320)
    password = form.value("password")
    if not password:
        form.refuse("password", "Give your password.")
    if form.is_good:
        with writing() as session:
            found = _found(session, email, password)
        if isinstance(found, CodeNeeded):
            note_half_way(found, now())
            return redirect(url_for("office.code_page", next=safe_return(form.value("next"))))
        if found is not None:
            start_session(found, now())
            return remember_device(redirect(safe_return(form.value("next"))))
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
    """The first page a role has; whoever has work of their own begins with their day."""
    with reading() as session:
        has_work = i_may(Permission.TASKS_READ) and has_own_work(session, me().id)
    if has_work:
        return redirect(url_for("office.my_day"))
    room = "inbox" if i_may(Permission.INBOX_READ) else "jobs"
    return redirect(url_for(f"office.{room}"))


def _found(session: Session, email: str, password: str) -> StaffMember | CodeNeeded | None:
    found = sign_in(session, email, password, database_now(session), origin=origin_asked())
    if isinstance(found, SignInRefused):
        return None
    return found if isinstance(found, CodeNeeded) else active_staff(session, found.id)
