"""Rows of messaging: envelopes as they came, conversations, messages, receipts, consent."""

from core.messaging.model.inbox import Envelope, EnvelopeSource, ReceiptRow
from core.messaging.model.message import MediaState, Message, MessageMedia
from core.messaging.model.restore import LifeSign, LostSend, Pause, Watermark
from core.messaging.model.standing import Circuit, Consent
from core.messaging.model.teaching import TaughtAs, Teaching
from core.messaging.model.thread import Conversation, Party, Prompt

__all__ = [
    "Circuit",
    "Consent",
    "Conversation",
    "Envelope",
    "EnvelopeSource",
    "LifeSign",
    "LostSend",
    "MediaState",
    "Message",
    "MessageMedia",
    "Party",
    "Pause",
    "Prompt",
    "ReceiptRow",
    "TaughtAs",
    "Teaching",
    "Watermark",
]
