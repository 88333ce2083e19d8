"""Collect payment: one check, card or other sum, over many invoices of many places (inventory 123, 124).

What looks like a slip of the hand is asked about before it is recorded.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import uuid4

from flask import redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.billing.actions.desk_payments import begin_card_at_desk, receive_at_desk
from core.billing.model import Invoice, Payment, PaymentMethod
from core.billing.queries.company import payment_rules
from core.billing.queries.payable import Payable, payables_of, unapplied_of
from core.billing.queries.payment_questions import Doubtful, Question
from core.billing.receiving import BalanceMoved, NewPayment, SameKeyOtherPayment
from core.billing.suggesting import Debt
from core.desk.permissions import Permission
from core.directory.model import Customer
from core.directory.queries.lists import customers
from core.errors import FieldRefused, NotFound, Refused
from core.jobs.queries.work import job_numbered
from office.access import actor, needs
from office.billing.acting import CONFLICT, UNPROCESSABLE, Answer
from office.billing.asking import day_said, today
from office.billing.card_page import PageExpired, card_gateway, show_card_page
from office.billing.collect_form import (
    MOST_SHOWN,
    Moved,
    answered,
    ask,
    check_photo,
    fresh_form,
    left_typed,
    moved_since,
    payment_typed,
    seen_of,
    with_suggestion,
)
from office.door import LARGEST_SMALL, reading, row_asked, words_asked, writing
from office.forms import Form
from office.payment_words import METHODS

MOST_FOUND = 12
# A card page that has expired is put away and another begun.
MOST_PAGES = 2
NO_CARDS = "Cards are not set up here. Choose another way, or ask an administrator."


@needs(Permission.PAYMENTS_TAKE)
def collect_payment() -> str | Response:
    """Find the payer; then the money and the invoices it may be for."""
    payer_id = row_asked("payer") or _payer_of_job()
    if payer_id is None:
        words = words_asked()
        with reading() as session:
            found = customers(session, words, limit=MOST_FOUND) if words else ()
            return render_template("office/billing/find_payer.html", words=words, found=found)
    with reading() as session:
        payables = payables_of(session, payer_id, most=MOST_SHOWN)
        return _page(session, payer_id, fresh_form(payables, row_asked("invoice")), payables)


@needs(Permission.PAYMENTS_TAKE)
def record_payment() -> Answer:
    """Record it once, however often the form is sent; or, with `suggest`, fill the invoices from the oldest."""
    form = Form(request.form)
    payer_id = form.row("payer") or 0
    with reading() as session:
        payables = payables_of(session, payer_id, most=MOST_SHOWN)
        if form.value("do") == "suggest":
            return _page(session, payer_id, with_suggestion(form, payables), payables), 200
    new = payment_typed(form, payer_id)
    if new.method is PaymentMethod.CARD and card_gateway() is None:
        form.refuse("method", NO_CARDS)
    if form.is_good:
        answer = _recorded(form, new)
        if answer is not None:
            return answer
    return _again(form, payer_id, UNPROCESSABLE)


@needs(Permission.PAYMENTS_TAKE)
def left_to_apply() -> str:
    """What of the typed amount is for no invoice yet."""
    return render_template("office/billing/left.html", left=left_typed(Form(request.form)))


def _recorded(form: Form, new: NewPayment) -> Answer | None:
    """Where the payment is shown; None with what was refused in the form."""
    sure_of = answered(form)
    try:
        if new.method is PaymentMethod.CARD:
            return _card_page(new, sure_of)
        with writing() as session:
            payment_id = _received(session, new, sure_of).id
    except BalanceMoved as moved:
        form.refuse("parts", str(moved))
        return _again(form, new.payer_id, CONFLICT)
    except Doubtful as doubt:
        ask(form, doubt.questions)
        return _again(form, new.payer_id, UNPROCESSABLE, doubt.questions)
    except SameKeyOtherPayment as other:
        form.refuse("amount", str(other))
    except FieldRefused as refusal:
        form.take(refusal)
    except Refused as refusal:
        form.refuse("parts", str(refusal))
    else:
        return redirect(url_for("office.payment", payment_id=payment_id), code=303)
    return None


def _received(session: Session, new: NewPayment, sure_of: Collection[str]) -> Payment:
    with_photo = replace(new, check_image_id=check_photo(session, new.key))
    return receive_at_desk(
        session,
        with_photo,
        today=today(),
        sure_of=sure_of,
        actor=actor(),
        rules=payment_rules(session),
    )


def _card_page(new: NewPayment, sure_of: Collection[str]) -> Answer:
    """The page of this very payment where one is open, else a new one."""
    gateway = card_gateway()
    if gateway is None:
        raise FieldRefused("method", NO_CARDS)
    for _ in range(MOST_PAGES):
        with writing() as session:
            payment_id = begin_card_at_desk(
                session,
                new,
                today=today(),
                sure_of=sure_of,
                processor=gateway.name,
                actor=actor(),
            ).id
        try:
            return show_card_page(payment_id)
        except PageExpired:
            # Its key finds the payment that has come to nothing: the next one needs a key of its own.
            new = replace(new, key=uuid4().hex)
    raise Refused("The card page has expired. Open the form anew and try again.")


def _again(
    form: Form, payer_id: int, status: int, questions: Sequence[Question] = ()
) -> tuple[str, int]:
    """The form with what was typed, and the invoices as they stand now."""
    with reading() as session:
        payables = payables_of(session, payer_id, most=MOST_SHOWN)
        moved = moved_since(form, payables)
        return _page(session, payer_id, form, payables, moved, questions), status


def _page(
    session: Session,
    payer_id: int,
    form: Form,
    payables: list[Payable],
    moved: dict[int, Moved] | None = None,
    questions: Sequence[Question] = (),
) -> str:
    payer = session.get(Customer, payer_id)
    if payer is None:
        raise NotFound("customer", payer_id)
    return render_template(
        "office/billing/collect.html",
        payer=payer,
        form=form,
        payables=payables,
        seen=seen_of(payables),
        moved=moved or {},
        left=left_typed(form),
        owed=sum(each.balance_cents for each in payables if each.debt is not Debt.OTHERS),
        others=sum(each.balance_cents for each in payables if each.debt is Debt.OTHERS),
        questions=questions,
        OTHERS=Debt.OTHERS,
        unapplied=unapplied_of(session, payer_id),
        methods=tuple((value, words.capitalize()) for value, words in METHODS.items()),
        is_full=len(payables) == MOST_SHOWN,
        day_said=day_said,
        today=today(),
    )


def _payer_of_job() -> int | None:
    """Who owes something on the job that the address names."""
    asked = request.args.get("job", "")
    if not (asked.isascii() and asked.isdigit()) or int(asked[:12]) > LARGEST_SMALL:
        return None
    with reading() as session:
        job = job_numbered(session, int(asked))
        found = session.scalar(
            select(Invoice.bill_to_id)
            .where(Invoice.job_id == job.id, Invoice.settled_on.is_(None))
            .order_by(Invoice.due_on.nulls_last(), Invoice.id)
            .limit(1)
        )
        return found or job.customer_id
