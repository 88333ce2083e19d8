"""The statement of one account, as a page and as PDF: what moved between two days, or what is open at a day's end."""

from __future__ import annotations

from flask import render_template
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.billing.model import StatementKind
from core.billing.papers.head import Sender, sender_of
from core.billing.papers.printing import Paper
from core.billing.papers.statement import activity_paper, open_item_paper, said, worked
from core.billing.queries.ageing import ageing_of
from core.billing.queries.company import billing_defaults
from core.billing.queries.statement import activity, open_items
from core.desk.permissions import Permission
from core.directory.model import Customer
from core.errors import NotFound
from core.language import Language
from office.access import needs
from office.billing.ageing_bar import HEIGHT, WIDTH, ageing_bar
from office.billing.asking import Period, day_said, last_month, period_asked, today
from office.billing.giving import paper_given
from office.billing.receivables import BUCKET_WORDS
from office.billing.rooms import billing_rooms, may_collect
from office.door import choice_asked, office, reading

_KINDS = ((StatementKind.ACTIVITY, "What moved"), (StatementKind.OPEN_ITEM, "What is open"))


@needs(Permission.BILLING_READ)
def statement(customer_id: int) -> str:
    """The page (inventory 133)."""
    kind = choice_asked("kind", StatementKind) or StatementKind.ACTIVITY
    period = period_asked()
    with reading() as session:
        customer = _customer(session, customer_id)
        is_activity = kind is StatementKind.ACTIVITY
        moved = (
            activity(session, customer_id, period.from_on, period.to_on) if is_activity else None
        )
        open_ = None if is_activity else open_items(session, customer_id, period.to_on)
        owed = ageing_of(session, customer_id, period.to_on)
        return render_template(
            "office/billing/statement.html",
            billing=billing_rooms("receivables"),
            may_collect=may_collect(),
            customer=customer,
            kind=kind,
            kinds=_KINDS,
            period=period,
            moved=moved,
            open_=open_,
            owed=owed,
            parts=ageing_bar(owed),
            bar=(WIDTH, HEIGHT),
            said=lambda each: said(each, Language.ENGLISH),
            worked=lambda each: worked(each, Language.ENGLISH),
            day_said=day_said,
            shortcuts=_shortcuts(),
            BUCKET_WORDS=BUCKET_WORDS,
        )


@needs(Permission.BILLING_READ)
def statement_pdf(customer_id: int) -> Response:
    """The same as PDF, in the customer's language unless another is asked for."""
    kind = choice_asked("kind", StatementKind) or StatementKind.ACTIVITY
    period = period_asked()
    with reading() as session:
        customer = _customer(session, customer_id)
        spoken = choice_asked("language", Language) or Language(customer.language)
        paper = statement_paper(session, customer, kind, period, spoken)
    return paper_given(paper)


def statement_paper(
    session: Session, customer: Customer, kind: StatementKind, period: Period, spoken: Language
) -> Paper:
    """A statement of this kind, ready to be set."""
    sender = company_sender(session)
    if kind is StatementKind.ACTIVITY:
        moved = activity(session, customer.id, period.from_on, period.to_on)
        return activity_paper(moved, customer, sender, spoken)
    return open_item_paper(open_items(session, customer.id, period.to_on), customer, sender, spoken)


def company_sender(session: Session) -> Sender:
    """The company as it stands on its papers."""
    return sender_of(office().settings.company, billing_defaults(session))


def _customer(session: Session, customer_id: int) -> Customer:
    customer = session.get(Customer, customer_id)
    if customer is None:
        raise NotFound("customer", customer_id)
    return customer


def _shortcuts() -> tuple[tuple[str, Period], ...]:
    on = today()
    return (
        ("This month", Period(on.replace(day=1), on)),
        ("Last month", last_month(on)),
        ("This year", Period(on.replace(month=1, day=1), on)),
    )
