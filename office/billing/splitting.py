"""Share a document between two parties. What it comes to is shown first: it is done and undone again."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from flask import redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.billing.actions.correcting import Correction, rests_of
from core.billing.actions.locking import lock_document
from core.billing.actions.splitting import split_amount, split_issued, split_lines
from core.billing.lines import line_sums
from core.billing.model import Invoice, InvoiceKind, InvoiceStatus
from core.billing.shares import part_of
from core.desk.permissions import Permission
from core.errors import FieldRefused, Refused
from core.jobs.actions.editing import fingerprint
from core.jobs.quantities import spelled_thousandths
from office.access import actor, needs
from office.billing.acting import CONFLICT, UNPROCESSABLE, Answer
from office.billing.asking import today
from office.billing.choosing import chosen_customer, customers_near
from office.billing.correcting import LONGEST_REASON
from office.billing.invoices import found_invoice
from office.billing.line_rows import seen_of
from office.billing.saying import name_said
from office.door import reading
from office.forms import Form
from office.once import Unfit, landing

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
    """Show what it would come to; with `confirm`, do it as it was shown, once."""
    form = Form(request.form)
    is_meant = bool(form.value("confirm"))
    if is_meant:
        try:
            return redirect(landing(lambda session: _split(session, invoice_id, form)), code=303)
        except (Refused, Unfit, _Changed):
            # Looking at it once more says why, and what it would come to now.
            pass
    before = _previewed(invoice_id, form)
    if before is None:
        return _page(invoice_id, form), UNPROCESSABLE
    if is_meant:
        form.refuse("document", CHANGED)
    return _page(invoice_id, form, before), CONFLICT if is_meant else 200


class _Changed(Exception):
    """What would be done is not what was shown any more. Raised within the work, so that nothing is kept."""


def _split(session: Session, invoice_id: int, form: Form) -> str:
    """Split it, where that comes to what was shown; the address of what the other party is billed by."""
    done = _done(session, invoice_id, form)
    if done is None:
        raise Unfit
    if form.value("seen") != done.seen:
        raise _Changed
    return url_for("office.invoice", invoice_id=done.goes_to)


def _previewed(invoice_id: int, form: Form) -> _Split | None:
    """What it would come to now; None with what was refused in the form."""
    try:
        with reading() as session:
            return _done(session, invoice_id, form)
    except FieldRefused as refusal:
        form.refuse(f"split_{refusal.field}", refusal.message)
    except Refused as refusal:
        form.refuse("document", str(refusal))
    return None


def _done(session: Session, invoice_id: int, form: Form) -> _Split | None:
    """Split it in this session, whose end says whether it stays; None where the form cannot be read.

    What stands is read with the document held, so that of two hands the second sees what the first has left.
    """
    document = lock_document(session, invoice_id)
    seen, whole = _stands(session, document), document.total_cents
    customer_id = chosen_customer(session, form, "payer")
    if document.status is InvoiceStatus.DRAFT:
        return _draft_split(session, document, form, customer_id, seen, whole)
    return _issued_split(session, document, form, customer_id, seen)


def _stands(session: Session, document: Invoice) -> str:
    """What a split would change: the lines, and what was corrected since; a fingerprint."""
    corrected = session.execute(
        select(Invoice.id, Invoice.status)
        .where(Invoice.corrects_id == document.id)
        .order_by(Invoice.id)
    )
    return fingerprint(seen_of(document) + json.dumps([[*row] for row in corrected]))


def _shown(stands: str, customer_id: int, sides: tuple[_Side, ...]) -> str:
    """All that a preview says, and what it stands on; a fingerprint."""
    return fingerprint(json.dumps([stands, customer_id, [asdict(side) for side in sides]]))


def _draft_split(
    session: Session, document: Invoice, form: Form, customer_id: int, seen: str, whole: int
) -> _Split | None:
    if form.value("how") == BY_AMOUNT:
        cents = _part_typed(form, sum(line_sums(line).net_cents for line in document.lines))
        if not form.is_good:
            return None
        second = split_amount(session, document.id, cents, customer_id, on=today(), actor=actor())
    else:
        if not form.is_good:
            return None
        ticked = [line.id for line in document.lines if form.ticked(f"move-{line.id}")]
        second = split_lines(session, document.id, ticked, customer_id, on=today(), actor=actor())
    session.flush()
    sides = (_side(document, "Stays"), _side(second, "New draft"))
    return _Split(whole, sides, _shown(seen, customer_id, sides), second.id)


def _issued_split(
    session: Session, document: Invoice, form: Form, customer_id: int, seen: str
) -> _Split | None:
    rests = rests_of(session, document)
    cents = _part_typed(form, sum(line_sums(rest).net_cents for _, rest in rests))
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
    shown = _shown(seen, customer_id, sides)
    return _Split(document.total_cents, sides, shown, pair.charge.id)


def _part_typed(form: Form, whole_cents: int) -> int:
    """Cents of what is divided, typed as an amount or as a share; 0 with an error at the field otherwise."""
    try:
        return part_of(form.value("split_amount"), whole_cents)
    except ValueError as wrong:
        form.refuse("split_amount", str(wrong))
        return 0


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
