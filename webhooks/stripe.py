"""Stripe's slot: what became of payments by card. Forged posts get 403; whatever may be mended gets 503."""

from __future__ import annotations

import hashlib

from flask import Response, request

from core.config import Settings
from core.messaging.model import EnvelopeSource
from gateways.stripe.notices import event_id
from gateways.stripe.signature import verify_stripe
from webhooks.access import for_carriers
from webhooks.body import TurnedAway, read_body
from webhooks.counts import Counts, Verdict
from webhooks.slot import CONTENT_TOO_LARGE, CONTENT_TYPE_TEXT, FORBIDDEN, UNAVAILABLE, Slot
from webhooks.store import Post, Store

MOST_BYTES = 1024 * 1024
LONGEST_EVENT_ID = 200
SIGNATURE_HEADER = "Stripe-Signature"

_REFUSALS = {
    Verdict.FORGED: FORBIDDEN,
    Verdict.TOO_LARGE: CONTENT_TOO_LARGE,
    Verdict.BROKEN: UNAVAILABLE,
    Verdict.NOT_STORED: UNAVAILABLE,
}


class StripeSlot:
    """The view of the slot. Where no cards are taken every post is forged."""

    def __init__(self, settings: Settings, store: Store, counts: Counts) -> None:
        self._secret = settings.fixline_stripe_webhook_secret
        self._store = store
        self._slot = Slot(EnvelopeSource.STRIPE, counts, _REFUSALS)

    @for_carriers
    def events(self) -> Response:
        """One event, signed over its raw bytes, known again by its own id."""
        return self._slot.answer(self._take, _thanks)

    def _take(self) -> bool:
        raw = read_body(request, most=MOST_BYTES)
        if not verify_stripe(raw, request.headers.get(SIGNATURE_HEADER, ""), self._secret):
            raise TurnedAway(Verdict.FORGED)
        post = Post(_id_of(raw), request.headers.get("Content-Type", ""))
        return self._store.keep(EnvelopeSource.STRIPE, post, raw)


def _id_of(raw: bytes) -> str:
    told = event_id(raw)
    if told is None or len(told) > LONGEST_EVENT_ID:
        return hashlib.sha256(raw).hexdigest()
    return told


def _thanks() -> Response:
    return Response(status=200, content_type=CONTENT_TYPE_TEXT)
