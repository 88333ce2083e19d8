"""Say where the work of a draft was done that belongs to no job. What is issued, or has a job, stays as it is."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from core.billing.actions.recording import record_for
from core.billing.actions.summing import lock_draft, retax
from core.billing.model import Invoice
from core.billing.refusals import name_of
from core.directory.model import Property
from core.errors import NotFound, Refused
from core.events.actions import Actor

PLACED = "invoice.place_changed"


def set_place(
    session: Session, invoice_id: int, property_id: int | None, *, on: date, actor: Actor
) -> Invoice:
    """Give a draft a place, whose sales tax and address it has from then on (inventory 114); None for no place.

    Refuses a draft of a job, whose place is the job's. The same again changes nothing.
    """
    invoice = lock_draft(session, invoice_id)
    if invoice.job is not None:
        raise Refused(f"{name_of(invoice)} belongs to job {invoice.job.number}, which has a place.")
    if invoice.property_id == property_id:
        return invoice
    place = session.get(Property, property_id) if property_id is not None else None
    if place is None and property_id is not None:
        raise NotFound("property", property_id)
    before = invoice.property.address if invoice.property else ""
    invoice.property_id = property_id
    session.flush()
    retax(session, invoice, on=on)
    after = {"place": place.address if place else ""}
    record_for(session, PLACED, invoice, actor=actor, before={"place": before}, after={**after})
    return invoice
