"""Who wants to hear of money on an account: a customer's people, or one contact with a list of its own."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.alerts.model import BILL_NEWS, BillSubscription, NoticeKind
from core.directory.model import Contact, Customer
from core.errors import NotFound
from core.events.actions import Actor, Place, record

NEWS_WORDS: dict[NoticeKind, str] = {
    NoticeKind.INVOICE_OVERDUE: "Invoice overdue",
    NoticeKind.PAYMENT_RECEIVED: "Payment received",
}


def subscribe_to_bills(
    session: Session, customer: Customer, news: NoticeKind, *, actor: Actor
) -> None:
    """Add news of money to the customer's list. Harmless when it is there; NotFound for what is no such news."""
    _add(session, customer.id, None, news, actor)


def subscribe_contact_to_bills(
    session: Session, contact: Contact, news: NoticeKind, *, actor: Actor
) -> None:
    """Add it to the contact's own list, which from now on counts instead of the customer's."""
    contact.own_alert_list = True
    session.flush()
    _add(session, contact.customer_id, contact.id, news, actor)


def unsubscribe_from_bills(
    session: Session, customer: Customer, news: NoticeKind, *, actor: Actor
) -> None:
    """Take it off the customer's list."""
    _remove(session, customer.id, None, news, actor)


def unsubscribe_contact_from_bills(
    session: Session, contact: Contact, news: NoticeKind, *, actor: Actor
) -> None:
    """Take it off the contact's own list."""
    _remove(session, contact.customer_id, contact.id, news, actor)


def bill_news_of(
    session: Session, customer: Customer, contact: Contact | None = None
) -> list[NoticeKind]:
    """What stands on the customer's list, or on the contact's own, in the order of BILL_NEWS."""
    found = set(
        session.scalars(
            select(BillSubscription.news).where(
                BillSubscription.customer_id == customer.id,
                BillSubscription.contact_id.is_not_distinct_from(contact.id if contact else None),
            )
        )
    )
    return [news for news in BILL_NEWS if news in found]


def drop_bill_news(session: Session, contact: Contact) -> None:
    """The contact's own list goes."""
    session.execute(delete(BillSubscription).where(BillSubscription.contact_id == contact.id))


def _add(
    session: Session, customer_id: int, contact_id: int | None, news: NoticeKind, actor: Actor
) -> None:
    if news not in BILL_NEWS:
        raise NotFound("news of money", news)
    added = session.scalar(
        insert(BillSubscription)
        .values(customer_id=customer_id, contact_id=contact_id, news=news)
        .on_conflict_do_nothing(index_elements=["customer_id", "contact_id", "news"])
        .returning(BillSubscription.id)
    )
    if added is not None:
        _record(session, "alerts.subscribed", customer_id, contact_id, news, actor)


def _remove(
    session: Session, customer_id: int, contact_id: int | None, news: NoticeKind, actor: Actor
) -> None:
    removed = session.scalar(
        delete(BillSubscription)
        .where(
            BillSubscription.customer_id == customer_id,
            BillSubscription.contact_id.is_not_distinct_from(contact_id),
            BillSubscription.news == news,
        )
        .returning(BillSubscription.id)
    )
    if removed is not None:
        _record(session, "alerts.unsubscribed", customer_id, contact_id, news, actor)


def _record(
    session: Session,
    kind: str,
    customer_id: int,
    contact_id: int | None,
    news: NoticeKind,
    actor: Actor,
) -> None:
    record(
        session,
        kind,
        subject=("customer", customer_id),
        actor=actor,
        place=Place(customer_id=customer_id),
        after={"status": NEWS_WORDS[news], "contact_id": contact_id},
    )
