"""Who was told of what at a property, or among a customer's people: the last events, with what became of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, text, true
from sqlalchemy.orm import Session, joinedload

from core.alerts.model import Notification
from core.alerts.notice_kinds import NOTICE_SENT, REMINDED
from core.alerts.queries.hearing import Hearing, stood_in, was_told
from core.alerts.queries.stand_ins import stand_ins_among
from core.directory.model import Contact, ContactPoint
from core.events.model import Event
from core.events.queries.timeline import Happening, happening_of
from core.jobs.actions.dispatching import MOVED_VISIT
from core.jobs.actions.status import MOVED
from core.jobs.actions.visit_news import CALLED_OFF

MOST_EVENTS = 50
# Of each event so many are shown with what became of them; the rest is counted.
MOST_EACH = 10
# No event has this number or a later one.
BEYOND = 2**63 - 1
TOLD_KINDS = (MOVED, MOVED_VISIT, CALLED_OFF, REMINDED, NOTICE_SENT)


@dataclass(frozen=True)
class Told:
    """One event and those who heard of it or did not; told, not_told: of all, hearings: the first."""

    happening: Happening
    job_number: int | None
    told: int
    not_told: int
    hearings: tuple[Hearing, ...]

    @property
    def more(self) -> int:
        """How many are counted but not shown."""
        return self.told + self.not_told - len(self.hearings)


def told_at_property(
    session: Session, property_id: int, *, below: int = BEYOND, most_each: int = MOST_EACH
) -> tuple[Told, ...]:
    """The last MOST_EVENTS at the property of which people are told, newest first; of those before event `below`."""
    events = session.scalars(
        select(Event)
        .where(Event.property_id == property_id, Event.kind.in_(TOLD_KINDS), Event.id < below)
        .order_by(Event.id.desc())
        .limit(MOST_EVENTS)
    ).all()
    return _told(session, events, true(), most_each)


# The index answers for each number and address by itself, however much its owner was told.
_HEARD = text(
    """
    SELECT DISTINCT heard.event_id
    FROM contacts c
    JOIN contact_points p ON p.contact_id = c.id
    CROSS JOIN LATERAL (
        SELECT n.event_id FROM notifications n WHERE n.contact_point_id = p.id AND n.event_id < :below
        ORDER BY n.event_id DESC LIMIT :most
    ) heard
    WHERE c.customer_id = :customer_id
    ORDER BY heard.event_id DESC
    LIMIT :most
    """
)


def told_to_customer(
    session: Session, customer_id: int, *, below: int = BEYOND, most_each: int = MOST_EACH
) -> tuple[Told, ...]:
    """The last MOST_EVENTS that reached the customer's people or were kept from them, newest first; only theirs.

    below: of the events before this one.
    """
    wanted = {"customer_id": customer_id, "most": MOST_EVENTS, "below": below}
    ids = session.scalars(_HEARD, wanted).all()
    events = session.scalars(select(Event).where(Event.id.in_(ids)).order_by(Event.id.desc())).all()
    theirs = select(ContactPoint.id).join(Contact).where(Contact.customer_id == customer_id)
    return _told(session, events, Notification.contact_point_id.in_(theirs), most_each)


def _told(
    session: Session, events: Sequence[Event], whose: ColumnElement[bool], most_each: int
) -> tuple[Told, ...]:
    ids = [event.id for event in events]
    rows, counts = _rows(session, ids, whose, most_each), _counts(session, ids, whose)
    instead: dict[tuple[int, str], Hearing] = {
        (event_id, mail.recipient): stood_in(mail, because)
        for event_id, mail, because in stand_ins_among(session, ids)
    }
    return tuple(
        Told(
            happening=happening_of(event),
            job_number=_number(event),
            told=counts.get(event.id, (0, 0))[0],
            not_told=counts.get(event.id, (0, 0))[1],
            hearings=tuple(
                instead.get((event.id, row.address)) or was_told(row) for row in rows[event.id]
            ),
        )
        for event in events
    )


def _rows(
    session: Session, ids: Sequence[int], whose: ColumnElement[bool], most_each: int
) -> dict[int, list[Notification]]:
    place = func.row_number().over(
        partition_by=Notification.event_id,
        order_by=(Notification.reason.is_not(None), Notification.id),
    )
    placed = (
        select(Notification.id, place.label("place"))
        .where(Notification.event_id.in_(ids), whose)
        .subquery()
    )
    found = session.scalars(
        select(Notification)
        .join(placed, placed.c.id == Notification.id)
        .where(placed.c.place <= most_each)
        .options(
            joinedload(Notification.message),
            joinedload(Notification.digest),
            joinedload(Notification.contact_point)
            .joinedload(ContactPoint.contact)
            .joinedload(Contact.customer),
        )
        .order_by(Notification.event_id, placed.c.place)
    )
    rows: dict[int, list[Notification]] = defaultdict(list)
    for row in found:
        rows[row.event_id].append(row)
    return rows


def _counts(
    session: Session, ids: Sequence[int], whose: ColumnElement[bool]
) -> dict[int, tuple[int, int]]:
    told = func.count().filter(Notification.reason.is_(None))
    rows = session.execute(
        select(Notification.event_id, told, func.count() - told)
        .where(Notification.event_id.in_(ids), whose)
        .group_by(Notification.event_id)
    )
    return {event_id: (heard, unheard) for event_id, heard, unheard in rows}


def _number(event: Event) -> int | None:
    number = event.facts.get("job_number")
    return number if isinstance(number, int) else None
