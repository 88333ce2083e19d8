"""Invoice completed jobs: one from its page, or many at once with the reason for each that cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.billing.actions.drafting import MOST_AT_ONCE, draft_from_job, draft_many, payers_of
from core.billing.actions.issuing import issue_many
from core.billing.bill_to import bill_to
from core.billing.model import Invoice
from core.billing.queries.of_job import PAGE, jobs_to_invoice
from core.billing.refusals import AlreadyInvoiced
from core.desk.permissions import Permission
from core.directory.model import Customer
from core.jobs.model import Job
from core.jobs.queries.work import job_numbered
from office.access import actor, i_may, needs
from office.billing.asking import today
from office.billing.saying import name_said
from office.billing_words import SOURCES
from office.door import reading, row_asked, writing
from office.forms import Form

ISSUE = "issue"


@dataclass(frozen=True)
class Waiting:
    """A job that waits for its invoice, and who would be billed."""

    job: Job
    payer: str
    source: str


@dataclass(frozen=True)
class _Made:
    """What became of one job: its document, or why not. words: how the document is called."""

    job_number: int
    invoice_id: int | None
    words: str
    refusal: str


@needs(Permission.BILLING_WRITE)
def make_invoice(number: int) -> Response:
    """A draft of a completed job; where it has a document already, that one."""
    try:
        with writing() as session:
            job = job_numbered(session, number)
            invoice_id = draft_from_job(session, job.id, on=today(), actor=actor()).id
    except AlreadyInvoiced as already:
        invoice_id = already.invoice_id
    return redirect(url_for("office.invoice", invoice_id=invoice_id), code=303)


@needs(Permission.BILLING_WRITE)
def jobs_to_bill() -> str:
    """Completed jobs that have no invoice yet, the oldest first."""
    return _page(Form(), ())


@needs(Permission.BILLING_WRITE)
def bill_jobs() -> str | tuple[str, int]:
    """A draft for every chosen job; with `issue`, each that is ready is issued at once."""
    form = Form(request.form)
    chosen = _chosen()
    if not chosen:
        form.refuse("jobs", "Choose at least one job.")
    elif len(chosen) > MOST_AT_ONCE:
        form.refuse("jobs", f"Choose at most {MOST_AT_ONCE} jobs at once.")
    wants_issued = form.value("do") == ISSUE
    if wants_issued and not i_may(Permission.BILLING_ISSUE):
        form.refuse("jobs", "Your role writes drafts; somebody else issues them.")
    if not form.is_good:
        return _page(form, ()), 422
    with writing() as session:
        made = _issued(session, chosen) if wants_issued else _drafted(session, chosen)
    return _page(form, made)


def _chosen() -> list[int]:
    """The jobs that are ticked; what is no row is nobody's job."""
    typed = request.form.getlist("job")
    return [int(each) for each in typed if each.isascii() and each.isdigit() and len(each) < 19]


def _drafted(session: Session, job_ids: list[int]) -> tuple[_Made, ...]:
    made = draft_many(session, job_ids, on=today(), actor=actor())
    return tuple(
        _Made(
            _number(session, each.job_id),
            each.invoice_id,
            f"Draft {each.invoice_id}" if each.invoice_id else "",
            each.refusal,
        )
        for each in made
    )


def _issued(session: Session, job_ids: list[int]) -> tuple[_Made, ...]:
    """Draft each, then issue what could be drafted; a draft that is not ready stays one."""
    drafted = _drafted(session, job_ids)
    ids = [each.invoice_id for each in drafted if each.invoice_id]
    done = {each.invoice_id: each for each in issue_many(session, ids, on=today(), actor=actor())}
    return tuple(
        _Made(
            each.job_number,
            each.invoice_id,
            name_said(session.get_one(Invoice, each.invoice_id)),
            done[each.invoice_id].refusal,
        )
        if each.invoice_id
        else each
        for each in drafted
    )


def _number(session: Session, job_id: int) -> int:
    return session.scalar(select(Job.number).where(Job.id == job_id)) or job_id


def _page(form: Form, made: tuple[_Made, ...]) -> str:
    with reading() as session:
        after = row_asked("after") or 0
        jobs = jobs_to_invoice(session, after_id=after, most=PAGE + 1)
        return render_template(
            "office/billing/jobs.html",
            form=form,
            made=made,
            waiting=waiting(session, jobs[:PAGE]),
            more=len(jobs) > PAGE,
            begun=after,
        )


def waiting(session: Session, jobs: Sequence[Job]) -> list[Waiting]:
    """Who would be billed for each of these jobs, and why; asked for all of them at once."""
    billed = [(job, bill_to(payers_of(job))) for job in jobs]
    ids = {who.customer_id for _, who in billed}
    payers = {
        each.id: each for each in session.scalars(select(Customer).where(Customer.id.in_(ids)))
    }
    return [
        Waiting(job, payers[who.customer_id].display_name, SOURCES[who.source.value])
        for job, who in billed
    ]
