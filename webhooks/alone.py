"""Answers posts past the house's sessions, sign-in and page headers, and texts past routing too.

Carriers have no use for those, and on this road they cost more than storing does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

import structlog
from flask import Blueprint, Flask, Request, Response
from werkzeug.exceptions import HTTPException

from core.logs import lines_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PREFIX = "/webhooks"
UNAVAILABLE = 503

Receive = Callable[[Request], Response]

log = structlog.get_logger("webhooks")


def answer_alone(house: Flask, letterbox: Blueprint, shortest: Mapping[str, Receive]) -> None:
    """From now on the house passes every request under PREFIX to the letterbox, and sees no more of it.

    shortest: paths whose posts are received without even the letterbox's own routing.
    """
    alone = Flask("letterbox", static_folder=None)
    alone.register_blueprint(letterbox)
    alone.register_error_handler(Exception, _broke)
    inside = house.wsgi_app

    def at_the_door(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if not path.startswith(f"{PREFIX}/"):
            return inside(environ, start)
        receive = shortest.get(path)
        if receive is None or environ["REQUEST_METHOD"] != "POST":
            return alone(environ, start)
        return _received(receive, Request(environ))(environ, start)

    house.wsgi_app = at_the_door  # type: ignore[assignment, method-assign]  # Flask's way


def _received(receive: Receive, given: Request) -> Response:
    try:
        return receive(given)
    except Exception as error:  # noqa: BLE001 - a carrier that gets a 500 may never come again
        return _unavailable(error)


def _broke(error: Exception) -> Response | HTTPException:
    return error if isinstance(error, HTTPException) else _unavailable(error)


def _unavailable(error: Exception) -> Response:
    """Whatever goes wrong here, the carrier is asked to come again; nothing is answered as if it were kept."""
    log.warning("webhook_broke", error=type(error).__name__, at=lines_of(error))
    return Response(status=UNAVAILABLE)
