"""Write down what the call page holds: the caller and the place where they are new, the request, the job with its
visit, and the call itself; all or nothing.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from bot.reading.categories import category_of
from bot.reading.text import sentences
from core.alerts.actions.subscribing import subscribe_to_defaults
from core.directory.actions.arriving import introduce
from core.directory.actions.opening import open_property
from core.directory.actions.people import add_customer
from core.directory.actions.places import is_linked, relate
from core.directory.model import (
    Contact,
    Customer,
    CustomerKind,
    PointKind,
    Property,
    RelationshipType,
    Unit,
)
from core.directory.queries.people import PlaceFound, places_named, places_of, points_at
from core.errors import FieldRefused
from core.jobs.actions.booking import NewJob, Request
from core.jobs.actions.calls import (
    MOST_MINUTES,
    CallNotes,
    PlannedVisit,
    book_call,
    note_call,
    take_request,
)
from core.jobs.model import Booking, BookingSource
from core.messaging.actions.recognising import recognise
from office.access import actor
from office.calls.typed import (
    Outcome,
    Trouble,
    What,
    Where,
    Who,
    newcomer_typed,
    trouble_typed,
    what_typed,
    where_typed,
    who_typed,
)
from office.calls.visit import visit_typed
from office.door import now, office
from office.forms import Form

_WITH_VISIT = frozenset({Outcome.BOOK, Outcome.INSIST})


def write_call_down(session: Session, form: Form, key: str, outcome: Outcome) -> Booking | None:
    """What the call became, or None with the errors noted and nothing written."""
    trouble, who = trouble_typed(form), who_typed(session, form)
    where = where_typed(session, form)
    if outcome is Outcome.SAVE:
        return _save(session, form, key, trouble, who, where) if form.is_good else None
    newcomer_typed(session, form, who)
    if where.known is None and where.new is None:
        form.refuse("place", "Choose the place, or write its street down.")
    what = what_typed(session, form, trouble.urgency)
    zone = where.known.time_zone if where.known else office().settings.company_timezone
    visit = visit_typed(session, form, zone) if outcome in _WITH_VISIT else None
    if visit is not None and outcome is Outcome.INSIST:
        visit = replace(visit, insists=True)
    if not form.is_good:
        return None
    return _book(session, form, key, (trouble, who, where, what), visit)


def _book(
    session: Session,
    form: Form,
    key: str,
    typed: tuple[Trouble, Who, Where, What],
    visit: PlannedVisit | None,
) -> Booking:
    trouble, who, where, what = typed
    person = who.known or _welcome(session, who)
    place, unit = _settle(session, where)
    _belong(session, form, person, place, unit)
    if what.business_unit is None or what.job_type is None:
        raise FieldRefused("business_unit_id", "Choose a trade.")
    payer = what.customer or person.customer
    if what.customer is not None and not is_linked(session, place, payer):
        raise FieldRefused("customer_id", f"Link {payer.display_name} to {place.street} first.")
    request = _request(key, trouble, who, person, (place.id, unit.id if unit else None), "")
    new = NewJob(
        customer=payer,
        property=place,
        unit=unit,
        requester=person,
        business_unit=what.business_unit,
        job_type=what.job_type,
        summary=trouble.summary,
        priority=what.priority,
        customer_notes=_notes(trouble),
    )
    job = book_call(session, request, new, visit, actor=actor())
    booking = session.get_one(Booking, job.booking_id)
    note_call(session, person.customer, _call(form, who), actor=actor(), booking=booking)
    return booking


def _save(
    session: Session, form: Form, key: str, trouble: Trouble, who: Who, where: Where
) -> Booking:
    """Nothing but the words is needed; what can be told from a number or a street is."""
    person = who.known or _only_one_at(session, who.new.phone)
    ids = (where.known.id, where.unit.id if where.unit else None) if where.known else None
    if ids is None and where.hint:
        ids = _only(places_named(session, where.hint))
    elif ids is None and person is not None:
        ids = _only(places_of(session, [person.customer_id]))
    request = _request(key, trouble, who, person, ids or (None, None), where.hint)
    booking = take_request(session, request, actor=actor())
    if person is not None:
        note_call(session, person.customer, _call(form, who), actor=actor(), booking=booking)
    return booking


def _request(
    key: str,
    trouble: Trouble,
    who: Who,
    person: Contact | None,
    place: tuple[int | None, int | None],
    hint: str,
) -> Request:
    return Request(
        source=BookingSource.PHONE,
        words=trouble.words,
        summary=trouble.summary,
        category=category_of(sentences(trouble.words)) or "general",
        urgency=trouble.urgency,
        safety=trouble.safety.value if trouble.safety else None,
        requester=person,
        requester_address=who.new.phone
        or _own(person, PointKind.PHONE)
        or _own(person, PointKind.EMAIL),
        requester_name=who.name,
        customer=person.customer if person else None,
        property_id=place[0],
        unit_id=place[1],
        place_hint=hint,
        requested_window=trouble.window,
        since=trouble.since,
        estimate=trouble.estimate,
        form_key=key,
    )


def _welcome(session: Session, who: Who) -> Contact:
    """A caller nobody knew becomes a customer, with the alert list the company gives to new ones."""
    customer: Customer = add_customer(
        session,
        name=who.name,
        company_name=who.company,
        kind=CustomerKind.COMMERCIAL if who.company else CustomerKind.RESIDENTIAL,
        actor=actor(),
    )
    person = introduce(session, customer, who.new, actor=actor())
    subscribe_to_defaults(session, customer, actor=actor())
    recognise(session, person)
    return person


def _settle(session: Session, where: Where) -> tuple[Property, Unit | None]:
    if where.known is not None:
        return where.known, where.unit
    if where.new is None:
        raise FieldRefused("place", "Choose the place, or write its street down.")
    place = open_property(session, where.new, actor=actor())
    return place, next(iter(place.units), None)


def _belong(
    session: Session, form: Form, person: Contact, place: Property, unit: Unit | None
) -> None:
    """The caller is linked to the place in the way staff chose; without a choice nothing is linked."""
    type_id = form.row("type_id")
    if type_id is None or is_linked(session, place, person.customer):
        return
    way = session.get(RelationshipType, type_id)
    if way is None:
        raise FieldRefused("type_id", "Choose one of the list.")
    relate(session, place, person.customer, way, actor=actor(), unit=unit)


def _notes(trouble: Trouble) -> str:
    """What the technician should know beside the summary."""
    lines = [
        "\n".join(trouble.words.splitlines()[1:]).strip(),
        f"Since: {trouble.since}" if trouble.since else "",
        trouble.customer_notes,
    ]
    return "\n".join(line for line in lines if line)


def _only_one_at(session: Session, phone: str) -> Contact | None:
    people = {point.contact_id: point.contact for point in points_at(session, phone) if phone}
    return next(iter(people.values())) if len(people) == 1 else None


def _only(places: tuple[PlaceFound, ...]) -> tuple[int, int | None] | None:
    return (places[0].property_id, places[0].unit_id) if len(places) == 1 else None


def _own(person: Contact | None, kind: PointKind) -> str:
    points = person.points if person else []
    fit = (point.value for point in points if point.kind is kind and point.bad_since is None)
    return next(fit, "")


def _call(form: Form, who: Who) -> CallNotes:
    """The call lasted from when the page was opened until now."""
    began = form.value("began")
    known = began.isascii() and began.isdigit() and len(began) <= 12
    seconds = int(now().timestamp()) - int(began) if known else 0
    minutes = min(max(round(seconds / 60), 0), MOST_MINUTES)
    return CallNotes(minutes=minutes, phone=who.new.phone or _own(who.known, PointKind.PHONE))
