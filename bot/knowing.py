"""Load what the bot may know before it decides: who writes, where they belong, what is open. Reads only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.context import Context, OpenPrompt, OpenWork, Place, PromptKind, Speaker, Visit, VisitStage
from bot.places import STALE_AFTER_DAYS
from bot.reading.reply import forwarded_words
from bot.who import Known, language_of
from core.clock import database_now, local, spoken_time, spoken_window
from core.directory.queries.people import (
    PlaceFound,
    place_found,
    places_named,
    places_of,
)
from core.jobs.facts import accepted_by, current_visit
from core.jobs.model import (
    Appointment,
    AppointmentState,
    Assignment,
    AssignmentState,
    Booking,
    Emergency,
    Job,
)
from core.jobs.queries.work import (
    has_path_to,
    open_bookings_from,
    open_jobs_of,
    unacknowledged,
    visits_of,
)
from core.language import Language
from core.messaging.actions.consenting import consent_of
from core.messaging.actions.threads import open_question
from core.messaging.letterhead import Letterhead
from core.messaging.model import Conversation, Message, Prompt
from core.messaging.wire import Channel, ConsentState

# How long after an emergency was taken a late ACK is told by whom.
LATE_ANSWER = timedelta(hours=24)
# A silence before so many newer messages has long been talked about.
MOST_LOOKED_BACK = 50
_JOB_NUMBERS = re.compile(r"(?<!\d)\d{3,7}(?!\d)")
STAGES = {
    AppointmentState.DISPATCHED: VisitStage.DISPATCHED,
    AppointmentState.EN_ROUTE: VisitStage.EN_ROUTE,
    AppointmentState.ARRIVED: VisitStage.ON_SITE,
}


def load_context(
    session: Session,
    head: Letterhead,
    conversation: Conversation,
    message: Message,
    known: Known,
) -> Context:
    """All a flow may look at, for one message whose new words have been found."""
    is_mail = conversation.channel is Channel.EMAIL
    forwarded = forwarded_words(message.body) if is_mail else ""
    words = f"{message.subject}\n{message.new_words}\n{forwarded}"
    now = database_now(session)
    prompt = open_question(session, conversation)
    language = language_of(conversation, known)
    job = session.get(Job, conversation.job_id) if conversation.job_id else None
    has_a_say = job is not None and has_path_to(session, job, known.customer_ids)
    places = places_of(session, known.customer_ids) if known.customer_ids else ()
    contact = known.contact
    return Context(
        speaker=known.speaker,
        language=language,
        company=head.company.name,
        channel=conversation.channel,
        first_name=contact.first_name if contact else None,
        taken_over=conversation.taken_over_at is not None,
        opted_out=_is_opted_out(session, conversation),
        prompt=_prompt(prompt, now) if prompt else None,
        places=tuple(_place(place) for place in places),
        found_places=_found(session, known, prompt, places, words),
        work=_work(session, conversation, known, places, language),
        visits=_visits(session, known, message.new_words),
        about=_of_job(job, language) if job and has_a_say else None,
        may_act=_is_proven(message, known) and (job is None or has_a_say),
        misses=conversation.misses,
        days_silent=_days_silent(session, conversation, message, places),
        has_media=bool(message.media),
        subject=message.subject,
        forwarded=forwarded,
        unacknowledged=_answerable(session, now),
    )


def _is_proven(message: Message, known: Known) -> bool:
    return message.proven_sender and known.speaker is not Speaker.STRANGER


def _answerable(session: Session, now: datetime) -> tuple[int, ...]:
    """Emergencies waiting for a human; when none does, the last one taken: a late answer hears who has it."""
    waiting = tuple(each.number for each in unacknowledged(session))
    if waiting:
        return waiting
    taken = session.scalar(
        select(Emergency.number)
        .where(Emergency.acknowledged_at > now - LATE_ANSWER)
        .order_by(Emergency.acknowledged_at.desc())
        .limit(1)
    )
    return (taken,) if taken is not None else ()


def _is_opted_out(session: Session, conversation: Conversation) -> bool:
    state = consent_of(session, conversation.channel, conversation.address)
    return state is ConsentState.OPTED_OUT


def _prompt(prompt: Prompt, now: datetime) -> OpenPrompt:
    return OpenPrompt(
        id=prompt.id,
        kind=PromptKind(prompt.kind),
        options=tuple(prompt.options),
        booking_id=prompt.booking_id,
        job_id=prompt.job_id,
        expired=prompt.expires_at <= now,
    )


def _place(found: PlaceFound) -> Place:
    return Place(found.property_id, found.unit_id, found.label)


def _found(
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
    return tuple(_place(place) for found in named for place in _narrowed(found, theirs))


def _narrowed(found: PlaceFound, theirs: Sequence[PlaceFound]) -> Sequence[PlaceFound]:
    """Whoever names only the house means what is theirs in it."""
    if found.unit_id is not None:
        return (found,)
    return [place for place in theirs if place.property_id == found.property_id] or (found,)


def _work(
    session: Session,
    conversation: Conversation,
    known: Known,
    places: Sequence[PlaceFound],
    language: Language,
) -> tuple[OpenWork, ...]:
    units = [place.unit_id for place in places if place.unit_id is not None]
    contacts = sorted({point.contact_id for point in known.points})
    jobs = open_jobs_of(session, contact_ids=contacts, unit_ids=units) if contacts else ()
    bookings = open_bookings_from(session, conversation.address)
    dangers = {each.job_id: each.safety for each in unacknowledged(session) if each.job_id}
    return tuple(_of_booking(each) for each in bookings) + tuple(
        _of_job(job, language, dangers.get(job.id)) for job in jobs
    )


def _of_booking(booking: Booking) -> OpenWork:
    place = ""
    if booking.property is not None:
        place = place_found(booking.property, booking.unit).label
    return OpenWork(
        summary=booking.summary, place=place, booking_id=booking.id, safety=booking.safety
    )


def _of_job(job: Job, language: Language, danger: str | None = None) -> OpenWork:
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


def _visits(session: Session, known: Known, words: str) -> tuple[Visit, ...]:
    """Theirs, and offers that are gone where the words name one: then the trade says why it is too late."""
    if known.technician is None:
        return ()
    theirs = visits_of(session, known.technician.id)
    named = {int(number) for number in _JOB_NUMBERS.findall(words)}
    missing = named - {each.appointment.job.number for each in theirs}
    gone = _gone(session, known.technician.id, missing) if missing else ()
    return tuple(_visit(each) for each in (*theirs, *gone))


def _gone(session: Session, technician_id: int, job_numbers: set[int]) -> Sequence[Assignment]:
    """The last offer of each of these jobs that was taken back from the technician."""
    found = session.scalars(
        select(Assignment)
        .join(Appointment)
        .join(Job)
        .where(
            Assignment.technician_id == technician_id,
            Assignment.state == AssignmentState.WITHDRAWN,
            Job.number.in_(job_numbers),
        )
        .order_by(Assignment.id)
    )
    return list({each.appointment.job_id: each for each in found}.values())


def _visit(assignment: Assignment) -> Visit:
    appointment = assignment.appointment
    offered = assignment.state is not AssignmentState.ACCEPTED
    return Visit(
        assignment_id=assignment.id,
        appointment_id=appointment.id,
        job_id=appointment.job_id,
        job_number=appointment.job.number,
        stage=VisitStage.OFFERED
        if offered
        else STAGES.get(appointment.state, VisitStage.DISPATCHED),
        summary=appointment.job.summary,
    )


def _days_silent(
    session: Session, conversation: Conversation, message: Message, places: Sequence[PlaceFound]
) -> int | None:
    """Days since their last message; a long silence stands until they have named where they live."""
    written = session.scalars(
        select(Message.created_at)
        .where(
            Message.conversation_id == conversation.id, Message.inbound, Message.id <= message.id
        )
        .order_by(Message.id.desc())
        .limit(MOST_LOOKED_BACK)
    ).all()
    gaps = [(after, (after - before).days) for after, before in pairwise(written)]
    long_ones = [gap for gap in gaps if gap[1] > STALE_AFTER_DAYS]
    if long_ones and not _has_said_where(session, conversation, places, since=long_ones[0][0]):
        return long_ones[0][1]
    return gaps[0][1] if gaps else None


def _has_said_where(
    session: Session, conversation: Conversation, places: Sequence[PlaceFound], *, since: datetime
) -> bool:
    """Whether they have named a place of theirs to us; any other address proves nothing."""
    named = session.execute(
        select(Booking.property_id, Booking.unit_id)
        .join(Prompt, Prompt.booking_id == Booking.id)
        .where(
            Prompt.conversation_id == conversation.id,
            Prompt.kind.in_([PromptKind.WHERE, PromptKind.NAME]),
            Prompt.closed_how == "answered",
            Prompt.closed_at >= since,
        )
    )
    theirs = {(place.property_id, place.unit_id) for place in places}
    return any((row.property_id, row.unit_id) in theirs for row in named)
