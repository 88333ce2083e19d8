"""One message being acted on, as every act sees it."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from bot.context import Context
from bot.who import Known
from core.jobs.model import Booking
from core.language import Language
from core.messaging.consent import Purpose
from core.messaging.letterhead import Letterhead
from core.messaging.model import Conversation, Message


@dataclass
class Scene:
    """One message being acted on. booking: the one this decision opened, once it has."""

    session: Session
    head: Letterhead
    conversation: Conversation
    message: Message
    known: Known
    context: Context
    language: Language
    booking: Booking | None = None
    emergency: bool = False
    purpose: Purpose = Purpose.ORDINARY
    said: list[str] = field(default_factory=list)
