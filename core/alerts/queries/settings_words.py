"""The template editor's reads: the words that stand, and how typed words would read for a
real job.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from core.alerts.model import NoticeKind, NoticeWords, StatusTemplate
from core.alerts.values import Facts, shared_values
from core.alerts.wording import refuse_dead_links
from core.clock import database_now
from core.config import Company
from core.errors import FieldRefused
from core.jobs.facts import facts_of
from core.jobs.model import Job, JobStatus
from core.language import Language
from core.messaging.folding import folded, size_folded
from core.messaging.segments import Segments
from core.messaging.tags import MissingValue, TemplateTag, fill, parse_template
from core.messaging.wire import Channel


@dataclass(frozen=True)
class Typed:
    """Words as they stand in the editor, saved or not."""

    channel: Channel
    language: Language
    subject: str
    body: str


@dataclass(frozen=True)
class Sample:
    """How the words read. problem: why they could not be sent, in a sentence, or None. size: of a
    text.
    """

    subject: str
    body: str
    size: Segments | None
    problem: str | None
    about: str


@dataclass(frozen=True)
class StandingWords:
    """The saved words of one status for one channel and language. version: 0 where there are
    none.
    """

    channel: Channel
    language: Language
    subject: str
    body: str
    version: int


def standing_words(
    session: Session, status_id: int
) -> dict[tuple[Channel, Language], StandingWords]:
    """The saved words of a status in every channel and language, empty where there are none."""
    rows = session.scalars(select(StatusTemplate).where(StatusTemplate.status_id == status_id))
    found = {(row.channel, row.language): row for row in rows}
    slots = [(channel, language) for channel in Channel for language in Language]
    return {slot: _standing(slot, found.get(slot)) for slot in slots}


def standing_notice_words(
    session: Session, kind: NoticeKind
) -> dict[tuple[Channel, Language], StandingWords]:
    """The same for a kind of notice that is sent by the clock."""
    rows = session.scalars(select(NoticeWords).where(NoticeWords.kind == kind))
    found = {(row.channel, row.language): row for row in rows}
    slots = [(channel, language) for channel in Channel for language in Language]
    return {slot: _standing(slot, found.get(slot)) for slot in slots}


def sample(
    session: Session,
    company: Company,
    status: JobStatus,
    typed: Typed,
    job_number: int | None = None,
) -> Sample:
    """How typed words would read at the job of that number; without one at the newest that could reach the status, or
    at a made-up one.
    """
    job = _chosen(session, job_number) or _likely(session, status)
    facts = _facts(session, company, job, status)
    about = f"as for job {job.number}" if job else "as for a made-up job; there is none yet"
    if job_number is not None and (job is None or job.number != job_number):
        about = f"{about}, as there is no job {job_number}"
    values = {**shared_values(facts, company, typed.language), **_reader(job)}
    try:
        refuse_dead_links(company, typed.subject, typed.body)
        subject = fill(parse_template(typed.subject, field="subject"), values)
        body = fill(parse_template(typed.body), values)
    except (FieldRefused, MissingValue) as problem:
        return Sample(typed.subject, typed.body, None, str(problem), about)
    if typed.channel is not Channel.SMS:
        return Sample(subject, body, None, None, about)
    return Sample(subject, folded(body), size_folded(body), None, about)


def _chosen(session: Session, number: int | None) -> Job | None:
    if number is None:
        return None
    return session.scalar(_WITH_PEOPLE.where(Job.number == number))


def _likely(session: Session, status: JobStatus) -> Job | None:
    return session.scalar(
        _WITH_PEOPLE.order_by((Job.status_id == status.id).desc(), Job.number.desc()).limit(1)
    )


_WITH_PEOPLE = select(Job).options(joinedload(Job.customer), joinedload(Job.property))


def _standing(
    slot: tuple[Channel, Language], row: StatusTemplate | NoticeWords | None
) -> StandingWords:
    channel, language = slot
    if row is None:
        return StandingWords(channel, language, "", "", 0)
    return StandingWords(channel, language, row.subject, row.body, row.version)


def _facts(session: Session, company: Company, job: Job | None, status: JobStatus) -> Facts:
    """A real job's facts, with what it has not yet got filled in so that every tag can be seen."""
    moment = database_now(session).isoformat()
    made_up: dict[str, object] = {
        "job_number": 1042,
        "summary": "Kitchen sink is leaking",
        "property_address": "12 Oak Street, Springfield, IL 62704",
        "time_zone": company.time_zone,
        "unit": "4",
        "technician": "Maria Lopez",
        "window_start": moment,
        "window_end": moment,
        "eta": moment,
        "po_number": "PO-118",
        "invoice_number": 1017,
        "invoice_link": "https://example.com/invoice/1017",
    }
    known = {name: value for name, value in facts_of(job).items() if value} if job else {}
    return {**made_up, **known, "status": status.name, "status_id": status.id}


def _reader(job: Job | None) -> dict[TemplateTag, str]:
    customer = job.customer if job else None
    person = customer.contacts[0].first_name if customer and customer.contacts else "Alex"
    name = customer.display_name if customer else "Lakeside Property Management"
    return {TemplateTag.CUSTOMER_NAME: name, TemplateTag.CONTACT_FIRST_NAME: person}
