"""A colleague's own second factor: a device set up with a picture to scan, recovery codes shown once. Every change
asks for the password.
"""

from __future__ import annotations

from collections.abc import Callable

import segno
from flask import redirect, render_template, request, url_for
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.clock import database_now
from core.desk.actions.second_factor import (
    Enrolled,
    begin_second_factor,
    confirm_second_factor,
    remove_second_factor,
    renew_recovery_codes,
)
from core.desk.actions.sign_in import SignInRefused, prove_password
from core.desk.model import StaffUser
from core.desk.one_time import address_for_device
from core.desk.queries.staff import active_staff, second_factor_of
from core.desk.vault import SealBroken, opened
from core.errors import Refused
from office.access import any_staff, me, start_session
from office.door import now, office, reading, writing
from office.forms import Form
from office.own_password import WRONG

LONGEST_CODE = 20
WRONG_CODE = (
    "That is not the code your device shows now. Is its clock right? Wait for the next code, then "
    "try again; after several wrong tries there is a pause."
)


@any_staff
def second_factor() -> str:
    """How it stands, and the picture to scan while a device is being set up."""
    return _page(Form())


@any_staff
def begin_second_factor_here() -> Response | tuple[str, int]:
    """Make a secret for a device, once the password is given."""

    def begin(session: Session, user: StaffUser) -> None:
        begin_second_factor(session, user, office().settings.secret_keys)

    return _after_password(begin)


@any_staff
def confirm_second_factor_here() -> str | tuple[str, int]:
    """The first code of the device; shows the recovery codes this once and starts a fresh session."""
    form = Form(request.form)
    code = form.needed_text("code", "Give the code your device shows.", most=LONGEST_CODE)
    if not form.is_good:
        return _page(form), 422
    try:
        with writing() as session:
            keys = office().settings.secret_keys
            done = confirm_second_factor(session, me().id, code, database_now(session), keys)
            member = active_staff(session, me().id)
    except Refused as refusal:
        form.refuse("code", str(refusal))
        return _page(form), 409
    if not isinstance(done, Enrolled) or member is None:
        form.refuse("code", WRONG_CODE)
        return _page(form), 422
    start_session(member, now())
    return render_template("office/my_desk/recovery_codes.html", codes=done.codes, fresh=True)


@any_staff
def renew_recovery_codes_here() -> str | tuple[str, int]:
    """Ten new recovery codes, shown this once."""
    form = Form(request.form)
    with writing() as session:
        user = _proved(session, form)
        codes = renew_recovery_codes(session, user) if user else ()
    if not codes:
        return _page(form), 422
    return render_template("office/my_desk/recovery_codes.html", codes=codes, fresh=False)


@any_staff
def remove_second_factor_here() -> Response | tuple[str, int]:
    """Do without one again, where the role allows it; every other session ends."""
    return _after_password(remove_second_factor)


def _after_password(act: Callable[[Session, StaffUser], None]) -> Response | tuple[str, int]:
    form = Form(request.form)
    try:
        with writing() as session:
            user = _proved(session, form)
            if user is not None:
                act(session, user)
            member = active_staff(session, me().id) if user else None
    except Refused as refusal:
        form.refuse("current", str(refusal))
        return _page(form), 409
    if member is None:
        return _page(form), 422
    start_session(member, now())
    return redirect(url_for("office.second_factor"))


def _proved(session: Session, form: Form) -> StaffUser | None:
    """The signed-in person with their row held, once they have given their password."""
    user = session.get_one(StaffUser, me().id)
    if not form.value("current"):
        form.refuse("current", "Give your password.")
        return None
    proved = prove_password(session, user, form.value("current"), database_now(session))
    if isinstance(proved, SignInRefused):
        form.refuse("current", WRONG)
        return None
    return proved


def _page(form: Form) -> str:
    with reading() as session:
        standing = second_factor_of(session, me().id, me().role)
    secret = _readable(standing.pending)
    return render_template(
        "office/my_desk/second_factor.html",
        form=form,
        standing=standing,
        secret=secret,
        picture=_picture(secret) if secret else None,
    )


def _readable(pending: str | None) -> str:
    """The secret of the device being set up; nothing where there is none, or no key opens it any more."""
    if pending is None:
        return ""
    try:
        return opened(pending, office().settings.secret_keys)
    except SealBroken:
        return ""


def _picture(secret: str) -> Markup:
    """The QR code as a drawing of our own page; nothing leaves for a service that draws."""
    address = address_for_device(secret, person=me().email, company=office().settings.company_name)
    drawn = segno.make(address, error="m", micro=False)
    # Squares of our own making; the words of the address are only counted, never written.
    return Markup(drawn.svg_inline(scale=5, border=4, dark="#000", light="#fff"))  # noqa: S704
