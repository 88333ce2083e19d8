"""Who wants to hear of which statuses: a customer's list, or a contact's own."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.alerts.actions.bill_subscribing import drop_bill_news
from core.alerts.model import AlertSubscription
from core.directory.model import Contact, Customer
from core.events.actions import Actor, Place, record
from core.jobs.model import JobStatus


def subscribe(session: Session, customer: Customer, status: JobStatus, *, actor: Actor) -> None:
    """Add a status to the customer's list (inventory 81). Harmless when it is there."""
    _add(session, customer.id, None, status, actor)


def subscribe_contact(
    session: Session, contact: Contact, status: JobStatus, *, actor: Actor
) -> None:
    """Add a status to the contact's own list, which from now on counts instead of the customer's."""
    contact.own_alert_list = True
    session.flush()
    _add(session, contact.customer_id, contact.id, status, actor)


def _add(
    session: Session, customer_id: int, contact_id: int | None, status: JobStatus, actor: Actor
) -> None:
    added = session.scalar(
        insert(AlertSubscription)
        .values(customer_id=customer_id, contact_id=contact_id, status_id=status.id)
        .on_conflict_do_nothing(index_elements=["customer_id", "contact_id", "status_id"])
        .returning(AlertSubscription.id)
    )
    if added is not None:
        _record(session, "alerts.subscribed", customer_id, contact_id, status, actor)


def unsubscribe(session: Session, customer: Customer, status: JobStatus, *, actor: Actor) -> None:
    """Take a status off the customer's list."""
    _remove(session, customer.id, None, status, actor)


def unsubscribe_contact(
    session: Session, contact: Contact, status: JobStatus, *, actor: Actor
) -> None:
    """Take a status off the contact's own list; an empty own list means nothing is heard."""
    _remove(session, contact.customer_id, contact.id, status, actor)


def use_customer_list(session: Session, contact: Contact) -> None:
    """Drop the contact's own list: the customer's counts again."""
    session.execute(delete(AlertSubscription).where(AlertSubscription.contact_id == contact.id))
    drop_bill_news(session, contact)
    contact.own_alert_list = False
    session.flush()


def _remove(
    session: Session, customer_id: int, contact_id: int | None, status: JobStatus, actor: Actor
) -> None:
    removed = session.scalar(
        delete(AlertSubscription)
        .where(
            AlertSubscription.customer_id == customer_id,
            AlertSubscription.contact_id.is_not_distinct_from(contact_id),
            AlertSubscription.status_id == status.id,
        )
        .returning(AlertSubscription.id)
    )
    if removed is not None:
        _record(session, "alerts.unsubscribed", customer_id, contact_id, status, actor)


def _record(
    session: Session,
    kind: str,
    customer_id: int,
    contact_id: int | None,
    status: JobStatus,
    actor: Actor,
) -> None:
    record(
        session,
        kind,
        subject=("customer", customer_id),
        actor=actor,
        place=Place(customer_id=customer_id),
        after={"status": status.name, "contact_id": contact_id},
    )


def subscribe_to_defaults(session: Session, customer: Customer, *, actor: Actor) -> None:
    """Give a new customer the list the company has chosen for new customers."""
    statuses = session.scalars(
        select(JobStatus).where(JobStatus.subscribed_by_default, JobStatus.active)
    )
    for status in statuses.all():
        subscribe(session, customer, status, actor=actor)


def subscribed_status_ids(
    session: Session, customer: Customer, contact: Contact | None = None
) -> Collection[int]:
    """The statuses on the customer's list, or on the contact's own."""
    return set(
        session.scalars(
            select(AlertSubscription.status_id).where(
                AlertSubscription.customer_id == customer.id,
                AlertSubscription.contact_id.is_not_distinct_from(contact.id if contact else None),
            )
        )
    )
