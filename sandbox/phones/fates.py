"""What has become of a text or mail, in words a newcomer understands. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from sandbox.carrier.records import Direction, Mail, MailState, Sms, SmsState

# Twilio, "Error and Warning Dictionary": what these codes say of the phone.
TROUBLE: Mapping[int, str] = {
    30003: "phone unreachable",
    30004: "blocked",
    30005: "unknown phone",
    30006: "landline",
    30007: "filtered as spam",
}


@dataclass(frozen=True)
class Fate:
    """ticks: `✓` sent, `✓✓` arrived, `✕` not; meaning: good, quiet, attention or danger."""

    words: str
    meaning: str = "quiet"
    ticks: str = ""

    @property
    def is_lost(self) -> bool:
        """Whether the person never got to see it."""
        return self.ticks == "✕"


ON_ITS_WAY = Fate("on its way")
DELIVERED = Fate("delivered", "good", "✓✓")


def fate_of(message: Sms | Mail) -> Fate:
    """How far a message has come, seen from the person who holds the device."""
    if message.direction is Direction.INBOUND:
        return _typed(message.webhook_status)
    return _of_text(message) if isinstance(message, Sms) else _of_mail(message)


def _typed(status: int | None) -> Fate:
    if status is None:
        return ON_ITS_WAY
    if status == 0:
        return Fate("Fixline did not answer", "danger", "✕")
    if 200 <= status < 300:
        return Fate("Fixline has it", "good", "✓✓")
    return Fate(f"Fixline refused it ({status})", "danger", "✕")


def _of_text(sms: Sms) -> Fate:
    match sms.state:
        case SmsState.ACCEPTED | SmsState.QUEUED:
            return ON_ITS_WAY
        case SmsState.SENT:
            return Fate("sent", ticks="✓")
        case SmsState.DELIVERED | SmsState.RECEIVED:
            return DELIVERED
        case SmsState.UNDELIVERED | SmsState.FAILED:
            return Fate(f"never arrived{_why(sms.error_code)}", "danger", "✕")
        case _:
            assert_never(sms.state)


def _why(code: int | None) -> str:
    if code is None:
        return ""
    words = TROUBLE.get(code)
    return f": {words} ({code})" if words else f" ({code})"


def _of_mail(mail: Mail) -> Fate:
    match mail.state:
        case MailState.ACCEPTED | MailState.PROCESSED:
            return ON_ITS_WAY
        case MailState.DEFERRED:
            return Fate("held up, will be tried again", "attention")
        case MailState.DELIVERED | MailState.RECEIVED:
            return DELIVERED
        case MailState.BOUNCE:
            return Fate("never arrived: bounced", "danger", "✕")
        case MailState.BLOCKED | MailState.DROPPED:
            return Fate(f"never arrived: {mail.state}", "danger", "✕")
        case MailState.SPAMREPORT:
            return Fate("reported as spam", "attention", "✓✓")
        case MailState.UNSUBSCRIBE:
            return Fate("unsubscribed", "attention", "✓✓")
        case _:
            assert_never(mail.state)
