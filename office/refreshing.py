"""Parts of a page that keep themselves fresh: asked for every few seconds, sent only when they
differ.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TypeAlias

from flask import render_template, request
from markupsafe import Markup

EVERY_SECONDS = 4
DIGEST_LENGTH = 12
# A form's token is another one each time; that is no news to whoever reads the page.
_TOKEN = re.compile(r'name="csrf_token" value="[^"]*"')


@dataclass(frozen=True)
class Part:
    """A part of a page in its frame. digest: tells one state of it from another."""

    html: Markup
    digest: str


Answer: TypeAlias = str | tuple[str, int]


def refreshing(inner: str, *, name: str, url: str, seconds: int = EVERY_SECONDS) -> Part:
    """Frame a part so that the browser asks `url` for its next state. name: its id on the page."""
    digest = hashlib.sha256(_TOKEN.sub("", inner).encode()).hexdigest()[:DIGEST_LENGTH]
    html = render_template(
        "office/refreshing.html",
        inner=Markup(inner),  # noqa: S704 - rendered by us just now, escaped then
        name=name,
        url=f"{url}{'&' if '?' in url else '?'}seen={digest}",
        seconds=seconds,
    )
    return Part(Markup(html), digest)  # noqa: S704 - as above


def unless_seen(part: Part) -> Answer:
    """The part, or 204 when the page shows this very state already (htmx then leaves it alone)."""
    if request.args.get("seen") == part.digest:
        return "", 204
    return part.html
