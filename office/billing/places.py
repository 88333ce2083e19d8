"""Places that a draft could be for, as a list to choose from."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.billing.model import Invoice, InvoiceStatus
from core.directory.model import Property, PropertyRelationship
from core.directory.queries.lists import properties
from office.billing.choosing import LONGEST_WORDS, MOST_FOUND, Options
from office.forms import Form


def places_near(session: Session, document: Invoice, form: Form) -> Options:
    """Whatever the words find, the place as it stands, then those of the bill-to; none where it cannot be changed."""
    if document.job_id is not None or document.status is not InvoiceStatus.DRAFT:
        return ()
    words = form.value("place_other").strip()[:LONGEST_WORDS]
    found = [(each.id, each.address) for each in properties(session, words, limit=MOST_FOUND)]
    standing = [document.property] if document.property else []
    linked = select(PropertyRelationship.property_id).where(
        PropertyRelationship.customer_id == document.bill_to_id
    )
    theirs = session.scalars(
        select(Property)
        .where(
            or_(
                Property.id.in_(linked),
                Property.financially_responsible_customer_id == document.bill_to_id,
            )
        )
        .order_by(Property.street, Property.id)
        .limit(MOST_FOUND)
    )
    every = dict([*found, *((each.id, each.address) for each in (*standing, *theirs))])
    return tuple((str(id_), address) for id_, address in every.items())
