"""News of money on the alert lists: of a customer, or of one person with a list of their own."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound as NoSuchPage
from werkzeug.wrappers import Response

from core.alerts.actions.bill_subscribing import (
    NEWS_WORDS,
    bill_news_of,
    subscribe_contact_to_bills,
    subscribe_to_bills,
    unsubscribe_contact_from_bills,
    unsubscribe_from_bills,
)
from core.alerts.model import BILL_NEWS, NoticeKind
from core.desk.permissions import Permission
from core.directory.model import Contact, Customer
from core.errors import NotFound
from office.access import actor, needs
from office.door import writing
from office.forms import Form


@dataclass(frozen=True)
class BillAlert:
    """One kind of news on a page. is_chosen: it stands on the list."""

    kind: NoticeKind
    words: str
    is_chosen: bool


def bill_alerts(
    session: Session, customer: Customer, contact: Contact | None = None
) -> list[BillAlert]:
    """What may be subscribed to about money, and whether it is."""
    chosen = bill_news_of(session, customer, contact)
    return [BillAlert(news, NEWS_WORDS[news], news in chosen) for news in BILL_NEWS]


@needs(Permission.DIRECTORY_EDIT)
def switch_bill_alert(customer_id: int, news: str) -> Response:
    """Put it on the customer's list or take it off, as the form says."""
    change = subscribe_to_bills if _is_wanted() else unsubscribe_from_bills
    with writing() as session:
        row = session.get(Customer, customer_id)
        if row is None:
            raise NotFound("customer", customer_id)
        change(session, row, _news(news), actor=actor())
    return redirect(url_for("office.customer", customer_id=customer_id, _anchor="alerts"))


@needs(Permission.DIRECTORY_EDIT)
def switch_own_bill_alert(customer_id: int, contact_id: int, news: str) -> Response:
    """Put it on the person's own list or take it off."""
    change = subscribe_contact_to_bills if _is_wanted() else unsubscribe_contact_from_bills
    with writing() as session:
        row = session.get(Contact, contact_id)
        if row is None or row.customer_id != customer_id or row.retired_at is not None:
            raise NotFound("contact", contact_id)
        change(session, row, _news(news), actor=actor())
    where = url_for("office.person", customer_id=customer_id, contact_id=contact_id)
    return redirect(f"{where}#alerts")


def _is_wanted() -> bool:
    return Form(request.form).ticked("wanted")


def _news(name: str) -> NoticeKind:
    if name not in set(BILL_NEWS):
        raise NoSuchPage
    return NoticeKind(name)
