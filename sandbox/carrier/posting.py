"""Posts to the product's webhooks over kept connections. A refusal is an answer, not an error."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urldefrag

import urllib3

CONNECT_SECONDS = 3.0
READ_SECONDS = 15.0
KEPT_CONNECTIONS = 16
KEPT_ANSWER = 2_000


@dataclass(frozen=True)
class WebhookAnswer:
    """What the product's webhook said; `status` is None when it could not be reached in time."""

    status: int | None
    body: str = ""

    @property
    def is_worth_retrying(self) -> bool:
        """Return whether a carrier tries again: no answer, or a server's own failure."""
        return self.status is None or self.status >= 500

    @property
    def is_taken(self) -> bool:
        """Return whether the webhook took the message."""
        return self.status is not None and 200 <= self.status < 300


class Postman:
    """One pool of connections for every thread."""

    def __init__(self) -> None:
        """Opens nothing before the first post."""
        timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
        self._pool = urllib3.PoolManager(maxsize=KEPT_CONNECTIONS, retries=False, timeout=timeout)

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> WebhookAnswer:
        """Post once, without following redirects; a `#fragment` of the URL is not sent."""
        try:
            response = self._pool.request(
                "POST", urldefrag(url).url, body=body, headers=headers, redirect=False
            )
        except urllib3.exceptions.HTTPError:
            return WebhookAnswer(status=None)
        text = response.data[:KEPT_ANSWER].decode("utf-8", "replace")
        return WebhookAnswer(status=response.status, body=text)
