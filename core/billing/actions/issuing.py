"""Issue a draft: it gets the next number, its words and sums freeze, and the job follows. Nothing unissues it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.billing.actions.drafting import payers_of
from core.billing.actions.editing import rebill
from core.billing.actions.job_status import follow_jobs
from core.billing.actions.recording import record_for
from core.billing.actions.summing import lock_draft, retax
from core.billing.bill_to import bill_to, follows
from core.billing.model import Invoice, InvoiceNumbers, InvoiceStatus, ReviewStatus
from core.billing.refusals import name_of
from core.errors import FieldRefused, FixlineError, Refused
from core.events.actions import Actor
from core.jobs.lifecycle import OPEN, Category

ISSUED = "invoice.issued"
FIRST_NUMBER = 1001
SERIES = "documents"
MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Issued:
    """What became of one draft of many: its number, or the sentence that says why not."""

    invoice_id: int
    number: int | None = None
    refusal: str = ""


def issue(session: Session, invoice_id: int, *, on: date, actor: Actor) -> Invoice:
    """Make a draft final (inventory 102): numbered without a gap, name, address, tax and due day frozen.

    A bill-to that follows a rule follows it a last time; tax is that of the day, exemption needs a valid certificate.
    Refuses a draft that is on hold or empty, or whose job is not completed.
    """
    invoice = lock_draft(session, invoice_id)
    if invoice.job is not None and follows(invoice.bill_to_source):
        rebill(session, invoice, bill_to(payers_of(invoice.job)), on=on, actor=actor)
    retax(session, invoice, on=on)
    _refuse_unready(invoice)
    make_final(session, invoice, on=on, actor=actor)
    follow_jobs(session, [invoice.job_id], actor=actor)
    return invoice


def issue_many(
    session: Session, invoice_ids: Sequence[int], *, on: date, actor: Actor
) -> list[Issued]:
    """Issue each draft that is ready, in order of id; one refusal leaves the others (inventory 105)."""
    if len(invoice_ids) > MOST_AT_ONCE:
        raise FieldRefused("invoices", f"Choose at most {MOST_AT_ONCE} drafts at once.")
    return [_one_of_many(session, each, on=on, actor=actor) for each in sorted(set(invoice_ids))]


def make_final(session: Session, invoice: Invoice, *, on: date, actor: Actor) -> None:
    """Number and freeze a held draft whose sums stand. Only billing's own verbs call this."""
    customer = invoice.bill_to
    invoice.bill_to_name = customer.display_name
    invoice.bill_to_address = customer.billing_address or _place_address(invoice)
    invoice.issue_on, invoice.due_on = on, on + timedelta(days=invoice.terms_days)
    invoice.number = _next_number(session)
    invoice.status = InvoiceStatus.ISSUED
    invoice.issued_at = func.clock_timestamp()
    session.flush()
    session.refresh(invoice, ["issued_at", "settled_on"])
    after = {"number": invoice.number, "kind": invoice.kind}
    record_for(session, ISSUED, invoice, actor=actor, after={**after})


def _next_number(session: Session) -> int:
    """One more than the last; the row is held until the transaction ends, so an undone one leaves no gap."""
    taken: int | None = session.scalar(
        insert(InvoiceNumbers)
        .values(series=SERIES, last=FIRST_NUMBER)
        .on_conflict_do_update(index_elements=["series"], set_={"last": InvoiceNumbers.last + 1})
        .returning(InvoiceNumbers.last)
    )
    if taken is None:
        raise Refused("No number could be given; try again.")
    return taken


def _place_address(invoice: Invoice) -> str:
    return invoice.property.address if invoice.property else ""


def _refuse_unready(invoice: Invoice) -> None:
    if not invoice.lines:
        raise Refused(f"{name_of(invoice)} has no lines; add what was done first.")
    if invoice.review is ReviewStatus.ON_HOLD:
        raise Refused(f"{name_of(invoice)} is on hold; review it first.")
    job = invoice.job
    if job is not None and Category(job.status.category) in OPEN:
        raise Refused(f"Job {job.number} is {job.status.name}; complete it first.")


def _one_of_many(session: Session, invoice_id: int, *, on: date, actor: Actor) -> Issued:
    try:
        with session.begin_nested():
            invoice = issue(session, invoice_id, on=on, actor=actor)
    except FixlineError as refusal:
        return Issued(invoice_id, refusal=str(refusal))
    return Issued(invoice_id, invoice.number)
