"""What the card emulator must be told before it starts. No default could reach a real bank."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CardSettings:
    """The key the product must present, and where its notices go.

    public_url: the emulator's own address, without a trailing slash; pages to pay on are built on it.
    retry_delay_ms: before a refused notice is told again. late_delay_ms: how late a late one comes.
    """

    secret_key: str
    webhook_secret: str
    webhook_url: str
    public_url: str
    retry_delay_ms: int = 1000
    late_delay_ms: int = 10_000
