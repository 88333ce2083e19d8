"""The pooled road to a carrier's interface, and what a broken road says about a message.

Nothing is retried here: whether a second attempt is safe is decided from the outcome.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from urllib3 import PoolManager, Timeout
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NewConnectionError,
    ProxyError,
    SSLError,
)

from carriers.fence import fenced
from core.messaging.wire import NotSent, Unknown

KEPT_CONNECTIONS = 64
LONGEST_DETAIL = 300
LONGEST_RETRY_AFTER_SECONDS = 3600.0

_LONG_NUMBER = re.compile(r"\+?\d[\d\-\s().]{5,}\d")
_ADDRESS = re.compile(r"[^\s<>\"'@]+@[^\s<>\"'@]+")

# OpenSSL's names for failures that can only happen before the request is written.
_HANDSHAKE_REASONS = frozenset(
    {
        "CERTIFICATE_VERIFY_FAILED",
        "HTTP_REQUEST",
        "NO_PROTOCOLS_AVAILABLE",
        "RECORD_LAYER_FAILURE",
        "SSLV3_ALERT_HANDSHAKE_FAILURE",
        "TLSV1_ALERT_PROTOCOL_VERSION",
        "TLSV1_UNRECOGNIZED_NAME",
        "UNKNOWN_PROTOCOL",
        "UNSUPPORTED_PROTOCOL",
        "WRONG_VERSION_NUMBER",
    }
)


@dataclass(frozen=True)
class Patience:
    """How long to wait for a carrier, in seconds: for a connection, then for its answer."""

    connect: float = 3.0
    read: float = 15.0


def connection_pool(patience: Patience) -> PoolManager:
    """Kept connections for every thread, without retries and redirects; see `carriers.fence`."""
    pool = PoolManager(
        maxsize=KEPT_CONNECTIONS,
        retries=False,
        timeout=Timeout(connect=patience.connect, read=patience.read),
    )
    return fenced(pool)


def outcome_of_broken_road(error: HTTPError) -> NotSent | Unknown:
    """NotSent only when the request certainly never left this machine."""
    if isinstance(error, ProxyError):
        return Unknown("ProxyError")
    if isinstance(error, (NewConnectionError, ConnectTimeoutError)):
        return NotSent("connect", type(error).__name__)
    if isinstance(error, SSLError) and _is_handshake(error):
        return NotSent("tls", "TLS could not be agreed on.")
    return Unknown(type(error).__name__)


def _is_handshake(error: SSLError) -> bool:
    cause = error.args[0] if error.args else None
    reason = cause.reason if isinstance(cause, ssl.SSLError) else None
    return reason in _HANDSHAKE_REASONS


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds we are asked to wait, by Retry-After (RFC 9110 §10.2.3) or X-RateLimit-Reset."""
    value = headers.get("Retry-After", "").strip()
    if value.isdecimal():
        return min(float(value[:9]), LONGEST_RETRY_AFTER_SECONDS)
    moment = _moment(value) or _epoch(headers.get("X-RateLimit-Reset", "").strip())
    if moment is None:
        return None
    return min(max((moment - now).total_seconds(), 0.0), LONGEST_RETRY_AFTER_SECONDS)


def _moment(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _epoch(value: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(value[:12]), tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None


def without_people(detail: str) -> str:
    """A carrier's words with numbers and addresses taken out, short enough to keep and to log."""
    hidden = _ADDRESS.sub("[address]", _LONG_NUMBER.sub("[number]", detail))
    return hidden.replace("\0", "")[:LONGEST_DETAIL]


def is_success(status: int) -> bool:
    """2xx."""
    return HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES
