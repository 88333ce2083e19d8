"""A building with thousands of tenants, each with a phone and the wish to hear of one status. Bulk-inserted."""

from __future__ import annotations

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from core.directory.model import CustomerKind, Property, RelationshipType, Role
from core.jobs.lifecycle import Category
from core.jobs.model import BusinessUnit, Job, JobStatus, JobType

HEARD = Category.SCHEDULED
STREET = "1 Tower Sq"

_TENANTS = text(
    """
    WITH made AS (
        INSERT INTO customers (kind, name)
        SELECT :kind, 'Tenant ' || n FROM generate_series(cast(:first AS int), cast(:last AS int)) AS n
        RETURNING id, name
    ), linked AS (
        INSERT INTO property_relationships (property_id, customer_id, type_id)
        SELECT :place, id, :type FROM made
    ), wished AS (
        INSERT INTO alert_subscriptions (customer_id, status_id) SELECT id, :status FROM made
    ), people AS (
        INSERT INTO contacts (customer_id, first_name, last_name)
        SELECT id, 'Tenant', substr(name, 8) FROM made
        RETURNING id, last_name
    )
    INSERT INTO contact_points (contact_id, kind, value)
    SELECT id, 'phone', '+1312' || (2000000 + last_name::int) FROM people
    """
)


def make_building(session: Session) -> int:
    """The building, and its id."""
    place = Property(street=STREET, city="Chicago", state="IL", time_zone="America/Chicago")
    session.add(place)
    session.flush()
    return place.id


def move_in(session: Session, place_id: int, *, first: int, last: int) -> None:
    """Tenants numbered first to last, both included, in one statement."""
    session.execute(
        _TENANTS,
        {
            "kind": CustomerKind.RESIDENTIAL.value,
            "first": first,
            "last": last,
            "place": place_id,
            "type": session.scalar(
                select(RelationshipType.id).where(RelationshipType.role == Role.OCCUPANT)
            ),
            "status": status_of(session, HEARD).id,
        },
    )


def phones(first: int, last: int) -> list[str]:
    """The numbers of those tenants."""
    return [f"+1312{2000000 + number}" for number in range(first, last + 1)]


def status_of(session: Session, category: Category) -> JobStatus:
    """The company's default status of a category."""
    return session.scalars(
        select(JobStatus).where(JobStatus.category == category, JobStatus.is_default)
    ).one()


def open_job(session: Session, place_id: int) -> Job:
    """A booked job at the building, of which nobody has been told yet."""
    job_id = session.scalar(
        insert(Job)
        .values(
            customer_id=session.scalar(_FIRST_CUSTOMER, {"place": place_id}),
            property_id=place_id,
            business_unit_id=session.scalar(select(BusinessUnit.id).limit(1)),
            job_type_id=session.scalar(select(JobType.id).limit(1)),
            status_id=status_of(session, Category.BOOKED).id,
            summary="Elevator out of order",
        )
        .returning(Job.id)
    )
    return session.get_one(Job, job_id)


_FIRST_CUSTOMER = text(
    "SELECT min(customer_id) FROM property_relationships WHERE property_id = :place"
)
