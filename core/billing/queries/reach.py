"""Where bills, reminders and statements of an account go: only to its own people, never to others of a job."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from core.billing.queries.receipts import Reach, mails_of, phone_of
from core.directory.model import Contact, ContactPoint, Customer, PointKind

_TAKES_STATEMENTS = and_(ContactPoint.receives_statements, ContactPoint.bad_since.is_(None))


def bill_phones(session: Session, customer_id: int) -> list[Reach]:
    """Phones marked for invoices; where none is, the one phone of somebody who likes texts or has no mail."""
    marked = [
        Reach(point.id, point.value, person.first_name, person.language)
        for point, person in session.execute(
            select(ContactPoint, Contact)
            .join(Contact, Contact.id == ContactPoint.contact_id)
            .where(
                Contact.customer_id == customer_id,
                ContactPoint.kind == PointKind.PHONE,
                ContactPoint.receives_invoices,
                ContactPoint.bad_since.is_(None),
            )
            .order_by(ContactPoint.id)
        )
    ]
    if marked:
        return marked
    phone = phone_of(session, customer_id)
    return [phone] if phone else []


def bill_mails(session: Session, customer_id: int) -> list[Reach]:
    """Mail addresses marked for invoices; where none is, the first."""
    return mails_of(session, customer_id)


def statement_reach(session: Session, customer_id: int) -> list[tuple[PointKind, Reach]]:
    """Every entry that is marked for statements and works."""
    rows = session.execute(
        select(ContactPoint, Contact)
        .join(Contact, Contact.id == ContactPoint.contact_id)
        .where(Contact.customer_id == customer_id, _TAKES_STATEMENTS)
        .order_by(ContactPoint.id)
    )
    return [
        (point.kind, Reach(point.id, point.value, person.first_name, person.language))
        for point, person in rows
    ]


def accounts_with_statements(session: Session, *, after_id: int, most: int) -> Sequence[int]:
    """Customers with an entry marked for statements, in order of id."""
    return session.scalars(
        select(Contact.customer_id)
        .distinct()
        .join(ContactPoint, ContactPoint.contact_id == Contact.id)
        .join(Customer, Customer.id == Contact.customer_id)
        .where(
            Contact.customer_id > after_id,
            Customer.merged_into_id.is_(None),
            _TAKES_STATEMENTS,
        )
        .order_by(Contact.customer_id)
        .limit(most)
    ).all()
