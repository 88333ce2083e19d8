"""One invoice: its lines, who is billed and why, what was paid, what was corrected, and what happened to it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import render_template, url_for
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from core.billing.actions.plans import progress_of, shown_plan
from core.billing.discounts import percent_words
from core.billing.lines import document_sums, line_sums
from core.billing.model import (
    Allocation,
    Invoice,
    InvoiceKind,
    InvoiceStatus,
    Payment,
)
from core.billing.queries.balances import balance_of, credit_left
from core.billing.queries.company import discount_limit
from core.billing.queries.payable import payables_of
from core.billing.queries.pricebook import items_like
from core.desk.model import StaffRole
from core.desk.permissions import Permission
from core.errors import NotFound
from core.events.queries.timeline import happenings_about
from core.jobs.quantities import spelled_thousandths
from core.money import dollars
from office.access import i_may, me, needs
from office.billing.acting import Act, Answer, change_row, change_row_once
from office.billing.asking import day_said, today
from office.billing.beside import correction_of, sent_to
from office.billing.choosing import customers_near
from office.billing.line_rows import copy_of, filled_rows, item_label, rows_of
from office.billing.line_saving import sums_typed
from office.billing.places import places_near
from office.billing.rooms import is_served
from office.billing.saying import (
    DISCOUNTS,
    EXPORTS,
    LINE_KINDS,
    PACES,
    REVIEWS,
    excuse_words,
    name_said,
    review_pill,
    standing_pill,
)
from office.billing_words import SOURCES
from office.door import reading, row_asked
from office.forms import Form
from office.meanwhile import opened, seen_of
from office.payment_words import method_words
from office.timeline import lines
from office.words import LANGUAGES

MOST_LINES = 60
_SAID: Mapping[str, object] = {
    "name_said": name_said,
    "line_sums": line_sums,
    "quantity": spelled_thousandths,
    "kinds": LINE_KINDS,
    "reviews": REVIEWS,
    "discounts": DISCOUNTS,
    "exports": EXPORTS,
    "excuse_words": excuse_words,
    "languages": tuple(LANGUAGES.items()),
    "day_said": day_said,
    "method_words": method_words,
    "is_served": is_served,
    "paces": PACES,
}


@needs(Permission.BILLING_READ)
def invoice(invoice_id: int) -> str:
    """One document."""
    return show_invoice(invoice_id, Form())


def show_invoice(invoice_id: int, form: Form) -> str:
    """The page, with whatever a refused form held. A draft that may be changed shows the editor."""
    with reading() as session:
        document = found_invoice(session, invoice_id)
        is_draft = document.status is InvoiceStatus.DRAFT
        edits = is_draft and i_may(Permission.BILLING_WRITE)
        page = "draft" if edits else "invoice"
        return render_template(f"office/billing/{page}.html", **_context(session, document, form))


def change_invoice(invoice_id: int, act: Act) -> Answer:
    """Do it to the document and show it, or the one that came of it; what was refused stands in its form."""
    return change_row(invoice_id, act, page=_address, show=show_invoice)


def change_invoice_once(invoice_id: int, act: Act) -> Answer:
    """The same for what would be there twice when the form is sent twice."""
    return change_row_once(invoice_id, act, page=_address, show=show_invoice)


def _address(invoice_id: int) -> str:
    return url_for("office.invoice", invoice_id=invoice_id)


def found_invoice(session: Session, invoice_id: int) -> Invoice:
    """The row; NotFound where there is none."""
    found = session.get(Invoice, invoice_id)
    if found is None:
        raise NotFound("invoice", invoice_id)
    return found


def _context(session: Session, document: Invoice, form: Form) -> dict[str, object]:
    """All that the page says; what never changes stands in `_SAID`."""
    plan = shown_plan(session, document.id)
    filled = _filled(document, form)
    return {
        **_SAID,
        **_standing(session, document),
        **_sums(session, document, form),
        "invoice": document,
        "form": filled,
        "rows": rows_of(filled),
        "title": name_said(document),
        "review": review_pill(document.review),
        "source": SOURCES[document.bill_to_source.value],
        "family": _family(session, document),
        "counted": _counted(session, document),
        "plan": plan,
        "dues": progress_of(session, plan) if plan else (),
        "lines": lines(session, happenings_about(session, ("invoice", document.id)))[:MOST_LINES],
        "items": [item_label(item) for item in items_like(session)],
        "payers": customers_near(session, document, form, "payer"),
        "places": places_near(session, document, form),
        "targets": _targets(session, document),
        "undoing": correction_of(session, document),
        "sent_to": sent_to(session, document, row_asked("sent")),
        "today": today(),
        "my_limit": percent_words(discount_limit(session, StaffRole(me().role))),
    }


def _standing(session: Session, document: Invoice) -> dict[str, object]:
    balance = balance_of(session, document.id)
    late = max((today() - document.due_on).days, 0) if document.due_on and balance else 0
    return {
        "balance": balance,
        "credit": credit_left(session, [document.id])[document.id],
        "stands": standing_pill(document, balance, overdue=late),
    }


def _sums(session: Session, document: Invoice, form: Form) -> dict[str, object]:
    """What the document comes to, or what the rows of a form that was sent would."""
    if form.value("rows"):
        sums, nets = sums_typed(session, document, copy_of(form), on=today())
        return {"sums": sums, "nets": nets}
    nets = {at: line_sums(line).net_cents for at, line in enumerate(document.lines)}
    return {"sums": document_sums(document.lines), "nets": nets}


def _filled(document: Invoice, form: Form) -> Form:
    """The page's forms as they stand, under what was typed into the one that was sent."""
    stands = filled_rows(document) if not form.value("rows") else {}
    stands_here = {"review": document.review.value, "place": document.property_id}
    filled = opened(form, {**particulars_of(document), **stands_here})
    seen = seen_of({"payer": document.bill_to_id, "discount": discounts_said(document)})
    return filled.over(**stands, **seen, on=today().isoformat())


