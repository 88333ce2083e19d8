"""The purchase order for a request, from its manager's own mails about it; a figure of anybody else's is none."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.reading.manager_terms import purchase_order
from bot.reading.property_manager import own_subject
from bot.reading.reply import forwarded_words
from core.jobs.job_fields import LONGEST_PO_NUMBER
from core.messaging.model import Conversation, Message, Party

MOST_MAILS = 20


def order_named(session: Session, booking_id: int) -> str:
    """The PO number as their last mail with one has it, "" where none has; proposed to staff, never acted on."""
    mails = session.scalars(
        select(Message)
        .join(Conversation)
        .where(
            Message.booking_id == booking_id,
            Message.inbound,
            Message.automatic.is_(None),
            Conversation.party == Party.MANAGER,
        )
        .order_by(Message.id.desc())
        .limit(MOST_MAILS)
    )
    named = (purchase_order(words) for mail in mails for words in _words(mail))
    return next((each for each in named if each and len(each) <= LONGEST_PO_NUMBER), "")


def _words(mail: Message) -> tuple[str, ...]:
    """What they wrote, what they wrote above it, and what they pass on; never what they quote."""
    return mail.new_words, own_subject(mail.subject), forwarded_words(mail.body, mail.subject)
