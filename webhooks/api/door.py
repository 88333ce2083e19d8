"""Who may call the API: machines with a token, so many times a minute. Everybody else is refused in a few words."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import ParamSpec, TypeVar

from flask import Request

from core.db import Database
from core.jobs.actions.machines import count_use, token_shown
from core.jobs.model import ApiToken
from webhooks.api.problems import Turned

P = ParamSpec("P")
R = TypeVar("R")

MACHINE = "machine"
ANYONE = "anyone"
LONGEST_TOKEN = 200


def for_machines(view: Callable[P, R]) -> Callable[P, R]:
    """Declare the view's audience; the view itself asks for the token."""
    vars(view)["audience"] = MACHINE
    return view


def for_anyone(view: Callable[P, R]) -> Callable[P, R]:
    """Declare that the view shows nothing that is anybody's."""
    vars(view)["audience"] = ANYONE
    return view


def admitted(database: Database, given: Request, *, most_a_minute: int) -> ApiToken:
    """The token of the request, its use counted. Raises Turned with 401, or with 429 and Retry-After."""
    scheme, _, shown = given.headers.get("Authorization", "").partition(" ")
    with database.transaction() as session:
        fits = scheme.lower() == "bearer" and 0 < len(shown.strip()) <= LONGEST_TOKEN
        token = token_shown(session, shown.strip()) if fits else None
        wait = count_use(session, token, most=most_a_minute) if token else 0
    if token is None:
        raise Turned(
            HTTPStatus.UNAUTHORIZED,
            "no-token",
            "Send a token of Settings, Integrations as `Authorization: Bearer …`.",
            headers={"WWW-Authenticate": "Bearer"},
        )
    if wait:
        raise Turned(
            HTTPStatus.TOO_MANY_REQUESTS,
            "too-many-requests",
            f"At most {most_a_minute} requests a minute; wait {wait} seconds.",
            headers={"Retry-After": str(wait)},
        )
    return token
