"""CSRF checks and response headers of the office's pages. Nothing inline runs, nothing is framed,
nothing is cached.
"""

from __future__ import annotations

from flask import Blueprint, Flask, request
from flask_talisman import Talisman
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response

from core.config import Settings
from office.door import NAME

# Ten files of a job at once are the most that anybody sends.
LARGEST_REQUEST = 110 * 1024 * 1024
_SELF = "'self'"
_NONE = "'none'"
POLICY = {
    "default-src": _SELF,
    "script-src": _SELF,
    "style-src": _SELF,
    "img-src": _SELF,
    "object-src": _NONE,
    "base-uri": _NONE,
    "form-action": _SELF,
    "frame-ancestors": _NONE,
}

_csrf = CSRFProtect()


class OfficeHeaders(Talisman):  # type: ignore[misc]  # the library has no types
    """Talisman for the office alone: a webhook needs no page headers, the sandbox brings its
    own.
    """

    def _set_response_headers(self, response: Response) -> Response:
        is_ours = request.blueprint in {NAME, None}
        if not is_ours or "Content-Security-Policy" in response.headers:
            return response
        answer: Response = super()._set_response_headers(response)
        if request.endpoint is None:
            # An address that nobody answers is a page of ours too.
            _not_kept(answer)
        return answer


def install(app: Flask, settings: Settings) -> None:
    """Headers for every page of the office; CSRF tokens live as long as the session."""
    app.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None)
    _csrf.init_app(app)
    OfficeHeaders(
        app,
        # The proxy in front of us answers plain http; it alone knows which scheme was asked.
        force_https=False,
        session_cookie_secure=settings.public_url.startswith("https://"),
        frame_options="DENY",
        content_security_policy=POLICY,
        content_security_policy_nonce_in=["script-src", "style-src"],
        referrer_policy="same-origin",
        permissions_policy={"camera": "()", "geolocation": "()", "microphone": "()"},
    )


def guard(blueprint: Blueprint) -> None:
    """Every change needs a token from one of our own forms; pages are never kept by caches."""
    blueprint.before_request(_bounded)
    blueprint.before_request(_csrf.protect)
    blueprint.after_request(_not_kept)


def _bounded() -> None:
    """Nothing larger is read at all; reading the token reads the form."""
    request.max_content_length = LARGEST_REQUEST


def _not_kept(response: Response) -> Response:
    if request.endpoint != "office.static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response
