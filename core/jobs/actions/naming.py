"""Say who asked, on a booking that came from somebody unknown. It refuses bookings that are decided
already.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.directory.model import Contact
from core.errors import Refused
from core.events.actions import Actor, Place, record
from core.jobs.actions.booking import lock_booking
from core.jobs.model import Booking, BookingStatus


def waiting_booking(session: Session, booking_id: int) -> Booking:
    """The booking, held until the transaction ends. Refused when it is a job already, or let go."""
    booking = lock_booking(session, booking_id)
    if booking.status not in {BookingStatus.NEW, BookingStatus.WAIT_LISTED}:
        raise Refused(f"This booking is {booking.status} already; nothing can be changed in it.")
    return booking


def name_requester(session: Session, booking: Booking, person: Contact, *, actor: Actor) -> None:
    """Now we know who asked: the person, and by them the customer. With a known place the booking
    counts as verified.
    """
    booking.requester, booking.customer = person, person.customer
    booking.verified = booking.property_id is not None
    session.flush()
    record(
        session,
        "booking.requester_named",
        subject=("booking", booking.id),
        actor=actor,
        place=Place(booking_id=booking.id, customer_id=person.customer_id),
        after={"contact": person.full_name},
    )
