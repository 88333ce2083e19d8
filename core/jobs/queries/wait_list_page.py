"""The wait list as the office sees it: who waits for what, which times are free, and who was offered which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from core.directory.model import Contact
from core.jobs.availability import Span, why_off
from core.jobs.crew_time import busy_spans, workings
from core.jobs.model import (
    Appointment,
    Booking,
    Job,
    OpenSlot,
    PartOfDay,
    SlotOffer,
    SlotOfferState,
    SlotState,
    WaitWish,
    WishState,
)
from core.jobs.wishes import place_of_wish, requester_of, still_waits

MOST_WISHES = 200
MOST_SLOTS = 50
MOST_OFFERS = 10


@dataclass(frozen=True)
class WishRow:
    """One who waits. job_number or booking_id: what for."""

    id: int
    who: str
    summary: str
    place: str
    trade: str
    weekdays: tuple[int, ...]
    part_of_day: PartOfDay
    until_on: date | None
    since: datetime
    job_number: int | None
    booking_id: int | None


@dataclass(frozen=True)
class OfferRow:
    """Who was asked about a time, and what came of it."""

    wish_id: int
    who: str
    state: SlotOfferState
    at: datetime
    expires_at: datetime
    offered_by: str


@dataclass(frozen=True)
class SlotRow:
    """A time that fell free. zone: of the place where the visit was to be.

    hindrance: why an open one is given to nobody now, as a sentence, or "".
    """

    id: int
    start: datetime
    end: datetime
    zone: str
    trade: str
    technician: str
    state: SlotState
    offers: tuple[OfferRow, ...]
    hindrance: str

    @property
    def is_asked(self) -> bool:
        """Whether an answer is awaited."""
        return any(each.state is SlotOfferState.OFFERED for each in self.offers)


def wishes_waiting(session: Session) -> tuple[WishRow, ...]:
    """Everybody on the list, who waits longest first."""
    rows = session.scalars(
        select(WaitWish)
        .where(WaitWish.state == WishState.WAITING)
        .options(
            selectinload(WaitWish.job).options(
                selectinload(Job.property), selectinload(Job.requester), selectinload(Job.status)
            ),
            selectinload(WaitWish.booking).options(
                selectinload(Booking.property), selectinload(Booking.requester)
            ),
            selectinload(WaitWish.business_unit),
        )
        .order_by(WaitWish.id)
        .limit(MOST_WISHES)
    )
    return tuple(_wish(row) for row in rows if still_waits(row))


def times_free(session: Session, *, zone: str) -> tuple[SlotRow, ...]:
    """Times that fell free and are still to come, the soonest first; those taken stay for the office to see.

    zone: the company's, on whose clock technicians' hours are told.
    """
    rows = session.scalars(
        select(OpenSlot)
        .where(OpenSlot.window_start > func.clock_timestamp(), OpenSlot.state != SlotState.CLOSED)
        .options(
            selectinload(OpenSlot.business_unit),
            selectinload(OpenSlot.technician),
            selectinload(OpenSlot.appointment)
            .selectinload(Appointment.job)
            .selectinload(Job.property),
        )
        .order_by(OpenSlot.window_start, OpenSlot.id)
        .limit(MOST_SLOTS)
    ).all()
    offers = _offers(session, [row.id for row in rows])
    why = _hindrances(session, [row for row in rows if row.state is SlotState.OPEN], zone)
    return tuple(_slot(row, offers.get(row.id, ()), why.get(row.id, "")) for row in rows)


def waiting_wish(
    session: Session, *, job_id: int | None = None, booking_id: int | None = None
) -> WaitWish | None:
    """The wish that stands for this job or booking."""
    mine = WaitWish.job_id == job_id if job_id is not None else WaitWish.booking_id == booking_id
    return session.scalar(select(WaitWish).where(mine, WaitWish.state == WishState.WAITING))


def _wish(row: WaitWish) -> WishRow:
    place = place_of_wish(row)
    about = row.job or row.booking
    return WishRow(
        id=row.id,
        who=_name(requester_of(row)),
        summary=about.summary if about else "",
        place=place.street if place else "",
        trade=row.business_unit.name,
        weekdays=tuple(row.weekdays),
        part_of_day=PartOfDay(row.part_of_day),
        until_on=row.until_on,
        since=row.created_at,
        job_number=row.job.number if row.job else None,
        booking_id=row.booking_id,
    )


def _hindrances(session: Session, rows: list[OpenSlot], zone: str) -> dict[int, str]:
    """Why each is not free now, by its id; all are judged with a handful of queries."""
    crew = {row.technician.id: row.technician for row in rows if row.technician is not None}
    if not crew:
        return {row.id: "It is nobody’s time." for row in rows}
    within = Span(min(row.window_start for row in rows), max(row.window_end for row in rows))
    busy = busy_spans(session, within)
    known = {each.technician_id: each for each in workings(session, list(crew.values()), within)}
    found: dict[int, str] = {}
    for row in rows:
        span = Span(row.window_start, row.window_end)
        if row.technician is None:
            found[row.id] = "It is nobody’s time."
        elif not row.technician.active:
            found[row.id] = f"{row.technician.name} is switched off."
        elif any(span.overlaps(each) for each in busy.get(row.technician.id, ())):
            found[row.id] = f"{row.technician.name} has another visit then."
        elif not known[row.technician.id].knows(row.business_unit_id):
            found[row.id] = f"{row.technician.name} does no {row.business_unit.name} work."
        else:
            found[row.id] = why_off(known[row.technician.id], span, zone) or ""
    return found


def _slot(row: OpenSlot, offers: tuple[OfferRow, ...], hindrance: str) -> SlotRow:
    return SlotRow(
        id=row.id,
        start=row.window_start,
        end=row.window_end,
        zone=row.appointment.job.property.time_zone,
        trade=row.business_unit.name,
        technician=row.technician.name if row.technician else "",
        state=SlotState(row.state),
        offers=offers,
        hindrance=hindrance,
    )


def _offers(session: Session, slot_ids: list[int]) -> dict[int, tuple[OfferRow, ...]]:
    rows = session.scalars(
        select(SlotOffer)
        .where(SlotOffer.slot_id.in_(slot_ids))
        .options(
            selectinload(SlotOffer.wish).options(
                selectinload(WaitWish.job).selectinload(Job.requester),
                selectinload(WaitWish.booking).selectinload(Booking.requester),
            )
        )
        .order_by(SlotOffer.id)
    )
    found: dict[int, list[OfferRow]] = {}
    for row in rows:
        made = OfferRow(
            wish_id=row.wish_id,
            who=_name(requester_of(row.wish)),
            state=SlotOfferState(row.state),
            at=row.created_at,
            expires_at=row.expires_at,
            offered_by=row.offered_by,
        )
        found.setdefault(row.slot_id, []).append(made)
    return {slot_id: tuple(offers[:MOST_OFFERS]) for slot_id, offers in found.items()}


def _name(person: Contact | None) -> str:
    return person.full_name if person else "Unknown"
