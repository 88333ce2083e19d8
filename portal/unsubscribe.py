"""Leave our e-mails with one click. GET only shows, so a scanner that opens links changes nothing (RFC 8058)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import ParamSpec, TypeVar

from flask import Response, request
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from core.config import Settings
from core.db import Database
from core.events.actions import Actor, ActorType
from core.messaging.actions.consenting import opt_out
from core.messaging.consent import ENDED_BY_STOP, Topic
from core.messaging.farewell import farewell_in
from core.messaging.wire import Channel
from portal.keys import read_with_any

TEMPLATES = Path(__file__).parents[1] / "templates" / "portal"
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
AUDIENCE = "anyone with a signed link"
# What the mail program posts by itself (RFC 8058 §3.1).
ONE_CLICK = "One-Click"
# What may be chosen on the page; whatever else is posted counts as the topic of the mail: a way out must work.
TOPICS = {
    "job_updates": frozenset({Topic.JOB_UPDATES}),
    "marketing": frozenset({Topic.MARKETING}),
    "all": ENDED_BY_STOP[Channel.EMAIL],
}

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
        """Show the choice, with the topic of their mail chosen; change nothing."""
        farewell = read_with_any(self._settings, farewell_in, token)
        if farewell is None:
            return self._page("unknown", 404)
        return self._page("ask", 200, frozenset({farewell.topic}))

    @for_link_holders
    def leave(self, token: str) -> Response:
        """No more of these mails to this address; safe to repeat. A mail program's one click names no topic."""
        farewell = read_with_any(self._settings, farewell_in, token)
        if farewell is None:
            return self._page("unknown", 404)
        is_click = request.form.get("List-Unsubscribe", "") == ONE_CLICK
        topics = TOPICS.get(request.form.get("topic", ""), frozenset({farewell.topic}))
        with self._database.transaction() as session:
            opt_out(
                session,
                Channel.EMAIL,
                farewell.address,
                words="one-click unsubscribe" if is_click else "chose it on the page",
                source="link",
                actor=Actor(ActorType.CONTACT, farewell.address),
                topics=topics,
            )
        return self._page("done", 200, topics)

    def _page(self, mood: str, status: int, topics: frozenset[Topic] = frozenset()) -> Response:
        body = _template().render(mood=mood, company=self._settings.company, topics=topics)
        return Response(body, status, HEADERS, mimetype="text/html")


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("unsubscribe.html")
