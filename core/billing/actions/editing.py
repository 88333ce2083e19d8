"""Edit a draft: its lines, its particulars, and who is billed. Nothing issued is ever edited (inventory 102)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from core.billing.actions.drafting import payers_of
from core.billing.actions.locking import lock_document
from core.billing.actions.recording import record_for
from core.billing.actions.summing import lock_draft, retax, sum_up
from core.billing.bill_to import BillTo, BillToSource, bill_to
from core.billing.lines import MOST_THOUSANDTHS
from core.billing.model import Invoice, InvoiceLine, ItemKind, PricebookItem, ReviewStatus
from core.billing.refusals import name_of
from core.directory.model import Customer
from core.errors import FieldRefused, NotFound, Refused
from core.events.actions import Actor
from core.language import Language
from core.money import LARGEST_CENTS, dollars

MOST_LINES = 2_000
LONGEST_WORDS = 2_000
LONGEST_TERMS_DAYS = 365


@dataclass(frozen=True)
class Wanted:
    """A line as a person asks for it. quantity_thousandths: 2500 is 2.5. cost_cents: of one."""

    kind: ItemKind
    words: str
    unit_price_cents: int
    quantity_thousandths: int = 1_000
    taxable: bool = True
    cost_cents: int = 0
    item_id: int | None = None


@dataclass(frozen=True)
class Particulars:
    """What else a draft says. terms_days: from its day to its due day. message: words to the customer."""

    po_number: str
    message: str
    terms_days: int
    language: Language


def wanted_of(item: PricebookItem, quantity_thousandths: int = 1_000) -> Wanted:
    """A pricebook item as a line: its price, cost and words as they are today (inventory 99)."""
    return Wanted(
        kind=item.kind,
        words=item.words or item.name,
        unit_price_cents=item.unit_price_cents,
        quantity_thousandths=quantity_thousandths,
        taxable=item.taxable,
        cost_cents=item.cost_cents,
        item_id=item.id,
    )


def add_line(
    session: Session, invoice_id: int, wanted: Wanted, *, on: date, actor: Actor
) -> InvoiceLine:
    """One more line at the end. Refuses what `Wanted` cannot be: no words, a negative price, no quantity."""
    _check(wanted)
    invoice = lock_draft(session, invoice_id)
    if len(invoice.lines) >= MOST_LINES:
        raise Refused(f"{name_of(invoice)} has {MOST_LINES} lines already.")
    position = max((line.position for line in invoice.lines), default=0) + 1
    line = InvoiceLine(position=position, discount_cents=0, tax_rounding_cents=0, net_cents=0)
    line.tax_rate_thousandths = 0
    _write(line, wanted)
    invoice.lines.append(line)
    retax(session, invoice, on=on)
    record_for(session, "invoice.line_added", invoice, actor=actor, after=_said(line))
    return line


def change_line(
    session: Session, invoice_id: int, line_id: int, wanted: Wanted, *, on: date, actor: Actor
) -> InvoiceLine:
    """Another text, quantity or price. What the line comes to has changed, so its discount is taken off."""
    _check(wanted)
    invoice = lock_draft(session, invoice_id)
    line = line_in(invoice, line_id)
    before = _said(line)
    _write(line, wanted)
    line.discount_cents, line.discount_kind, line.discount_approved_by_id = 0, None, None
    line.tax_rounding_cents = 0
    retax(session, invoice, on=on)
    record_for(
        session, "invoice.line_changed", invoice, actor=actor, before=before, after=_said(line)
    )
    return line


def remove_line(session: Session, invoice_id: int, line_id: int, *, actor: Actor) -> None:
    """Take a line off a draft."""
    invoice = lock_draft(session, invoice_id)
    line = line_in(invoice, line_id)
    before = _said(line)
    invoice.lines.remove(line)
    sum_up(session, invoice)
    record_for(session, "invoice.line_removed", invoice, actor=actor, before=before)


def set_particulars(
    session: Session, invoice_id: int, wanted: Particulars, *, actor: Actor
) -> Invoice:
    """PO number, message, terms and language of a draft."""
    if not 0 <= wanted.terms_days <= LONGEST_TERMS_DAYS:
        raise FieldRefused("terms_days", f"Give 0 to {LONGEST_TERMS_DAYS} days.")
    if len(wanted.po_number) > 60 or len(wanted.message) > LONGEST_WORDS:
        raise FieldRefused("message", "That is too long for an invoice.")
    invoice = lock_draft(session, invoice_id)
    before = {"po_number": invoice.po_number, "terms_days": invoice.terms_days}
    invoice.po_number, invoice.message = wanted.po_number.strip(), wanted.message.strip()
    invoice.terms_days, invoice.language = wanted.terms_days, wanted.language
    session.flush()
    after = {"po_number": invoice.po_number, "terms_days": invoice.terms_days}
    record_for(session, "invoice.edited", invoice, actor=actor, before={**before}, after={**after})
    return invoice


def set_bill_to(
    session: Session, invoice_id: int, customer_id: int, *, on: date, actor: Actor
) -> Invoice:
    """Bill someone chosen by hand (inventory 36, 39): the draft follows no rule any more, the job's customer stays."""
    invoice = lock_draft(session, invoice_id)
    return rebill(session, invoice, BillTo(customer_id, BillToSource.MANUAL), on=on, actor=actor)


