"""How something issued is corrected: what is left of it, line by line, mirrored or moved in a new document."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.billing.actions.days import refuse_future
from core.billing.actions.issuing import make_final
from core.billing.actions.locking import lock_document
from core.billing.actions.plan_state import follow_plans
from core.billing.actions.summing import sum_up
from core.billing.ledger import Part, parts_of, rest_of, spread
from core.billing.lines import NOTHING, line_sums
from core.billing.model import Allocation, Invoice, InvoiceKind, InvoiceLine, InvoiceStatus
from core.billing.queries.balances import balances_of, earliest_day
from core.billing.refusals import NotIssued, name_of
from core.errors import FieldRefused, Refused
from core.events.actions import Actor
from core.money import dollars


@dataclass(frozen=True)
class Correction:
    """Why and when something issued is corrected."""

    reason: str
    on: date


def take_from(
    rests: Sequence[tuple[InvoiceLine, Part]], net_cents: int
) -> list[tuple[InvoiceLine, Part]]:
    """Parts of lines that come to an amount before tax, each line giving its share. Refuses nothing or too much."""
    nets = [line_sums(rest).net_cents for _, rest in rests]
    if not 0 < net_cents <= sum(nets):
        raise FieldRefused("amount", f"Give an amount up to {dollars(sum(nets))}, before tax.")
    shares = spread(net_cents, nets)
    return [
        (line, parts_of(rest, [net - share, share])[1])
        for (line, rest), net, share in zip(rests, nets, shares, strict=True)
        if share
    ]


def correction_of(
    invoice: Invoice, kind: InvoiceKind, parts: Sequence[tuple[InvoiceLine, Part]], why: Correction
) -> Invoice:
    """A document of that kind over parts of another's lines, not stored yet; a credit's quantities are below zero."""
    sign = -1 if kind is InvoiceKind.CREDIT_NOTE else 1
    return Invoice(
        kind=kind,
        job_id=invoice.job_id,
        property_id=invoice.property_id,
        business_unit_id=invoice.business_unit_id,
        bill_to_id=invoice.bill_to_id,
        bill_to_source=invoice.bill_to_source,
        language=invoice.language,
        po_number=invoice.po_number,
        terms_days=invoice.terms_days,
        tax_exempt_reference=invoice.tax_exempt_reference,
        corrects_id=invoice.id,
        correction_reason=why.reason.strip()[:300],
        lines=[line_from(line, part, sign=sign) for line, part in parts],
    )


def line_from(line: InvoiceLine, part: Part, *, sign: int = 1) -> InvoiceLine:
    """A part of a line as a line of another document, at the same position. sign: -1 mirrors it."""
    return InvoiceLine(
        position=line.position,
        kind=line.kind,
        item_id=line.item_id,
        words=line.words,
        quantity_thousandths=sign * part.quantity_thousandths,
        unit_price_cents=part.unit_price_cents,
        discount_cents=sign * part.discount_cents,
        discount_kind=line.discount_kind if part.discount_cents else None,
        discount_approved_by_id=line.discount_approved_by_id if part.discount_cents else None,
        taxable=part.taxable,
        tax_rate_thousandths=part.tax_rate_thousandths,
        tax_rounding_cents=sign * part.tax_rounding_cents,
        net_cents=0,
        tax_cents=0,
        cost_cents=part.cost_cents,
    )


def issue_correction(session: Session, document: Invoice, *, on: date, actor: Actor) -> Invoice:
    """Store, sum and number a correcting document; its tax is the corrected one's, not today's."""
    session.add(document)
    session.flush()
    sum_up(session, document)
    make_final(session, document, on=on, actor=actor)
    return document


def settle_with(session: Session, credit: Invoice, invoice: Invoice, why: Correction) -> None:
    """Count a new credit note towards what it corrects, as far as that is still owed; the rest stays unapplied.

    A payment plan of it is kept once nothing is owed any more.
    """
    owed = balances_of(session, [invoice.id])[invoice.id]
    cents = min(owed, -credit.total_cents)
    if cents > 0:
        session.add(
            Allocation(
                credit_note_id=credit.id,
                invoice_id=invoice.id,
                amount_cents=cents,
                effective_on=why.on,
                reason=why.reason.strip()[:300],
            )
        )
        session.flush()
        follow_plans(session, {invoice.id: owed - cents})


def lock_creditable(session: Session, invoice_id: int, why: Correction) -> Invoice:
    """The document, held. Refuses drafts, void ones, credit notes, no reason, or a day before the last it moved."""
    if not why.reason.strip():
        raise FieldRefused("reason", "Say why; it stays on record.")
    invoice = lock_document(session, invoice_id)
    if invoice.status is not InvoiceStatus.ISSUED:
        raise NotIssued(invoice)
    if invoice.kind is InvoiceKind.CREDIT_NOTE:
        raise Refused(f"{name_of(invoice)} is a credit itself; charge it with a new invoice.")
    refuse_too_early(session, [invoice.id], why.on)
    return invoice


def refuse_too_early(session: Session, document_ids: Collection[int], on: date) -> None:
    """Nothing is counted before what was counted already, so that no past day changes; nor on a day to come."""
    refuse_future(session, on, "on")
    earliest = earliest_day(session, document_ids)
    if earliest is not None and on < earliest:
        raise FieldRefused("on", f"Choose {earliest} or a later day.")


def rests_of(session: Session, invoice: Invoice) -> list[tuple[InvoiceLine, Part]]:
    """What no credit note has taken back yet, line by line."""
    credited = dict.fromkeys((line.position for line in invoice.lines), NOTHING)
    for line in session.scalars(
        select(InvoiceLine)
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(
            Invoice.corrects_id == invoice.id,
            Invoice.kind == InvoiceKind.CREDIT_NOTE,
            Invoice.status == InvoiceStatus.ISSUED,
        )
    ):
        credited[line.position] += line_sums(line)
    rests = [(line, rest_of(line, credited[line.position])) for line in invoice.lines]
    return [(line, rest) for line, rest in rests if rest.unit_price_cents]
