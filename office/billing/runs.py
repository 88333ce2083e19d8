"""Statements in bulk: begin a run over all who are marked for them, and see how far runs are."""

from __future__ import annotations

from datetime import date

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from core.billing.actions.statement_runs import start_run
from core.billing.model import StatementKind
from core.billing.queries.statement_runs import runs
from core.desk.permissions import Permission
from core.errors import FieldRefused, Refused
from office.access import actor, needs
from office.billing.asking import FIRST_DAY, LAST_DAY, day_said, last_month, today
from office.billing.rooms import billing_rooms
from office.door import reading, writing
from office.forms import Form

_KINDS = (
    (StatementKind.ACTIVITY.value, "What moved between the days"),
    (StatementKind.OPEN_ITEM.value, "What is open at the end"),
)
KIND_WORDS = {StatementKind.ACTIVITY: "What moved", StatementKind.OPEN_ITEM: "What is open"}


@needs(Permission.BILLING_READ)
def statement_runs() -> str:
    """The runs and the form that begins one; last month unless other days are chosen."""
    month = last_month(today())
    form = Form.filled(
        kind=StatementKind.ACTIVITY.value,
        **{"from": month.from_on.isoformat(), "to": month.to_on.isoformat()},
    )
    return _page(form)


@needs(Permission.BILLING_REMIND)
def begin_statement_run() -> Response | tuple[str, int]:
    """Begin one (inventory 134)."""
    form = Form(request.form)
    kind = form.choice("kind", StatementKind)
    from_on, to_on = _day(form, "from"), _day(form, "to")
    if from_on is None or to_on is None or not form.is_good:
        return _page(form), 422
    try:
        with writing() as session:
            start_run(session, kind, from_on, to_on, on=today(), actor=actor())
    except FieldRefused as refusal:
        form.take(refusal)
        return _page(form), 422
    except Refused as refusal:
        form.refuse("from", str(refusal))
        return _page(form), 422
    return redirect(url_for("office.statement_runs"))


def _page(form: Form) -> str:
    with reading() as session:
        return render_template(
            "office/billing/runs.html",
            billing=billing_rooms("receivables"),
            form=form,
            kinds=_KINDS,
            KIND_WORDS=KIND_WORDS,
            found=runs(session),
            day_said=day_said,
        )


def _day(form: Form, name: str) -> date | None:
    try:
        found = date.fromisoformat(form.text(name))
    except ValueError:
        found = None
    if found is None or not FIRST_DAY <= found <= LAST_DAY:
        form.refuse(name, "Choose a day.")
        return None
    return found
