"""Whether events truly came from SendGrid: ECDSA over the timestamp and the raw bytes."""

from __future__ import annotations

import base64
import binascii
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from sendgrid.helpers.eventwebhook import EventWebhook

_KEPT_KEYS = 4


def verify_sendgrid_events(public_key: str, raw: bytes, signature: str, timestamp: str) -> bool:
    """Whether the signature fits. public_key: base64 as SendGrid shows it."""
    if not signature or not timestamp:
        return False
    try:
        signed = base64.b64decode(signature, validate=True)
        content = timestamp.encode("ascii") + raw
        _key(public_key).verify(signed, content, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


@lru_cache(maxsize=_KEPT_KEYS)
def _key(public_key: str) -> ec.EllipticCurvePublicKey:
    # The SDK's own check decodes the body as text first; the signature is over bytes.
    key: object = EventWebhook(public_key).public_key
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise ValueError("SENDGRID_EVENT_PUBLIC_KEY is no elliptic-curve key.")  # noqa: TRY004
    return key
