"""A job's money: ask its managers for approval, say that the estimate has changed, see what they decided."""

from __future__ import annotations

from flask import render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.errors import FieldRefused
from core.jobs.actions.approvals import change_estimate, request_approval
from core.jobs.model import ApprovalRequest, Job
from core.jobs.queries.approvals import deciders_of, requests_of
from core.jobs.queries.work import job_numbered
from core.jobs.spending import mail_limit_of
from core.money import cents_of
from office.access import actor, needs
from office.door import reading
from office.forms import Form
from office.once import once

LONGEST_REASON = 500


@needs(Permission.JOBS_READ)
def approval(number: int) -> str:
    """What was asked and decided about the job's money, and the form to ask."""
    return _page(number, Form())


@needs(Permission.JOBS_MOVE)
def ask_approval(number: int) -> Response | tuple[str, int]:
    """Ask for the amount in the form; `changed` says that the estimate itself is another one now."""
    form = Form(request.form)
    reason = form.needed_text("reason", "Say what the money is for.", most=LONGEST_REASON)
    cents = _amount(form)
    if not form.is_good:
        return _page(number, form), 422

    def ask(session: Session) -> str:
        _ask(session, job_numbered(session, number), form, cents, reason)
        return url_for("office.approval", number=number)

    try:
        return once(ask)
    except FieldRefused as refusal:
        form.take(refusal)
        return _page(number, form), 422


def _amount(form: Form) -> int:
    try:
        return cents_of(form.value("amount"))
    except ValueError as wrong:
        form.refuse("amount", str(wrong))
        return 0


def _ask(session: Session, job: Job, form: Form, cents: int, reason: str) -> ApprovalRequest:
    asking = change_estimate if form.value("changed") else request_approval
    return asking(session, job, amount_cents=cents, reason=reason, actor=actor())


def _page(number: int, form: Form) -> str:
    with reading() as session:
        job = job_numbered(session, number)
        return render_template(
            "office/jobs/approval.html",
            job=job,
            form=form,
            requests=requests_of(session, job.id),
            deciders=deciders_of(session, job),
            mail_limit=mail_limit_of(session, job),
        )