def particulars_of(document: Invoice) -> dict[str, object]:
    """What a draft says beside its lines, as its form writes it."""
    return {
        "po_number": document.po_number,
        "message": document.message,
        "terms_days": document.terms_days,
        "language": document.language,
    }


def discounts_said(document: Invoice) -> str:
    """What is taken off each line, for people to read."""
    return "; ".join(f"{each.words}: {dollars(each.discount_cents)} off" for each in document.lines)


def _family(session: Session, document: Invoice) -> list[Invoice]:
    """Documents of the same job, of the same split, that it corrects, or that correct it."""
    ways = [Invoice.corrects_id == document.id, Invoice.id == document.corrects_id]
    if document.split_group is not None:
        ways.append(Invoice.split_group == document.split_group)
    if document.job_id is not None:
        ways.append(Invoice.job_id == document.job_id)
    return list(
        session.scalars(
            select(Invoice)
            .where(or_(*ways), Invoice.id != document.id)
            .options(joinedload(Invoice.bill_to))
            .order_by(Invoice.id)
        )
    )


def _targets(session: Session, document: Invoice) -> tuple[tuple[str, str], ...]:
    """Open invoices of its customer that a credit note could be counted towards."""
    if document.kind is not InvoiceKind.CREDIT_NOTE:
        return ()
    theirs = (
        each
        for each in payables_of(session, document.bill_to_id)
        if each.bill_to_id == document.bill_to_id
    )
    return tuple(
        (str(each.invoice_id), f"Invoice {each.number}, {dollars(each.balance_cents)} owed")
        for each in theirs
    )


def _counted(
    session: Session, document: Invoice
) -> list[tuple[Payment | None, Invoice | None, int]]:
    """What money and credit count towards it now: a payment or a credit note, and the cents."""
    rows = session.execute(
        select(Allocation.payment_id, Allocation.credit_note_id, func.sum(Allocation.amount_cents))
        .where(Allocation.invoice_id == document.id)
        .group_by(Allocation.payment_id, Allocation.credit_note_id)
        .having(func.sum(Allocation.amount_cents) > 0)
        .order_by(func.min(Allocation.id))
    )
    return [
        (
            session.get(Payment, payment_id) if payment_id else None,
            session.get(Invoice, credit_id) if credit_id else None,
            int(cents),
        )
        for payment_id, credit_id, cents in rows
    ]
