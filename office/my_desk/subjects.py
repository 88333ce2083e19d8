"""What tasks and notes are about: whether it is there, its name, its page, and whose timelines tell of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import current_app, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.billing.model import Invoice
from core.db import Row
from core.directory.model import Customer, Property
from core.errors import NotFound
from core.events.actions import Place
from core.jobs.model import Booking, Estimate, Job
from core.messaging.model import Conversation
from office.door import LARGEST_ROW

# What a colleague opens tasks about (inventory 158).
TASKED: Mapping[str, type[Row]] = {
    "customer": Customer,
    "job": Job,
    "estimate": Estimate,
    "booking": Booking,
    "invoice": Invoice,
}
LONGEST_LABEL = 60


@dataclass(frozen=True)
class Subject:
    """What something is about. url: its page, or empty where it has none."""

    label: str
    url: str


def needed_subject(session: Session, kind: str, row_id: int) -> tuple[str, int]:
    """The subject itself, once it is known to exist. Raises NotFound."""
    model = TASKED.get(kind)
    if model is None or not 0 < row_id <= LARGEST_ROW or session.get(model, row_id) is None:
        raise NotFound(kind if model else "subject", row_id)
    return kind, row_id


def subjects_of(
    session: Session, wanted: Iterable[tuple[str, int] | None]
) -> dict[tuple[str, int], Subject]:
    """What each is called and where it leads; a query a kind, whatever the number. What is gone is left out."""
    by_kind: dict[str, set[int]] = {}
    for each in wanted:
        if each is not None:
            by_kind.setdefault(each[0], set()).add(each[1])
    found: dict[tuple[str, int], Subject] = {}
    for kind, ids in by_kind.items():
        found |= {(kind, row_id): each for row_id, each in _named(session, kind, ids).items()}
    return found


def place_of_subject(session: Session, subject: tuple[str, int]) -> Place:
    """Whose timelines tell that a task was opened."""
    kind, row_id = subject
    if kind == "customer":
        return Place(customer_id=row_id)
    if kind == "booking":
        return Place(booking_id=row_id)
    if kind == "invoice":
        bill = session.get_one(Invoice, row_id)
        return Place(job_id=bill.job_id, customer_id=bill.bill_to_id)
    job_id = session.get_one(Estimate, row_id).job_id if kind == "estimate" else row_id
    job = session.get_one(Job, job_id)
    return Place(job_id=job.id, customer_id=job.customer_id, property_id=job.property_id)


def _named(session: Session, kind: str, ids: set[int]) -> dict[int, Subject]:
    """Of one kind; a table of queries rather than a chain would hide that each row is spoken of differently."""
    match kind:
        case "job":
            rows = session.execute(select(Job.id, Job.number, Job.summary).where(Job.id.in_(ids)))
            return {
                row.id: _to("job", f"Job #{row.number}, {row.summary}", number=row.number)
                for row in rows
            }
        case "customer":
            rows = session.execute(select(Customer.id, Customer.name).where(Customer.id.in_(ids)))
            return {row.id: _to("customer", row.name, customer_id=row.id) for row in rows}
        case "estimate":
            rows = session.execute(select(Estimate.id, Estimate.number).where(Estimate.id.in_(ids)))
            return {
                row.id: _to("estimate_by_id", f"Estimate {row.number}", estimate_id=row.id)
                for row in rows
            }
        case "invoice":
            rows = session.execute(select(Invoice.id, Invoice.number).where(Invoice.id.in_(ids)))
            return {
                row.id: _to("invoice", f"Invoice {row.number or 'draft'}", invoice_id=row.id)
                for row in rows
            }
        case _:
            return _by_id(session, kind, ids)


def _by_id(session: Session, kind: str, ids: set[int]) -> dict[int, Subject]:
    if kind == "booking":
        summaries = session.execute(select(Booking.id, Booking.summary).where(Booking.id.in_(ids)))
        return {
            row.id: _to("booking", f"Booking: {row.summary}", booking_id=row.id)
            for row in summaries
        }
    if kind == "conversation":
        found = session.scalars(select(Conversation.id).where(Conversation.id.in_(ids)))
        return {row: _to("conversation", "Conversation", conversation_id=row) for row in found}
    if kind == "property":
        streets = session.execute(select(Property.id, Property.street).where(Property.id.in_(ids)))
        return {row.id: _to("property_", row.street, property_id=row.id) for row in streets}
    return {}


def _to(endpoint: str, label: str, **values: int) -> Subject:
    """A page that stands in this office; a room not yet open leads nowhere."""
    name = f"office.{endpoint}"
    there = (
        url_for(name, _anchor=None, _method=None, _scheme=None, _external=None, **values)
        if name in current_app.view_functions
        else ""
    )
    short = label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1]}…"
    return Subject(short, there)
