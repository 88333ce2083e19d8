"""Who a wish of the wait list is for: the person, their phone, the place, and whether it still waits at all."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.directory.model import Contact, ContactPoint, PointKind, Property
from core.jobs.lifecycle import Category
from core.jobs.model import BookingStatus, WaitWish, WishState

# A job in these has no visit, and may be given one.
WITHOUT_VISIT = frozenset({Category.BOOKED, Category.ON_HOLD})


def still_waits(wish: WaitWish) -> bool:
    """Not placed or taken off, and nobody has planned its visit, closed its job or decided its booking meanwhile."""
    if wish.state is not WishState.WAITING:
        return False
    if wish.job is not None:
        return Category(wish.job.status.category) in WITHOUT_VISIT
    return wish.booking is not None and wish.booking.status is BookingStatus.WAIT_LISTED


def phone_of(session: Session, wish: WaitWish) -> ContactPoint | None:
    """The phone of who waits that takes job updates."""
    person = requester_of(wish)
    if person is None:
        return None
    return session.scalar(
        select(ContactPoint)
        .where(
            ContactPoint.contact_id == person.id,
            ContactPoint.kind == PointKind.PHONE,
            ContactPoint.accepts_job_updates,
            ContactPoint.bad_since.is_(None),
        )
        .order_by(ContactPoint.id)
        .limit(1)
    )


def requester_of(wish: WaitWish) -> Contact | None:
    """Who asked."""
    if wish.job is not None:
        return wish.job.requester
    return wish.booking.requester if wish.booking else None


def place_of_wish(wish: WaitWish) -> Property | None:
    """Where the visit would be."""
    if wish.job is not None:
        return wish.job.property
    return wish.booking.property if wish.booking else None
