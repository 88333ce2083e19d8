"""SendGrid's answers and events in the core's words. Source: SendGrid, API errors and events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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

_ACCOUNT_STATUSES = frozenset({401, 403, 404, 405})
_TRY_LATER_STATUSES = frozenset({409, 425, 429})
_FIRST_REDIRECT, _FIRST_CLIENT_ERROR, _FIRST_SERVER_ERROR = 300, 400, 500
_TIMED_OUT = 408


@dataclass(frozen=True)
class Complaint:
    """The first error of a refusal: which field of our request, and why."""

    field: str = ""
    words: str = ""


def outcome_of(status: int, complaint: Complaint, wait: float | None) -> Outcome:
    """What an answer other than success says about the message."""
    detail = without_people(complaint.words)
    if status in _TRY_LATER_STATUSES:
        return NotSent(str(status), detail, wait)
    is_redirect = _FIRST_REDIRECT <= status < _FIRST_CLIENT_ERROR
    if is_redirect or status in _ACCOUNT_STATUSES or complaint.field.startswith("from"):
        return Misconfigured(str(status), detail)
    if not _FIRST_CLIENT_ERROR <= status < _FIRST_SERVER_ERROR or status == _TIMED_OUT:
        return Unknown(f"HTTP {status}")
    if ".to." in complaint.field or complaint.field.endswith(".to"):
        return NeverSendable(str(status), detail, PermanentCause.BAD_ADDRESS)
    return NeverSendable(str(status), detail, PermanentCause.REFUSED_CONTENT)


# A complaint or an unsubscription shows that the mail arrived: nothing may lower it again.
STATES: Mapping[str, MessageState] = {
    "processed": MessageState.ACCEPTED,
    "deferred": MessageState.ACCEPTED,
    "delivered": MessageState.DELIVERED,
    "bounce": MessageState.FAILED,
    "dropped": MessageState.FAILED,
    "spamreport": MessageState.DELIVERED,
    "unsubscribe": MessageState.DELIVERED,
    "group_unsubscribe": MessageState.DELIVERED,
}
_FAREWELLS: Mapping[str, PermanentCause] = {
    "spamreport": PermanentCause.COMPLAINED,
    "unsubscribe": PermanentCause.OPTED_OUT,
    "group_unsubscribe": PermanentCause.OPTED_OUT,
}
_DROP_CAUSES: tuple[tuple[str, PermanentCause], ...] = (
    ("unsubscribed", PermanentCause.OPTED_OUT),
    ("spam reporting", PermanentCause.COMPLAINED),
    ("bounced", PermanentCause.BAD_ADDRESS),
    ("invalid", PermanentCause.BAD_ADDRESS),
    ("spam content", PermanentCause.REFUSED_CONTENT),
)


def cause_of(event: str, kind: str, reason: str) -> PermanentCause | None:
    """Why mail to this address can never arrive, where the event says so; a block passes."""
    if event in _FAREWELLS:
        return _FAREWELLS[event]
    if event == "bounce":
        return PermanentCause.BAD_ADDRESS if kind in {"bounce", ""} else None
    if event == "dropped":
        told = reason.lower()
        return next((cause for words, cause in _DROP_CAUSES if words in told), None)
    return None
