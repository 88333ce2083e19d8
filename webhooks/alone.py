"""Answers posts in an application of their own, past the house's sessions, sign-in and page headers.

Carriers have no use for those, and on this road they cost more than storing does.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Blueprint, Flask

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PREFIX = "/webhooks"


def answer_alone(house: Flask, letterbox: Blueprint) -> None:
    """From now on the house passes every request under PREFIX to the letterbox, and sees no more of it."""
    alone = Flask("letterbox", static_folder=None)
    alone.register_blueprint(letterbox)
    inside = house.wsgi_app

    def at_the_door(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"].startswith(f"{PREFIX}/"):
            return alone(environ, start)
        return inside(environ, start)

    house.wsgi_app = at_the_door  # type: ignore[assignment, method-assign]  # Flask's way
