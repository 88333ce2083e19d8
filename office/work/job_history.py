"""The audit trail of a job: everything, with who, when, what stood there before and what stands there since."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from flask import render_template, request
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from core.clock import local
from core.desk.permissions import Permission
from core.events.actions import ActorType
from core.events.queries.timeline import Happening
from core.jobs.queries.job_history import HistoryKind, history_of
from core.jobs.queries.work import job_numbered
from core.money import dollars
from core.spreadsheet import Cell, moment_words
from office.access import needs, not_for_me
from office.door import LARGEST_ROW, PAGE_SIZE, office, reading
from office.event_words import quote_of, sentence_of
from office.spreadsheets import csv_file
from office.words import spelled

MOST_PARTS = 200
KIND_WORDS = {
    HistoryKind.ALL: "Everything",
    HistoryKind.STATUS: "Status",
    HistoryKind.EDITS: "Edits",
    HistoryKind.VISITS: "Visits",
    HistoryKind.NOTES: "Notes",
    HistoryKind.MONEY: "Money",
}
ACTOR_WORDS = {
    ActorType.STAFF: "office",
    ActorType.TECHNICIAN: "technician",
    ActorType.CONTACT: "customer",
    ActorType.STRANGER: "stranger",
    ActorType.FIXLINE: "by itself",
}
ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d\S*[+-]\d\d:\d\d$")
# How a moment among the values is told.
Say: TypeAlias = Callable[[datetime], str]
# Said by the sentence or quoted below it.
NOT_COMPARED = frozenset({"field", "words", "body", "reason"})


@dataclass(frozen=True)
class Change:
    """One value, before and after; either may be empty. name: of what, where the event holds several."""

    name: str
    was: str
    now: str


@dataclass(frozen=True)
class Written:
    """One line of the trail."""

    at: datetime
    who: str
    as_whom: str
    sentence: str
    quote: str
    changes: tuple[Change, ...]


@needs(Permission.JOBS_READ)
def job_history(number: int) -> str:
    """One part of it, newest first, of all kinds or one."""
    kind, below = _kind(), _below()
    with reading() as session:
        job = job_numbered(session, number)
        found = history_of(
            session,
            job.id,
            job.booking_id,
            kind,
            limit=PAGE_SIZE + 1,
            below=below,
            hidden=not_for_me(),
        )
        shown = found[:PAGE_SIZE]
        return render_template(
            "office/jobs/history.html",
            job=job,
            kind=kind,
            kinds=KIND_WORDS,
            rows=[written(each) for each in shown],
            older=shown[-1].id if len(found) > PAGE_SIZE else None,
            is_first=below is None,
        )


@needs(Permission.JOBS_READ)
def job_history_file(number: int) -> Response:
    """The trail as CSV."""
    kind = _kind()
    with reading() as session:
        job = job_numbered(session, number)
        job_id, booking_id, hidden = job.id, job.booking_id, not_for_me()

    def lines(session: Session) -> Iterator[Sequence[Cell]]:
        yield ("When", "Who", "As", "What", "Words", "Value", "Before", "After")
        below = None
        for _ in range(MOST_PARTS):
            part = history_of(
                session, job_id, booking_id, kind, limit=PAGE_SIZE, below=below, hidden=hidden
            )
            for each in part:
                yield from _lines(written(each, _exactly))
            if len(part) < PAGE_SIZE:
                return
            below = part[-1].id

    return csv_file(f"job-{number}-history", lines)


def written(event: Happening, say: Say | None = None) -> Written:
    """The event as the trail says it. say: how the moments among its values are told."""
    return Written(
        at=event.at,
        who=event.actor,
        as_whom=ACTOR_WORDS[event.actor_type],
        sentence=sentence_of(event),
        quote=quote_of(event),
        changes=changes_of(event, say or _spoken),
    )


def changes_of(event: Happening, say: Say) -> tuple[Change, ...]:
    """Every value of the event that is another than before."""
    names = event.after or event.before
    pairs = (
        Change(_name(event, name), _told(event.before, name, say), _told(event.after, name, say))
        for name in names
        if name not in NOT_COMPARED and not name.endswith("_id")
    )
    return tuple(each for each in pairs if each.was != each.now)


def _name(event: Happening, name: str) -> str:
    """The value of an edit is called like the field that was edited."""
    called = str(event.after.get("field", name)) if name == "value" else name
    return spelled(called.removesuffix("_cents")) if called != "cents" else "Amount"


def _told(values: Mapping[str, object], name: str, say: Say) -> str:
    """One value of an event; money as people read it."""
    value = values.get(name)
    if name.endswith("cents") and isinstance(value, int):
        return dollars(value)
    return _said(value, say)


def _said(value: object, say: Say) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_said(each, say) for each in value)
    return _moment(value, say) if isinstance(value, str) and ISO.match(value) else str(value)


def _moment(value: str, say: Say) -> str:
    """A moment of an event on the company's clock."""
    try:
        return say(datetime.fromisoformat(value))
    except ValueError:
        return value


def _spoken(at: datetime) -> str:
    return f"{local(at, office().settings.company_timezone):%-d %b %Y %H:%M}"


def _exactly(at: datetime) -> str:
    return moment_words(at, office().settings.company_timezone)


def _lines(row: Written) -> Iterator[tuple[Cell, ...]]:
    at = local(row.at, office().settings.company_timezone).isoformat(timespec="seconds")
    head = (at, row.who, row.as_whom, row.sentence, row.quote)
    for change in row.changes or (Change("", "", ""),):
        yield (*head, change.name, change.was, change.now)


def _kind() -> HistoryKind:
    asked = request.args.get("kind", HistoryKind.ALL)
    return HistoryKind(asked) if asked in set(HistoryKind) else HistoryKind.ALL


def _below() -> int | None:
    asked = request.args.get("below", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) < 20) or int(asked) > LARGEST_ROW:
        raise BadRequest("There is no such part of this list.")
    return int(asked)
