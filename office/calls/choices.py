"""What the call page offers, given what is typed so far: people and places found, history, options, free times."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g
from sqlalchemy.orm import Session

from bot.reading.danger import Safety
from core.directory.queries.lists import PropertyRow, properties
from core.directory.queries.people import default_customer
from core.directory.queries.property_page import PropertyView, property_page
from core.directory.queries.search import phone_digits
from core.errors import NotFound
from core.jobs.model import EstimateWish, JobPriority
from core.jobs.queries.caller import Caller, CallerFound, caller, callers_like
from core.jobs.queries.job_choices import job_types, technicians, trades
from office.calls.typed import CALLER, URGENCIES
from office.calls.visit import SlotChoice, slots_offered
from office.door import LARGEST_ROW, office
from office.origin import ways_to_belong
from office.people import LANGUAGE_CHOICES
from office.words import spelled

MOST_PLACES = 6

Options = tuple[tuple[int | str, str], ...]

ESTIMATES: Options = (
    (EstimateWish.VISIT.value, "Yes, after a look at the place"),
    (EstimateWish.REMOTE.value, "Yes, from photos and words"),
)
DANGERS: Options = tuple((kind.value, spelled(kind.value)) for kind in Safety)
PRIORITIES: Options = tuple((each.value, each.value.capitalize()) for each in JobPriority)


@dataclass(frozen=True)
class CallChoices:
    """The page's choices. found, places_found: what was looked for and fits; place: the one chosen."""

    caller: Caller | None
    found: tuple[CallerFound, ...]
    place: PropertyView | None
    places_found: tuple[PropertyRow, ...]
    customers: Options
    units: Options
    trades: Options
    types: Options
    technicians: Options
    slots: tuple[SlotChoice, ...]
    ways: Options
    zone: str
    urgencies: Options = URGENCIES
    estimates: Options = ESTIMATES
    dangers: Options = DANGERS
    priorities: Options = PRIORITIES
    languages: Options = LANGUAGE_CHOICES


def only_one_there(session: Session, given: dict[str, str]) -> dict[str, str]:
    """The one person at a number is who calls; where several are there, the person at the desk chooses; where nobody
    is, what was looked for begins the new caller's entry.
    """
    words = given.get("q", "").strip()
    if given.get(CALLER) or not words:
        return given
    found = _callers(session, words)
    is_number = phone_digits(words) is not None
    if not found:
        field = "phone" if is_number else "name"
        return {**given, field: given.get(field) or words}
    return {**given, CALLER: str(found[0].contact_id)} if is_number and len(found) == 1 else given


def settled(session: Session, given: dict[str, str]) -> dict[str, str]:
    """What is typed, with what follows from it filled in: the caller's only place, and who pays there by default
    (inventory 42, 46).
    """
    settled = dict(given)
    who = _caller(session, settled.get(CALLER, ""))
    if who is None:
        settled[CALLER] = ""
    elif not settled.get("property_id") and len(who.places) == 1 and not settled.get("place"):
        only = who.places[0]
        settled["property_id"], settled["unit_id"] = str(only.property_id), str(only.unit_id or "")
    if not settled.get("customer_id"):
        settled["customer_id"] = _payer(session, settled.get("property_id", ""), who)
    return settled


def choices_of(session: Session, given: dict[str, str]) -> CallChoices:
    """The choices for what `settled` gave."""
    who = _caller(session, given.get(CALLER, ""))
    place = _place(session, given.get("property_id", ""))
    words, looked = given.get("q", ""), given.get("place", "")
    trade = _row(given.get("business_unit_id", ""))
    return CallChoices(
        caller=who,
        found=() if who else _callers(session, words),
        place=place,
        places_found=properties(session, looked, limit=MOST_PLACES)
        if looked and place is None
        else (),
        customers=_customers(who, place),
        units=tuple((unit.id, unit.name) for unit in place.units) if place else (),
        trades=tuple((each.id, each.label) for each in trades(session)),
        types=tuple((each.id, each.label) for each in job_types(session)),
        technicians=tuple((each.id, each.label) for each in technicians(session)),
        slots=slots_offered(session, trade, given.get("urgency", "")),
        ways=ways_to_belong(session),
        zone=place.time_zone if place else office().settings.company_timezone,
    )


def _customers(who: Caller | None, place: PropertyView | None) -> Options:
    calling = f"{who.customer} – who calls" if who else "The caller"
    options: list[tuple[int | str, str]] = [(CALLER, calling)]
    for each in place.customers if place else ():
        known = {key for key, _ in options} | ({who.customer_id} if who else set())
        if each.customer_id not in known:
            options.append((each.customer_id, f"{each.name} – {each.relationship}"))
    return tuple(options)


def _payer(session: Session, property_id: str, who: Caller | None) -> str:
    row = _row(property_id)
    payer = default_customer(session, row) if row is not None else None
    if payer is None or (who is not None and payer.id == who.customer_id):
        return CALLER
    return str(payer.id)


def _callers(session: Session, words: str) -> tuple[CallerFound, ...]:
    """Looked for once a request, however often the page asks."""
    known: tuple[str, tuple[CallerFound, ...]] | None = g.get("callers_found")
    if known is None or known[0] != words:
        known = (words, callers_like(session, words))
        g.callers_found = known
    return known[1]


def _caller(session: Session, words: str) -> Caller | None:
    row = _row(words)
    try:
        return caller(session, row) if row is not None else None
    except NotFound:
        return None


def _place(session: Session, words: str) -> PropertyView | None:
    row = _row(words)
    try:
        return property_page(session, row) if row is not None else None
    except NotFound:
        return None


def _row(words: str) -> int | None:
    readable = words.isascii() and words.isdigit() and int(words[:20]) <= LARGEST_ROW
    return int(words[:20]) if readable else None
