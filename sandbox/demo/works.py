"""Writes the demo company's jobs with their requests, visits, and what happened to them step by step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from core.events.actions import ActorType
from core.events.model import Event
from core.jobs.model import (
    Appointment,
    AppointmentState,
    Assignment,
    AssignmentState,
    Booking,
    BookingSource,
    BookingStatus,
    Job,
    JobTag,
    Technician,
    VisitHold,
)
from core.jobs.model.work import JOB_NUMBERS
from sandbox.demo.crew import OFFICE_NAMES
from sandbox.demo.directory import Directory
from sandbox.demo.drawing import Draw
from sandbox.demo.filling import Filler, Line
from sandbox.demo.planning import DONE, Stage, Visit, Work
from sandbox.demo.reference import Reference
from sandbox.demo.saying import report

TAGGED_PERCENT, ACCESS_PERCENT = 12, 60
_VISIT_OF = {
    Stage.SCHEDULED: AppointmentState.SCHEDULED,
    Stage.DISPATCHED: AppointmentState.DISPATCHED,
    Stage.ON_THE_WAY: AppointmentState.EN_ROUTE,
    Stage.IN_PROGRESS: AppointmentState.ARRIVED,
    Stage.ON_HOLD: AppointmentState.ARRIVED,
    Stage.CANCELED: AppointmentState.CANCELED,
}


@dataclass(frozen=True)
class WrittenJob:
    """A job that is in the database. words: what the person wrote; events: of each step it took."""

    work: Work
    id: int
    number: int
    booking_id: int
    visit_id: int | None
    words: str
    events: Mapping[Stage, int] = field(default_factory=dict)

    @property
    def is_done(self) -> bool:
        """Whether the technician has finished."""
        return self.work.stage in DONE


@dataclass(frozen=True)
class Around:
    """What every part of the story is written with."""

    filler: Filler
    draw: Draw
    directory: Directory
    reference: Reference
    crew: Sequence[Technician]
    now: datetime


def write_works(around: Around, works: Sequence[Work]) -> list[WrittenJob]:
    """Every job with the booking it came from, its visit, its tags and its history."""
    jobs = _numbered(around, works)
    filler = around.filler
    filler.fill(Booking, [_booking(around, job) for job in jobs])
    filler.fill(Job, [_job(around, job) for job in jobs])
    filler.fill(
        Appointment,
        [_visit(job, job.work.visit) for job in jobs if job.work.visit is not None],
    )
    filler.fill(Assignment, list(_assignments(around, jobs)))
    filler.fill(JobTag, list(_tags(around, jobs)))
    filler.fill(Event, list(_history(around, jobs)))
    return jobs


def _numbered(around: Around, works: Sequence[Work]) -> list[WrittenJob]:
    filler = around.filler
    ids = filler.ids(Job, len(works))
    numbers = filler.numbers(JOB_NUMBERS.name, len(works))
    bookings = filler.ids(Booking, len(works))
    visits = iter(filler.ids(Appointment, sum(work.visit is not None for work in works)))
    events = _event_ids(filler, works)
    return [
        WrittenJob(
            work=work,
            id=ids[n],
            number=numbers[n],
            booking_id=bookings[n],
            visit_id=None if work.visit is None else next(visits),
            words=report(around.draw, work),
            events={stage: events[n, stage] for stage, _ in work.steps},
        )
        for n, work in enumerate(works)
    ]


def _event_ids(filler: Filler, works: Sequence[Work]) -> dict[tuple[int, Stage], int]:
    """By the work's place and the stage; the later it happened the higher, as histories are read backwards."""
    steps = [(at, n, stage) for n, work in enumerate(works) for stage, at in work.steps]
    in_order = sorted(steps, key=lambda step: (step[0], step[1]))
    ids = filler.ids(Event, len(in_order))
    return {(n, stage): key for key, (_, n, stage) in zip(ids, in_order, strict=True)}


def _where(around: Around, work: Work) -> dict[str, object]:
    unit = work.tenancy.unit
    return {
        "property_id": around.directory.properties[work.place.key],
        "unit_id": None if unit is None else around.directory.units[work.place.key, unit],
        "requester_contact_id": around.directory.contacts[work.tenancy.person.key],
    }


def _booking(around: Around, job: WrittenJob) -> Line:
    work, person = job.work, job.work.tenancy.person
    is_mail = work.source is BookingSource.EMAIL and person.mail
    return {
        "id": job.booking_id,
        **_where(around, work),
        "source": work.source,
        "status": BookingStatus.CONVERTED,
        "requester_address": person.mail if is_mail else person.phone,
        "raw_words": job.words,
        "summary": work.trouble.summary,
        "customer_id": around.directory.customers[person.key],
        "category": work.trouble.category,
        "urgency": work.trouble.urgent,
        "access": "ok" if around.draw.happens(ACCESS_PERCENT) else None,
        "verified": True,
        "created_at": work.asked_at,
    }


def _job(around: Around, job: WrittenJob) -> Line:
    work = job.work
    is_firm = bool(work.place.customer.company)
    return {
        "id": job.id,
        "number": job.number,
        **_where(around, work),
        "customer_id": around.directory.customers[work.place.customer.key],
        "booking_id": job.booking_id,
        "business_unit_id": around.reference.trade_of(work.trouble),
        "job_type_id": next(iter(around.reference.job_types.values())),
        "status_id": around.reference.statuses[work.stage].id,
        "priority": work.priority,
        "category": work.trouble.category,
        "summary": work.trouble.summary,
        "po_number": f"PO-{around.draw.number(10_000, 99_999)}" if is_firm and around.draw.happens(40) else "",
        "not_to_exceed_cents": around.draw.one((25_000, 40_000, 50_000)) if is_firm else None,
        "resolution": work.trouble.done if job.is_done else "",
        "status_since": work.steps[-1][1],
        "created_at": work.steps[0][1],
    }  # fmt: skip


