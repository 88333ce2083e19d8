"""Whether a post truly came from Twilio. Light: the web process imports this alone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from carriers.twilio.form import readings

_KEPT_VALIDATORS = 8


def verified_form(
    url: str, content: bytes, content_type: str, *, signature: str, tokens: Sequence[str]
) -> MultiDict[str, str] | None:
    """The form's fields when the signature fits them, else None. Read known fields only.

    Twilio signs names and values run together, so that `A=B1` passes as `AB=1`.
    """
    for form in readings(content, content_type):
        if verify_twilio(url, form, signature, tokens):
            return form
    return None


def verify_twilio(
    url: str, params: MultiDict[str, str], signature: str, tokens: Sequence[str]
) -> bool:
    """Whether one of the tokens made this signature over the URL and the fields.

    url: as configured at Twilio, built from PUBLIC_URL and never from the Host header.
    """
    if not signature or not signature.isascii():
        return False
    try:
        return any(_validator(token).validate(url, params, signature) for token in tokens)
    except UnicodeEncodeError:
        return False


@lru_cache(maxsize=_KEPT_VALIDATORS)
def _validator(token: str) -> RequestValidator:
    return RequestValidator(token)
