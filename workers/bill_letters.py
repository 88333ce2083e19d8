"""How letters about bills are put in the queue: to one entry, in its own language, by the ordinary road.

By text no amount is told, only a link; a newer letter about the same thing replaces one that has not left.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from core.billing.queries.receipts import Reach
from core.clock import short_month
from core.language import Language
from core.messaging.actions.queueing import Draft
from core.messaging.actions.threads import conversation_with
from core.messaging.wire import Channel, Priority


@dataclass(frozen=True)
class About:
    """What a letter is about. key: letters with the same replace each other."""

    event_id: int | None
    key: str


def mail(session: Session, to: Reach, subject: str, body: str, about: About) -> Draft:
    """An e-mail to one address."""
    return _draft(session, Channel.EMAIL, to, subject, body, about)


def text_message(session: Session, to: Reach, body: str, about: About) -> Draft:
    """A text to one phone."""
    return _draft(session, Channel.SMS, to, "", body, about)


def short_day(day: date, language: Language) -> str:
    """`Mar 2` or `2 mar`: a text has no room for more."""
    month = short_month(day, language)
    return f"{day.day} {month}" if language is Language.SPANISH else f"{month} {day.day}"


def _draft(
    session: Session, channel: Channel, to: Reach, subject: str, body: str, about: About
) -> Draft:
    thread = conversation_with(session, channel, to.address)
    return Draft(
        conversation_id=thread.id,
        channel=channel,
        recipient=to.address,
        subject=subject,
        body=body,
        priority=Priority.ALERT,
        contact_point_id=to.point_id,
        event_id=about.event_id,
        supersedes_key=f"{about.key}:{to.point_id}",
    )
