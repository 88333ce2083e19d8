"""A carrier's circuit. Pure: what its answers say of the carrier itself, and when it is left alone, probed and trusted.

Closed: messages leave. Open: nothing leaves but what may save somebody. Half-open, once the pause is over: one message
goes ahead as the probe; it closes the circuit or opens it for twice as long.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from core.messaging.wire import (
    Accepted,
    Misconfigured,
    NeverSendable,
    NotSent,
    Outcome,
    Unknown,
)

# Messages in a row without a usable answer: by then it is the carrier and not one unlucky line.
FAILURES_IN_A_ROW = 20
# A carrier in trouble is asked again sooner than one that waits for our staff to mend its settings.
FAILING_SHARE = 1 / 12
MOST_DOUBLINGS = 3
# Opened so often in a row, it is no hiccup any more and staff should know.
LASTING_OPENINGS = 4
LONGEST_SLOWDOWN_SECONDS = 300.0
UNASKED_SLOWDOWN_SECONDS = 1.0

TOO_MANY_REQUESTS = "429"
# How `carriers.network` calls a request that never left this machine.
UNREACHED = frozenset({"connect", "tls"})


class OpenCause(StrEnum):
    """Why a carrier is left alone: it refuses our account, or it gives no usable answer."""

    SETTINGS = "settings"
    FAILING = "failing"


class Standing(StrEnum):
    """Where a circuit stands."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


@dataclass(frozen=True)
class CircuitState:
    """What is known of a carrier; a carrier nothing is known of works. See `core.messaging.model.Circuit`."""

    failures: int = 0
    openings: int = 0
    cause: OpenCause | None = None
    reason: str = ""
    opened_at: datetime | None = None
    open_until: datetime | None = None
    slow_until: datetime | None = None


def standing(open_until: datetime | None, now: datetime) -> Standing:
    """Closed, open, or waiting for its probe."""
    if open_until is None:
        return Standing.CLOSED
    return Standing.OPEN if open_until > now else Standing.HALF_OPEN


def after(
    state: CircuitState, outcomes: Sequence[Outcome], now: datetime, *, pause: float
) -> CircuitState:
    """The circuit once these answers have come, oldest first.

    pause: seconds an account that is refused is left alone at first.
    """
    for outcome in outcomes:
        state = _after_one(state, outcome, now, pause)
    return state


def _after_one(state: CircuitState, outcome: Outcome, now: datetime, pause: float) -> CircuitState:
    match outcome:
        case Accepted() | NeverSendable():
            return replace(CircuitState(), slow_until=state.slow_until)
        case NotSent(code=code, retry_after=asked) if code == TOO_MANY_REQUESTS:
            return _slower(replace(CircuitState(), slow_until=state.slow_until), asked, now)
        case NotSent(code=code, detail=detail) if code in UNREACHED:
            return _troubled(state, f"it cannot be reached ({detail})", now, pause)
        case NotSent():
            return state
        case Unknown(detail=detail):
            return _troubled(state, f"it gives no usable answer ({detail})", now, pause)
        case Misconfigured(code=code, detail=detail):
            reason = f"it refuses our account ({code}): {detail}"
            return _opened(state, OpenCause.SETTINGS, reason, now, pause)
        case _:
            assert_never(outcome)


def _slower(state: CircuitState, asked: float | None, now: datetime) -> CircuitState:
    """Too many requests are too many of ours, whichever message it was that was told so (RFC 6585 §4)."""
    seconds = UNASKED_SLOWDOWN_SECONDS if asked is None else min(asked, LONGEST_SLOWDOWN_SECONDS)
    until = now + timedelta(seconds=seconds)
    return replace(state, slow_until=max(until, state.slow_until or until))


def _troubled(state: CircuitState, reason: str, now: datetime, pause: float) -> CircuitState:
    failures = state.failures + 1
    state = replace(state, failures=failures)
    if state.open_until is None and failures < FAILURES_IN_A_ROW:
        return state
    return _opened(state, OpenCause.FAILING, reason, now, pause * FAILING_SHARE)


def _opened(
    state: CircuitState, cause: OpenCause, reason: str, now: datetime, pause: float
) -> CircuitState:
    """Left alone, each time in a row for twice as long; what was under way when it opened opens it no further."""
    is_worse = cause is OpenCause.SETTINGS and state.cause is OpenCause.FAILING
    if standing(state.open_until, now) is Standing.OPEN and not is_worse:
        return state
    seconds = pause * 2 ** min(state.openings, MOST_DOUBLINGS)
    return replace(
        state,
        cause=cause,
        reason=reason,
        openings=state.openings + 1,
        opened_at=state.opened_at or now,
        open_until=now + timedelta(seconds=seconds),
    )


def is_staff_needed(was: CircuitState, now_is: CircuitState) -> bool:
    """Whether this is the moment to page staff: at once for settings, for a failing carrier when it lasts."""
    if now_is.cause is OpenCause.SETTINGS:
        return was.cause is not OpenCause.SETTINGS
    return was.openings < LASTING_OPENINGS <= now_is.openings
