"""Headers and the origin check of the page.

Nothing inline runs, nothing foreign is loaded, no other site can type for us.
"""

from __future__ import annotations

import secrets

from flask import Blueprint, Response, abort, g, request

# Fetch Metadata: what a browser says of a request that this very page, or a person, began.
OWN = {"same-origin", "none"}
FOREIGN_PAGE = "Only the practice ground's own page may do this."


def guard(blueprint: Blueprint) -> None:
    """Check every change before it is made, and set the headers of every answer."""
    blueprint.before_request(_refuse_strangers)
    blueprint.after_request(_headers)
    blueprint.app_template_global("csp_nonce")(nonce)


def nonce() -> str:
    """The one-time word that lets our own script run on this page."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    word: str = g.csp_nonce
    return word


def _refuse_strangers() -> None:
    site = request.headers.get("Sec-Fetch-Site", "none")
    if request.method == "POST" and site not in OWN:
        abort(403, FOREIGN_PAGE)


def _headers(response: Response) -> Response:
    policy = (
        f"default-src 'none'; script-src 'nonce-{nonce()}'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )
    response.headers.setdefault("Content-Security-Policy", policy)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    if not request.path.startswith("/practice/static/"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response
