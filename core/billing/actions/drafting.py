"""Write drafts: from a completed job, from many, or by hand. A draft counts for nothing until it is issued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.billing.actions.recording import record_for
from core.billing.actions.summing import lock_draft, retax
from core.billing.bill_to import BillTo, BillToSource, Payers, bill_to
from core.billing.model import Invoice, InvoiceLine, InvoiceStatus, ItemKind
from core.billing.refusals import AlreadyInvoiced
from core.directory.model import Customer, Property
from core.errors import FieldRefused, FixlineError, Refused
from core.events.actions import Actor, Place, record
from core.jobs.actions.status import lock_job
from core.jobs.lifecycle import Category
from core.jobs.model import Estimate, EstimateLine, EstimateState, Job

MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Drafted:
    """What became of one job of many: a draft, or the sentence that says why not."""

    job_id: int
    invoice_id: int | None = None
    refusal: str = ""


def draft_from_job(session: Session, job_id: int, *, on: date, actor: Actor) -> Invoice:
    """A draft for a completed job, with the lines of its approved estimate (inventory 104).

    Billed to the job's own choice, else who is responsible for the place, else the job's customer, which never
    changes (inventory 35-38). Refuses a job that is not completed, or has a document already.
    """
    job = lock_job(session, job_id)
    if Category(job.status.category) is not Category.COMPLETED:
        raise Refused(f"Job {job.number} is {job.status.name}; complete it first.")
    standing = _standing(session, job)
    if standing is not None:
        raise AlreadyInvoiced(job.number, standing)
    invoice = _draft(session, job, bill_to(payers_of(job)), on=on, actor=actor)
    for line in _approved_lines(session, job):
        invoice.lines.append(_line_of(line))
    retax(session, invoice, on=on)
    return invoice


def draft_many(
    session: Session, job_ids: Sequence[int], *, on: date, actor: Actor
) -> list[Drafted]:
    """A draft for each job that can have one, and why not for each that cannot (inventory 105).

    In order of id, each on its own: one refusal leaves the others. Refuses more than MOST_AT_ONCE.
    """
    if len(job_ids) > MOST_AT_ONCE:
        raise FieldRefused("jobs", f"Choose at most {MOST_AT_ONCE} jobs at once.")
    return [_one_of_many(session, job_id, on=on, actor=actor) for job_id in sorted(set(job_ids))]


def draft_beside(
    session: Session, job_id: int, customer: Customer, *, on: date, actor: Actor
) -> Invoice:
    """One more empty draft for a job, billed to whoever staff chose (inventory 109)."""
    job = lock_job(session, job_id)
    who = BillTo(customer.id, BillToSource.MANUAL)
    invoice = _draft(session, job, who, on=on, actor=actor)
    retax(session, invoice, on=on)
    return invoice


def draft_by_hand(
    session: Session,
    customer: Customer,
    *,
    place: Property | None = None,
    on: date,
    actor: Actor,
) -> Invoice:
    """An empty draft that belongs to no job."""
    invoice = Invoice(
        bill_to_id=customer.id,
        bill_to_source=BillToSource.MANUAL,
        property_id=place.id if place else None,
        language=customer.language,
        terms_days=customer.payment_terms_days,
    )
    session.add(invoice)
    session.flush()
    record_for(session, "invoice.drafted", invoice, actor=actor)
    retax(session, invoice, on=on)
    return invoice


def delete_draft(session: Session, invoice_id: int, *, actor: Actor) -> None:
    """Throw a draft away; that it was is kept. NotADraft for anything issued."""
    invoice = lock_draft(session, invoice_id)
    record(
        session,
        "invoice.draft_deleted",
        subject=("invoice", invoice.id),
        actor=actor,
        place=Place(job_id=invoice.job_id, customer_id=invoice.bill_to_id),
        before={"total_cents": invoice.total_cents},
    )
    session.delete(invoice)
    session.flush()


def payers_of(job: Job) -> Payers:
    """Who could be billed for a job, as things stand."""
    return Payers(
        job_customer=job.customer_id,
        job_override=job.bill_to_override_id,
        responsible=job.property.financially_responsible_customer_id,
    )


def _one_of_many(session: Session, job_id: int, *, on: date, actor: Actor) -> Drafted:
    try:
        with session.begin_nested():
            invoice = draft_from_job(session, job_id, on=on, actor=actor)
    except FixlineError as refusal:
        return Drafted(job_id, refusal=str(refusal))
    return Drafted(job_id, invoice.id)


def _standing(session: Session, job: Job) -> Invoice | None:
    return session.scalar(
        select(Invoice)
        .where(Invoice.job_id == job.id, Invoice.status != InvoiceStatus.VOID)
        .order_by(Invoice.id)
        .limit(1)
    )


def _draft(session: Session, job: Job, who: BillTo, *, on: date, actor: Actor) -> Invoice:
    customer = session.get_one(Customer, who.customer_id)
    invoice = Invoice(
        job_id=job.id,
        property_id=job.property_id,
        business_unit_id=job.business_unit_id,
        bill_to_id=customer.id,
        bill_to_source=who.source,
        language=customer.language,
        po_number=job.po_number,
        terms_days=customer.payment_terms_days,
    )
    session.add(invoice)
    session.flush()
    after = {"bill_to": customer.display_name, "source": who.source, "on": on.isoformat()}
    record_for(session, "invoice.drafted", invoice, actor=actor, after={**after})
    return invoice


def _approved_lines(session: Session, job: Job) -> Sequence[EstimateLine]:
    estimate = session.scalar(
        select(Estimate).where(Estimate.job_id == job.id, Estimate.state == EstimateState.APPROVED)
    )
    return estimate.lines if estimate else []


def _line_of(line: EstimateLine) -> InvoiceLine:
    return InvoiceLine(
        position=line.position,
        kind=ItemKind(line.kind.value),
        words=line.description,
        quantity_thousandths=line.quantity_thousandths,
        unit_price_cents=line.unit_price_cents,
        discount_cents=0,
        taxable=line.taxable,
        tax_rate_thousandths=0,
        tax_rounding_cents=0,
        net_cents=0,
        tax_cents=0,
        cost_cents=0,
    )