def _visit(job: WrittenJob, visit: Visit) -> Line:
    work = job.work
    times = dict(work.steps)
    return {
        "id": job.visit_id,
        "job_id": job.id,
        "window_start": visit.start,
        "window_end": visit.end,
        "state": AppointmentState.DONE if job.is_done else _VISIT_OF[work.stage],
        "eta_at": visit.start if Stage.ON_THE_WAY in times else None,
        "arrived_at": times.get(Stage.IN_PROGRESS),
        "done_at": work.completed_at,
        "held_for": VisitHold.PARTS if work.stage is Stage.ON_HOLD else None,
        "created_at": times.get(Stage.SCHEDULED, work.asked_at),
    }


def _assignments(around: Around, jobs: Sequence[WrittenJob]) -> Iterator[Line]:
    """Who accepted; where a visit is soon and nobody has answered yet it stands offered."""
    for job in jobs:
        visit = job.work.visit
        if visit is None or visit.technician is None:
            continue
        times = dict(job.work.steps)
        at = times.get(Stage.SCHEDULED, job.work.asked_at)
        waits = job.work.stage is Stage.SCHEDULED and around.draw.happens(30)
        state = AssignmentState.OFFERED if waits else AssignmentState.ACCEPTED
        if job.work.stage is Stage.CANCELED:
            state = AssignmentState.WITHDRAWN
        yield {
            "appointment_id": job.visit_id,
            "technician_id": around.crew[visit.technician].id,
            "state": state,
            "answered_at": None if waits else at,
            "created_at": at,
        }


def _tags(around: Around, jobs: Sequence[WrittenJob]) -> Iterator[Line]:
    for job in jobs:
        if around.draw.happens(TAGGED_PERCENT):
            yield {"job_id": job.id, "tag_id": around.draw.one(around.reference.tags)}


def _history(around: Around, jobs: Sequence[WrittenJob]) -> Iterator[Line]:
    """One event for each step, as the product itself records them."""
    told = [
        _step(around, job, before, stage, at)
        for job in jobs
        for before, (stage, at) in zip(
            (None, *(stage for stage, _ in job.work.steps)), job.work.steps, strict=False
        )
    ]
    return iter(told)


def _step(
    around: Around, job: WrittenJob, before: Stage | None, stage: Stage, at: datetime
) -> Line:
    names = around.reference.statuses
    actor_type, actor_id, actor = _actor(around, job, stage)
    return {
        "id": job.events[stage],
        "kind": "job.moved",
        "subject_type": "job",
        "subject_id": job.id,
        "job_id": job.id,
        "booking_id": job.booking_id,
        "customer_id": around.directory.customers[job.work.place.customer.key],
        "property_id": around.directory.properties[job.work.place.key],
        "actor_type": actor_type,
        "actor_id": actor_id,
        "actor_name": actor,
        "before": {"status": None if before is None else names[before].name},
        "after": {"status": names[stage].name},
        "facts": facts(around, job, stage),
        "created_at": at,
    }


def _actor(around: Around, job: WrittenJob, stage: Stage) -> tuple[ActorType, int | None, str]:
    visit = job.work.visit
    by_crew = {
        Stage.DISPATCHED,
        Stage.ON_THE_WAY,
        Stage.IN_PROGRESS,
        Stage.ON_HOLD,
        Stage.COMPLETED,
    }
    if stage in by_crew and visit is not None and visit.technician is not None:
        technician = around.crew[visit.technician]
        return ActorType.TECHNICIAN, technician.id, technician.name
    if stage in {Stage.BOOKED, Stage.PAID} and job.work.source is not BookingSource.PHONE:
        return ActorType.FIXLINE, None, "Fixline"
    return ActorType.STAFF, None, around.draw.one(OFFICE_NAMES)


def facts(around: Around, job: WrittenJob, stage: Stage) -> dict[str, object]:
    """How the job stood at that step, as words sent of it later would tell."""
    work, status = job.work, around.reference.statuses[stage]
    where = _where(around, work)
    unit = work.tenancy.unit
    has_visit = stage is not Stage.BOOKED and work.visit is not None
    return {
        "job_number": job.number,
        "status_id": status.id,
        "status": status.name,
        "category": status.category,
        "summary": work.trouble.summary,
        "priority": work.priority.value,
        "customer_id": around.directory.customers[work.place.customer.key],
        "customer_name": work.place.customer.shown,
        **where,
        "property_address": f"{work.place.street}, {work.place.city}, IL {work.place.postal_code}",
        "time_zone": "America/Chicago",
        "unit": None if unit is None else work.place.units[unit],
        "technician": _technician(around, work) if has_visit else None,
        "window_start": work.visit.start.isoformat() if has_visit and work.visit else None,
        "window_end": work.visit.end.isoformat() if has_visit and work.visit else None,
        "eta": None,
        "po_number": "",
    }


def _technician(around: Around, work: Work) -> str | None:
    if work.visit is None or work.visit.technician is None:
        return None
    return around.crew[work.visit.technician].name
