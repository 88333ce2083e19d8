"""The way out on every notice by e-mail: a signed link that only a POST acts on (RFC 8058)."""

from __future__ import annotations

from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer

from core.messaging.consent import Topic
from core.messaging.letterhead import Letterhead

SALT = "unsubscribe"


@dataclass(frozen=True)
class Farewell:
    """Whom a link lets go, and from which notices: those of the mail it stood in."""

    address: str
    topic: Topic


def unsubscribe_url(head: Letterhead, address: str, topic: Topic = Topic.JOB_UPDATES) -> str:
    """The link for one address. It never expires: a way out must work in the oldest mail."""
    return f"{head.public_url}/unsubscribe/{_signer(head.secret).dumps([address, topic.value])}"


def unsubscribe_headers(
    head: Letterhead, address: str, topic: Topic = Topic.JOB_UPDATES
) -> dict[str, str]:
    """What lets a mail program offer "unsubscribe" with one click (RFC 8058 §3.1)."""
    return {
        "List-Unsubscribe": f"<{unsubscribe_url(head, address, topic)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def farewell_in(secret: str, token: str) -> Farewell | None:
    """What a link is for, or None when it was not made by us. A link that names no topic is of a job update."""
    try:
        told = _signer(secret).loads(token)
    except BadSignature:
        return None
    match told:
        case str(address):
            return Farewell(address, Topic.JOB_UPDATES)
        case [str(address), str(topic)] if topic in set(Topic):
            return Farewell(address, Topic(topic))
        case _:
            return None


def _signer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=SALT)
