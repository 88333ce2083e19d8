"""Who was told and who was not, and why, as files: of a notice, a job, a customer, a property; and the notices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.alerts.queries.hearing import Hearing, told_of_each
from core.alerts.queries.notices import NoticeRow, notice_events, notices
from core.alerts.queries.told_lists import (
    BEYOND,
    MOST_EVENTS,
    TOLD_KINDS,
    Told,
    told_at_property,
    told_to_customer,
)
from core.desk.permissions import Permission
from core.directory.queries.customer_page import customer_page
from core.directory.queries.property_page import property_page
from core.events.queries.timeline import MOST, Happening, happenings_of_kinds
from core.jobs.actions.visit_news import SCHEDULED_VISIT
from core.jobs.queries.work import job_numbered
from office.access import needs
from office.door import reading
from office.event_words import sentence_of
from office.exports.parts import MOST_PARTS, PART, YES, Line, in_parts
from office.jobs import is_told, news_of
from office.spreadsheets import csv_file
from office.words import CHANNEL_WORDS, STATE_WORDS

# Of one event; a building has fewer people.
MOST_EACH = 5_000
HEARING = (
    "Person", "Customer", "By", "Address", "Told", "Why not", "What became of it", "Since", "Because",
)  # fmt: skip

_Found: TypeAlias = Callable[[Session, int], tuple[Told, ...]]


@needs(Permission.NOTICES_SEND)
def building_notices_file() -> Response:
    """Every notice to buildings, the newest first."""

    def lines(session: Session) -> Iterator[Line]:
        def part(seen: int, _: NoticeRow | None) -> tuple[NoticeRow, ...]:
            return notices(session, limit=PART, offset=seen)

        yield ("Notice", "Title", "By", "Sent", "Properties", "All written to")
        yield from in_parts(
            session,
            part,
            lambda row: (row.id, row.title, row.author, row.at, row.places, YES[row.is_done]),
        )

    return csv_file("notices", lines)


@needs(Permission.NOTICES_SEND)
def building_notice_file(notice_id: int) -> Response:
    """Who got one notice, property by property."""
    with reading() as session:
        places = notice_events(session, notice_id)

    def lines(session: Session) -> Iterator[Line]:
        yield ("Property", *HEARING)
        for nth in range(0, len(places), MOST_EVENTS):
            some = places[nth : nth + MOST_EVENTS]
            heard = told_of_each(session, [event_id for _, event_id in some], most=MOST_EACH)
            for address, event_id in some:
                yield from ((address, *_hearing(each)) for each in heard[event_id])
            session.expunge_all()

    return csv_file(f"notice-{notice_id}", lines)


@needs(Permission.JOBS_READ)
def job_told_file(number: int) -> Response:
    """Who heard of what happened to a job, the newest first."""
    with reading() as session:
        job = job_numbered(session, number)
        job_id, booking_id = job.id, job.booking_id

    def lines(session: Session) -> Iterator[Line]:
        yield ("When", "News", *HEARING)
        for news in _news(session, job_id, booking_id):
            heard = told_of_each(session, [each.id for each in news], most=MOST_EACH)
            for event in news:
                words = (event.at, news_of(event))
                yield from ((*words, *_hearing(each)) for each in heard[event.id])
            session.expunge_all()

    return csv_file(f"job-{number}-told", lines)


@needs(Permission.DIRECTORY_READ)
def told_of_customer_file(customer_id: int) -> Response:
    """All that a customer's people heard, or did not."""
    with reading() as session:
        number = customer_page(session, customer_id).number

    def found(session: Session, below: int) -> tuple[Told, ...]:
        return told_to_customer(session, customer_id, below=below, most_each=MOST_EACH)

    return csv_file(f"customer-{number}-told", lambda session: _told(session, found))


@needs(Permission.DIRECTORY_READ)
def told_of_property_file(property_id: int) -> Response:
    """Who heard of all that happened at a property."""
    with reading() as session:
        property_page(session, property_id)

    def found(session: Session, below: int) -> tuple[Told, ...]:
        return told_at_property(session, property_id, below=below, most_each=MOST_EACH)

    return csv_file(f"property-{property_id}-told", lambda session: _told(session, found))


def _news(session: Session, job_id: int, booking_id: int | None) -> Iterator[list[Happening]]:
    """All of a job that people are told of, the newest first, so many at once."""
    kinds, below = (*TOLD_KINDS, SCHEDULED_VISIT), BEYOND
    for _ in range(MOST_PARTS):
        found = happenings_of_kinds(session, job_id, booking_id, kinds, below=below)
        news = [each for each in reversed(found) if is_told(each)]
        for nth in range(0, len(news), MOST_EVENTS):
            yield news[nth : nth + MOST_EVENTS]
        if len(found) < MOST:
            return
        below = found[0].id


def _told(session: Session, found: _Found) -> Iterator[Line]:
    yield ("When", "Job", "News", *HEARING)
    below = BEYOND
    for _ in range(MOST_PARTS):
        part = found(session, below)
        for each in part:
            news = (each.happening.at, each.job_number, sentence_of(each.happening))
            yield from ((*news, *_hearing(heard)) for heard in each.hearings)
        if len(part) < MOST_EVENTS:
            return
        below = part[-1].happening.id
        session.expunge_all()


def _hearing(each: Hearing) -> Line:
    state = STATE_WORDS[each.state] if each.state else None
    became = f"{state}: {each.error}" if state and each.error else state
    return (
        each.contact_name, each.customer_name, CHANNEL_WORDS[each.channel], each.address,
        YES[each.why_not is None], each.why_not, became, each.state_at, each.because,
    )  # fmt: skip
