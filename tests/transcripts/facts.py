"""What may be claimed to hold in a transcript, each read from the database or from what reached people."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.alerts.queries.hearing import Hearing, told_of
from core.desk.model import StaffTask
from core.directory.model import Property, Unit
from core.directory.queries.people import place_found
from core.events.model import Event
from core.jobs.actions.status import MOVED
from core.jobs.facts import accepted_by, current_visit
from core.jobs.model import Appointment, Attachment, Booking, Emergency, Feedback, Job
from core.jobs.spending import latest_request_of
from core.messaging.actions.consenting import consent_of
from core.messaging.actions.threads import conversation_with
from core.messaging.wire import Channel, ConsentState
from core.money import dollars
from tests.transcripts.people import person_named
from tests.transcripts.script import fits
from tests.transcripts.stage import Stage

CHANNELS = {"text": Channel.SMS, "e-mail": Channel.EMAIL}


def hold(stage: Stage, words: str) -> None:
    """Fail with what is so instead, unless the claim holds. Raises LookupError for one nobody can check."""
    for pattern, checking in _FACTS:
        said = re.fullmatch(pattern, words)
        if said is not None:
            with stage.database.reading() as session:
                checking(stage, session, *said.groups())
            return
    raise LookupError(f"nobody knows how to check: {words}")


def _bookings(_stage: Stage, session: Session, count: str, traits: str | None) -> None:
    rows = session.scalars(select(Booking).order_by(Booking.id)).all()
    assert len(rows) == (0 if count == "no" else int(count)), [each.summary for each in rows]
    if traits:
        so = _traits(rows[-1])
        wanted = {trait.strip() for trait in traits.split(",")}
        assert wanted <= so, f"the newest booking is {sorted(so)}"


def _traits(booking: Booking) -> set[str]:
    place = place_found(booking.property, booking.unit).label if booking.property else "no place"
    return {
        booking.category,
        booking.urgency,
        place,
        booking.source.value,
        booking.status.value,
        "verified" if booking.verified else "unverified",
        f"from {booking.requester_name}" if booking.requester_name else "from nobody named",
        f"near {booking.place_hint}",
        f"danger: {booking.safety}",
        f"entry {booking.access or 'unknown'}",
        {True: "pets", False: "no pets", None: "pets unknown"}[booking.pets],
        "a time wished" if booking.requested_window else "no time wished",
    }


def _booking_says(_stage: Stage, session: Session, words: str) -> None:
    booking = session.scalars(select(Booking).order_by(Booking.id.desc()).limit(1)).one()
    assert fits(f"…{words}…", booking.raw_words), booking.raw_words


def _photos(_stage: Stage, session: Session, count: str) -> None:
    booking = session.scalars(select(Booking).order_by(Booking.id.desc()).limit(1)).one()
    kept = select(func.count()).select_from(Attachment).where(Attachment.booking_id == booking.id)
    assert session.scalar(kept) == int(count)


def _job_photos(_stage: Stage, session: Session, number: str, count: str) -> None:
    job_id = _job(session, number).id
    kept = select(func.count()).select_from(Attachment).where(Attachment.job_id == job_id)
    assert session.scalar(kept) == int(count)


def _pressing_task(_stage: Stage, session: Session, title: str) -> None:
    rows = session.scalars(select(StaffTask).where(StaffTask.done_at.is_(None))).all()
    assert any(fits(title, each.title) and each.priority == "high" for each in rows), [
        (each.title, each.priority) for each in rows
    ]


def _no_open_task(_stage: Stage, session: Session, title: str) -> None:
    titles = session.scalars(select(StaffTask.title).where(StaffTask.done_at.is_(None))).all()
    assert not any(fits(title, each) for each in titles), titles


def _held(_stage: Stage, session: Session, number: str, hold: str) -> None:
    visit = current_visit(_job(session, number))
    assert visit is not None
    assert (visit.held_for or "nothing") == hold, visit.held_for


def _job(session: Session, number: str) -> Job:
    return session.scalars(select(Job).where(Job.number == int(number))).one()


def _job_is(_stage: Stage, session: Session, number: str, status: str) -> None:
    assert _job(session, number).status.name == status, _job(session, number).status.name


def _visits_are(_stage: Stage, session: Session, number: str, states: str) -> None:
    job_id = _job(session, number).id
    visits = select(Appointment).where(Appointment.job_id == job_id).order_by(Appointment.id)
    so = ", ".join(each.state.value for each in session.scalars(visits))
    assert so == states, so


def _job_with(_stage: Stage, session: Session, number: str, name: str) -> None:
    taken = accepted_by(current_visit(_job(session, number)))
    holder = taken.technician.first_name if taken else "nobody"
    assert holder == name, f"{holder} has it"


def _job_notes(_stage: Stage, session: Session, number: str, words: str) -> None:
    noted = session.scalars(
        select(Event).where(Event.job_id == _job(session, number).id, Event.kind == "job.noted")
    ).all()
    said = [str(each.after["words"]) for each in noted]
    assert any(fits(words, each) for each in said), said


def _job_rated(_stage: Stage, session: Session, number: str, stars: str) -> None:
    job = _job(session, number)
    given = session.scalars(select(Feedback).where(Feedback.job_id == job.id)).one()
    assert given.rating == int(stars), given.rating


def _emergencies(_stage: Stage, session: Session, count: str, traits: str | None) -> None:
    rows = session.scalars(select(Emergency).order_by(Emergency.id)).all()
    assert len(rows) == (0 if count == "no" else int(count)), [each.words for each in rows]
    if traits:
        so = _dangers(session, rows[-1])
        assert {trait.strip() for trait in traits.split(",")} <= so, f"it is {sorted(so)}"


def _dangers(session: Session, emergency: Emergency) -> set[str]:
    place = session.get(Property, emergency.property_id) if emergency.property_id else None
    unit = session.get(Unit, emergency.unit_id) if emergency.unit_id else None
    holder = emergency.acknowledged_by.split()[0] if emergency.acknowledged_by else "nobody"
    label = place_found(place, unit).label if place else "no place"
    return {emergency.safety, label, f"{holder} has it"}


def _paged(stage: Stage, _session: Session, name: str, negation: str | None) -> None:
    texts = [each.body for each in stage.wall.to(person_named(name).address)]
    assert any("EMERGENCY" in body for body in texts) is (negation is None), texts


def _told(stage: Stage, session: Session, name: str, channel: str | None, status: str) -> None:
    told = _hearings(session, name, channel, status)
    assert any(each.why_not is None for each in told), told


def _not_told(
    stage: Stage, session: Session, name: str, channel: str | None, status: str, why: str
) -> None:
    reasons = [each.why_not for each in _hearings(session, name, channel, status)]
    assert reasons, f"{name} was not even considered for {status}"
    assert all(each is not None and fits(why, each) for each in reasons), reasons


def _hearings(session: Session, name: str, channel: str | None, status: str) -> list[Hearing]:
    moved = select(Event).where(Event.kind == MOVED, Event.after["status"].astext == status)
    event = session.scalars(moved.order_by(Event.id.desc()).limit(1)).one()
    return [
        each
        for each in told_of(session, event.id)
        if each.contact_name.split()[0] == name
        and (channel is None or each.channel is CHANNELS[channel])
    ]


def _task(_stage: Stage, session: Session, title: str) -> None:
    titles = session.scalars(select(StaffTask.title).where(StaffTask.done_at.is_(None))).all()
    assert any(fits(title, each) for each in titles), titles


def _no_task(_stage: Stage, session: Session) -> None:
    titles = session.scalars(select(StaffTask.title)).all()
    assert not titles, titles


def _has_conversation(_stage: Stage, session: Session, holder: str, name: str) -> None:
    person = person_named(name)
    channel = Channel.EMAIL if person.writes_mail else Channel.SMS
    thread = conversation_with(session, channel, person.address)
    assert (thread.taken_over_at is not None) is (holder == "the office")


def _opted_out(_stage: Stage, session: Session, name: str, negation: str | None) -> None:
    person = person_named(name)
    channel = Channel.EMAIL if person.writes_mail else Channel.SMS
    stands = consent_of(session, channel, person.address) is ConsentState.OPTED_OUT
    assert stands is (negation is None)


def _approval_is(_stage: Stage, session: Session, number: str, state: str) -> None:
    request = latest_request_of(session, _job(session, number).id)
    assert request is not None, "nobody asked for approval"
    assert request.state.value == state, request.state


def _may_cost(_stage: Stage, session: Session, number: str, amount: str) -> None:
    limit = _job(session, number).not_to_exceed_cents
    so = "nothing set" if limit is None else dollars(limit)
    assert so == amount, f"it is {so}"


def _under_order(_stage: Stage, session: Session, number: str, order: str) -> None:
    assert _job(session, number).po_number == order, _job(session, number).po_number


_WHO = r"([A-Z][\w ]*?)"
_BY = r"(?: by (text|e-mail))?"
_FACTS: tuple[tuple[str, Callable[..., None]], ...] = (
    (r"(no|\d+) bookings?(?:: (.+))?", _bookings),
    (r'the booking says "(.+)"', _booking_says),
    (r"the booking has (\d+) photos?", _photos),
    (r"the approval of job (\d+) is (\w+)", _approval_is),
    (r"job (\d+) may cost (\$[\d.,]+|nothing set)", _may_cost),
    (r"job (\d+) is under PO (\S+)", _under_order),
    (r"the visits of job (\d+) are ([\w, ]+)", _visits_are),
    (r"job (\d+) is with (\w+)", _job_with),
    (r"job (\d+) is rated (\d) of 5", _job_rated),
    (r"job (\d+) is ([\w ]+)", _job_is),
    (r'job (\d+) notes "(.+)"', _job_notes),
    (r"(no|\d+) emergenc(?:y|ies)(?:: (.+))?", _emergencies),
    (rf"{_WHO} is (not )?paged", _paged),
    (rf"{_WHO} was told ([\w ]+?){_BY}", lambda g, s, n, st, by: _told(g, s, n, by, st)),
    (
        rf"{_WHO} was not told ([\w ]+?){_BY}: (.+)",
        lambda g, s, n, st, by, why: _not_told(g, s, n, by, st, why),
    ),
    (r"a task: (.+)", _task),
    (r"a pressing task: (.+)", _pressing_task),
    (r"no open task: (.+)", _no_open_task),
    (r"job (\d+) has (\d+) photos?", _job_photos),
    (r"the visit of job (\d+) waits for (\w+)", _held),
    (r"no task", _no_task),
    (rf"(the office|the bot) has {_WHO}'s conversation", _has_conversation),
    (rf"{_WHO} has (not )?opted out", _opted_out),
)
