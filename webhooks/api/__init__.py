"""The API for machines of other companies: bookings in, their fate out, problem details for everything refused."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, cast

import structlog
from flask import Blueprint, Flask, Response
from flask.blueprints import BlueprintSetupState
from werkzeug.exceptions import HTTPException

from core.config import Settings
from core.db import Database
from core.logs import lines_of
from webhooks.api.bookings import MOST_A_MINUTE, BookingsApi
from webhooks.api.problems import Turned, answered

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

__all__ = ["create_blueprint"]

PREFIX = "/api/v1"
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'",
}

log = structlog.get_logger("api")


def create_blueprint(
    settings: Settings, database: Database, *, most_a_minute: int = MOST_A_MINUTE
) -> Blueprint:
    """The API under /api/v1. Registering it takes its requests off the pages' road: no session, no page headers."""
    api = BookingsApi(settings, database, most_a_minute=most_a_minute)

    def settle(state: BlueprintSetupState) -> None:
        _answer_alone(cast(Flask, state.app), _routes(api))

    blueprint = _routes(api)
    blueprint.record_once(settle)
    return blueprint


def _routes(api: BookingsApi) -> Blueprint:
    blueprint = Blueprint("api", __name__, url_prefix=PREFIX)
    blueprint.add_url_rule("/bookings", "bring", api.bring, methods=["POST"])
    blueprint.add_url_rule("/bookings/<booking_id>", "show", api.show, methods=["GET"])
    blueprint.add_url_rule("/openapi.json", "document", api.document, methods=["GET"])
    return blueprint


def _answer_alone(house: Flask, routes: Blueprint) -> None:
    """Every request under PREFIX is answered here, in the API's own manner, even where nothing is found."""
    alone = Flask("api", static_folder=None)
    alone.register_blueprint(routes)
    alone.register_error_handler(Turned, answered)
    alone.register_error_handler(HTTPException, _http)
    alone.register_error_handler(Exception, _broke)
    alone.after_request(_dressed)
    inside = house.wsgi_app

    def at_the_door(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        ours = environ["PATH_INFO"].startswith(f"{PREFIX}/")
        return alone(environ, start) if ours else inside(environ, start)

    house.wsgi_app = at_the_door  # type: ignore[assignment, method-assign]  # Flask's way


def _dressed(response: Response) -> Response:
    response.headers.update(HEADERS)
    return response


def _http(error: HTTPException) -> Response:
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    kept = {name: words for name, words in error.get_headers() if name == "Allow"}
    return answered(Turned(status, "not-served", f"{status.description}.", headers=kept))


def _broke(error: Exception) -> Response:
    log.error("api_broke", error=type(error).__name__, at=lines_of(error))
    return answered(
        Turned(
            HTTPStatus.INTERNAL_SERVER_ERROR,
            "broken",
            "That went wrong on our side and nothing was written; send it again with the same key.",
        )
    )
