"""What a person sees when something cannot be done: in plain words, with the next thing to do."""

from __future__ import annotations

import traceback
from dataclasses import dataclass

import structlog
from flask import Blueprint, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response

from core.errors import NotFound, Refused
from office.door import NAME

log = structlog.get_logger()

FRAMES_LOGGED = 6


@dataclass(frozen=True)
class Trouble:
    """A refusal as a page shows it. remedy: what to do next."""

    status: int
    title: str
    remedy: str


BAD_FORM = Trouble(
    400,
    "This form is out of date",
    "You were away for long, or signed out in another window. "
    "Go back, load the page again and repeat it.",
)
BROKEN = Trouble(
    500,
    "That went wrong on our side",
    "Nothing was changed. Try it again; if it happens twice, tell your administrator what you did.",
)
TROUBLES = {
    400: Trouble(400, "We could not read that", "Go back and check the address or the form."),
    403: Trouble(
        403,
        "Your role does not allow this",
        "Ask an administrator if you need it, or go back to what you were doing.",
    ),
    404: Trouble(
        404,
        "There is nothing here",
        "It may never have existed, or the address has a typing error. "
        "Search for a name, phone or #job.",
    ),
    405: Trouble(405, "This page cannot do that", "Go back and use the buttons of the page."),
    409: Trouble(409, "This cannot be done now", "Load the page again to see how things stand."),
    413: Trouble(413, "That is too large", "Shorten it or send it in parts."),
}


def answer_for(blueprint: Blueprint) -> None:
    """Pages of the office, and addresses nobody answers, are refused in our own words."""
    blueprint.errorhandler(NotFound)(_not_found)
    blueprint.errorhandler(Refused)(_refused)
    blueprint.errorhandler(CSRFError)(_bad_form)
    blueprint.errorhandler(HTTPException)(_http)
    blueprint.errorhandler(Exception)(_broken)
    blueprint.app_errorhandler(404)(_unknown_address)


def _page(trouble: Trouble, detail: str = "") -> tuple[str, int]:
    return render_template("office/trouble.html", trouble=trouble, detail=detail), trouble.status


def _not_found(error: NotFound) -> tuple[str, int]:
    return _page(TROUBLES[404], str(error))


def _refused(error: Refused) -> tuple[str, int]:
    return _page(TROUBLES[409], str(error))


def _bad_form(_: CSRFError) -> tuple[str, int]:
    return _page(BAD_FORM)


def _http(error: HTTPException) -> tuple[str, int] | Response:
    if isinstance(error.response, Response):
        return error.response
    trouble = TROUBLES.get(error.code or InternalServerError.code, TROUBLES[400])
    own_words = error.description if type(error).description != error.description else None
    return _page(trouble, own_words or "")


def _broken(error: Exception) -> tuple[str, int]:
    # An exception's own text may quote people's words or numbers; logs carry neither.
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES_LOGGED:]
    where = [f"{frame.filename}:{frame.lineno}" for frame in frames]
    log.error("office.broke", endpoint=request.endpoint, error=type(error).__name__, where=where)
    return _page(BROKEN)


def _unknown_address(error: HTTPException) -> tuple[str, int] | Response | HTTPException:
    if request.blueprint not in {NAME, None} or request.path.startswith("/webhooks/"):
        return error
    return _http(error)
