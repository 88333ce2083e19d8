"""The signed link under a question about money: it names one request and one person's address, and ages.

Opening it shows; only a POST of its page decides (mail scanners open links).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from itsdangerous import BadSignature, URLSafeTimedSerializer

SALT = "approval"
VALID = timedelta(days=30)


@dataclass(frozen=True)
class ApprovalLink:
    """Whom a link admits (the contact point it was mailed to), and to which request."""

    request_id: int
    point_id: int


def approval_url(public_url: str, secret: str, link: ApprovalLink) -> str:
    """The page where this person may decide this request, for thirty days from now."""
    return f"{public_url}/approve/{_signer(secret).dumps([link.request_id, link.point_id])}"


def link_in(secret: str, token: str) -> ApprovalLink | None:
    """What a link admits to, or None when we did not make it or it is too old."""
    try:
        told = _signer(secret).loads(token, max_age=int(VALID.total_seconds()))
    except BadSignature:
        return None
    match told:
        case [int(request_id), int(point_id)]:
            return ApprovalLink(request_id, point_id)
        case _:
            return None


def _signer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt=SALT)
