"""The paper of an invoice, adjustment or credit note, as it stands at the end of a day. A draft says that it is one."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from core.billing.model import Invoice, InvoiceKind, InvoiceLine, InvoiceStatus
from core.billing.papers.head import Sender, around, lines_of, questions, slip
from core.billing.papers.printing import Form, Paper
from core.billing.papers.words import exemption, long_day, quantity, rate, word
from core.billing.queries.balances import balance_of, credit_left
from core.language import Language
from core.money import dollars


def invoice_paper(
    session: Session,
    invoice: Invoice,
    sender: Sender,
    *,
    on: date,
    language: Language | None = None,
) -> Paper:
    """The document with what is owed on it that day. language: the invoice's own unless another is asked for."""
    spoken = language or Language(invoice.language)
    told = around(
        sender,
        spoken,
        title=word(invoice.kind.value, spoken),
        number=f"#{invoice.number}" if invoice.number else "",
        facts=_facts(invoice, spoken, on),
        to=(word("bill_to", spoken), _addressee(invoice)),
        place=(word("service_at", spoken), _place(invoice)),
        stamp="" if invoice.status is InvoiceStatus.ISSUED else word(invoice.status.value, spoken),
    )
    due = _due(session, invoice, on)
    told |= {
        "message": invoice.message.strip(),
        "heads": [word(name, spoken) for name in ("work", "quantity", "price", "tax", "amount")],
        "rows": [_row(line, spoken, _sign(invoice)) for line in invoice.lines],
        "sums": _sums(invoice, due, spoken),
        "due": [word(_due_word(invoice), spoken), dollars(due)],
        "notes": _notes(invoice, sender, spoken),
    }
    if _is_payable(invoice) and due > 0:
        told["slip"] = _slip(invoice, sender, due, spoken)
    return Paper(Form.INVOICE, told, invoice.issue_on or on, _name(invoice))


def _is_payable(invoice: Invoice) -> bool:
    return invoice.status is InvoiceStatus.ISSUED and invoice.kind is not InvoiceKind.CREDIT_NOTE


def _due(session: Session, invoice: Invoice, on: date) -> int:
    if invoice.status is InvoiceStatus.DRAFT:
        return invoice.total_cents
    if invoice.kind is InvoiceKind.CREDIT_NOTE:
        return credit_left(session, [invoice.id], on).get(invoice.id, 0)
    return balance_of(session, invoice.id, on)


def _due_word(invoice: Invoice) -> str:
    return "credit_left" if invoice.kind is InvoiceKind.CREDIT_NOTE else "balance"


def _facts(invoice: Invoice, language: Language, on: date) -> list[tuple[str, str]]:
    facts = [(word("issued", language), long_day(invoice.issue_on or on, language))]
    if invoice.kind is not InvoiceKind.CREDIT_NOTE:
        if invoice.due_on is not None:
            facts.append((word("due", language), long_day(invoice.due_on, language)))
        facts.append((word("terms", language), _terms(invoice, language)))
    if invoice.job is not None:
        facts.append((word("job", language), f"#{invoice.job.number}"))
    if invoice.po_number:
        facts.append((word("po", language), invoice.po_number))
    if invoice.corrects is not None and invoice.corrects.number:
        facts.append((word("corrects", language), f"#{invoice.corrects.number}"))
    return facts


def _terms(invoice: Invoice, language: Language) -> str:
    if invoice.terms_days == 0:
        return word("on_receipt", language)
    return word("net_days", language, days=str(invoice.terms_days))


def _addressee(invoice: Invoice) -> list[str]:
    """As it was frozen when issued; a draft's follows the customer."""
    name = invoice.bill_to_name or invoice.bill_to.display_name
    return [name, *lines_of(invoice.bill_to_address or invoice.bill_to.billing_address)]


def _place(invoice: Invoice) -> list[str]:
    place = invoice.property
    if place is None:
        return []
    unit = invoice.job.unit if invoice.job else None
    street = f"{place.street} #{unit.name}" if unit else place.street
    tail = f"{place.state} {place.postal_code}".strip()
    city = ", ".join(part for part in (place.city, tail) if part)
    return [line for line in (place.name, street, city) if line]


def _sign(invoice: Invoice) -> int:
    """A credit note is stored below zero and shown above it: its name says what its figures mean."""
    return -1 if invoice.kind is InvoiceKind.CREDIT_NOTE else 1


def _row(line: InvoiceLine, language: Language, sign: int) -> dict[str, str]:
    discount = dollars(sign * line.discount_cents)
    return {
        "words": line.words,
        "quantity": quantity(sign * line.quantity_thousandths),
        "price": dollars(line.unit_price_cents),
        "discount": word("discount", language, amount=discount) if line.discount_cents else "",
        "tax": rate(line.tax_rate_thousandths) if line.tax_cents else "",
        "amount": dollars(sign * line.net_cents),
    }


def _sums(invoice: Invoice, due: int, language: Language) -> list[list[str]]:
    sign = _sign(invoice)
    sums = [("subtotal", sign * invoice.net_cents)]
    if invoice.tax_cents:
        sums.append(("sales_tax", sign * invoice.tax_cents))
    sums.append(("total" if sign > 0 else "credit", sign * invoice.total_cents))
    used = abs(invoice.total_cents) - due
    if used and invoice.status is InvoiceStatus.ISSUED:
        sums.append(("paid" if sign > 0 else "used", -used))
    return [[word(name, language), dollars(cents)] for name, cents in sums]


def _notes(invoice: Invoice, sender: Sender, language: Language) -> list[str]:
    notes = []
    if invoice.tax_exempt_reference:
        notes.append(exemption(invoice.tax_exempt_reference, language))
    if invoice.correction_reason:
        notes.append(word("reason", language, reason=invoice.correction_reason))
    if sender.payment_words and _is_payable(invoice):
        notes.append(sender.payment_words)
    return [*notes, questions(sender, language)]


def _slip(
    invoice: Invoice, sender: Sender, due: int, language: Language
) -> dict[str, object] | None:
    facts = [(word("invoice", language), f"#{invoice.number}")]
    if invoice.due_on is not None:
        facts.append((word("due", language), long_day(invoice.due_on, language)))
    facts.append((word("balance", language), dollars(due)))
    return slip(sender, language, who=_addressee(invoice), facts=facts)


def _name(invoice: Invoice) -> str:
    kind = invoice.kind.value.replace("_", "-")
    return f"{kind}-{invoice.number or f'draft-{invoice.id}'}.pdf"
