"""What stands on every message we send: the company, its addresses, and the reply address that brings answers home."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from uuid import UUID

from core.config import Company, Settings

TOKEN_BYTES = 16
REPLY_PREFIX = "r+"


@dataclass(frozen=True)
class Letterhead:
    """The sender side of every message. secret: signs reply tokens."""

    company: Company
    inbound_domain: str
    public_url: str
    secret: str = field(repr=False)


def letterhead_of(settings: Settings) -> Letterhead:
    """The letterhead these settings describe."""
    return Letterhead(
        company=settings.company,
        inbound_domain=settings.inbound_email_domain,
        public_url=settings.public_url,
        secret=settings.secret_key,
    )


def reply_token(head: Letterhead, ref: UUID) -> str:
    """The 128-bit token of a message's Reply-To: only we can make it, and it tells nothing."""
    digest = hmac.new(head.secret.encode(), b"reply:" + ref.bytes, hashlib.sha256).digest()
    return base64.b32encode(digest[:TOKEN_BYTES]).decode().rstrip("=").lower()


def token_hash(token: str) -> str:
    """What is stored of a token: enough to recognise it, not to use it."""
    return hashlib.sha256(token.lower().encode()).hexdigest()


def reply_address(head: Letterhead, ref: UUID) -> str:
    """Where an answer to this message goes."""
    return f"{REPLY_PREFIX}{reply_token(head, ref)}@{head.inbound_domain}"


def mail_id(head: Letterhead, ref: UUID) -> str:
    """The Message-ID of our e-mail, without angle brackets; answers name it in In-Reply-To."""
    return f"{ref}@{head.inbound_domain}"


def ref_in(head: Letterhead, mail_ids: tuple[str, ...]) -> UUID | None:
    """The message of ours that one of these Message-IDs names, nearest first."""
    suffix = f"@{head.inbound_domain}"
    for mail_id_ in mail_ids:
        if mail_id_.endswith(suffix):
            try:
                return UUID(mail_id_.removesuffix(suffix))
            except ValueError:
                continue
    return None
