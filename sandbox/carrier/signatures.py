"""The two signatures the carriers put on their webhooks, made here without their SDKs."""

import base64
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

TWILIO_SIGNATURE_HEADER = "X-Twilio-Signature"
EVENT_SIGNATURE_HEADER = "X-Twilio-Email-Event-Webhook-Signature"
EVENT_TIMESTAMP_HEADER = "X-Twilio-Email-Event-Webhook-Timestamp"


def twilio_signature(*, auth_token: str, url: str, fields: Mapping[str, str]) -> str:
    """Return HMAC-SHA1 over the URL followed by every field's name and value, sorted by name.

    Source: Twilio, "Webhooks security", validating requests from Twilio.
    """
    signed = url + "".join(name + fields[name] for name in sorted(fields))
    return base64.b64encode(hmac.digest(auth_token.encode(), signed.encode(), "sha1")).decode()


@dataclass(frozen=True)
class EventKeys:
    """A P-256 pair: the private half for the emulator, the public half as SendGrid shows it."""

    private_pem: str
    public_base64: str


def new_event_keys() -> EventKeys:
    """Make a fresh pair; `public_base64` is what belongs in SENDGRID_EVENT_PUBLIC_KEY."""
    key = ec.generate_private_key(ec.SECP256R1())
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return EventKeys(private_pem=private.decode(), public_base64=base64.b64encode(public).decode())


def public_key_of(private_pem: str) -> str:
    """Return the public half, in the base64 form SendGrid shows, of a private key in PEM."""
    public = _private_key(private_pem).public_key()
    der = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(der).decode()


class EventSigner:
    """Signs event batches as SendGrid's Signed Event Webhook does: ECDSA P-256 over SHA-256."""

    def __init__(self, private_pem: str) -> None:
        """Refuse anything but an elliptic-curve private key in PEM."""
        self._key = _private_key(private_pem)

    def headers(self, *, body: bytes, timestamp: int) -> dict[str, str]:
        """Return the two headers for `body`, sent at `timestamp` (seconds since the epoch)."""
        stamp = str(timestamp)
        signature = self._key.sign(stamp.encode() + body, ec.ECDSA(hashes.SHA256()))
        return {
            EVENT_SIGNATURE_HEADER: base64.b64encode(signature).decode(),
            EVENT_TIMESTAMP_HEADER: stamp,
        }


class NotAnEventKey(ValueError):
    """The given PEM is not an elliptic-curve private key."""


def _private_key(pem: str) -> ec.EllipticCurvePrivateKey:
    key = load_pem_private_key(pem.encode(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise NotAnEventKey(type(key).__name__)
    return key