def bill_by_rule(session: Session, invoice_id: int, *, on: date, actor: Actor) -> Invoice:
    """Forget the choice made by hand and follow the job's rule again. Refused without a job."""
    invoice = lock_draft(session, invoice_id)
    if invoice.job is None:
        raise Refused(f"{name_of(invoice)} belongs to no job; choose who is billed.")
    return rebill(session, invoice, bill_to(payers_of(invoice.job)), on=on, actor=actor)


def rebill(session: Session, invoice: Invoice, who: BillTo, *, on: date, actor: Actor) -> Invoice:
    """Bill a held draft to someone, recorded with who it was before; the same again changes nothing."""
    if (invoice.bill_to_id, invoice.bill_to_source) == (who.customer_id, who.source):
        return invoice
    customer = session.get(Customer, who.customer_id)
    if customer is None or customer.merged_into_id is not None:
        raise NotFound("customer", who.customer_id)
    before = {"bill_to": invoice.bill_to.display_name, "source": invoice.bill_to_source}
    invoice.bill_to_id, invoice.bill_to_source = customer.id, who.source
    invoice.language, invoice.terms_days = customer.language, customer.payment_terms_days
    session.flush()
    retax(session, invoice, on=on)
    after = {"bill_to": customer.display_name, "source": who.source}
    record_for(
        session,
        "invoice.bill_to_changed",
        invoice,
        actor=actor,
        before={**before},
        after={**after},
    )
    return invoice


def line_in(invoice: Invoice, line_id: int) -> InvoiceLine:
    """A line of this document and of no other."""
    found = next((line for line in invoice.lines if line.id == line_id), None)
    if found is None:
        raise NotFound("line", line_id)
    return found


def _check(wanted: Wanted) -> None:
    if not wanted.words.strip() or len(wanted.words) > LONGEST_WORDS:
        raise FieldRefused("words", f"Say what it is, in at most {LONGEST_WORDS} letters.")
    if not 0 < wanted.quantity_thousandths <= MOST_THOUSANDTHS:
        raise FieldRefused("quantity", "Give a quantity above zero, such as 1 or 2.5.")
    if not 0 <= wanted.unit_price_cents <= LARGEST_CENTS:
        raise FieldRefused("unit_price", "Give a price such as 85 or 85.50.")
    if not 0 <= wanted.cost_cents <= LARGEST_CENTS:
        raise FieldRefused("cost", "Give a cost such as 40 or 40.50.")


def _write(line: InvoiceLine, wanted: Wanted) -> None:
    line.kind, line.words, line.item_id = wanted.kind, wanted.words.strip(), wanted.item_id
    line.quantity_thousandths = wanted.quantity_thousandths
    line.unit_price_cents, line.cost_cents = wanted.unit_price_cents, wanted.cost_cents
    line.taxable = wanted.taxable


def _said(line: InvoiceLine) -> dict[str, object]:
    return {"words": line.words, "amount": dollars(line.net_cents)}


def set_review(session: Session, invoice_id: int, review: ReviewStatus, *, actor: Actor) -> Invoice:
    """Where the office's own look at a document stands, issued or not (inventory 111); the same again is harmless."""
    invoice = lock_document(session, invoice_id)
    if invoice.review is review:
        return invoice
    before = invoice.review
    invoice.review = review
    session.flush()
    record_for(
        session,
        "invoice.reviewed",
        invoice,
        actor=actor,
        before={"review": before},
        after={"review": review},
    )
    return invoice
