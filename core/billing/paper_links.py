"""Signed links to papers: each names one invoice, one account's statement of one run, or its open bills, and ages.

A text carries such a link and never an amount: a phone is read by whoever holds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import BadSignature, TimestampSigner, URLSafeTimedSerializer

VALID = timedelta(days=90)
INVOICE, STATEMENT, ACCOUNT = "invoice", "statement", "bills"


@dataclass(frozen=True)
class InvoiceLink:
    """Admits to one invoice; with point_id only as long as that entry would be shown all bills of its payer."""

    invoice_id: int
    point_id: int | None = None


@dataclass(frozen=True)
class StatementLink:
    """Admits to one account's statement of one run."""

    run_id: int
    customer_id: int


@dataclass(frozen=True)
class AccountLink:
    """Admits whoever has that entry of the account to what is open on it, as long as the entry is theirs."""

    customer_id: int
    point_id: int


def invoice_url(public_url: str, secret: str, link: InvoiceLink) -> str:
    """The page of one invoice, for ninety days from now."""
    told = [link.invoice_id] if link.point_id is None else [link.invoice_id, link.point_id]
    return f"{public_url}/invoice/{_signer(secret, INVOICE).dumps(told)}"


def invoice_url_of(public_url: str, secret: str, link: InvoiceLink, made_at: datetime) -> str:
    """The same page by a link that reads alike however often it is made; its ninety days began at made_at."""
    signer = URLSafeTimedSerializer(secret, salt=INVOICE, signer=_stamped(made_at))
    return f"{public_url}/invoice/{signer.dumps([link.invoice_id])}"


def statement_url(public_url: str, secret: str, link: StatementLink) -> str:
    """One account's statement as PDF, for ninety days from now."""
    token = _signer(secret, STATEMENT).dumps([link.run_id, link.customer_id])
    return f"{public_url}/statement/{token}"


def account_url(public_url: str, secret: str, link: AccountLink) -> str:
    """The page of all that is open on one account, for ninety days from now."""
    token = _signer(secret, ACCOUNT).dumps([link.customer_id, link.point_id])
    return f"{public_url}/bills/{token}"


def invoice_in(secret: str, token: str) -> InvoiceLink | None:
    """What a link admits to, or None when we did not make it or it is too old."""
    match _read(secret, INVOICE, token):
        case [int(invoice_id)]:
            return InvoiceLink(invoice_id)
        case [int(invoice_id), int(point_id)]:
            return InvoiceLink(invoice_id, point_id)
        case _:
            return None


def statement_in(secret: str, token: str) -> StatementLink | None:
    """What a link admits to, or None likewise."""
    match _read(secret, STATEMENT, token):
        case [int(run_id), int(customer_id)]:
            return StatementLink(run_id, customer_id)
        case _:
            return None


def account_in(secret: str, token: str) -> AccountLink | None:
    """What a link admits to, or None likewise."""
    match _read(secret, ACCOUNT, token):
        case [int(customer_id), int(point_id)]:
            return AccountLink(customer_id, point_id)
        case _:
            return None


def _read(secret: str, salt: str, token: str) -> object:
    try:
        told: object = _signer(secret, salt).loads(token, max_age=int(VALID.total_seconds()))
    except BadSignature:
        return None
    return told


def _signer(secret: str, salt: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt=salt)


def _stamped(at: datetime) -> type[TimestampSigner]:
    class Stamped(TimestampSigner):
        """Signs as if it were that moment."""

        def get_timestamp(self) -> int:
            return int(at.timestamp())

    return Stamped
