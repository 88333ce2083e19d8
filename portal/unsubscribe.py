"""Leave our e-mails with one click. GET only shows, so a scanner that opens links changes nothing (RFC 8058)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import ParamSpec, TypeVar

from flask import Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from core.config import Settings
from core.db import Database
from core.events.actions import Actor, ActorType
from core.messaging.actions.consenting import opt_out
from core.messaging.farewell import address_in
from core.messaging.wire import Channel

TEMPLATES = Path(__file__).parents[1] / "templates" / "portal"
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
AUDIENCE = "anyone with a signed link"

P = ParamSpec("P")
R = TypeVar("R")


def for_link_holders(view: Callable[P, R]) -> Callable[P, R]:
    """Declare the view's audience; the signature in the link is what admits."""
    vars(view)["audience"] = AUDIENCE
    return view


class UnsubscribePages:
    """One page in three moods: asking, done, and a link that is not ours."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings = settings
        self._database = database

    @for_link_holders
    def ask(self, token: str) -> Response:
        """Show the one button; change nothing."""
        address = address_in(self._settings.secret_key, token)
        return self._page("ask" if address else "unknown", 200 if address else 404)

    @for_link_holders
    def leave(self, token: str) -> Response:
        """No more alerts to this address; safe to repeat."""
        address = address_in(self._settings.secret_key, token)
        if address is None:
            return self._page("unknown", 404)
        with self._database.transaction() as session:
            opt_out(
                session,
                Channel.EMAIL,
                address,
                words="one-click unsubscribe",
                source="link",
                actor=Actor(ActorType.CONTACT, address),
            )
        return self._page("done", 200)

    def _page(self, mood: str, status: int) -> Response:
        body = _template().render(mood=mood, company=self._settings.company)
        return Response(body, status, HEADERS, mimetype="text/html")


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("unsubscribe.html")
