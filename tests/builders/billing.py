"""Builders of billing: pricebook items, drafts with lines, issued documents, staff who discount."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from core.billing.actions.correcting import Correction
from core.billing.actions.drafting import draft_by_hand, draft_from_job
from core.billing.actions.editing import Wanted, add_line
from core.billing.actions.issuing import issue
from core.billing.actions.pricebook import ItemWanted, add_item
from core.billing.model import (
    Allocation,
    Invoice,
    InvoiceLine,
    ItemKind,
    Payment,
    PaymentMethod,
    PaymentState,
    PricebookItem,
)
from core.blobs import keep_blob
from core.desk.model import StaffRole, StaffUser
from core.directory.model import Customer, Property
from core.jobs.model import Job
from tests.builders.directory import OFFICE, a_customer
from tests.builders.jobs import a_job_at

MARCH_2 = date(2026, 3, 2)
TAX = 8_250


def an_item(
    session: Session,
    name: str = "Drain cleaning",
    price_cents: int = 18_500,
    *,
    code: str = "DRAIN",
    cost_cents: int = 4_000,
) -> PricebookItem:
    wanted = ItemWanted(ItemKind.SERVICE, code, name, price_cents, cost_cents=cost_cents)
    return add_item(session, wanted, actor=OFFICE)


def a_line(
    session: Session,
    invoice: Invoice,
    cents: int = 10_000,
    *,
    words: str = "Repair",
    quantity_thousandths: int = 1_000,
    taxable: bool = True,
    on: date = MARCH_2,
) -> InvoiceLine:
    wanted = Wanted(ItemKind.SERVICE, words, cents, quantity_thousandths, taxable)
    return add_line(session, invoice.id, wanted, on=on, actor=OFFICE)


def a_draft_invoice(
    session: Session,
    *cents: int,
    customer: Customer | None = None,
    place: Property | None = None,
    on: date = MARCH_2,
) -> Invoice:
    """A draft that belongs to no job, with a line for each amount, before tax."""
    who = customer or a_customer(session)
    invoice = draft_by_hand(session, who, place=place, on=on, actor=OFFICE)
    for each in cents:
        a_line(session, invoice, each, on=on)
    return invoice


def an_invoice(
    session: Session,
    *cents: int,
    customer: Customer | None = None,
    place: Property | None = None,
    on: date = MARCH_2,
) -> Invoice:
    """An issued invoice that belongs to no job, with a line for each amount; untaxed unless the place taxes."""
    draft = a_draft_invoice(session, *(cents or (10_000,)), customer=customer, place=place, on=on)
    return issue(session, draft.id, on=on, actor=OFFICE)


def a_taxed(session: Session, place: Property, rate_thousandths: int = TAX) -> Property:
    """The place with a sales tax of its own: 8.25 % unless another is given."""
    place.tax_rate_thousandths = rate_thousandths
    session.flush()
    return place


def a_job_draft(
    session: Session,
    *cents: int,
    place: Property | None = None,
    customer: Customer | None = None,
    on: date = MARCH_2,
) -> Invoice:
    """The draft of a job just completed, with a line for each amount, before tax."""
    job = a_job_at(session, "Completed", place, customer)
    return a_draft_of(session, job, *cents, on=on)


def a_draft_of(session: Session, job: Job, *cents: int, on: date = MARCH_2) -> Invoice:
    """The draft of this completed job, with a line for each amount, before tax."""
    invoice = draft_from_job(session, job.id, on=on, actor=OFFICE)
    for each in cents:
        a_line(session, invoice, each, on=on)
    return invoice


def a_colleague(session: Session, role: StaffRole, name: str = "Casey Reed") -> StaffUser:
    """Someone of the office with this role."""
    first = name.split(maxsplit=1)[0].lower()
    user = StaffUser(
        email=f"{first}.{role}@fixline.example", name=name, role=role, password_hash="x"
    )
    session.add(user)
    session.flush()
    return user


def is_exempt(session: Session, customer: Customer, until: date | None = None) -> Customer:
    """The customer claims exemption and a certificate is on file."""
    blob = keep_blob(session, [b"%PDF-1.7"], content_type="application/pdf")
    customer.tax_exempt, customer.tax_certificate_blob_id = True, blob.id
    customer.tax_certificate_expires_on = until
    session.flush()
    return customer


def because(reason: str = "Charged by mistake", on: date = MARCH_2) -> Correction:
    return Correction(reason, on)


def a_payment_of(session: Session, invoice: Invoice, on: date = MARCH_2) -> Payment:
    """A check over all that the invoice asks for, counted towards it."""
    payment = Payment(
        payer_id=invoice.bill_to_id,
        method=PaymentMethod.CHECK,
        state=PaymentState.SUCCEEDED,
        received_on=on,
        amount_cents=invoice.total_cents,
    )
    session.add(payment)
    session.flush()
    session.add(
        Allocation(
            payment_id=payment.id,
            invoice_id=invoice.id,
            amount_cents=invoice.total_cents,
            effective_on=on,
        )
    )
    session.flush()
    return payment
