"""Issue a draft, with what will happen shown before: it is done and undone again, so that the page cannot be wrong."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from sqlalchemy.orm import Session

from core.alerts.queries.hearing import Hearing, preview
from core.billing.actions.issuing import issue
from core.billing.model import Invoice
from core.desk.permissions import Permission
from core.errors import Refused
from core.jobs.actions.status import default_status
from core.jobs.lifecycle import Category
from office.access import actor, needs
from office.billing.acting import CONFLICT, Answer
from office.billing.asking import day_said, today
from office.billing.invoices import change_invoice, found_invoice
from office.billing.line_rows import seen_of
from office.billing.saying import excuse_words
from office.door import office, reading
from office.forms import Form

CHANGED = "Somebody changed this draft since you looked at what will happen. Look once more."


@dataclass(frozen=True)
class _Told:
    """Who hears of it: the status the job goes to, and each contact point."""

    status: str
    hearings: tuple[Hearing, ...]


@needs(Permission.BILLING_ISSUE)
def before_issuing(invoice_id: int) -> str | tuple[str, int]:
    """Number, due day, sums and who will be told, before anything is final."""
    with reading() as session:
        document = found_invoice(session, invoice_id)
        seen = seen_of(document)
        told = _told(session, document)
        refusal = _rehearse(session, invoice_id)
        page = render_template(
            "office/billing/issue.html",
            invoice=document,
            refusal=refusal,
            seen=seen,
            told=told,
            day_said=day_said,
            excuse_words=excuse_words,
        )
    return (page, CONFLICT) if refusal else page


@needs(Permission.BILLING_ISSUE)
def issue_invoice(invoice_id: int) -> Answer:
    """Make it final. Refused where the draft is another one than was looked at."""

    def act(session: Session, form: Form) -> None:
        seen = form.value("seen")
        if seen and seen != seen_of(found_invoice(session, invoice_id)):
            raise Refused(CHANGED)
        issue(session, invoice_id, on=today(), actor=actor())

    return change_invoice(invoice_id, act)


def _rehearse(session: Session, invoice_id: int) -> str:
    """Issue it in a session that is undone; why it cannot be, or nothing."""
    try:
        issue(session, invoice_id, on=today(), actor=actor())
    except Refused as refusal:
        return str(refusal)
    return ""


def _told(session: Session, document: Invoice) -> _Told | None:
    """Who would hear that the job is invoiced; None where no job moves by it."""
    job = document.job
    if job is None or Category(job.status.category) is not Category.COMPLETED:
        return None
    status = default_status(session, Category.INVOICED)
    return _Told(status.name, preview(session, office().settings.company, job, status))
