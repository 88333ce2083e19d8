"""What Stripe's errors and a broken line say about a wish. Source: Stripe, "Error handling", "Idempotent requests"."""

from __future__ import annotations

import re

import stripe
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from gateways.port import Impossible, Misconfigured, NotDone, Trouble, Unknown

LONGEST_DETAIL = 300
LONGEST_RETRY_AFTER_SECONDS = 3600.0

_PERSONAL = re.compile(r"[^\s<>\"'@]+@[^\s<>\"'@]+|\d[\d\- ]{7,}\d")
_FIRST_SERVER_ERROR, _REQUEST_TIMEOUT = 500, 408
# 409: another request with the same key is under way. 425, 429: too early, too many.
_TRY_LATER = frozenset({409, 425, 429})
_OUR_ACCOUNT = frozenset({401, 403})
_REDIRECTS = range(300, 400)


def of_error(error: stripe.StripeError) -> Trouble:
    """The trouble an answer of Stripe's stands for; without a status nothing is known."""
    status, detail = error.http_status, _clean(error.user_message or "")
    code = error.code or str(status or "")
    if status is None or status >= _FIRST_SERVER_ERROR or status == _REQUEST_TIMEOUT:
        return Unknown(f"HTTP {status}" if status else type(error).__name__)
    if status < _REDIRECTS.start:
        return Unknown("A success that cannot be read.")
    if status in _TRY_LATER:
        return NotDone(code, detail, _wait(error))
    if status in _OUR_ACCOUNT or status in _REDIRECTS:
        return Misconfigured(code, detail)
    return Impossible(code, detail)


def of_broken_line(error: HTTPError) -> Trouble:
    """NotDone only when no connection was ever made."""
    if isinstance(error, (NewConnectionError, ConnectTimeoutError)):
        return NotDone("connect", type(error).__name__)
    return Unknown(type(error).__name__)


def _wait(error: stripe.StripeError) -> float | None:
    told = str((error.headers or {}).get("Retry-After", "")).strip()
    return min(float(told[:9]), LONGEST_RETRY_AFTER_SECONDS) if told.isdecimal() else None


def _clean(words: str) -> str:
    """Without addresses and long numbers, fit to keep and to log."""
    return _PERSONAL.sub("[hidden]", words).replace("\0", "")[:LONGEST_DETAIL]
