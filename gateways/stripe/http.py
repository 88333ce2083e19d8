"""The SDK's HTTP transport over one pool: with time limits, without retries and redirects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import stripe
from urllib3 import PoolManager, Timeout

KEPT_CONNECTIONS = 16


@dataclass(frozen=True)
class Patience:
    """How long to wait for Stripe, in seconds: for a connection, then for its answer."""

    connect: float = 3.0
    read: float = 15.0


class PooledHttpClient(stripe.HTTPClient):
    """Given to the SDK in place of its own, which waits 80 seconds. Raises urllib3's errors as they are."""

    name = "fixline"

    def __init__(self, patience: Patience) -> None:
        super().__init__()
        self._pool = PoolManager(
            maxsize=KEPT_CONNECTIONS,
            retries=False,
            timeout=Timeout(connect=patience.connect, read=patience.read),
        )

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: str | bytes | None = None,
        *,
        _usage: list[str] | None = None,
    ) -> tuple[str, int, Mapping[str, str]]:
        """Carry one request of the SDK: body, status and headers of the answer."""
        answer = self._pool.request(
            method.upper(), url, body=post_data, headers=headers, redirect=False
        )
        return answer.data.decode("utf-8", "replace"), answer.status, answer.headers

    def close(self) -> None:
        """Close every kept connection."""
        self._pool.clear()
