"""What is open for a person, and the places they may mean."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from bot.context import OpenWork, Place, PromptKind, Speaker
from bot.who import Known
from core.clock import local, spoken_time, spoken_window
from core.directory.queries.people import (
    PlaceFound,
    place_found,
    places_named,
)
from core.jobs.facts import accepted_by, current_visit
from core.jobs.model import (
    Booking,
    Job,
)
from core.jobs.queries.work import (
    open_bookings_from,
    open_jobs_of,
    unacknowledged,
)
from core.language import Language
from core.messaging.model import Conversation, Prompt


def found_places(
    session: Session,
    known: Known,
    prompt: Prompt | None,
    places: Sequence[PlaceFound],
    words: str,
) -> tuple[Place, ...]:
    """Places the words name: of their own for those who have some, of all where we asked a stranger."""
    own = sorted({place.property_id for place in places})
    asked = prompt is not None and prompt.kind == PromptKind.WHERE
    if known.speaker in {Speaker.TECHNICIAN, Speaker.STAFF}:
        return ()
    if known.speaker is Speaker.STRANGER or asked:
        own = []
    named = places_named(session, words, among=own)
    theirs = places if own else ()
    return tuple(place_fact(place) for found in named for place in _narrowed(found, theirs))


def _narrowed(found: PlaceFound, theirs: Sequence[PlaceFound]) -> Sequence[PlaceFound]:
    """Whoever names only the house means what is theirs in it."""
    if found.unit_id is not None:
        return (found,)
    return [place for place in theirs if place.property_id == found.property_id] or (found,)


def place_fact(found: PlaceFound) -> Place:
    """A place as the flows see it."""
    return Place(found.property_id, found.unit_id, found.label)


def work_of(
    session: Session,
    conversation: Conversation,
    known: Known,
    places: Sequence[PlaceFound],
    language: Language,
) -> tuple[OpenWork, ...]:
    """What is open for this person: bookings first, then jobs at their places."""
    units = [place.unit_id for place in places if place.unit_id is not None]
    contacts = sorted({point.contact_id for point in known.points})
    jobs = open_jobs_of(session, contact_ids=contacts, unit_ids=units) if contacts else ()
    bookings = open_bookings_from(session, conversation.address)
    dangers = {each.job_id: each.safety for each in unacknowledged(session) if each.job_id}
    return tuple(_of_booking(each) for each in bookings) + tuple(
        job_fact(job, language, dangers.get(job.id)) for job in jobs
    )


def _of_booking(booking: Booking) -> OpenWork:
    place = ""
    if booking.property is not None:
        place = place_found(booking.property, booking.unit).label
    return OpenWork(
        summary=booking.summary, place=place, booking_id=booking.id, safety=booking.safety
    )


def job_fact(job: Job, language: Language, danger: str | None = None) -> OpenWork:
    """A job as the person it is done for may hear of it."""
    visit = current_visit(job)
    zone = job.property.time_zone
    assignment = accepted_by(visit)
    return OpenWork(
        summary=job.summary,
        place=place_found(job.property, job.unit).label,
        booking_id=None,
        job_id=job.id,
        job_number=job.number,
        status=job.status.name,
        window=spoken_window(visit.window_start, visit.window_end, zone, language)
        if visit
        else None,
        technician=assignment.technician.first_name if assignment else None,
        safety=danger,
        eta=spoken_time(local(visit.eta_at, zone)) if visit and visit.eta_at else None,
    )
