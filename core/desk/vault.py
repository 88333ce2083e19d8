"""Secrets the database keeps are sealed with keys made from SECRET_KEY, so that a copied database opens none of
them. It refuses what no present key has sealed.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.errors import Refused

# Apart from every other use of SECRET_KEY (RFC 5869 §3.2).
PURPOSE = b"fixline second factor"
KEY_BYTES = 32


class SealBroken(Refused):
    """What was kept was sealed with a key that is not named any more."""

    def __init__(self) -> None:
        super().__init__(
            "This second factor was sealed with a key that is gone. An administrator has to reset it."
        )


def sealed(words: str, keys: Sequence[str]) -> str:
    """The words, readable only with these keys. keys: the present SECRET_KEY first."""
    return _box(keys).encrypt(words.encode()).decode()


def opened(kept: str, keys: Sequence[str]) -> str:
    """The words that were sealed with any of these keys. Raises SealBroken."""
    try:
        return _box(keys).decrypt(kept.encode()).decode()
    except InvalidToken as error:
        raise SealBroken from error


def resealed(kept: str, keys: Sequence[str]) -> str:
    """The same words under the first key, so that the others can go. Raises SealBroken."""
    try:
        return _box(keys).rotate(kept.encode()).decode()
    except InvalidToken as error:
        raise SealBroken from error


def _box(keys: Sequence[str]) -> MultiFernet:
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    made = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=PURPOSE)
    return urlsafe_b64encode(made.derive(key.encode()))
