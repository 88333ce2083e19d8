"""Twilio's error codes and statuses in the core's words. Source: Twilio, error dictionary."""

from __future__ import annotations

from collections.abc import Mapping

from carriers.network import without_people
from core.messaging.wire import (
    MessageState,
    Misconfigured,
    NeverSendable,
    NotSent,
    Outcome,
    PermanentCause,
    Unknown,
)

CAUSES: Mapping[int, PermanentCause] = {
    21211: PermanentCause.BAD_ADDRESS,
    21214: PermanentCause.BAD_ADDRESS,
    21217: PermanentCause.BAD_ADDRESS,
    21265: PermanentCause.BAD_ADDRESS,
    21612: PermanentCause.BAD_ADDRESS,
    21614: PermanentCause.BAD_ADDRESS,
    30005: PermanentCause.BAD_ADDRESS,
    30006: PermanentCause.BAD_ADDRESS,
    21610: PermanentCause.OPTED_OUT,
    # The region is closed to us or the words are refused: neither condemns the number.
    21408: PermanentCause.REFUSED_CONTENT,
    21602: PermanentCause.REFUSED_CONTENT,
    21617: PermanentCause.REFUSED_CONTENT,
    # A trial account and a number nobody has verified: a matter of this recipient alone.
    21608: PermanentCause.REFUSED_CONTENT,
    30007: PermanentCause.REFUSED_CONTENT,
    # Our sender does not serve this destination, as a short code does not serve another country. A sender that is not
    # ours, or takes no texts at all, has codes of its own since July 2024: 21659, 21660, 21661.
    21606: PermanentCause.REFUSED_CONTENT,
}

# Account suspended, sender not ours, service without senders, registration missing, and the like.
_ACCOUNT_CODES = frozenset(
    {
        20003, 20005, 20006, 20008, 20404, 21212, 21601, 21603, 21607, 21609,
        21659, 21660, 21661, 21701, 21703, 21704, 21705, 30002, 30034,
    }
)  # fmt: skip
_QUEUE_CODES = frozenset({14107, 20429, 21611, 30001, 30022})
_ACCOUNT_STATUSES = frozenset({401, 403, 404, 405})
_TRY_LATER_STATUSES = frozenset({409, 425, 429})
_AMBIGUOUS_STATUSES = frozenset({408})
_FIRST_REDIRECT, _FIRST_CLIENT_ERROR, _FIRST_SERVER_ERROR = 300, 400, 500

_STATES: Mapping[str, MessageState] = {
    "accepted": MessageState.ACCEPTED,
    "scheduled": MessageState.ACCEPTED,
    "queued": MessageState.ACCEPTED,
    "sending": MessageState.ACCEPTED,
    "sent": MessageState.SENT,
    "delivered": MessageState.DELIVERED,
    "read": MessageState.DELIVERED,
    "undelivered": MessageState.UNDELIVERED,
    "failed": MessageState.FAILED,
    "canceled": MessageState.FAILED,
}
# The validity period ran out before Twilio could send it.
_EXPIRED_CODE = 30036


def outcome_of(status: int, code: int | None, words: str) -> Outcome:
    """What a refusal of the Messages resource says about the message."""
    name, detail = str(code or status), without_people(words)
    if status >= _FIRST_SERVER_ERROR or status in _AMBIGUOUS_STATUSES:
        return Unknown(f"HTTP {status}")
    if code is not None and code in CAUSES:
        return NeverSendable(name, detail, CAUSES[code])
    if code in _QUEUE_CODES or status in _TRY_LATER_STATUSES:
        return NotSent(name, detail)
    is_redirect = _FIRST_REDIRECT <= status < _FIRST_CLIENT_ERROR
    if is_redirect or status in _ACCOUNT_STATUSES or code in _ACCOUNT_CODES:
        return Misconfigured(name, detail)
    return NeverSendable(name, detail, PermanentCause.REFUSED_CONTENT)


def state_of(status: str, code: str) -> MessageState | None:
    """The state a status callback tells, or None for a word that is no state of a sent message."""
    state = _STATES.get(status.lower())
    if code == str(_EXPIRED_CODE) and state in {MessageState.UNDELIVERED, MessageState.FAILED}:
        return MessageState.EXPIRED
    return state


def cause_of(code: str) -> PermanentCause | None:
    """Why a text can never arrive, where the code says so; 30003 (phone off) does not."""
    return CAUSES.get(int(code)) if code.isdecimal() and len(code) <= len("99999") else None
