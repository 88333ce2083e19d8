"""Emergencies: raised at once, paged up the ladder, closed only by a human who says they have it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.events.actions import Actor, Place, record
from core.jobs.model import Emergency, Job
from core.outbox import Kind
from core.outbox.actions import promise


@dataclass(frozen=True)
class Danger:
    """What was reported. safety: the kind, such as "gas"; reporter_address: phone or mail address of who wrote."""

    safety: str
    words: str
    reporter_address: str
    booking_id: int | None = None
    job_id: int | None = None
    property_id: int | None = None
    unit_id: int | None = None


def raise_emergency(session: Session, danger: Danger, *, actor: Actor) -> Emergency:
    """Write the emergency down and promise the first page, due at once (inventory 52, 53).

    More words from the same reporter about one of the same kind still unanswered are added to it: a second ladder would
    only confuse those being paged.
    """
    standing = _standing(session, danger)
    if standing is not None:
        standing.words = f"{standing.words}\n{danger.words}"
        standing.property_id = standing.property_id or danger.property_id
        standing.unit_id = standing.unit_id or danger.unit_id
        session.flush()
        return standing
    emergency = Emergency(
        safety=danger.safety,
        words=danger.words,
        reporter_address=danger.reporter_address,
        booking_id=danger.booking_id,
        job_id=danger.job_id,
        property_id=danger.property_id,
        unit_id=danger.unit_id,
    )
    session.add(emergency)
    session.flush()
    record(
        session,
        "emergency.raised",
        subject=("emergency", emergency.id),
        actor=actor,
        place=_place(emergency),
        after={"safety": emergency.safety},
    )
    promise(session, Kind.PAGE_ON_CALL, {"emergency_id": emergency.id, "rung": 0}, rank=0)
    return emergency


def _standing(session: Session, danger: Danger) -> Emergency | None:
    return session.scalar(
        select(Emergency)
        .where(
            Emergency.reporter_address == danger.reporter_address,
            Emergency.safety == danger.safety,
            Emergency.acknowledged_at.is_(None),
        )
        .with_for_update()
        .limit(1)
    )


def acknowledge(session: Session, number: int | None, *, by: str, actor: Actor) -> Emergency:
    """A human has it: the ladder stops. number: the emergency's, or its job's; None where only one is open.

    The first human counts; a later one is told who has it by the name on the returned row. Of several at one job, those
    nobody has come first. Raises NotFound where no single emergency fits.
    """
    query = (
        select(Emergency)
        .with_for_update()
        .order_by(Emergency.acknowledged_at.is_not(None), Emergency.id.desc())
    )
    if number is None:
        query = query.where(Emergency.acknowledged_at.is_(None))
    else:
        of_job = select(Job.id).where(Job.number == number).scalar_subquery()
        query = query.where(or_(Emergency.id == number, Emergency.job_id == of_job))
    found = session.scalars(query.limit(2)).all()
    if not found or (number is None and len(found) > 1):
        raise NotFound("emergency", number if number is not None else "with no number")
    emergency = found[0]
    if emergency.acknowledged_at is None:
        emergency.acknowledged_at = func.clock_timestamp()
        emergency.acknowledged_by = by
        session.flush()
        session.refresh(emergency, ["acknowledged_at"])
        record(
            session,
            "emergency.acknowledged",
            subject=("emergency", emergency.id),
            actor=actor,
            place=_place(emergency),
            after={"by": by},
        )
    return emergency


def climb(session: Session, emergency_id: int, *, rung: int) -> Emergency | None:
    """Take one rung of the ladder, once: None when a human has it, or when this rung was taken before."""
    taken = session.scalar(
        update(Emergency)
        .where(
            Emergency.id == emergency_id,
            Emergency.acknowledged_at.is_(None),
            Emergency.rung == rung,
        )
        .values(rung=rung + 1)
        .returning(Emergency.id)
    )
    return session.get(Emergency, taken) if taken is not None else None


def _place(emergency: Emergency) -> Place:
    return Place(
        job_id=emergency.job_id,
        booking_id=emergency.booking_id,
        property_id=emergency.property_id,
    )
