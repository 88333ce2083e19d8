"""The SDK's way to the network: pooled, with time limits, never trying twice on its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlencode

from twilio.http.response import Response
from urllib3 import PoolManager
from urllib3.util import make_headers

from carriers.network import retry_after

_TOO_MANY = 429

Fields = Mapping[str, object] | None


class SlowDown(Exception):
    """Twilio answered 429: the request was not carried out. seconds: what it asks us to wait."""

    def __init__(self, seconds: float | None) -> None:
        super().__init__("Twilio answered 429.")
        self.seconds = seconds


class PooledHttpClient:
    """Given to the SDK in place of its own client, which has no time limit and a small pool."""

    is_async = False

    def __init__(self, pool: PoolManager) -> None:
        self._pool = pool

    def request(
        self,
        method: str,
        uri: str,
        params: Fields = None,
        data: Fields = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        **rest: object,
    ) -> Response:
        """Carry one request of the SDK. Raises urllib3's errors as they are; SlowDown for 429."""
        # What else the SDK passes: a time limit and redirects, which the pool decides.
        del rest
        query = _encoded(params)
        answer = self._pool.request(
            method.upper(),
            f"{uri}?{query}" if query else uri,
            body=_encoded(data) or None,
            headers=_headers(headers, auth),
            redirect=False,
        )
        if answer.status == _TOO_MANY:
            raise SlowDown(retry_after(answer.headers, datetime.now(UTC)))
        return Response(answer.status, answer.data.decode("utf-8", "replace"), answer.headers)


def _encoded(fields: Fields) -> str:
    given = {name: value for name, value in (fields or {}).items() if value is not None}
    return urlencode(given, doseq=True)


def _headers(headers: Mapping[str, str] | None, auth: tuple[str, str] | None) -> dict[str, str]:
    sign_in = make_headers(basic_auth=":".join(auth)) if auth else {}
    return {**(headers or {}), **sign_in}
