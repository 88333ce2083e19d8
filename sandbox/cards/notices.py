"""Tells the product what became of payments, signed as Stripe signs; well or badly, as switched.

A refused notice is told again, at most MOST_TRIES times.
"""

from __future__ import annotations

import hmac
import json
import secrets
import threading
import time
from dataclasses import dataclass
from enum import StrEnum

from sandbox.cards.records import Json
from sandbox.cards.settings import CardSettings
from sandbox.carrier.agenda import Agenda
from sandbox.carrier.posting import Postman

MOST_TRIES = 10
MOST_KEPT = 1000
SIGNATURE_HEADER = "Stripe-Signature"


class Telling(StrEnum):
    """How notices come. swapped: each waits for the next one and comes after it."""

    ONCE = "once"
    TWICE = "twice"
    LATE = "late"
    SWAPPED = "swapped"
    NEVER = "never"


@dataclass(frozen=True)
class Notice:
    """One event as it is posted, and how often that was tried."""

    body: bytes
    tries: int = 0


def signature(body: bytes, secret: str, timestamp: int) -> str:
    """HMAC-SHA256 over time and raw body. Source: Stripe, "Verify webhook signatures manually"."""
    signed = f"{timestamp}.".encode() + body
    return f"t={timestamp},v1={hmac.digest(secret.encode(), signed, 'sha256').hex()}"


class Notices:
    """Safe to share between threads; its own begins with the first notice."""

    def __init__(self, settings: CardSettings) -> None:
        self._settings = settings
        self._postman = Postman()
        self._agenda = Agenda[Notice](self._post_all, name="cards", threads=2, batch=1)
        self._lock = threading.Lock()
        self._is_started = False
        self._waiting: Notice | None = None
        self._kept: list[Notice] = []
        self.telling = Telling.ONCE

    def tell(self, type_: str, subject: Json) -> None:
        """Something happened: say so, in the way that is switched."""
        event = {
            "id": f"evt_{secrets.token_hex(12)}",
            "object": "event",
            "created": int(time.time()),
            "data": {"object": subject},
            "livemode": False,
            "type": type_,
        }
        notice = Notice(json.dumps(event).encode())
        with self._lock:
            self._kept = [*self._kept, notice][-MOST_KEPT:]
            self._go(notice)

    def tell_everything_again(self) -> int:
        """Post every notice kept, also those never told; returns how many."""
        with self._lock:
            self._waiting = None
            for notice in self._kept:
                self._put(notice, 0)
            return len(self._kept)

    def clear(self) -> None:
        """Forget what waits and what was told; tell well again."""
        with self._lock:
            self._agenda.clear()
            self._kept, self._waiting, self.telling = [], None, Telling.ONCE

    def pending(self) -> int:
        """How many posts wait or are under way."""
        return self._agenda.pending()

    def _go(self, notice: Notice) -> None:
        if self.telling is Telling.SWAPPED and self._waiting is None:
            self._waiting = notice
            return
        if self.telling is not Telling.NEVER:
            self._put(notice, self._settings.late_delay_ms if self.telling is Telling.LATE else 0)
        if self.telling is Telling.TWICE:
            self._put(notice, 0)
        if self._waiting is not None:
            self._put(self._waiting, self._settings.retry_delay_ms)
            self._waiting = None

    def _put(self, notice: Notice, delay_ms: int) -> None:
        if not self._is_started:
            self._is_started = True
            self._agenda.start()
        self._agenda.put(notice, delay_seconds=delay_ms / 1000)

    def _post_all(self, notices: list[Notice]) -> None:
        for notice in notices:
            self._post(notice)

    def _post(self, notice: Notice) -> None:
        signed = signature(notice.body, self._settings.webhook_secret, int(time.time()))
        headers = {SIGNATURE_HEADER: signed, "Content-Type": "application/json; charset=utf-8"}
        answer = self._postman.post(self._settings.webhook_url, notice.body, headers)
        if not answer.is_taken and notice.tries + 1 < MOST_TRIES:
            again = Notice(notice.body, notice.tries + 1)
            with self._lock:
                self._put(again, self._settings.retry_delay_ms)
