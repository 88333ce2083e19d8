"""Settings: machines of other companies that may bring bookings, each with a token that is shown once and can be
revoked.
"""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.errors import FieldRefused
from core.jobs.actions.machines import LONGEST_NAME, make_token, revoke_token
from core.jobs.queries.machines import api_tokens
from office.access import actor, needs
from office.door import office, reading, writing
from office.forms import Form


@needs(Permission.SETTINGS_EDIT)
def integrations() -> str:
    """Every token, and where the document is."""
    return _page(Form())


@needs(Permission.SETTINGS_EDIT)
def make_api_token() -> tuple[str, int]:
    """A new token; this one answer shows it, and nothing will show it again."""
    form = Form(request.form)
    name = form.needed_text("name", "Say whose machine it is for.", most=LONGEST_NAME)
    try:
        if form.is_good:
            with writing() as session:
                _, shown = make_token(session, name, actor=actor())
            return _page(Form(), shown=shown), 201
    except FieldRefused as refusal:
        form.take(refusal)
    return _page(form), 422


@needs(Permission.SETTINGS_EDIT)
def revoke_api_token(token_id: int) -> Response:
    """From now on it opens nothing."""
    with writing() as session:
        revoke_token(session, token_id, actor=actor())
    return redirect(url_for("office.integrations"))


def _page(form: Form, shown: str = "") -> str:
    with reading() as session:
        rows = api_tokens(session)
    return render_template(
        "office/settings/integrations.html",
        form=form,
        rows=rows,
        shown=shown,
        address=f"{office().settings.public_url}/api/v1",
    )
