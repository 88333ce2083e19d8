"""What the form that makes a booking into a job offers: likely places and payers first, others by
search.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.directory.queries.lists import PropertyRow, customers, properties
from core.directory.queries.property_page import property_page
from core.errors import NotFound
from core.jobs.model import JobPriority
from core.jobs.queries.booking_pages import BookingView
from core.jobs.queries.job_choices import job_types, trades

MOST_FOUND = 12

Options = tuple[tuple[int | str, str], ...]


@dataclass(frozen=True)
class JobChoices:
    """Options of the form. place: the property chosen, as (id, address), or None."""

    place: tuple[int, str] | None
    places_found: tuple[PropertyRow, ...]
    units: Options
    customers: Options
    trades: Options
    types: Options
    priorities: Options


def choices_for(
    session: Session, booking: BookingView, property_id: int | None, place: str, payer: str
) -> JobChoices:
    """The options for this booking at this property; place, payer: words searched for."""
    chosen = None
    if property_id is not None:
        try:
            chosen = property_page(session, property_id)
        except NotFound:
            chosen = None
    looked_for = place or ("" if chosen else _first_words(booking.place_hint))
    people: list[tuple[int | str, str]] = []
    if chosen is not None:
        people += [
            (each.customer_id, f"{each.name} – {each.relationship}") for each in chosen.customers
        ]
    if booking.customer is not None:
        people.append((booking.customer[0], f"{booking.customer[1]} – who asked"))
    if payer:
        people += [(each.id, each.name) for each in customers(session, payer, limit=MOST_FOUND)]
    return JobChoices(
        place=(chosen.id, chosen.address) if chosen else None,
        places_found=properties(session, looked_for, limit=MOST_FOUND) if looked_for else (),
        units=tuple((unit.id, unit.name) for unit in chosen.units) if chosen else (),
        customers=_once(people),
        trades=tuple((each.id, each.label) for each in trades(session)),
        types=tuple((each.id, each.label) for each in job_types(session)),
        priorities=tuple((each.value, each.value.capitalize()) for each in JobPriority),
    )


def _first_words(hint: str) -> str:
    return " ".join(hint.split()[:2])


def _once(people: Iterable[tuple[int | str, str]]) -> Options:
    first: dict[int | str, str] = {}
    for key, label in people:
        first.setdefault(key, label)
    return tuple(first.items())
