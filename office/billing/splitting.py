"""Share a document between two parties. What it comes to is shown first: it is done and undone again."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from core.billing.actions.correcting import Correction
from core.billing.actions.splitting import split_amount, split_issued, split_lines
from core.billing.lines import line_sums
from core.billing.model import Invoice, InvoiceKind, InvoiceStatus
from core.desk.permissions import Permission
from core.errors import FieldRefused, Refused
from core.jobs.quantities import spelled_thousandths
from office.access import actor, needs
from office.billing.acting import CONFLICT, UNPROCESSABLE, Answer
from office.billing.asking import today
from office.billing.choosing import chosen_customer, customers_near
from office.billing.correcting import LONGEST_REASON, amount_typed
from office.billing.invoices import found_invoice
from office.billing.line_rows import seen_of
from office.billing.saying import name_said
from office.door import reading, writing
from office.forms import Form

BY_LINES, BY_AMOUNT = "lines", "amount"
CHANGED = "Somebody changed this document since you saw the preview. Here is what it would be now."


@dataclass(frozen=True)
class _Side:
    """One document after the split, with what its customer is asked for."""

    title: str
    who: str
    net_cents: int
    tax_cents: int
    total_cents: int


@dataclass(frozen=True)
class _Split:
    """What the split comes to. whole_cents: what stood before; sides sum to it."""

    whole_cents: int
    sides: tuple[_Side, ...]
    seen: str
    goes_to: int

    @property
    def sum_cents(self) -> int:
        """What all documents come to afterwards."""
        return sum(side.total_cents for side in self.sides)


@needs(Permission.BILLING_WRITE)
def split_invoice(invoice_id: int) -> str:
    """The form: who pays the other part, and which part."""
    return _page(invoice_id, Form.filled(how=BY_LINES))


@needs(Permission.BILLING_ISSUE)
def split_invoice_now(invoice_id: int) -> Answer:
    """Show what it would come to; with `confirm`, do it as it was shown."""
    form = Form(request.form)
    before: _Split | None = None
    try:
        with reading() as session:
            before = _done(session, invoice_id, form)
        if before is not None and form.value("confirm") and form.value("seen") == before.seen:
            with writing() as session:
                done = _done(session, invoice_id, form)
            if done is not None:
                return redirect(url_for("office.invoice", invoice_id=done.goes_to), code=303)
    except FieldRefused as refusal:
        form.refuse(f"split_{refusal.field}", refusal.message)
    except Refused as refusal:
        form.refuse("document", str(refusal))
    if before is None or not form.is_good:
        return _page(invoice_id, form), UNPROCESSABLE
    if form.value("confirm"):
        form.refuse("document", CHANGED)
        return _page(invoice_id, form, before), CONFLICT
    return _page(invoice_id, form, before), 200


def _done(session: Session, invoice_id: int, form: Form) -> _Split | None:
    """Split it in this session, whose end says whether it stays; None where the form cannot be read."""
    document = found_invoice(session, invoice_id)
    seen, whole = seen_of(document), document.total_cents
    customer_id = chosen_customer(session, form, "payer")
    if document.status is InvoiceStatus.DRAFT:
        return _draft_split(session, document, form, customer_id, seen, whole)
    return _issued_split(session, document, form, customer_id, seen)


def _draft_split(
    session: Session, document: Invoice, form: Form, customer_id: int, seen: str, whole: int
) -> _Split | None:
    if form.value("how") == BY_AMOUNT:
        cents = amount_typed(form, "split_amount")
        if not form.is_good:
            return None
        second = split_amount(session, document.id, cents, customer_id, on=today(), actor=actor())
    else:
        if not form.is_good:
            return None
        ticked = [line.id for line in document.lines if form.ticked(f"move-{line.id}")]
        second = split_lines(session, document.id, ticked, customer_id, on=today(), actor=actor())
    session.flush()
    return _Split(whole, (_side(document, "Stays"), _side(second, "New draft")), seen, second.id)


def _issued_split(
    session: Session, document: Invoice, form: Form, customer_id: int, seen: str
) -> _Split | None:
    cents = amount_typed(form, "split_amount")
    reason = form.needed_text("split_reason", "Say why; it stays on record.", most=LONGEST_REASON)
    if not form.is_good:
        return None
    why = Correction(reason, today())
    pair = split_issued(session, document.id, cents, customer_id, why, actor=actor())
    sides = (
        _side(document, name_said(document)),
        _side(pair.credit, "Credit note"),
        _side(pair.charge, "Adjustment"),
    )
    return _Split(document.total_cents, sides, f"{seen}{cents}", pair.charge.id)


def _side(document: Invoice, title: str) -> _Side:
    return _Side(
        title=title,
        who=document.bill_to.display_name,
        net_cents=document.net_cents,
        tax_cents=document.tax_cents,
        total_cents=document.total_cents,
    )


def _page(invoice_id: int, form: Form, before: _Split | None = None) -> str:
    with reading() as session:
        document = found_invoice(session, invoice_id)
        if document.kind is InvoiceKind.CREDIT_NOTE or document.status is InvoiceStatus.VOID:
            raise Refused(f"{name_said(document)} cannot be split.")
        return render_template(
            "office/billing/split.html",
            invoice=document,
            title=name_said(document),
            form=form,
            split=before,
            payers=customers_near(session, document, form, "payer"),
            is_draft=document.status is InvoiceStatus.DRAFT,
            line_sums=line_sums,
            quantity=spelled_thousandths,
        )
