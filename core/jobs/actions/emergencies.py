"""Emergencies: raised at once, paged up the ladder, closed only by a human who says they have it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.events.actions import Actor, Place, record
from core.jobs.model import Emergency, Job
from core.jobs.refusals import EmergencyTaken
from core.outbox import Kind
from core.outbox.actions import promise
from core.outbox.model import OutboxEntry

# Everyone on call and the office, by text and mail: there is nobody above them, and this rung is repeated.
OFFICE_RUNG = 3


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

    More words from the same reporter about the same danger at the same place, still unanswered, are added to it and
    paged as news: a second ladder would only confuse those being paged.
    """
    standing = _standing(session, danger)
    if standing is not None:
        return _add_words(session, standing, danger)
    emergency = Emergency(
        **_number_of(session, danger.job_id),
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
    session.refresh(emergency, ["number"])
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


def _number_of(session: Session, job_id: int | None) -> dict[str, int]:
    """Its job's number where there is a job; else a new one is drawn, which its job will bear."""
    job = session.get(Job, job_id) if job_id is not None else None
    return {"number": job.number} if job is not None else {}


def _standing(session: Session, danger: Danger) -> Emergency | None:
    """The same danger told before and taken by nobody; at another place it is another one."""
    same = select(Emergency).where(
        Emergency.reporter_address == danger.reporter_address,
        Emergency.safety == danger.safety,
        Emergency.acknowledged_at.is_(None),
    )
    if danger.property_id is not None:
        here = Emergency.property_id == danger.property_id
        same = same.where(or_(Emergency.property_id.is_(None), here))
    return session.scalar(same.order_by(Emergency.id.desc()).with_for_update().limit(1))


def _add_words(session: Session, standing: Emergency, danger: Danger) -> Emergency:
    standing.words = f"{standing.words}\n{danger.words}"
    standing.property_id = standing.property_id or danger.property_id
    standing.unit_id = standing.unit_id or danger.unit_id
    session.flush()
    promise_news(session, standing.id)
    return standing


def promise_news(session: Session, emergency_id: int) -> None:
    """Those who were paged, or the one who has it, will hear at once what has become known since."""
    promise(
        session,
        Kind.PAGE_NEWS,
        {"emergency_id": emergency_id},
        dedupe_key=f"page_news:{emergency_id}",
        rank=0,
    )


def news_of_booking(session: Session, booking_id: int) -> None:
    """Something became known about a booking; whoever hurries there because of it must know too."""
    ids = session.scalars(select(Emergency.id).where(Emergency.booking_id == booking_id))
    for emergency_id in ids.all():
        promise_news(session, emergency_id)


def acknowledge(
    session: Session, number: int | None, *, actor: Actor, address: str = ""
) -> tuple[Emergency, bool]:
    """A human has it: the ladder stops. number: as it was paged; None where only one is open.

    address: where that human hears news of it. Returns it, and whether this is news: the same human may say so twice.
    Raises NotFound where no single emergency fits, and EmergencyTaken with the name of the one who has it.
    """
    return _give(session, _meant(session, number), actor=actor, address=address)


def acknowledge_one(
    session: Session, emergency_id: int, *, actor: Actor, address: str = ""
) -> tuple[Emergency, bool]:
    """The same for one that was pointed at, whatever number it shares with others."""
    emergency = session.get(Emergency, emergency_id, with_for_update=True, populate_existing=True)
    if emergency is None:
        raise NotFound("emergency", emergency_id)
    return _give(session, emergency, actor=actor, address=address)


def _give(
    session: Session, emergency: Emergency, *, actor: Actor, address: str
) -> tuple[Emergency, bool]:
    taker = f"{actor.type}:{actor.id}"
    if emergency.acknowledged_at is not None:
        if emergency.taker == taker:
            return emergency, False
        raise EmergencyTaken(by=emergency.acknowledged_by, number=emergency.number)
    emergency.acknowledged_at = func.clock_timestamp()
    emergency.acknowledged_by = actor.name
    emergency.taker, emergency.taker_address = taker, address
    session.flush()
    session.refresh(emergency, ["acknowledged_at"])
    record(
        session,
        "emergency.acknowledged",
        subject=("emergency", emergency.id),
        actor=actor,
        place=_place(emergency),
        after={"by": actor.name},
    )
    return emergency, True


def _meant(session: Session, number: int | None) -> Emergency:
    """One nobody has comes before one somebody has; the newest first."""
    waiting = Emergency.acknowledged_at.is_(None)
    query = select(Emergency).with_for_update().order_by(waiting.desc(), Emergency.id.desc())
    query = query.where(waiting if number is None else Emergency.number == number)
    found = session.scalars(query.limit(2)).all()
    if not found or (number is None and len(found) > 1):
        raise NotFound("emergency", number if number is not None else "with no number")
    return found[0]


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


def climb_within(session: Session, emergency_id: int, *, seconds: float) -> None:
    """A page may not arrive: the next rung need not wait its minutes, but comes within so many seconds.

    Not above the office's, which is repeated by the clock: a dead number must not page everybody without end. A rung
    that is being climbed this moment is left alone.
    """
    is_of_use = select(Emergency.id).where(
        Emergency.id == emergency_id,
        Emergency.acknowledged_at.is_(None),
        Emergency.rung <= OFFICE_RUNG,
    )
    soon = func.clock_timestamp() + timedelta(seconds=seconds)
    waiting = (
        select(OutboxEntry.id)
        .where(
            OutboxEntry.kind == Kind.PAGE_ON_CALL,
            OutboxEntry.args["emergency_id"].as_integer() == emergency_id,
            OutboxEntry.dead_at.is_(None),
            OutboxEntry.run_at > soon,
            is_of_use.exists(),
        )
        .with_for_update(skip_locked=True, of=OutboxEntry)
    )
    session.execute(
        update(OutboxEntry).where(OutboxEntry.id.in_(waiting)).values(run_at=soon, lease_until=None)
    )


def _place(emergency: Emergency) -> Place:
    return Place(
        job_id=emergency.job_id,
        booking_id=emergency.booking_id,
        property_id=emergency.property_id,
    )
