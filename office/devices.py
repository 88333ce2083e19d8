"""Whence somebody signs in: the browser, by a cookie it got with an earlier sign-in, and the network address. Both are
kept as keyed hashes only. It believes no address a stranger could have written.
"""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256
from ipaddress import ip_address, ip_network
from typing import cast

from flask import g, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from core.desk.actions.tries import KNOWN_FOR, Origin
from office.door import office

DEVICE_BYTES = 18
LONGEST_COOKIE = 200
HASH_LETTERS = 32
# A provider gives a house a whole /64 (RFC 6177); its single addresses change by themselves.
HOUSE_BITS = 64


def origin_asked() -> Origin:
    """Whence this request comes. device is empty for a browser that has never signed in here."""
    device, address = _device(), _address()
    return Origin(
        device=_hashed(device) if device else "",
        address=_hashed(address) if address else "",
        known_as=_hashed(_own_device()),
    )


def remember_device(answer: Response) -> Response:
    """The browser signed in and is known from now on, until KNOWN_FOR has passed without it."""
    answer.set_cookie(
        _name(),
        _signer().dumps(_own_device()),
        max_age=KNOWN_FOR,
        secure=_is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return answer


def _own_device() -> str:
    """What this browser is called, or will be once it has signed in."""
    if "device" not in g:
        g.device = _device() or secrets.token_urlsafe(DEVICE_BYTES)
    return cast(str, g.device)


def _device() -> str:
    given = request.cookies.get(_name(), "")[:LONGEST_COOKIE]
    try:
        found = _signer().loads(given)
    except BadSignature:
        return ""
    return found if isinstance(found, str) else ""


def _address() -> str:
    """The caller's network, empty where a proxy stands before us and does not tell it.

    Whoever reaches us from a private network is our own proxy: what it wrote last is true (RFC 7239 §8.1).
    """
    near = request.remote_addr or ""
    try:
        if ip_address(near).is_private:
            near = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        found = ip_address(near)
    except ValueError:
        return ""
    if found.version == 4:
        return str(found)
    return str(ip_network((found, HOUSE_BITS), strict=False))


def _hashed(words: str) -> str:
    key = office().settings.secret_key.encode()
    return hmac.new(key, words.encode(), sha256).hexdigest()[:HASH_LETTERS]


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(list(reversed(office().settings.secret_keys)), salt="device")


def _name() -> str:
    return "__Host-fixline_device" if _is_secure() else "fixline_device"


def _is_secure() -> bool:
    return office().settings.public_url.startswith("https://")
