"""The words of reminders, of questions after the work and of notices to a building, filled in for each reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.alerts.model import BuildingNotice, NoticeKind, NoticeWords
from core.alerts.notice_kinds import QUIET_UNTIL
from core.alerts.reasons import Reason
from core.alerts.rules import Silence
from core.alerts.values import Facts
from core.alerts.wording import Phrasing, Word, Worded, Words
from core.clock import local, spoken_time
from core.config import Company
from core.directory.model import Contact
from core.events.model import Event
from core.jobs.facts import facts_of
from core.jobs.model import Job
from core.language import Language
from core.messaging.tags import TemplateTag
from core.messaging.wire import Channel

# What a notice to a building can say of its reader; it is about no job.
NOTICE_TAGS = (
    TemplateTag.COMPANY_NAME,
    TemplateTag.COMPANY_PHONE,
    TemplateTag.CONTACT_FIRST_NAME,
    TemplateTag.CUSTOMER_NAME,
    TemplateTag.PROPERTY_ADDRESS,
    TemplateTag.UNIT,
)


@dataclass(frozen=True)
class Asked:
    """Who is asked, and how. contact: None where nobody in the directory is known by the address."""

    channel: Channel
    language: Language
    contact: Contact | None


def reminder_word(session: Session, event: Event, company: Company) -> Word:
    """How a reminder reads for each listener, with the facts of its event; silence where quiet hours outlasted it."""
    quiet_until = event.after.get(QUIET_UNTIL)
    if quiet_until:
        until = local(datetime.fromisoformat(str(quiet_until)), str(event.facts["time_zone"]))
        held = Silence(Reason.QUIET_HOURS, f"until {spoken_time(until)}, too late for this visit")
        return lambda _: held
    kind = NoticeKind(str(event.after["kind"]))
    return phrased(_written(session, kind), event.facts, company)


def visit_word(session: Session, kind: NoticeKind, event: Event, company: Company) -> Word:
    """How news of one visit reads for each listener, with the facts of its event."""
    return phrased(_written(session, kind), event.facts, company)


def bill_word(session: Session, kind: NoticeKind, facts: Facts, company: Company) -> Word:
    """How news of money reads for each listener."""
    return phrased(_written(session, kind), facts, company)


def notice_word(notice: BuildingNotice, facts: Facts, company: Company) -> Word:
    """How a notice reads for each tenant of the property that the facts are of."""
    words = [Words(row.channel, row.language, row.subject, row.body) for row in notice.words]
    return phrased(words, facts, company)


def question_words(
    session: Session, kind: NoticeKind, job: Job, company: Company, asked: Asked
) -> Worded | None:
    """A question about the job as the company words it.

    None where it has no words that can be filled in: Fixline then asks in words of its own.
    """
    phrasing = Phrasing(
        _written(session, kind), facts_of(job), company, missing=Reason.NOTHING_WRITTEN
    )
    own = {}
    if asked.contact is not None:
        own = {
            TemplateTag.CUSTOMER_NAME: asked.contact.customer.display_name,
            TemplateTag.CONTACT_FIRST_NAME: asked.contact.first_name,
        }
    answer = phrasing.read(asked.channel, asked.language, own)
    return None if isinstance(answer, Silence) else answer


def _written(session: Session, kind: NoticeKind) -> list[Words]:
    rows = session.scalars(select(NoticeWords).where(NoticeWords.kind == kind))
    return [Words(row.channel, row.language, row.subject, row.body) for row in rows]


def phrased(words: list[Words], facts: Facts, company: Company) -> Word:
    """How given words read for each listener, sent or not."""
    return Phrasing(words, facts, company, missing=Reason.NOTHING_WRITTEN).word
