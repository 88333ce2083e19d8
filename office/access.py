"""Who may call which view. Every view declares its audience; one that declares none is refused to
everybody.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import ParamSpec, TypeVar, cast
from urllib.parse import urlsplit

from flask import Blueprint, Flask, current_app, redirect, request, session, url_for
from flask_login import LoginManager, current_user, login_user, logout_user
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from core.config import Settings
from core.desk.model import StaffRole
from core.desk.permissions import Permission, may
from core.desk.queries.staff import StaffMember, active_staff
from core.events.actions import Actor, ActorType
from core.events.queries.timeline import OF_THE_BOOKS
from office.door import now, reading

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

ANYONE = "anyone"
STAFF = "staff:"
# OWASP ASVS 5.0 7.3: an end after idleness, and an end whatever happens.
IDLE = timedelta(hours=1)
LONGEST_SESSION = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
# All that is open to a person whose role needs a second factor, until they have set one up.
WHILE_OWING = frozenset(
    {
        "office.second_factor",
        "office.begin_second_factor_here",
        "office.confirm_second_factor_here",
        "office.leave",
    }
)


# A backslash is a slash to some browsers, and a control character has no place in an address.
_UNFIT = re.compile(r"[\\\x00-\x1f\x7f]")


class SignedIn:
    """A staff member as Flask-Login asks for one."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, member: StaffMember) -> None:
        self.member = member

    def get_id(self) -> str:
        """The id kept in the session cookie: the person, and the generation of their sessions."""
        return f"{self.member.id}.{self.member.session_version}"


def needs(permission: Permission) -> Callable[[Callable[Given, Answer]], Callable[Given, Answer]]:
    """Only staff whose role has this permission may call the view: its audience is
    `staff:<permission>`.
    """

    def declare(view: Callable[Given, Answer]) -> Callable[Given, Answer]:
        return _for(f"{STAFF}{permission}", view)

    return declare


def any_staff(view: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """Whoever is signed in may call the view."""
    return _for(STAFF, view)


def public_page(view: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """Anyone may call the view, signed in or not."""
    return _for(ANYONE, view)


def _for(audience: str, view: Callable[Given, Answer]) -> Callable[Given, Answer]:
    view.audience = audience  # type: ignore[attr-defined]  # read by guard()
    return view


def install(app: Flask, settings: Settings) -> None:
    """Sessions in a signed cookie that scripts cannot read and other sites cannot send."""
    is_secure = settings.public_url.startswith("https://")
    app.config.update(
        # A name no other host and no plain connection can set (RFC 6265bis §4.1.3.2).
        SESSION_COOKIE_NAME="__Host-fixline_session" if is_secure else "fixline_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=is_secure,
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=LONGEST_SESSION,
    )
    manager = LoginManager()
    manager.init_app(app)
    manager.user_loader(_load)


def guard(blueprint: Blueprint) -> None:
    """Ask before every view of the office whether this person may."""
    blueprint.before_request(_check)


def start_session(member: StaffMember, moment: datetime) -> None:
    """Sign the person in with a session that shares nothing with the one before."""
    session.clear()
    login_user(SignedIn(member))
    session.permanent = True
    session["since"] = session["seen"] = moment.timestamp()


def drop_session() -> None:
    """Forget this browser's session."""
    logout_user()
    session.clear()


def signed_in() -> StaffMember | None:
    """The staff member who asks, if they are signed in."""
    return current_user.member if current_user.is_authenticated else None


def me() -> StaffMember:
    """The staff member who asks, in a view that needs one."""
    member = signed_in()
    if member is None:
        raise Forbidden
    return member


def actor() -> Actor:
    """The staff member who asks, as events name them."""
    member = me()
    return Actor(ActorType.STAFF, member.name, member.id)


def i_may(permission: Permission) -> bool:
    """Whether to show this person a button at all."""
    member = signed_in()
    return member is not None and may(member.role, permission)


def not_for_me() -> tuple[str, ...]:
    """How the kinds of events begin that a timeline leaves out for this person: sums, unless they may see bills."""
    return () if i_may(Permission.BILLING_READ) else OF_THE_BOOKS


def safe_return(wanted: str | None) -> str:
    """A page of ours to go back to after signing in; anything that could lead elsewhere becomes the
    start page.
    """
    start = url_for("office.start")
    if not wanted or not wanted.startswith("/") or _UNFIT.search(wanted):
        return start
    parts = urlsplit(wanted)
    return start if parts.scheme or parts.netloc or wanted.startswith("//") else wanted


def _load(kept: str) -> SignedIn | None:
    user_id, _, version = kept.partition(".")
    if not user_id.isdigit() or not _is_fresh():
        return None
    with reading() as database:
        member = active_staff(database, int(user_id))
    if member is None or str(member.session_version) != version:
        return None
    return SignedIn(member)


def _is_fresh() -> bool:
    moment = now().timestamp()
    since, seen = session.get("since", 0.0), session.get("seen", 0.0)
    if moment - since > LONGEST_SESSION.total_seconds():
        return False
    if moment - seen > IDLE.total_seconds():
        return False
    if moment - seen > SEEN_EVERY.total_seconds() and not _is_polling():
        session["seen"] = moment
    return True


def _is_polling() -> bool:
    """Parts of a page that refresh themselves are no sign of a person at the desk."""
    return "seen" in request.args


def _check() -> Response | None:
    if request.endpoint is None or request.endpoint == "office.static":
        return None
    view = current_app.view_functions[request.endpoint]
    audience = cast(str | None, getattr(view, "audience", None))
    if audience == ANYONE:
        return None
    member = signed_in()
    if member is None:
        return _to_sign_in()
    if audience is None or not _suits(audience, member.role):
        raise Forbidden
    if member.owes_second_factor and request.endpoint not in WHILE_OWING:
        return redirect(url_for("office.second_factor"))
    return None


def _suits(audience: str, role: StaffRole) -> bool:
    permission = audience.removeprefix(STAFF)
    return not permission or may(role, Permission(permission))


def _to_sign_in() -> Response:
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    answer = redirect(url_for("office.sign_in_page", next=target))
    if request.headers.get("HX-Request") == "true":
        # A part of a page cannot show the sign-in form; the whole page goes there instead.
        answer = Response(status=200, headers={"HX-Redirect": url_for("office.sign_in_page")})
    return answer
