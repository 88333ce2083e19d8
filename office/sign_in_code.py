"""The second half of signing in: a code of the device, or a recovery code. A wrong one is counted like a wrong
password, and says as little.
"""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from core.clock import database_now
from core.desk.actions.second_factor import prove_code
from core.desk.actions.sign_in import SignInRefused
from core.desk.queries.staff import StaffMember, active_staff
from core.errors import Refused
from office.access import public_page, safe_return, start_session
from office.devices import origin_asked, remember_device
from office.door import now, office, writing
from office.forms import Form
from office.half_way import HalfWay, half_way

REFUSAL = (
    "That code does not count. Each counts once and for about a minute: wait for the next one. "
    "After several wrong tries there is a pause."
)
LONGEST_CODE = 60


@public_page
def code_page() -> str | Response:
    """The form, for a browser that has just given a right password."""
    if half_way() is None:
        return redirect(url_for("office.sign_in_page"))
    return _page(Form(), request.args.get("next", ""))


@public_page
def enter_code() -> tuple[str, int] | Response:
    """Check the code; a fresh session starts only here."""
    owing = half_way()
    if owing is None:
        return redirect(url_for("office.sign_in_page"))
    form = Form(request.form)
    code = form.needed_text("code", "Give the code your device shows.", most=LONGEST_CODE)
    member = _member(form, owing, code) if form.is_good else None
    if member is None:
        return _page(form, form.value("next")), 422
    start_session(member, now())
    return remember_device(redirect(safe_return(form.value("next"))))


def _member(form: Form, owing: HalfWay, code: str) -> StaffMember | None:
    try:
        with writing() as session:
            found = prove_code(
                session,
                owing.user_id,
                code,
                database_now(session),
                office().settings.secret_keys,
                session_version=owing.session_version,
                origin=origin_asked(),
            )
            if not isinstance(found, SignInRefused):
                return active_staff(session, found.id)
    except Refused as refusal:
        form.refuse("code", str(refusal))
    form.refuse("code", REFUSAL)
    return None


def _page(form: Form, following: str) -> str:
    return render_template("office/my_desk/sign_in_code.html", form=form, next=following)
