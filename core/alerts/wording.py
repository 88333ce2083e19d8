"""The company's words for one status, made ready once and filled in for each reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.alerts.model import StatusTemplate
from core.alerts.reasons import Reason
from core.alerts.rules import Listener, Silence
from core.alerts.values import Facts, reader_values, shared_values
from core.config import Company
from core.jobs.model import JobStatus
from core.language import Language
from core.messaging.tags import MissingValue, Part, TemplateTag, fill, one_line, parse_template
from core.messaging.wire import Channel


@dataclass(frozen=True)
class Worded:
    """What one reader will read. subject is empty for a text."""

    subject: str
    body: str


@dataclass(frozen=True)
class _Template:
    subject: tuple[Part, ...]
    body: tuple[Part, ...]


class Wording:
    """All templates of one status with the values of one event; call `word` for each listener."""

    def __init__(self, session: Session, status_id: int, facts: Facts, company: Company) -> None:
        self._for_customers = session.get_one(JobStatus, status_id).customer_visible
        rows = session.scalars(select(StatusTemplate).where(StatusTemplate.status_id == status_id))
        self._templates = {
            (row.channel, row.language): _Template(
                parse_template(row.subject, field="subject"), parse_template(row.body)
            )
            for row in rows
        }
        self._shared = {language: shared_values(facts, company, language) for language in Language}

    def word(self, listener: Listener) -> Worded | Silence:
        """The reader's message, in their language where the company has words in it, else in English.

        Silence for everybody where the status is not told to customers, whoever subscribed to it before.
        """
        if not self._for_customers:
            return Silence(Reason.NOT_FOR_CUSTOMERS)
        for language in (listener.language, Language.ENGLISH):
            template = self._templates.get((listener.channel, language))
            if template is not None:
                return self._fill(template, {**self._shared[language], **reader_values(listener)})
        return Silence(Reason.NO_TEMPLATE)

    def _fill(self, template: _Template, values: Mapping[TemplateTag, str]) -> Worded | Silence:
        try:
            return Worded(one_line(fill(template.subject, values)), fill(template.body, values))
        except MissingValue as missing:
            return Silence(Reason.MISSING_VALUE, f"({missing.tag})")


def parse_for(channel: Channel, subject: str, body: str) -> None:
    """Refuse words that could not be sent: an unknown tag, or an e-mail without a subject."""
    parse_template(body)
    if channel is Channel.EMAIL:
        parse_template(subject, field="subject")
