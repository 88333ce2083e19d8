"""Who may look: anyone at health and readiness, which tell nothing; watchers alone at the numbers.

Without a token only this machine may ask, and only where no proxy stands in front: a proxy's requests come from
this machine too, whoever asked it.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from enum import Enum, auto
from ipaddress import ip_address
from typing import ParamSpec, TypeVar

from werkzeug.wrappers import Request

from core.config import Settings

P = ParamSpec("P")
R = TypeVar("R")

ANYONE = "anyone"
WATCHER = "watcher"
# What proxies add; a watcher on this machine sends none of them.
FORWARDING_HEADERS = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")


class Admission(Enum):
    """Whether a caller may see the numbers, and if not, what would help."""

    WELCOME = auto()
    TOKEN_NEEDED = auto()
    FROM_OUTSIDE = auto()


def for_anyone(view: Callable[P, R]) -> Callable[P, R]:
    """Declare the view open to everybody."""
    vars(view)["audience"] = ANYONE
    return view


def for_watchers(view: Callable[P, R]) -> Callable[P, R]:
    """Declare the view's audience; the view itself asks `admission`."""
    vars(view)["audience"] = WATCHER
    return view


def admission(request: Request, settings: Settings) -> Admission:
    """With METRICS_TOKEN set: who brings it as a bearer token. Without: callers on this machine, see above."""
    if settings.metrics_token:
        return (
            Admission.WELCOME
            if _brings(settings.metrics_token, request)
            else Admission.TOKEN_NEEDED
        )
    if settings.public_url.startswith("https://") or not _is_from_here(request):
        return Admission.FROM_OUTSIDE
    return Admission.WELCOME


def _brings(token: str, request: Request) -> bool:
    given = request.headers.get("Authorization", "")
    return hmac.compare_digest(given.encode("utf-8", "replace"), f"Bearer {token}".encode())


def _is_from_here(request: Request) -> bool:
    if any(name in request.headers for name in FORWARDING_HEADERS):
        return False
    try:
        caller = ip_address(request.remote_addr or "")
    except ValueError:
        return False
    mapped = getattr(caller, "ipv4_mapped", None)
    return bool((mapped or caller).is_loopback)
