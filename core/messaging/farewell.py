"""The way out on every alert by e-mail: a signed link that only a POST acts on (RFC 8058)."""

from __future__ import annotations

from itsdangerous import BadSignature, URLSafeSerializer

from core.messaging.letterhead import Letterhead

SALT = "unsubscribe"


def unsubscribe_url(head: Letterhead, address: str) -> str:
    """The link for one address. It never expires: a way out must work in the oldest mail."""
    return f"{head.public_url}/unsubscribe/{_signer(head.secret).dumps(address)}"


def unsubscribe_headers(head: Letterhead, address: str) -> dict[str, str]:
    """What lets a mail program offer "unsubscribe" with one click (RFC 8058 §3.1)."""
    return {
        "List-Unsubscribe": f"<{unsubscribe_url(head, address)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def address_in(secret: str, token: str) -> str | None:
    """The address a link is for, or None when the link was not made by us."""
    try:
        address = _signer(secret).loads(token)
    except BadSignature:
        return None
    return address if isinstance(address, str) else None


def _signer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=SALT)
