"""Changes of a draft: its lines, its particulars, who is billed, the office's review. Nothing issued is edited."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.billing.actions.drafting import delete_draft, draft_beside, draft_by_hand
from core.billing.actions.editing import (
    LONGEST_TERMS_DAYS,
    LONGEST_WORDS,
    Particulars,
    bill_by_rule,
    set_bill_to,
    set_particulars,
    set_review,
)
from core.billing.actions.locking import lock_document
from core.billing.actions.summing import lock_draft
from core.billing.model import ReviewStatus
from core.desk.model import StaffRole
from core.desk.permissions import Permission
from core.directory.model import Customer
from core.directory.queries.lists import customers
from core.errors import NotFound
from core.jobs.queries.work import job_numbered
from core.language import Language
from office.access import actor, me, needs
from office.billing.acting import Answer
from office.billing.asking import today
from office.billing.choosing import chosen_customer, options_of
from office.billing.invoices import change_invoice, found_invoice, particulars_of, show_invoice
from office.billing.line_rows import with_more_rows
from office.billing.line_saving import save_rows, sums_typed
from office.billing.saying import REVIEWS
from office.door import reading, words_asked, writing
from office.forms import Form
from office.meanwhile import settled
from office.once import landing
from office.words import LANGUAGES

LONGEST_PO = 60
MOST_FOUND = 12
_LANGUAGES = tuple(LANGUAGES.items())


@needs(Permission.BILLING_WRITE)
def save_invoice_lines(invoice_id: int) -> Answer:
    """Save every row as it is typed; an emptied row takes its line off."""
    if request.form.get("more"):
        return show_invoice(invoice_id, with_more_rows(Form(request.form))), 200

    def act(session: Session, form: Form) -> None:
        role = StaffRole(me().role)
        save_rows(session, invoice_id, form, role=role, on=today(), actor=actor())

    return change_invoice(invoice_id, act)


@needs(Permission.BILLING_WRITE)
def preview_invoice_lines(invoice_id: int) -> str:
    """What the typed rows come to, for the editor to show while somebody types."""
    form = Form(request.form)
    with reading() as session:
        document = found_invoice(session, invoice_id)
        sums, nets = sums_typed(session, document, form, on=today())
        return render_template(
            "office/billing/draft_sums.html", sums=sums, nets=nets, form=form, swap=True
        )


@needs(Permission.BILLING_WRITE)
def change_particulars(invoice_id: int) -> Answer:
    """PO number, terms, language and words to the customer."""

    def act(session: Session, form: Form) -> None:
        settled(form, particulars_of(lock_draft(session, invoice_id)), {"language": _LANGUAGES})
        wanted = Particulars(
            po_number=form.text("po_number", most=LONGEST_PO),
            message=form.text("message", most=LONGEST_WORDS),
            terms_days=form.whole("terms_days", least=0, most=LONGEST_TERMS_DAYS),
            language=form.choice("language", Language),
        )
        if form.is_good:
            set_particulars(session, invoice_id, wanted, actor=actor())

    return change_invoice(invoice_id, act)


@needs(Permission.BILLING_WRITE)
def bill_somebody(invoice_id: int) -> Answer:
    """Bill whoever is chosen; the job's customer stays who they are (inventory 36)."""

    def act(session: Session, form: Form) -> None:
        billed = lock_draft(session, invoice_id).bill_to
        chosen = session.get(Customer, form.row("payer") or 0)
        names = options_of(each for each in (billed, chosen) if each is not None)
        settled(form, {"payer": billed.id}, {"payer": names})
        customer_id = chosen_customer(session, form, "payer")
        if form.is_good:
            set_bill_to(session, invoice_id, customer_id, on=today(), actor=actor())

    return change_invoice(invoice_id, act)


@needs(Permission.BILLING_WRITE)
def bill_as_the_rule_says(invoice_id: int) -> Answer:
    """Forget the choice made by hand."""

    def act(session: Session, _: Form) -> None:
        bill_by_rule(session, invoice_id, on=today(), actor=actor())

    return change_invoice(invoice_id, act)


@needs(Permission.BILLING_WRITE)
def review_invoice(invoice_id: int) -> Answer:
    """Say where the office's own look at it stands (inventory 111)."""

    def act(session: Session, form: Form) -> None:
        document = lock_document(session, invoice_id)
        settled(form, {"review": document.review.value}, {"review": REVIEWS})
        review = form.choice("review", ReviewStatus)
        if form.is_good:
            set_review(session, invoice_id, review, actor=actor())

    return change_invoice(invoice_id, act)


@needs(Permission.BILLING_WRITE)
def throw_draft_away(invoice_id: int) -> Response:
    """Delete a draft; its job can be invoiced anew."""
    with writing() as session:
        job = found_invoice(session, invoice_id).job
        delete_draft(session, invoice_id, actor=actor())
        number = job.number if job else None
    if number is None:
        return redirect(url_for("office.invoices", shown="draft"), code=303)
    return redirect(url_for("office.job", number=number, _anchor="money"), code=303)


@needs(Permission.BILLING_WRITE)
def new_invoice() -> str:
    """Find who is billed for something that belongs to no job."""
    words = words_asked("who")
    with reading() as session:
        found = customers(session, words, limit=MOST_FOUND) if words else ()
        return render_template("office/billing/new_invoice.html", who=words, found=found)


@needs(Permission.BILLING_WRITE)
def add_invoice() -> Response:
    """An empty draft for the customer."""
    customer_id = Form(request.form).row("customer_id") or 0

    def draft(session: Session) -> str:
        customer = session.get(Customer, customer_id)
        if customer is None or customer.merged_into_id is not None:
            raise NotFound("customer", customer_id)
        made = draft_by_hand(session, customer, on=today(), actor=actor())
        return url_for("office.invoice", invoice_id=made.id)

    return redirect(landing(draft), code=303)


@needs(Permission.BILLING_WRITE)
def add_second_invoice(number: int) -> Response:
    """One more draft for a job, billed to its customer until somebody else is chosen (inventory 109)."""

    def draft(session: Session) -> str:
        job = job_numbered(session, number)
        made = draft_beside(session, job.id, job.customer, on=today(), actor=actor())
        return url_for("office.invoice", invoice_id=made.id)

    return redirect(landing(draft), code=303)
