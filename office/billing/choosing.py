"""Choose a customer who pays: one of a short list, or whoever is named in a field beside it. Several are offered."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.billing.model import Invoice
from core.directory.model import Customer, PropertyRelationship
from core.directory.queries.search import ranked_customers
from office.forms import Form

MOST_FOUND = 12
LONGEST_WORDS = 200

Options = tuple[tuple[str, str], ...]


def chosen_customer(session: Session, form: Form, field: str) -> int:
    """The customer of `field`, or the only one whom the words in `field`_other mean; 0 with an error otherwise."""
    words = form.text(f"{field}_other", most=LONGEST_WORDS)
    if not words:
        return form.needed_row(field, "Choose who pays, or name somebody else.")
    found = session.scalars(ranked_customers(words).limit(2)).all()
    if len(found) == 1:
        return found[0].id
    if not found:
        form.refuse(f"{field}_other", "Nobody is called that. Try a part of the name, or #number.")
    else:
        form.refuse(field, "Several fit what you wrote; choose one of this list.")
    return 0


def customers_near(session: Session, invoice: Invoice, form: Form, field: str) -> Options:
    """Whoever the words find, then all who belong to the invoice's place; not who is billed already."""
    words = form.value(f"{field}_other").strip()[:LONGEST_WORDS]
    found = list(session.scalars(ranked_customers(words).limit(MOST_FOUND))) if words else []
    linked = session.scalars(
        select(Customer)
        .join(PropertyRelationship, PropertyRelationship.customer_id == Customer.id)
        .where(PropertyRelationship.property_id == invoice.property_id)
        .order_by(Customer.name, Customer.id)
        .limit(MOST_FOUND)
    )
    standing = [invoice.job.customer] if invoice.job else []
    every = {each.id: each for each in (*found, *standing, *linked)}
    return options_of(each for each in every.values() if each.id != invoice.bill_to_id)


def options_of(customers: Iterable[Customer]) -> Options:
    """Customers as a list to choose from."""
    return tuple((str(each.id), f"{each.display_name} (#{each.number})") for each in customers)
