"""Codes of a second factor: those a device shows for half a minute, and those kept on paper. Pure: secrets and the
moment are given.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime
from hashlib import sha256

import pyotp

# RFC 6238 §4 and §5.2: steps of 30 seconds, and one to either side for clocks that are not quite right.
STEP_SECONDS = 30
STEPS_ASIDE = 1
DIGITS = 6
RECOVERY_CODES = 10
# OWASP ASVS 5.0 6.5.2: with 112 bits or more a plain hash keeps them well; each letter carries five.
RECOVERY_LETTERS = 24
GROUP = 6
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def new_secret() -> str:
    """A fresh secret, 160 bits in Base32 (RFC 4226 §4, R6)."""
    return pyotp.random_base32()


def address_for_device(secret: str, *, person: str, company: str) -> str:
    """The `otpauth:` address an authenticator reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=person, issuer_name=company)


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The time step this code belongs to, or None when it is no code of these moments."""
    typed = "".join(code.split())
    if len(typed) != DIGITS or not (typed.isascii() and typed.isdigit()):
        return None
    device = pyotp.TOTP(secret)
    present = int(now.timestamp()) // STEP_SECONDS
    for step in range(present - STEPS_ASIDE, present + STEPS_ASIDE + 1):
        if hmac.compare_digest(device.at(step * STEP_SECONDS), typed):
            return step
    return None


def new_recovery_codes() -> tuple[str, ...]:
    """RECOVERY_CODES fresh codes, in groups that can be read out."""
    return tuple(_recovery_code() for _ in range(RECOVERY_CODES))


def recovery_hash(code: str) -> str:
    """What is kept of a recovery code, however it is typed: SHA-256, in hexadecimal."""
    letters = "".join(each for each in code.upper() if each in _ALPHABET)
    return sha256(letters.encode()).hexdigest()


def _recovery_code() -> str:
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(RECOVERY_LETTERS))
    return "-".join(letters[at : at + GROUP] for at in range(0, RECOVERY_LETTERS, GROUP))
