"""Everything that ever happened to a job, newest first, part after part: the audit trail (inventory 74)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from core.events.model import Event
from core.events.queries.timeline import Happening, happening_of, shown_but
from core.jobs.actions.editing import BILL_TO_SET, EDITED
from core.jobs.job_fields import JobField


class HistoryKind(StrEnum):
    """What a reader may look for."""

    ALL = "all"
    STATUS = "status"
    EDITS = "edits"
    VISITS = "visits"
    NOTES = "notes"
    MONEY = "money"


# How the kinds of events begin that belong together; ALL shows also those that are in none of them.
BEGINNINGS: Mapping[HistoryKind, tuple[str, ...]] = {
    HistoryKind.ALL: ("",),
    HistoryKind.STATUS: ("job.moved", "job.stepped_back"),
    HistoryKind.EDITS: (EDITED, BILL_TO_SET, "job.po_number_set", "property.", "unit."),
    HistoryKind.VISITS: ("appointment.", "assignment.", "visit."),
    HistoryKind.NOTES: ("job.noted", "note."),
    HistoryKind.MONEY: (
        "approval.",
        "estimate.",
        "invoice.",
        "payment.",
        "credit",
        BILL_TO_SET,
        "job.po_number_set",
    ),
}


def history_of(
    session: Session,
    job_id: int,
    booking_id: int | None,
    kind: HistoryKind,
    *,
    limit: int,
    below: int | None = None,
    hidden: Sequence[str] = (),
) -> tuple[Happening, ...]:
    """One part of what happened to the job and to the booking it came from: the events before event `below`.

    hidden: how the kinds begin that are left out.
    """
    where = [_of(job_id, booking_id), _is(kind), shown_but(hidden)]
    if below is not None:
        where.append(Event.id < below)
    rows = session.scalars(select(Event).where(*where).order_by(Event.id.desc()).limit(limit))
    return tuple(happening_of(event) for event in rows)


def last_edit(session: Session, job_id: int, field: JobField) -> Happening | None:
    """Who changed this field last, if anyone did."""
    event = session.scalar(
        select(Event)
        .where(
            Event.job_id == job_id,
            Event.kind.in_([EDITED, BILL_TO_SET]),
            Event.after["field"].astext == field.value,
        )
        .order_by(Event.id.desc())
        .limit(1)
    )
    return happening_of(event) if event is not None else None


def _of(job_id: int, booking_id: int | None) -> ColumnElement[bool]:
    of_job = Event.job_id == job_id
    return of_job if booking_id is None else or_(of_job, Event.booking_id == booking_id)


def _is(kind: HistoryKind) -> ColumnElement[bool]:
    return or_(*(Event.kind.startswith(each, autoescape=True) for each in BEGINNINGS[kind]))
