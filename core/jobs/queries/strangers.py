"""Requests of people who are no customers yet, found by a part of the name, number or address they gave. It refuses
nothing: words that fit nobody find nothing.
"""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from core.directory.queries.search import MOST_RANKED, customer_number, fitting
from core.jobs.model import Booking
from core.jobs.queries.booking_pages import BookingRow, booking_row


def requests_of_strangers(session: Session, words: str, *, limit: int) -> tuple[BookingRow, ...]:
    """Those whose requester every word fits, the newest first; none when there is nothing to look for.

    Of words that fit more than MOST_RANKED only so many are put in order.
    """
    found = stranger_ids(words)
    if found is None:
        return ()
    rows = session.scalars(
        select(Booking)
        .where(Booking.id.in_(session.scalars(found.limit(MOST_RANKED)).all()))
        .options(
            joinedload(Booking.property),
            joinedload(Booking.unit),
            joinedload(Booking.requester),
        )
        .order_by(Booking.id.desc())
        .limit(limit)
    )
    return tuple(booking_row(each) for each in rows)


def stranger_ids(words: str) -> Select[int] | None:
    """The ids of requests without a customer whose requester the words fit; None where nothing is looked for."""
    if customer_number(words) is not None:
        return None
    fits = fitting(words, Booking.stranger_words, Booking.stranger_grams)
    return None if fits is None else select(Booking.id).where(Booking.customer_id.is_(None), fits)
