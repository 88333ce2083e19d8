"""Writes what waits on the office's desk: people to answer, requests to decide, tasks, calls, the wait list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.desk.model import StaffTask, StaffUser, TaskPriority
from core.jobs.model import (
    Booking,
    BookingSource,
    BookingStatus,
    Call,
    Equipment,
    Feedback,
    JobEquipment,
    PartOfDay,
    WaitWish,
)
from core.jobs.verdict import Verdict
from core.messaging.model import Conversation, Message
from core.messaging.wire import Channel, MessageState
from sandbox import cast
from sandbox.demo.crew import OFFICE_NAMES
from sandbox.demo.filling import Line
from sandbox.demo.people import Town
from sandbox.demo.planning import Stage
from sandbox.demo.troubles import TROUBLES
from sandbox.demo.works import Around, WrittenJob

ANSWERED_PERCENT, EQUIPPED_PERCENT = 34, 60
UNANSWERED = (
    ("en", "it got worse since this morning, can someone come sooner?"),
    ("en", "Do I have to be home for this? I work until 5."),
    ("en", "Can you tell me what this will cost before you start?"),
    ("es", "¿a qué hora llegan? tengo que ir por mis hijos"),
    ("en", "Please call me, I would rather talk to a person"),
    ("en", "is it ok if my sister lets you in instead of me"),
    ("es", "ya no puedo el jueves, ¿puede ser otro día?"),
    ("en", "I think I locked myself out of the basement too"),
)
TASKS = (
    "Call back about the second quote",
    "Order the part and tell the tenant when it comes",
    "Send photos of the finished work",
    "Ask the owner for consent",
    "Check the warranty before we bill",
    "Correct the unit on this job",
    "Confirm the gate code",
    "Follow up: was it fixed?",
)
MACHINES = (
    ("Furnace", "Halvorsen", "HX-90"), ("Water heater", "Brookmont", "BW-50G"),
    ("Air conditioner", "Polar Peak", "PP-24"),
    ("Refrigerator", "Kestrel", "KR-18"), ("Dishwasher", "Kestrel", "KD-5"), ("Boiler", "Ironwell", "IB-120"),
)  # fmt: skip
# By the trouble's summary, the machines that can have it.
SERVED = {
    "No hot water": {"Water heater", "Boiler"},
    "Furnace blows cold air": {"Furnace"},
    "Thermostat shows nothing": {"Furnace", "Air conditioner", "Boiler"},
    "Air conditioner does not cool": {"Air conditioner"},
    "Refrigerator is warm": {"Refrigerator"},
    "Dishwasher leaves water standing": {"Dishwasher"},
}


def write_desk(
    around: Around, session: Session, town: Town, jobs: Sequence[WrittenJob], threads: Sequence[int]
) -> None:
    """Everything beside jobs, talk and money. threads: conversations of texts, the newest last."""
    filler = around.filler
    filler.fill(Call, list(_calls(around, jobs)))
    filler.fill(Feedback, list(_feedback(around, jobs)))
    _write_equipment(around, town, jobs)
    filler.fill(WaitWish, list(_wishes(around, jobs)))
    _leave_waiting(around, session, threads)


def write_bookings(around: Around, town: Town, count: int) -> list[int]:
    """Requests that wait for the office, some of them from people nobody knows. Returns their numbers."""
    keys = around.filler.ids(Booking, count)
    ages = sorted((around.draw.number(6, 2_000) for _ in keys), reverse=True)
    lines = [
        {"id": key, **_booking(around, town, n), "created_at": around.now - timedelta(minutes=age)}
        for n, (key, age) in enumerate(zip(keys, ages, strict=True))
    ]
    around.filler.fill(Booking, lines)
    return keys


def write_tasks(around: Around, session: Session, jobs: Sequence[WrittenJob], count: int) -> None:
    """So many open tasks about jobs, and three times as many that are done."""
    staff = list(session.scalars(_STAFF))
    around.filler.fill(StaffTask, list(_tasks(around, staff, jobs[-4 * count :], count)))


_STAFF = select(StaffUser.id).order_by(StaffUser.id)


def _calls(around: Around, jobs: Sequence[WrittenJob]) -> Iterator[Line]:
    for job in jobs:
        if job.work.source is BookingSource.PHONE:
            person = job.work.tenancy.person
            yield {
                "customer_id": around.directory.customers[person.key],
                "booking_id": job.booking_id,
                "phone": person.phone,
                "began_at": job.work.asked_at,
                "minutes": around.draw.number(2, 14),
                "notes": f"{job.work.trouble.summary}. {around.draw.one(_CALLED)}",
                "taken_by": around.draw.one(OFFICE_NAMES),
            }


_CALLED = (
    "Will be at home.",
    "Asked for the afternoon.",
    "Neighbour has the key.",
    "Sounded upset.",
)


def _feedback(around: Around, jobs: Sequence[WrittenJob]) -> Iterator[Line]:
    for job in jobs:
        done_at = job.work.completed_at
        if done_at is None or not around.draw.happens(ANSWERED_PERCENT):
            continue
        verdict = around.draw.by_weight(((Verdict.YES, 90), (Verdict.PARTLY, 6), (Verdict.NO, 4)))
        low = 4 if verdict is Verdict.YES else 1
        yield {
            "job_id": job.id,
            "verdict": verdict,
            "rating": around.draw.number(low, 5 if low == 4 else 3),
            "created_at": done_at + timedelta(minutes=30),
        }


def _write_equipment(around: Around, town: Town, jobs: Sequence[WrittenJob]) -> None:
    """Machines at most places, and which visits served them."""
    chosen = [place for place in town.places if around.draw.happens(EQUIPPED_PERCENT)]
    ids = dict(
        zip([each.key for each in chosen], around.filler.ids(Equipment, len(chosen)), strict=True)
    )
    lines, names = [], {}
    for place in chosen:
        name, make, model = around.draw.one(MACHINES)
        names[place.key] = name
        installed = around.now.date() - timedelta(days=around.draw.number(200, 4_000))
        lines.append({
            "id": ids[place.key], "property_id": around.directory.properties[place.key], "name": name, "make": make,
            "model": model, "serial": around.draw.hexadecimal(8).upper(), "installed_on": installed,
            "warranty_until": installed + timedelta(days=1_826),
        })  # fmt: skip
    around.filler.fill(Equipment, lines)
    served = [
        {"job_id": job.id, "equipment_id": ids[job.work.place.key]}
        for job in jobs
        if names.get(job.work.place.key) in SERVED.get(job.work.trouble.summary, ())
    ]
    around.filler.fill(JobEquipment, served)


def _wishes(around: Around, jobs: Sequence[WrittenJob]) -> Iterator[Line]:
    """One in three of the jobs without a visit would come sooner if they could."""
    for n, job in enumerate(job for job in jobs if job.work.stage is Stage.BOOKED):
        if n % 3 == 0:
            yield {
                "job_id": job.id,
                "business_unit_id": around.reference.trade_of(job.work.trouble),
                "job_type_id": next(iter(around.reference.job_types.values())),
                "part_of_day": around.draw.one(tuple(PartOfDay)),
                "created_at": job.work.steps[0][1],
            }


def _leave_waiting(around: Around, session: Session, threads: Sequence[int]) -> None:
    """The last few conversations end with a question that waits for a person."""
    lines = []
    for n, thread_id in enumerate(reversed(threads)):
        thread = session.get_one(Conversation, thread_id)
        fitting = [said for language, said in UNANSWERED if language == (thread.language or "en")]
        words = fitting[n % len(fitting)]
        at = around.now - timedelta(minutes=7 + n * 11)
        if thread.last_message_at > at:
            at = max(thread.last_message_at, around.now - timedelta(minutes=5))
        session.execute(
            update(Conversation)
            .where(Conversation.id == thread_id)
            .values(
                taken_over_at=at, waiting_since=at, unread=1, last_message_at=at, last_words=words
            )
        )
        lines.append(_unanswered(around, thread, words, at))
    around.filler.fill(Message, lines)


def _unanswered(around: Around, thread: Conversation, words: str, at: datetime) -> Line:
    return {
        "conversation_id": thread.id,
        "inbound": True,
        "channel": Channel.SMS,
        "carrier": "twilio",
        "provider_id": f"demo-{around.draw.hexadecimal(32)}",
        "sender": thread.address,
        "recipient": cast.COMPANY_PHONE,
        "body": words,
        "new_words": words,
        "proven_sender": True,
        "state": MessageState.RECEIVED,
        "state_at": at,
        "heard_at": at,
        "created_at": at,
    }


def _booking(around: Around, town: Town, n: int) -> Line:
    place = around.draw.one(town.places)
    is_known = bool(place.tenants) and n % 3 != 0
    person = place.tenants[0].person if place.tenants else place.customer
    mail, phone = (
        (person.mail, person.phone)
        if is_known
        else (f"resident{n}@quickmail.example", f"+1312555019{n % 10}")
    )
    address = mail if mail and n % 4 == 1 else phone
    trouble = around.draw.one(TROUBLES)
    directory = around.directory
    return {
        "source": BookingSource.EMAIL if "@" in address else BookingSource.SMS,
        "status": BookingStatus.WAIT_LISTED if n % 6 == 5 else BookingStatus.NEW,
        "requester_contact_id": directory.contacts[person.key] if is_known else None,
        "requester_address": address,
        "requester_name": "" if is_known else around.draw.one(("Sam", "Jo", "Mrs. Abney", "")),
        "place_hint": "" if is_known else place.street,
        "raw_words": around.draw.one(trouble.english),
        "summary": trouble.summary,
        "customer_id": directory.customers[place.customer.key] if is_known else None,
        "property_id": directory.properties[place.key] if is_known else None,
        "category": trouble.category,
        "urgency": trouble.urgent,
        "verified": is_known,
    }


def _tasks(
    around: Around, staff: Sequence[int], jobs: Sequence[WrittenJob], count: int
) -> Iterator[Line]:
    """Open ones are due tomorrow at the earliest, so that nobody is told of an overdue one."""
    for n, job in enumerate(jobs):
        is_open = n % 4 == 0 and n // 4 < count
        began = around.now - timedelta(hours=around.draw.number(2, 90 if is_open else 900))
        yield {
            "title": around.draw.one(TASKS),
            "details": f"{job.work.tenancy.person.name}, {job.work.place.street}",
            "priority": around.draw.by_weight(
                ((TaskPriority.NORMAL, 70), (TaskPriority.HIGH, 18), (TaskPriority.LOW, 12))
            ),
            "subject_type": "job",
            "subject_id": job.id,
            "assigned_to_id": around.draw.one(staff) if n % 5 else None,
            "due_at": _office_hour(around, days=around.draw.number(2, 6)),
            "done_at": None if is_open else began + timedelta(hours=1),
            "created_at": began,
        }


def _office_hour(around: Around, *, days: int) -> datetime:
    """A full hour while the office is open, so many days from today."""
    day = around.now.astimezone(ZoneInfo(cast.COMPANY_ZONE)) + timedelta(days=days)
    return day.replace(hour=around.draw.number(9, 16), minute=0, second=0, microsecond=0)
