"""A machine's request written down as a booking: who and where are looked up, danger pages whoever is on call."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.reading.categories import category_of
from bot.reading.emergency import scan
from bot.reading.text import sentences
from core.directory.model import Contact
from core.directory.queries.people import PlaceFound, places_named, points_at
from core.events.actions import Actor, ActorType
from core.jobs.actions.booking import Request
from core.jobs.actions.calls import take_request
from core.jobs.model import ApiToken, Booking, BookingSource
from webhooks.api.photos import attach, pictures
from webhooks.api.schema import BookingRequest, Urgency


def take(session: Session, token: ApiToken, asked: BookingRequest) -> Booking:
    """Open the booking with its photos. Words that tell of danger page as well as the field does."""
    kept = pictures(asked.photos)
    person, place = _person(session, asked), _place(session, asked)
    safety = _safety(asked)
    booking = take_request(
        session,
        Request(
            source=BookingSource.THIRD_PARTY,
            words=asked.words,
            summary=(asked.words.strip().splitlines() or [""])[0],
            category=category_of(sentences(asked.words)) or "general",
            urgency=Urgency.EMERGENCY if safety else asked.urgency,
            safety=safety,
            requester=person,
            requester_address=asked.requester.phone or asked.requester.email or "",
            requester_name=asked.requester.name,
            customer=person.customer if person else None,
            property_id=place.property_id if place else None,
            unit_id=place.unit_id if place else None,
            place_hint=_hint(asked),
            requested_window=asked.requested_window,
            pets=asked.pets,
            since=asked.since,
            estimate=asked.estimate,
        ),
        actor=Actor(ActorType.STRANGER, token.name, token.id),
    )
    attach(session, booking.id, asked.photos, kept)
    return booking


def _safety(asked: BookingRequest) -> str | None:
    if asked.danger is not None:
        return asked.danger.value
    found = scan(asked.words)
    if found is not None:
        return found.kind.value
    return "other" if asked.urgency is Urgency.EMERGENCY else None


def _person(session: Session, asked: BookingRequest) -> Contact | None:
    """The one person known at the number, else at the address; where several share it, staff choose."""
    for address in (asked.requester.phone, asked.requester.email):
        points = points_at(session, address) if address else ()
        people = {point.contact_id: point.contact for point in points}
        if len(people) == 1:
            return next(iter(people.values()))
    return None


def _place(session: Session, asked: BookingRequest) -> PlaceFound | None:
    named = places_named(session, _hint(asked)) if asked.place else ()
    return named[0] if len(named) == 1 else None


def _hint(asked: BookingRequest) -> str:
    where = asked.place
    if where is None:
        return ""
    street = f"{where.street} #{where.unit}" if where.unit else where.street
    return ", ".join(part for part in (street, where.city, where.state, where.postal_code) if part)
