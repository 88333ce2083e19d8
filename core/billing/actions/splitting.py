"""Share a job's cost between two parties, such as a property manager and a tenant; no cent is made or lost.

A draft is divided into two drafts; of an issued document a pair takes from the one and charges the other.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from core.billing.actions.correcting import (
    Correction,
    correction_of,
    issue_correction,
    line_from,
    lock_creditable,
    rests_of,
    settle_with,
    take_from,
)
from core.billing.actions.editing import line_in
from core.billing.actions.job_status import follow_jobs
from core.billing.actions.recording import record_for
from core.billing.actions.summing import lock_draft, retax, sum_up
from core.billing.bill_to import BillToSource
from core.billing.ledger import Part, parts_of, rest_of, spread
from core.billing.lines import NOTHING, line_sums
from core.billing.model import Invoice, InvoiceKind, InvoiceLine
from core.billing.refusals import name_of
from core.directory.model import Customer
from core.errors import FieldRefused, NotFound, Refused
from core.events.actions import Actor
from core.money import dollars


@dataclass(frozen=True)
class Pair:
    """What an issued document was split by: a credit to the one, a charge to the other, zero together."""

    credit: Invoice
    charge: Invoice


def split_lines(
    session: Session,
    invoice_id: int,
    line_ids: Collection[int],
    to_customer_id: int,
    *,
    on: date,
    actor: Actor,
) -> Invoice:
    """Move whole lines of a draft to a second draft, billed to someone else (inventory 107).

    Returns the second draft. Refuses no line, and all of them: then the bill-to is what should change.
    """
    invoice = lock_draft(session, invoice_id)
    moving = [line_in(invoice, each) for each in sorted(set(line_ids))]
    if not moving or len(moving) == len(invoice.lines):
        raise FieldRefused(
            "lines", "Choose some of the lines, not all; or bill it to someone else."
        )
    parts = [(line, rest_of(line, NOTHING)) for line in moving]
    second = _second_draft(session, invoice, to_customer_id)
    second.lines.extend(_whole(line) for line in moving)
    for line in moving:
        invoice.lines.remove(line)
    return _divided(session, invoice, second, parts, on=on, actor=actor)


def split_amount(
    session: Session,
    invoice_id: int,
    net_cents: int,
    to_customer_id: int,
    *,
    on: date,
    actor: Actor,
) -> Invoice:
    """Move an amount before tax, a share of every line, to a second draft (inventory 107, 108).

    Returns the second draft. Nets, discounts, tax and costs of the two sum to what they were. Refuses nothing, and
    all of it.
    """
    invoice = lock_draft(session, invoice_id)
    nets = [line_sums(line).net_cents for line in invoice.lines]
    if not 0 < net_cents < sum(nets):
        raise FieldRefused("amount", f"Give an amount below {dollars(sum(nets))}, before tax.")
    second = _second_draft(session, invoice, to_customer_id)
    moved: list[tuple[InvoiceLine, Part]] = []
    for line, net, share in zip(list(invoice.lines), nets, spread(net_cents, nets), strict=True):
        if share:
            kept, gone = parts_of(line, [net - share, share])
            moved.append((line, gone))
            second.lines.append(line_from(line, gone))
            _become(line, kept)
    return _divided(session, invoice, second, moved, on=on, actor=actor)


def split_issued(
    session: Session,
    invoice_id: int,
    net_cents: int,
    to_customer_id: int,
    why: Correction,
    *,
    actor: Actor,
) -> Pair:
    """Charge another party for a part of an issued document, and credit that part to the first (inventory 107).

    Both are issued at once and sum to zero, tax included; the credit counts towards the first as far as it is owed.
    """
    invoice = lock_creditable(session, invoice_id, why)
    customer = _other_party(session, invoice, to_customer_id)
    parts = take_from(rests_of(session, invoice), net_cents)
    group = invoice.split_group or uuid4()
    credit = correction_of(invoice, InvoiceKind.CREDIT_NOTE, parts, why)
    charge = correction_of(invoice, InvoiceKind.ADJUSTMENT, parts, why)
    charge.bill_to_id, charge.bill_to_source = customer.id, BillToSource.MANUAL
    charge.language, charge.terms_days = customer.language, customer.payment_terms_days
    for document in (credit, charge):
        document.split_group = group
        issue_correction(session, document, on=why.on, actor=actor)
    settle_with(session, credit, invoice, why)
    _record_split(session, invoice, charge, actor=actor)
    follow_jobs(session, [invoice.job_id], actor=actor)
    return Pair(credit, charge)


def _second_draft(session: Session, invoice: Invoice, to_customer_id: int) -> Invoice:
    customer = _other_party(session, invoice, to_customer_id)
    group: UUID = invoice.split_group or uuid4()
    invoice.split_group = group
    second = Invoice(
        job_id=invoice.job_id,
        property_id=invoice.property_id,
        business_unit_id=invoice.business_unit_id,
        bill_to_id=customer.id,
        bill_to_source=BillToSource.MANUAL,
        language=customer.language,
        terms_days=customer.payment_terms_days,
        po_number=invoice.po_number,
        split_group=group,
    )
    session.add(second)
    session.flush()
    return second


def _other_party(session: Session, invoice: Invoice, customer_id: int) -> Customer:
    customer = session.get(Customer, customer_id)
    if customer is None or customer.merged_into_id is not None:
        raise NotFound("customer", customer_id)
    if customer.id == invoice.bill_to_id:
        raise Refused(f"{name_of(invoice)} is billed to {customer.display_name} already.")
    return customer


def _whole(line: InvoiceLine) -> InvoiceLine:
    """The same line for another draft."""
    return InvoiceLine(
        position=line.position,
        kind=line.kind,
        item_id=line.item_id,
        words=line.words,
        quantity_thousandths=line.quantity_thousandths,
        unit_price_cents=line.unit_price_cents,
        discount_cents=line.discount_cents,
        discount_kind=line.discount_kind,
        discount_approved_by_id=line.discount_approved_by_id,
        taxable=line.taxable,
        tax_rate_thousandths=line.tax_rate_thousandths,
        tax_rounding_cents=line.tax_rounding_cents,
        net_cents=line.net_cents,
        tax_cents=line.tax_cents,
        cost_cents=line.cost_cents,
    )


def _become(line: InvoiceLine, part: Part) -> None:
    """Leave of a draft's line what was not moved."""
    line.quantity_thousandths = part.quantity_thousandths
    line.unit_price_cents, line.cost_cents = part.unit_price_cents, part.cost_cents
    line.discount_cents = part.discount_cents
    line.tax_rounding_cents = part.tax_rounding_cents


def _divided(
    session: Session,
    invoice: Invoice,
    second: Invoice,
    moved: Sequence[tuple[InvoiceLine, Part]],
    *,
    on: date,
    actor: Actor,
) -> Invoice:
    sum_up(session, invoice)
    retax(session, second, on=on)
    record_for(session, "invoice.drafted", second, actor=actor)
    _record_split(session, invoice, second, actor=actor, lines=len(moved))
    return second


def _record_split(
    session: Session, invoice: Invoice, second: Invoice, *, actor: Actor, lines: int | None = None
) -> None:
    after: dict[str, object] = {
        "to": second.bill_to.display_name,
        "amount": dollars(second.net_cents),
        "invoice_id": second.id,
    }
    record_for(
        session,
        "invoice.split",
        invoice,
        actor=actor,
        after=after | ({"lines": lines} if lines else {}),
    )
