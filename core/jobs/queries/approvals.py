"""Approvals as conversations and pages need them: the one that is open, who may be asked, how much by mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from core.directory.model import (
    Contact,
    ContactPoint,
    PointKind,
    PropertyRelationship,
    RelationshipType,
    Role,
)
from core.directory.queries.people import has_role_at
from core.jobs.model import ApprovalRequest, Job
from core.jobs.spending import OPEN_STATES

SPEAKS_FIRST = (Role.PRIMARY, Role.MANAGER)
MOST_ASKED = 20
MOST_SHOWN = 50


@dataclass(frozen=True)
class Reachable:
    """A person who may decide, and one address of theirs."""

    point_id: int
    address: str
    contact_id: int
    first_name: str
    full_name: str
    language: str


def open_request_of(session: Session, job_id: int) -> ApprovalRequest | None:
    """The job's request nobody has decided yet, or that is on hold; there is at most one."""
    return session.scalar(
        select(ApprovalRequest).where(
            ApprovalRequest.job_id == job_id, ApprovalRequest.state.in_(OPEN_STATES)
        )
    )


def requests_of(session: Session, job_id: int) -> Sequence[ApprovalRequest]:
    """Everything ever asked about the job's cost, newest first, at most MOST_SHOWN."""
    return session.scalars(
        select(ApprovalRequest)
        .where(ApprovalRequest.job_id == job_id)
        .order_by(ApprovalRequest.id.desc())
        .limit(MOST_SHOWN)
    ).all()


def may_decide(session: Session, job: Job, customer_ids: Sequence[int]) -> bool:
    """Whether these customers may say what the job may cost: its own, who pays, or who speaks for the place."""
    if {job.customer_id, payer_of(job)} & set(customer_ids):
        return True
    return has_role_at(session, customer_ids, job.property_id)


def payer_of(job: Job) -> int:
    """The customer who is billed: the job's own choice, else the property's responsible party, else the customer."""
    chosen = job.bill_to_override_id or job.property.financially_responsible_customer_id
    return chosen or job.customer_id


def deciders_of(session: Session, job: Job) -> tuple[Reachable, ...]:
    """Whom to ask by mail: the people of the property's Primary and managers, of the job's customer and of who pays.

    Addresses that are known not to work are left out; each address once, at most MOST_ASKED.
    """
    speaking = (
        select(PropertyRelationship.customer_id)
        .join(RelationshipType, PropertyRelationship.type_id == RelationshipType.id)
        .where(
            PropertyRelationship.property_id == job.property_id,
            RelationshipType.role.in_(SPEAKS_FIRST),
        )
    )
    asked = or_(
        Contact.customer_id.in_([job.customer_id, payer_of(job)]), Contact.customer_id.in_(speaking)
    )
    return _reached(session, PointKind.EMAIL, asked)


def texted_deciders_of(session: Session, job: Job) -> tuple[Reachable, ...]:
    """Whom to ask by text where nobody can be asked by mail: the people of who pays, with a phone that works."""
    return _reached(session, PointKind.PHONE, Contact.customer_id == payer_of(job))


def _reached(
    session: Session, kind: PointKind, asked: ColumnElement[bool]
) -> tuple[Reachable, ...]:
    rows = session.execute(
        select(ContactPoint, Contact)
        .join(Contact, ContactPoint.contact_id == Contact.id)
        .where(ContactPoint.kind == kind, ContactPoint.bad_since.is_(None), asked)
        .order_by(ContactPoint.id)
        .limit(MOST_ASKED)
    )
    found = {point.value: _reachable(point, contact) for point, contact in rows}
    return tuple(found.values())


def _reachable(point: ContactPoint, contact: Contact) -> Reachable:
    return Reachable(
        point_id=point.id,
        address=point.value,
        contact_id=contact.id,
        first_name=contact.first_name,
        full_name=contact.full_name,
        language=contact.language.value,
    )
