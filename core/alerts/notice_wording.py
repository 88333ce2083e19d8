"""The words of reminders and of notices to a building, made ready once and filled in for each reader."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.alerts.model import BuildingNotice, NoticeKind, NoticeWords
from core.alerts.reasons import Reason
from core.alerts.values import Facts
from core.alerts.wording import Phrasing, Word, Words
from core.config import Company
from core.events.model import Event
from core.messaging.tags import TemplateTag

# What a notice to a building can say of its reader; it is about no job.
NOTICE_TAGS = (
    TemplateTag.COMPANY_NAME,
    TemplateTag.COMPANY_PHONE,
    TemplateTag.CONTACT_FIRST_NAME,
    TemplateTag.CUSTOMER_NAME,
    TemplateTag.PROPERTY_ADDRESS,
    TemplateTag.UNIT,
)


def reminder_word(session: Session, event: Event, company: Company) -> Word:
    """How a reminder reads for each listener, with the facts of its event."""
    kind = NoticeKind(str(event.after["kind"]))
    rows = session.scalars(select(NoticeWords).where(NoticeWords.kind == kind))
    words = [Words(row.channel, row.language, row.subject, row.body) for row in rows]
    return Phrasing(words, event.facts, company, missing=Reason.NOTHING_WRITTEN).word


def bill_word(session: Session, kind: NoticeKind, facts: Facts, company: Company) -> Word:
    """How news of money reads for each listener."""
    rows = session.scalars(select(NoticeWords).where(NoticeWords.kind == kind))
    words = [Words(row.channel, row.language, row.subject, row.body) for row in rows]
    return phrased(words, facts, company)


def notice_word(notice: BuildingNotice, facts: Facts, company: Company) -> Word:
    """How a notice reads for each tenant of the property that the facts are of."""
    words = [Words(row.channel, row.language, row.subject, row.body) for row in notice.words]
    return phrased(words, facts, company)


def phrased(words: list[Words], facts: Facts, company: Company) -> Word:
    """How given words read for each listener, sent or not."""
    return Phrasing(words, facts, company, missing=Reason.NOTHING_WRITTEN).word
