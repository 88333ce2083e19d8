"""The company's words for one status, made ready once and filled in for each reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.alerts.model import StatusTemplate
from core.alerts.reasons import Reason
from core.alerts.rules import Listener, Silence
from core.alerts.values import USUAL_LENGTH, Facts, reader_values, shared_values
from core.config import Company
from core.errors import FieldRefused
from core.jobs.model import JobStatus
from core.language import Language
from core.messaging.folding import folded
from core.messaging.tags import MissingValue, Part, TemplateTag, fill, one_line, parse_template
from core.messaging.wire import Channel
from core.visible import is_visible


@dataclass(frozen=True)
class Worded:
    """What one reader will read. subject is empty for a text."""

    subject: str
    body: str


Word = Callable[[Listener], Worded | Silence]
# Of what a text says once it is filled in, in characters; a carrier takes 1,600 at most, and values are long at times.
LONGEST_TEXT = 1_000


@dataclass(frozen=True)
class Words:
    """What the company wrote for a channel in a language; data, never a program."""

    channel: Channel
    language: Language
    subject: str
    body: str


@dataclass(frozen=True)
class _Template:
    subject: tuple[Part, ...]
    body: tuple[Part, ...]


class Phrasing:
    """Words by channel and language, with the values of one event; call `word` for each listener.

    missing: what is answered where nothing was written for the channel.
    """

    def __init__(
        self, words: Iterable[Words], facts: Facts, company: Company, *, missing: Reason
    ) -> None:
        self._templates = {
            (each.channel, each.language): _Template(
                parse_template(each.subject, field="subject"), parse_template(each.body)
            )
            for each in words
        }
        self._shared = {language: shared_values(facts, company, language) for language in Language}
        self._missing = missing

    def word(self, listener: Listener) -> Worded | Silence:
        """The reader's message, in their language where the company has words in it, else in English."""
        return self.read(listener.channel, listener.language, reader_values(listener))

    def read(
        self, channel: Channel, spoken: Language, own: Mapping[TemplateTag, str]
    ) -> Worded | Silence:
        """The same for whoever these values are of."""
        for language in (spoken, Language.ENGLISH):
            template = self._templates.get((channel, language))
            if template is not None:
                return self._fill(template, {**self._shared[language], **own}, channel)
        return Silence(self._missing)

    def _fill(
        self, template: _Template, values: Mapping[TemplateTag, str], channel: Channel
    ) -> Worded | Silence:
        try:
            body = fill(template.body, values)
            return Worded(
                one_line(fill(template.subject, values)),
                folded(body) if channel is Channel.SMS else body,
            )
        except MissingValue as missing:
            return Silence(Reason.MISSING_VALUE, f"({missing.tag})")


def kept_for_mail(listener: Listener, word: Word) -> Silence | None:
    """Whoever reads all in one mail a day gets no texts of it, as long as that mail has words."""
    if listener.digest is None or listener.channel is Channel.EMAIL:
        return None
    in_mail = word(replace(listener, channel=Channel.EMAIL))
    return None if isinstance(in_mail, Silence) else Silence(Reason.IN_DIGEST)


class Wording:
    """All templates of one status with the values of one event; call `word` for each listener."""

    def __init__(self, session: Session, status_id: int, facts: Facts, company: Company) -> None:
        self._for_customers = session.get_one(JobStatus, status_id).customer_visible
        rows = session.scalars(select(StatusTemplate).where(StatusTemplate.status_id == status_id))
        words = [Words(row.channel, row.language, row.subject, row.body) for row in rows]
        self._phrasing = Phrasing(words, facts, company, missing=Reason.NO_TEMPLATE)

    def word(self, listener: Listener) -> Worded | Silence:
        """The reader's message. Silence for everybody where the status is not told to customers, whoever subscribed to
        it before.
        """
        if not self._for_customers:
            return Silence(Reason.NOT_FOR_CUSTOMERS)
        return self._phrasing.word(listener)


def check_words(words: Words) -> None:
    """Refuse words that could not be sent: none that can be seen, an unknown tag, a stray brace, an e-mail without
    subject, a text that says more than LONGEST_TEXT.
    """
    if not is_visible(words.body):
        raise FieldRefused("body", "Write what the message should say.")
    if words.channel is Channel.EMAIL and not is_visible(words.subject):
        raise FieldRefused("subject", "An e-mail needs a subject.")
    parse_for(words.channel, words.subject, words.body)
    if words.channel is Channel.SMS:
        _refuse_long_text(words.body)


def _refuse_long_text(body: str) -> None:
    """Each tag counts as its usual value or its fallback, whichever says more."""
    length = sum(
        len(part)
        if isinstance(part, str)
        else max(USUAL_LENGTH[part.tag], len(part.fallback or ""))
        for part in parse_template(body)
    )
    if length > LONGEST_TEXT:
        raise FieldRefused(
            "body",
            f"Keep a text under {LONGEST_TEXT:,} characters; filled in, this has {length:,}.",
        )


def parse_for(channel: Channel, subject: str, body: str) -> None:
    """Refuse words that could not be sent: an unknown tag, or an e-mail without a subject."""
    parse_template(body)
    if channel is Channel.EMAIL:
        parse_template(subject, field="subject")


def refuse_dead_links(company: Company, subject: str, body: str) -> None:
    """Refuse words that lead to the customers' portal while there is none (inventory 88)."""
    if company.portal_url:
        return
    for field, words in (("subject", subject), ("body", body)):
        tags = [
            part.tag for part in parse_template(words, field=field) if not isinstance(part, str)
        ]
        if TemplateTag.CUSTOMER_PORTAL_LINK in tags:
            raise FieldRefused(
                field,
                "There is no customer portal yet, so {CustomerPortalLink} would lead nowhere. "
                "Set the portal up first.",
            )
