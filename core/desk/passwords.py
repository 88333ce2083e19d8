"""Passwords are kept as argon2id hashes only. It refuses ones too short to resist guessing, or too
long to hash.
"""

from __future__ import annotations

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from core.errors import FieldRefused

# OWASP ASVS 5.0 6.2.1 asks for 8 at least; the longest keeps a hash from becoming an attack.
SHORTEST = 8
LONGEST = 200

# RFC 9106 §4, second recommendation (64 MiB), which are the library's defaults.
HASHER = PasswordHasher()


def hashed(password: str, hasher: PasswordHasher = HASHER) -> str:
    """The hash to keep. FieldRefused says how to mend a password of an unfit length."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise FieldRefused("password", f"Choose a password of {SHORTEST} to {LONGEST} characters.")
    return hasher.hash(password)


def is_right(password: str, kept: str | None, hasher: PasswordHasher = HASHER) -> bool:
    """Whether this password made the kept hash.

    kept: None for a person we do not know; a hash is checked all the same, so that both answers
    take as long.
    """
    try:
        hasher.verify(kept or _nobodys(hasher), password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None and len(password) <= LONGEST


@lru_cache(maxsize=8)
def _nobodys(hasher: PasswordHasher) -> str:
    return hasher.hash("nobody signs in with this")
